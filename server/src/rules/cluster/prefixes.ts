import { valueOf } from '../../cluster/facts';
import type { Belief, Route } from '../../cluster/routes';
import type { Placement } from '../../languages/nginx/configuration';
import { inEffect } from '../../languages/nginx/effective';
import { headersIn } from '../../languages/nginx/headers';
import { findLocation } from '../../languages/nginx/whichLocation/locations';
import { valuesOf } from '../support/nginx';

/** Applications that browsers have at another path than Tomcat. */

/** Headers that tell an application where browsers have it. */
const TELLS_PREFIX = /^x-(?:forwarded-(?:prefix|path|context)|script-name|original-ur[il])$/i;

/** Whether the application is told, or its links are written anew. */
export const knowsPrefix = (level: Placement): boolean =>
  inEffect(level, 'sub_filter') !== undefined ||
  inEffect(level, 'subs_filter') !== undefined ||
  headersIn(level).lines.some((line) => TELLS_PREFIX.test(valuesOf(line)[0] ?? ''));

/** Whether what the application links to comes into the very location again, and its path twice: the link, and what Tomcat gets. */
export function comesBackDoubled(
  { passed, location, paths }: Route,
  { contextPath }: Belief,
): { readonly link: string; readonly asked: string } | undefined {
  const own = valueOf(contextPath);
  if (!paths || !location || own === undefined || own === '' || !paths.inner.startsWith(own))
    return undefined;
  const link = `${own}/…`;
  if (!link.startsWith(paths.outer) || paths.outer === paths.inner) return undefined;
  const { location: taken, unknown } = findLocation(passed.server.placement, `${own}/x`);
  if (unknown || taken?.placement !== location) return undefined;
  const asked = paths.inner + link.slice(paths.outer.length);
  return asked.startsWith(`${own}${own}`) || asked !== link ? { link, asked } : undefined;
}
