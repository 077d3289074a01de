import { byteLength } from '../characters';
import { readAddress } from '../address';
import { isIpv6 } from './addresses';
import { parseNumber } from './values';

export type AddressFault =
  | 'invalid port'
  | 'invalid port range'
  | 'invalid host'
  | 'invalid IPv6 address'
  | 'no host'
  | 'no path in the unix domain socket'
  | 'too long path in the unix domain socket';

/** Where an address stands: a `listen` takes ranges of ports, a `…_pass` with a URL takes a path behind it. */
type Use = 'listen' | 'server' | 'pass';

/** `sizeof(sun_path)` of Linux, less the byte that ends it. */
const LONGEST_PATH = 107;

/** What `ngx_parse_url` in src/core/ngx_inet.c refuses, as far as the text decides; names are looked up by nginx and not here. */
export function addressFault(text: string, use: Use): AddressFault | undefined {
  const address = readAddress(text, { listen: use === 'listen' });
  if (address.kind === 'unix') return pathFault(address.path, use);
  if (address.kind !== 'inet') return undefined;
  const { host, port, rest } = address;
  if (rest !== '' && use !== 'pass') return 'invalid host';
  const isBracketed = host.startsWith('[');
  if (isBracketed && !host.endsWith(']')) return 'invalid host';
  const fault = port === undefined ? undefined : portFault(port, use);
  if (fault) return fault;
  if (host === '' || host === '[]') return 'no host';
  return isBracketed && !isIpv6(host.slice(1, -1)) ? 'invalid IPv6 address' : undefined;
}

/** Where a URL may follow, the path ends with a colon. */
function pathFault(text: string, use: Use): AddressFault | undefined {
  const path = use === 'pass' ? text.replace(/:.*$/s, '') : text;
  if (path === '') return 'no path in the unix domain socket';
  return byteLength(path, 0, path.length) > LONGEST_PATH
    ? 'too long path in the unix domain socket'
    : undefined;
}

/** Ranges came with 1.15.10. */
function portFault(text: string, use: Use): AddressFault | undefined {
  const dash = use === 'listen' ? text.indexOf('-') : -1;
  if (dash === -1) return isPort(text) ? undefined : 'invalid port';
  const [from, to] = [text.slice(0, dash), text.slice(dash + 1)];
  if (!isPort(from) || !isPort(to)) return 'invalid port';
  return Number(from) <= Number(to) ? undefined : 'invalid port range';
}

function isPort(text: string): boolean {
  const port = parseNumber(text);
  return port !== undefined && port >= 1 && port <= 65535;
}
