import { readAddress } from '../address';
import { isIpv6 } from '../check/addresses';
import { parseNumber } from '../check/values';

export type AddressFault = 'invalid port' | 'invalid port range' | 'invalid host' | 'no host';

/** Where an address stands: a `listen` takes ranges of ports, a `…_pass` takes a path behind it. */
type Use = 'listen' | 'server' | 'pass';

/** What `ngx_parse_url` in src/core/ngx_inet.c refuses, as far as the text decides; names are looked up by nginx and not here. */
export function addressFault(text: string, use: Use): AddressFault | undefined {
  const address = readAddress(text, { listen: use === 'listen' });
  if (address.kind !== 'inet') return undefined;
  const { host, port, rest } = address;
  if (rest !== '' && use !== 'pass') return 'invalid host';
  if (host.startsWith('[') && !host.endsWith(']')) return 'invalid host';
  const fault = port === undefined ? undefined : portFault(port, use);
  if (fault) return fault;
  if (host === '') return 'no host';
  return host.startsWith('[') && !isIpv6(host.slice(1, -1)) ? 'invalid host' : undefined;
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
