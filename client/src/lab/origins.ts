import type { FilePlan } from '../../../server/src/protocol';

/** Where the entry point of nginx' image writes what it makes of a template, line for line (20-envsubst-on-templates.sh). */
export const renderedAs = (path: string): string | undefined => {
  const [, name] = /^\/etc\/nginx\/templates\/(.+)\.template$/.exec(path) ?? [];
  return name === undefined ? undefined : `/etc/nginx/conf.d/${name}`;
};

/** The user's file behind a path in a container, also behind what is made of a template. */
export function originOf(files: readonly FilePlan[], path: string | undefined): string | undefined {
  const found =
    files.find(({ target }) => target === path) ??
    (path === undefined ? undefined : files.find(({ target }) => renderedAs(target) === path));
  return found?.origin;
}
