import { posix } from 'node:path';
import type { ContainerPlan, Deployment } from '../../../../../server/src/protocol';
import { originOf } from '../../../lab/origins';
import type { FilePlace, JspPlace } from '../../../lab/logs/places';

/** The user's files that a place in a container may be, by the files that the plan puts there. They need not exist. */
export function originsOf(
  place: FilePlace | JspPlace,
  node: string | undefined,
  plan: Deployment | undefined,
): readonly string[] {
  const all = containersOf(plan);
  const own = all.filter(({ name }) => name === node);
  const paths = (own.length > 0 ? own : all).flatMap((container) =>
    place.kind === 'file'
      ? (originOf(container.files, place.path) ?? [])
      : appsOf(container).map((app) => posix.join(app, place.path)),
  );
  return [...new Set(paths)];
}

/** Whether a file of the user is one that a node runs with. */
export const isOf = (file: string, node: string | undefined, plan: Deployment | undefined): boolean =>
  containersOf(plan).some(
    ({ name, files }) =>
      name === node &&
      files.some(({ origin }) => origin !== undefined && (file === origin || file.startsWith(`${origin}/`))),
  );

/** Whether it is known with which files of the user a node runs. */
export const isPlanned = (node: string | undefined, plan: Deployment | undefined): boolean =>
  containersOf(plan).some(({ name }) => name === node);

const containersOf = (plan: Deployment | undefined): readonly ContainerPlan[] =>
  plan ? [plan.nginx, ...plan.tomcats] : [];

/** The user's folders that are apps. */
const appsOf = ({ files }: ContainerPlan): string[] =>
  files.flatMap(({ target, origin }) =>
    origin !== undefined && /\/webapps(?:-javaee)?\/[^/]+$/.test(target) && !origin.endsWith('.war')
      ? [origin]
      : [],
  );
