import { isRange, listOf } from '../../languages/tomcat/proxies';
import { attributeOf, isTrue, ownClass, valueOf as attributeValue } from '../../languages/tomcat/values';
import { childrenNamed } from '../../languages/tomcat/components';
import { isBefore } from '../../languages/text/versions';
import type { Part } from './container';

/** A RemoteIpValve as its attributes and defaults make it; undefined values are switched off. */
export interface RemoteIp {
  readonly part: Part;
  readonly remoteIpHeader: string | undefined;
  readonly protocolHeader: string | undefined;
  readonly httpsValue: string;
  readonly portHeader: string | undefined;
  readonly hostHeader: string | undefined;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly internal: Addresses;
  readonly trusted: Addresses;
}

/** Whether a list has an address; undefined: it cannot be told. */
export type Addresses = (address: string) => boolean | undefined;

/** Valves of Tomcat that leave scheme, name, port, address and path of a request alone, as far as they let it through. */
const HARMLESS =
  /^(?:AccessLogValve|ExtendedAccessLogValve|JsonAccessLogValve|ErrorReportValve|JsonErrorReportValve|StuckThreadDetectionValve|CrawlerSessionManagerValve|SemaphoreValve|HealthCheckValve|SingleSignOn|ClusterSingleSignOn|RemoteAddrValve|RemoteHostValve|RemoteCIDRValve|ReplicationValve|JvmRouteBinderValve|FormAuthenticator|BasicAuthenticator|DigestAuthenticator|SSLAuthenticator|NonLoginAuthenticator|PersistentValve|ParameterLimitValve|SSLValve)$/;

/** The RemoteIpValves that a request passes, in order; `unknown` where another valve may change what is believed. */
export function valvesOf(
  parts: readonly (Part | undefined)[],
  version: string | undefined,
): readonly RemoteIp[] | 'unknown' {
  const found: RemoteIp[] = [];
  for (const part of parts) {
    for (const component of part ? childrenNamed(part.component, 'Valve') : []) {
      if (!part) continue;
      const name = ownClass(component, part.properties);
      if (name !== undefined && HARMLESS.test(name)) continue;
      const valve = name === 'RemoteIpValve' ? readValve({ ...part, component }, version) : undefined;
      if (!valve) return 'unknown';
      found.push(valve);
    }
  }
  return found;
}

/** Undefined where an attribute is not known, or the release decides and is not known. */
function readValve(part: Part, version: string | undefined): RemoteIp | undefined {
  const { component, properties } = part;
  const get = (name: string, standard: string | undefined): string | undefined => {
    const value = attributeValue(component, name, properties);
    return value === 'unknown' ? undefined : value ? value.text : standard;
  };
  const names = component.element.attributes.map(({ name }) => name);
  if (names.some((name) => attributeValue(component, name, properties) === 'unknown')) return undefined;
  if (isTrue(component, 'enabled', properties) === false) return undefined;
  const protocol = attributeOf(component, 'protocolHeader') ? true : hasProtocolHeader(version);
  if (protocol === undefined) return undefined;
  const httpPort = Number(get('httpServerPort', '80'));
  const httpsPort = Number(get('httpsServerPort', '443'));
  if (!Number.isInteger(httpPort) || !Number.isInteger(httpsPort)) return undefined;
  return {
    part,
    remoteIpHeader: lower(get('remoteIpHeader', 'X-Forwarded-For')),
    protocolHeader: lower(get('protocolHeader', protocol ? 'X-Forwarded-Proto' : undefined)),
    httpsValue: get('protocolHeaderHttpsValue', 'https') ?? 'https',
    portHeader: lower(get('portHeader', undefined)),
    hostHeader: lower(get('hostHeader', undefined)),
    httpPort,
    httpsPort,
    internal: listed(get('internalProxies', undefined), version, isInternalByDefault),
    trusted: listed(get('trustedProxies', undefined), version, () => false),
  };
}

/** An empty name is none. */
const lower = (text: string | undefined): string | undefined => text?.toLowerCase() || undefined;

/** `protocolHeader` has its default from 8.5.40 and 9.0.18 on; undefined: it may be either. */
function hasProtocolHeader(version: string | undefined): boolean | undefined {
  if (version === undefined) return undefined;
  // A line alone is its newest release: nobody runs what is older by years without naming it.
  if (/^\d+\.\d+$/.test(version)) return true;
  const isOld = isBefore(version, isBefore(version, '9.0') ? '8.5.40' : '9.0.18');
  return isOld === undefined ? undefined : !isOld;
}

/** RemoteIpValve.internalProxies. IPv6 came later, and 100.64/10; both are left to others. */
const isInternalByDefault: Addresses = (address) => {
  if (/^(?:10|127)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(address)) return true;
  if (/^100\.|:/.test(address)) return undefined;
  return false;
};

function listed(text: string | undefined, version: string | undefined, standard: Addresses): Addresses {
  if (text === undefined) return standard;
  if (text === '') return () => false;
  const parts = listOf(text) ?? [text.trim()];
  if (parts.every(isRange) && (parts.length > 1 || text.includes('/'))) {
    // Ranges are read from 11.0.13 on; before, they are an expression that matches nothing.
    const isOld = isBefore(version, '11.0.13');
    if (isOld === undefined) return () => undefined;
    return isOld ? () => false : (address) => parts.some((part) => isWithin(address, part));
  }
  const regex = expression(text);
  return (address) => regex?.test(address);
}

/** Pattern.matches takes the whole text. What Java and JavaScript read differently is left out. */
function expression(text: string): RegExp | undefined {
  if (/\(\?|\\[QEpPGZzAR]|&&|\+\+|\*\+|\?\+/.test(text)) return undefined;
  try {
    return new RegExp(`^(?:${text})$`);
  } catch {
    return undefined;
  }
}

function isWithin(address: string, range: string): boolean {
  const [base = '', bits = '32'] = range.split('/');
  const [one, other] = [numberOf(address), numberOf(base)];
  if (one === undefined || other === undefined) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(one / size) === Math.floor(other / size);
}

function numberOf(address: string): number | undefined {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part))) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** Whether a list has every address of some, or none; undefined where it has a part of them, or there are none. */
export function hasAll(list: Addresses, addresses: readonly string[]): boolean | undefined {
  const found = new Set(addresses.map(list));
  const [only] = found;
  return found.size === 1 ? only : undefined;
}
