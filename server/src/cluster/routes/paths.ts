import type { Placement } from '../../languages/nginx/configuration';
import { enclosing, hasGap } from '../../languages/nginx/effective';
import { locationName } from '../../languages/nginx/location';
import type { Proxy } from '../../languages/nginx/http';

/** How paths change on the way: what begins with `outer` for browsers begins with `inner` for Tomcat. */
export interface PathMap {
  readonly outer: string;
  readonly inner: string;
}

/** What changes the path, or may: rewrites, and languages that run inside nginx. */
const REWRITES = /^(?:rewrite|rewrite_by_lua\w*|server_rewrite_by_lua\w*|access_by_lua\w*|js_\w+|perl)$/;

/** The paths that a proxy_pass gets, and what it makes of them; undefined where that cannot be told. */
export function pathMapOf(proxy: Proxy, level: Placement): PathMap | undefined {
  const location = enclosing(level, 'location');
  for (let at: Placement | undefined = level; at; at = at.parent) if (isRewritten(at)) return undefined;
  const name = location && locationName(location.directive);
  if (proxy.authority.includes('$') || proxy.uri.includes('$') || proxy.scheme === undefined)
    return undefined;
  if (!name || name.modifier === '@') return proxy.uri === '' ? { outer: '/', inner: '/' } : undefined;
  if (name.modifier === '~' || name.modifier === '~*' || /[^\w./~-]/.test(name.pattern)) return undefined;
  if (!name.pattern.startsWith('/') || /[?#%]/.test(proxy.uri)) return undefined;
  // One path alone is no place for an application, unless Tomcat has it there too.
  if (name.modifier === '=' && proxy.uri !== '' && proxy.uri !== name.pattern) return undefined;
  return { outer: name.pattern, inner: proxy.uri === '' ? name.pattern : proxy.uri };
}

function isRewritten(level: Placement): boolean {
  if (hasGap(level)) return true;
  return level.children.some(
    ({ directive, children }) =>
      REWRITES.test(directive.name.value) ||
      (directive.name.value === 'if' && children.some((inner) => REWRITES.test(inner.directive.name.value))),
  );
}

/** Where browsers have an application that Tomcat has at a path: without a slash at the end. */
export function outerPath({ outer, inner }: PathMap, contextPath: string): string {
  const folder = `${contextPath}/`;
  const found = folder.startsWith(inner) ? outer + folder.slice(inner.length) : outer;
  return found.replace(/\/$/, '');
}

/** Whether requests for a context can come this way, by the path that Tomcat sees. */
export const reaches = ({ inner }: PathMap, contextPath: string): boolean =>
  `${contextPath}/`.startsWith(inner) || inner.startsWith(`${contextPath}/`) || inner === contextPath;
