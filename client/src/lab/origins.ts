import { posix } from 'node:path';
import type { FilePlan } from '../../../server/src/protocol';

/** Where the entry point of nginx' image writes what it makes of a template, line for line (20-envsubst-on-templates.sh). */
export const renderedAs = (path: string): string | undefined => {
  const [, name] = /^\/etc\/nginx\/templates\/(.+)\.template$/.exec(path) ?? [];
  return name === undefined ? undefined : `/etc/nginx/conf.d/${name}`;
};

/**
 * The user's file behind a path in a container, also one in a folder that is put there, and behind what is made of a template.
 * It need not exist.
 */
export function originOf(files: readonly FilePlan[], path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const template = files.find(({ target }) => renderedAs(target) === path);
  if (template) return template.origin;
  // What is mounted last lies on top.
  const file = files.findLast(({ target }) => path === target || path.startsWith(`${target}/`));
  return file?.origin && posix.join(file.origin, path.slice(file.target.length));
}
