import { type Known, valueOf } from '../facts';
import type { Place } from '../source';
import type { Cookie } from './cookie';
import type { Browser } from './request';

/** Why a browser does not send a cookie back. */
export type Refusal = 'secure' | 'path' | 'domain' | 'same-site' | 'prefix';

/** Whether a browser sends the session cookie with its next request to the application. */
export interface Returns {
  /** `depends`: browsers differ. */
  readonly verdict: 'yes' | 'no' | 'depends';
  readonly because: Refusal | undefined;
  /** What decided it. */
  readonly place: Place | undefined;
}

/** Hosts to which Chromium sends Secure cookies over http too (network/…/is_potentially_trustworthy). */
const LOCAL = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * RFC 6265bis 5.6 and 5.7: for the address at which it got the cookie, and the path below which it has the application.
 * Undefined: it cannot be told.
 */
export function returnsOf(browser: Browser, path: string | undefined, cookie: Cookie): Returns | undefined {
  const parts = [cookie.name, cookie.path, cookie.domain, cookie.secure, cookie.sameSite];
  const domain = valueOf(cookie.domain)?.replace(/^\./, '').toLowerCase();
  const host = browser.host.toLowerCase();
  if (domain && host !== domain && (!host.endsWith(`.${domain}`) || /^[\d.]+$/.test(host)))
    return no('domain', cookie.domain);
  const cookiePath = valueOf(cookie.path);
  if (cookiePath?.startsWith('/') && path !== undefined && !pathMatches(`${path}/`, cookiePath))
    return no('path', cookie.path);
  if (browser.scheme === 'http' && valueOf(cookie.secure) === true)
    return no('secure', cookie.secure, LOCAL.test(host) ? 'depends' : 'no');
  if (
    valueOf(cookie.sameSite)?.toLowerCase() === 'none' &&
    cookie.secure !== 'unknown' &&
    !valueOf(cookie.secure)
  )
    return no('same-site', cookie.sameSite);
  const name = valueOf(cookie.name);
  if (name !== undefined && /^__(?:Secure|Host)-/i.test(name) && cookie.secure !== 'unknown') {
    if (!valueOf(cookie.secure)) return no('prefix', cookie.name);
    if (/^__Host-/i.test(name) && (domain || (cookiePath !== undefined && cookiePath !== '/')))
      return no('prefix', cookie.name);
  }
  if (cookiePath !== undefined && !cookiePath.startsWith('/')) return undefined;
  if (path === undefined || parts.includes('unknown') || browser.scheme === undefined) return undefined;
  return { verdict: 'yes', because: undefined, place: undefined };
}

const no = (because: Refusal, known: Known<unknown>, verdict: 'no' | 'depends' = 'no'): Returns => ({
  verdict,
  because,
  place: known === 'unknown' ? undefined : known?.place,
});

/** RFC 6265 5.1.4. */
function pathMatches(path: string, cookiePath: string): boolean {
  if (!path.startsWith(cookiePath)) return false;
  return path === cookiePath || cookiePath.endsWith('/') || path.charAt(cookiePath.length) === '/';
}
