import { isBefore } from '../text/versions';
import { type Component, pathOf } from './components';
import { attributeOf, isTrue, type Properties, valueOf } from './values';

/** Where Tomcat makes a connector of the element; elsewhere it ignores it. */
export const isConnector = (component: Component): boolean =>
  pathOf(component) === 'Server/Service/Connector';

/**
 * What a connector speaks, as Connector takes `protocol`; undefined where that is not known, or some other class does it.
 */
export function protocolOf(connector: Component, properties?: Properties): 'http' | 'ajp' | undefined {
  const value = valueOf(connector, 'protocol', properties);
  if (value === 'unknown') return undefined;
  const text = value?.text ?? 'HTTP/1.1';
  if (text === 'HTTP/1.1' || /^org\.apache\.coyote\.http11\.Http11\w*Protocol$/.test(text)) return 'http';
  if (text === 'AJP/1.3' || /^org\.apache\.coyote\.ajp\.Ajp\w*Protocol$/.test(text)) return 'ajp';
  return undefined;
}

/** Whether a connector speaks TLS itself; undefined where that is not known. */
export const speaksTls = (connector: Component, properties?: Properties): boolean | undefined =>
  attributeOf(connector, 'SSLEnabled') ? isTrue(connector, 'SSLEnabled', properties) : false;

/** Handlers that are gone, with the release that came without them, and what takes their place. */
const REMOVED: ReadonlyMap<string, { readonly from: string; readonly instead: string }> = new Map([
  ['org.apache.coyote.http11.Http11Protocol', { from: '9.0', instead: 'HTTP/1.1' }],
  ['org.apache.coyote.ajp.AjpProtocol', { from: '9.0', instead: 'AJP/1.3' }],
  ['org.apache.coyote.http11.Http11AprProtocol', { from: '10.1', instead: 'HTTP/1.1' }],
  ['org.apache.coyote.ajp.AjpAprProtocol', { from: '10.1', instead: 'AJP/1.3' }],
]);

/** Tomcat's own handlers that are there in every supported release. */
export const PROTOCOLS: readonly string[] = [
  'org.apache.coyote.http11.Http11NioProtocol',
  'org.apache.coyote.http11.Http11Nio2Protocol',
  'org.apache.coyote.ajp.AjpNioProtocol',
  'org.apache.coyote.ajp.AjpNio2Protocol',
];

export const removedProtocol = (className: string) => REMOVED.get(className);

/** Addresses that only the machine itself reaches. */
export const isLoopback = (address: string): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|\[?0:0:0:0:0:0:0:1\]?)$/i.test(address);

/** Addresses that stand for all of a machine. */
export const isWildcard = (address: string): boolean =>
  /^(?:0\.0\.0\.0|\[?::\]?|\[?0:0:0:0:0:0:0:0\]?)$/.test(address);

/**
 * Whether a Tomcat wants AJP connectors to have a secret and lets them listen on the loopback address alone, as all do since
 * Ghostcat (CVE-2020-1938); undefined where that is not known.
 */
export function hasStrictAjp(version: string | undefined): boolean | undefined {
  if (isBefore(version, '8.0') !== false) return undefined;
  const isOld = isBefore(version, isBefore(version, '9.0') ? '8.5.51' : '9.0.31');
  return isOld === undefined ? undefined : !isOld;
}
