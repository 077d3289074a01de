import { isIpv4, isIpv6 } from '../check/addresses';
import { parseNumber } from '../check/values';

export type AddressFault = 'invalid port' | 'invalid host' | 'no host';

/**
 * `ngx_parse_url` in src/core/ngx_inet.c, as far as the text decides; names are looked up by nginx and not here. A path
 * stands in a URL alone.
 */
export function addressFault(
  text: string,
  { listen = false, withPath = false } = {},
): AddressFault | undefined {
  if (text.startsWith('unix:') || text.includes('$')) return undefined;
  if (text.startsWith('[')) return bracketFault(text);
  const [authority = ''] = /^[^/?]*/.exec(text) ?? [];
  if (authority.length < text.length && !withPath) return 'invalid host';
  const colon = authority.indexOf(':');
  if (colon === -1) {
    if (listen && /^\d+$/.test(authority)) return isPort(authority) ? undefined : 'invalid port';
    return authority === '' ? 'no host' : undefined;
  }
  const host = authority.slice(0, colon);
  const port = authority.slice(colon + 1);
  if (!isPortText(port, listen)) return 'invalid port';
  return host === '' ? 'no host' : undefined;
}

function bracketFault(text: string): AddressFault | undefined {
  const close = text.indexOf(']');
  if (close === -1) return 'invalid host';
  const rest = text.slice(close + 1).replace(/[/?].*$/s, '');
  if (rest !== '' && (!rest.startsWith(':') || !isPortText(rest.slice(1), true))) return 'invalid port';
  return isIpv6(text.slice(1, close)) ? undefined : 'invalid host';
}

/** A range of ports stands in `listen` alone (1.15.10). */
function isPortText(text: string, ranges: boolean): boolean {
  const dash = text.indexOf('-');
  if (dash === -1 || !ranges) return isPort(text);
  const [from, to] = [text.slice(0, dash), text.slice(dash + 1)];
  return isPort(from) && isPort(to) && Number(from) <= Number(to);
}

function isPort(text: string): boolean {
  const port = parseNumber(text);
  return port !== undefined && port >= 1 && port <= 65535;
}

/** What nginx makes of the address of a `listen`, so that equal ones are known; undefined where a name has to be looked up. */
export function socketOf(text: string): string | undefined {
  if (text.startsWith('unix:')) return text;
  if (text.includes('$') || /-\d+$/.test(text)) return undefined;
  const match = /^(?:(\[[^\]]*\]|[^:[\]]*):)?(\d+)$/.exec(text);
  const host = match ? (match[1] ?? '*') : text;
  const port = match?.[2] ?? '80';
  if (host === '*' || host === '0.0.0.0') return `0.0.0.0:${port}`;
  return isIpv4(host) || host.startsWith('[') ? `${host.toLowerCase()}:${port}` : undefined;
}
