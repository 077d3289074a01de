import { speaksTls } from '../../languages/tomcat/connector';
import {
  attributeOf,
  isTrue,
  numberOf,
  textOf,
  valueOf as attributeValue,
} from '../../languages/tomcat/values';
import { byDefault, type Fact, type Known, valueOf, writtenAt } from '../facts';
import type { Place } from '../source';
import type { Container, Part } from './container';
import { hasAll, type RemoteIp } from './remoteIp';
import { BROWSER } from './request';

/** What Tomcat takes a request for, at one point of its way through Tomcat. */
export interface View {
  readonly scheme: Known<'http' | 'https'>;
  readonly secure: Known<boolean>;
  readonly serverName: Known<string>;
  readonly serverPort: Known<number>;
  /** `browser` and `nginx` stand for their addresses. */
  readonly clientAddress: Known<string>;
}

/** What nginx sends, as far as Tomcat makes anything of it. */
export interface Sent {
  /** Of a header, by its lower-case name: each value in its own line. */
  readonly header: (name: string) => Known<readonly string[]>;
  readonly protocol: Known<'1.0' | '1.1' | '2'>;
}

const NOTHING: View = {
  scheme: 'unknown',
  secure: 'unknown',
  serverName: 'unknown',
  serverPort: 'unknown',
  clientAddress: 'unknown',
};

/** Stands for the address of nginx. */
export const NGINX = 'nginx';

/** The place of an attribute. */
export const attributePlace = ({ component, path }: Part, name: string): Place => ({
  path,
  span: attributeOf(component, name)?.span ?? component.element.nameSpan,
});

/** What the connector makes of a request (CoyoteAdapter.postParseRequest), before it is mapped and before all valves. */
export function atConnector({ connector, engine }: Container, { header, protocol }: Sent): View {
  const isTls = connector ? speaksTls(connector.component, connector.properties) : false;
  if (isTls === undefined) return NOTHING;
  const scheme =
    isTls && connector
      ? writtenAt('https' as const, attributePlace(connector, 'SSLEnabled'))
      : schemeOf(connector);
  const secure =
    isTls && connector ? writtenAt(true, attributePlace(connector, 'SSLEnabled')) : secureOf(connector);
  const clientAddress = byDefault(NGINX);
  const host = header('host');
  const { name, port } = nameAndPort(host, scheme, protocol, engine, connector);
  return {
    scheme,
    secure,
    clientAddress,
    serverName: overridden(connector, 'proxyName', (text) => text) ?? name,
    serverPort: overridden(connector, 'proxyPort', (text) => Number(text) || undefined) ?? port,
  };
}

function overridden<T>(
  connector: Part | undefined,
  name: string,
  read: (text: string) => T | undefined,
): Known<T> {
  if (!connector || !attributeOf(connector.component, name)) return undefined;
  const text = textOf(connector.component, name, connector.properties);
  if (text === undefined) return 'unknown';
  const value = read(text);
  return value === undefined ? undefined : writtenAt(value, attributePlace(connector, name));
}

function schemeOf(connector: Part | undefined): Known<'http' | 'https'> {
  const value = overridden(connector, 'scheme', (text) => text);
  if (value === undefined) return byDefault('http');
  if (value === 'unknown' || (value.value !== 'http' && value.value !== 'https')) return 'unknown';
  return writtenAt(value.value, value.place);
}

function secureOf(connector: Part | undefined): Known<boolean> {
  if (!connector || !attributeOf(connector.component, 'secure')) return byDefault(false);
  const is = isTrue(connector.component, 'secure', connector.properties);
  return is === undefined ? 'unknown' : writtenAt(is, attributePlace(connector, 'secure'));
}

const HOST = /^([A-Za-z\d](?:[A-Za-z\d.-]*[A-Za-z\d])?|\[[\da-fA-F:.]+\])(?::(\d{1,5}))?$/;

/** AbstractProcessor.parseHost and Http11Processor.prepareRequest. */
export function isRefused({ header, protocol }: Sent): boolean {
  const host = header('host');
  if (host === 'unknown') return false;
  if (host === undefined) return valueOf(protocol) === '1.1';
  const [value = '', ...others] = host.value;
  return (
    others.length > 0 ||
    /[^A-Za-z\d.:[\]-]/.test(value) ||
    /:.*[A-Za-z].*$/.test(value.replace(/^\[.*\]/, ''))
  );
}

function nameAndPort(
  host: Known<readonly string[]>,
  scheme: Known<'http' | 'https'>,
  protocol: Sent['protocol'],
  engine: Part | undefined,
  connector: Part | undefined,
): { readonly name: Known<string>; readonly port: Known<number> } {
  const nothing = { name: 'unknown', port: 'unknown' } as const;
  if (host === 'unknown') return nothing;
  if (host === undefined) {
    // Without a Host, HTTP/1.1 is refused, and HTTP/1.0 is for the default host, at the connector's own port.
    if (valueOf(protocol) !== '1.0' || !engine || !connector) return nothing;
    const name = textOf(engine.component, 'defaultHost', engine.properties);
    const port = numberOf(connector.component, 'port', connector.properties);
    return {
      name: name === undefined ? 'unknown' : writtenAt(name, attributePlace(engine, 'defaultHost')),
      port: port === undefined ? 'unknown' : writtenAt(port, attributePlace(connector, 'port')),
    };
  }
  const [value = '', ...others] = host.value;
  const found = HOST.exec(value);
  // Tomcat answers 400 to two, and to a name that is none.
  if (others.length > 0 || !found) return nothing;
  const [, name = '', port] = found;
  const fact = <T>(one: T): Fact<T> => ({ ...host, value: one });
  if (port !== undefined) return { name: fact(name), port: fact(Number(port)) };
  if (scheme === 'unknown' || scheme === undefined) return { name: fact(name), port: 'unknown' };
  return { name: fact(name), port: fact(scheme.value === 'https' ? 443 : 80) };
}

/** What RemoteIpValve makes of it (RemoteIpValve.invoke); the address of nginx is one of `peers`. */
export function behindValve(
  view: View,
  valve: RemoteIp,
  sent: Sent,
  peers: readonly string[] | undefined,
): View & { readonly trusted: boolean | undefined } {
  const isInternal = peers ? hasAll(valve.internal, peers) : undefined;
  const trusted = isInternal === false && peers ? hasAll(valve.trusted, peers) : isInternal;
  if (trusted === undefined) return { ...NOTHING, trusted };
  if (!trusted) return { ...view, trusted };
  const via = placeOfPart(valve.part);
  const told = toldScheme(view, valve, sent, via);
  return {
    ...view,
    ...told,
    serverName: toldName(view, valve, sent, via),
    clientAddress: toldClient(view, valve, sent, via),
    trusted,
  };
}

const placeOfPart = ({ component, path }: Part): Place => ({ path, span: component.element.nameSpan });

function toldScheme(
  view: View,
  valve: RemoteIp,
  { header }: Sent,
  via: Place,
): Pick<View, 'scheme' | 'secure' | 'serverPort'> {
  const { scheme, secure, serverPort } = view;
  const same = { scheme, secure, serverPort };
  if (valve.protocolHeader === undefined) return same;
  const told = header(valve.protocolHeader);
  if (told === undefined) return same;
  if (told === 'unknown') return { scheme: 'unknown', secure: 'unknown', serverPort: 'unknown' };
  // Of several lines older releases read the first; 10.1.60 wants all of them to say so.
  const all = told.value.map((line) =>
    line.split(',').every((one) => one.trim().toLowerCase() === valve.httpsValue.toLowerCase()),
  );
  const [isHttps = false] = all;
  if (isHttps && !all.every(Boolean)) return { scheme: 'unknown', secure: 'unknown', serverPort: 'unknown' };
  return {
    scheme: writtenAt(isHttps ? 'https' : 'http', told.place, via),
    secure: writtenAt(isHttps, told.place, via),
    serverPort: toldPort(valve, header, via, isHttps ? valve.httpsPort : valve.httpPort),
  };
}

function toldPort(
  { portHeader }: RemoteIp,
  header: Sent['header'],
  via: Place,
  standard: number,
): Known<number> {
  const told = portHeader === undefined ? undefined : header(portHeader);
  if (told === 'unknown') return 'unknown';
  if (told === undefined) return writtenAt(standard, undefined, via);
  const [text = '', ...others] = told.value;
  if (others.some((other) => other !== text)) return 'unknown';
  return /^[+-]?\d+$/.test(text)
    ? writtenAt(Number(text), told.place, via)
    : writtenAt(standard, told.place, via);
}

function toldName(
  { serverName }: View,
  { hostHeader }: RemoteIp,
  { header }: Sent,
  via: Place,
): Known<string> {
  const told = hostHeader === undefined ? undefined : header(hostHeader);
  if (told === undefined) return serverName;
  if (told === 'unknown') return 'unknown';
  if (new Set(told.value).size > 1) return 'unknown';
  const found = HOST.exec(told.value[0] ?? '');
  return found?.[1] === undefined ? 'unknown' : writtenAt(found[1], told.place, via);
}

/** The last address that is no proxy's; the first where all are. Only the browser's own is known not to be one surely. */
function toldClient(
  { clientAddress }: View,
  { remoteIpHeader }: RemoteIp,
  { header }: Sent,
  via: Place,
): Known<string> {
  const told = remoteIpHeader === undefined ? undefined : header(remoteIpHeader);
  if (told === undefined) return clientAddress;
  if (told === 'unknown') return 'unknown';
  const all = told.value.flatMap((line) => line.split(',')).map((one) => one.trim());
  return all.every((one) => one === BROWSER) ? writtenAt(BROWSER, told.place, via) : 'unknown';
}

/** CONFIDENTIAL leads to this port (Connector.redirectPort, 443 where nothing is written); stock server.xml has 8443. */
export function redirectPortOf(connector: Part | undefined): Known<number> {
  if (!connector) return byDefault(8443);
  if (!attributeOf(connector.component, 'redirectPort')) return byDefault(443);
  const port = numberOf(connector.component, 'redirectPort', connector.properties);
  return port === undefined ? 'unknown' : writtenAt(port, attributePlace(connector, 'redirectPort'));
}

/** An attribute of the first Context that writes it: the application's own before the defaults. */
export function contextAttribute(parts: readonly Part[], name: string): Known<string> {
  for (const part of parts) {
    const value = attributeValue(part.component, name, part.properties);
    if (value === 'unknown') return 'unknown';
    if (value) return writtenAt(value.text, attributePlace(part, name));
  }
  return undefined;
}

/** The same as Boolean.valueOf reads it. */
export function contextFlag(parts: readonly Part[], name: string, usual: boolean): Known<boolean> {
  const found = contextAttribute(parts, name);
  if (found === 'unknown') return found;
  return found ? writtenAt(found.value.toLowerCase() === 'true', found.place) : byDefault(usual);
}
