import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { listed } from '../../../languages/text/suggest';
import { isBefore } from '../../../languages/text/versions';
import type { Component } from '../../../languages/tomcat/components';
import { attributeOf, numberOf, ownClass, textOf } from '../../../languages/tomcat/values';

/** What becomes of a value that Tomcat does not take; `default`: it is not set. */
export type RefusalOutcome = 'stops' | 'dead' | 'default' | 'utf8' | 'ascii' | 'system';

/** An attribute whose values are checked when they are set or used. */
export interface Refusal {
  readonly element: string;
  /** The last name of the class, where it is one class of Tomcat's that checks it. */
  readonly className?: string;
  readonly name: string;
  readonly outcome: RefusalOutcome;
  readonly accepts: (value: string, component: Component, file: TomcatFile) => boolean;
  /** What to write instead, as a phrase. */
  readonly wanted: () => string;
  /** Those among which the one that was meant may be. */
  readonly values?: readonly string[];
}

const isOneOf =
  (values: readonly string[]) =>
  (value: string): boolean =>
    values.some((one) => one.toLowerCase() === value.toLowerCase());

/** A number that is one, and below what is taken; whatever else it is, tomcat/bad-number tells. */
const isBelow = (value: string, least: number): boolean => /^-?\d+$/.test(value) && Number(value) < least;

/** org.apache.tomcat.util.net.Constants and what Java's provider has; JSSE names of algorithms know no case. */
const PROTOCOLS = ['SSLv2Hello', 'SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3', 'all'];
const CONTEXTS = ['TLS', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3', 'SSL', 'SSLv2', 'SSLv3', 'Default'];

/** SSLHostConfigCertificate.Type, by Enum.valueOf: in this case. MLDSA came in 2025. */
const CERTIFICATE_TYPES = ['RSA', 'EC', 'DSA', 'MLDSA', 'UNDEFINED'];

/** Algorithms of java.security.MessageDigest in Java 8 to 21, by their names and aliases. */
const DIGESTS = (
  'SHA-256 SHA-512 SHA-384 SHA-224 SHA-1 SHA1 SHA MD5 MD2 SHA-512/224 SHA-512/256 ' +
  'SHA3-224 SHA3-256 SHA3-384 SHA3-512'
).split(' ');

/** How the names of encodings begin that some Java has, besides numbers: which of them are installed no text can tell. */
const ENCODINGS =
  'utf[-_]?(?:8|7|16|32)(?![a-z\\d]) utf[-_]?\\d+[-_]?(?:be|le) x[-\\d] ascii us646 us-ascii us$ ansi_x3 ansi-\\d iso[-_]?\\d iso[-_]?ir latin[-_]?\\d l\\d+$ ' +
  'windows[-_] cp[-_\\w] ibm ebcdic ccsid ms[-_\\d] cs[a-z-] big5 gb euc shift s?jis jis koi8 tis thai ks korean johab hz ' +
  'unicode ucs arabic cyrillic greek hebrew ecma elot sun_eu_greek cns asmo iscii st_sev pc extended_unix default cesu ' +
  'compound_text tcvn viscii mac \\d[\\w]*$ logical visual';
const ENCODING = new RegExp(`^(?:${ENCODINGS.split(' ').join('|')})`, 'i');

/** Letters of java.text.SimpleDateFormat. */
const isDatePattern = (value: string): boolean =>
  /^(?:'[^']*'|[GyYMLwWDdFEuaHkKhmsSzZX]|[^A-Za-z'])*$/.test(value);

/** SSLHostConfig.setProtocols: names with + or - in front, or commas between them. At least one has to be one. */
function hasProtocol(value: string): boolean {
  const names = value
    .split(/(?=[-+,])/)
    .map((token) => token.trim())
    .filter((token) => token.length > 1)
    .map((token) => token.replace(/^[-+,]/, '').trim());
  return names.some(isOneOf(PROTOCOLS));
}

/** Protocols without + or - behind others, which Tomcat adds with a warning that something may be missing in front. */
export function withoutPrefix(value: string): string | undefined {
  const names = value.split(',').map((name) => name.trim());
  return names.length > 1 && names.every(isOneOf(PROTOCOLS)) ? names.join('+') : undefined;
}

/** org.apache.catalina.util.NetMask: `address/bits`, or a host. */
function isMask(value: string): boolean {
  return value
    .split(',')
    .map((one) => one.trim().split('/'))
    .every(([address = '', bits]) => {
      if (bits === undefined) return true;
      const most = address.includes(':') ? 128 : 32;
      return /^\d+$/.test(bits.trim()) && Number(bits) <= most;
    });
}

/** java.util.concurrent.ThreadPoolExecutor takes no fewer than 1 thread, and no maximum below the minimum. */
function hasThreads(receiver: Component, { properties }: TomcatFile): boolean {
  const most = attributeOf(receiver, 'maxThreads') ? numberOf(receiver, 'maxThreads', properties) : 15;
  const least = attributeOf(receiver, 'minThreads') ? numberOf(receiver, 'minThreads', properties) : 6;
  return most === undefined || least === undefined || (most > 0 && least <= most);
}

/** Whether a release is known and not older than another. */
const isFrom = ({ version }: TomcatFile, since: string): boolean => isBefore(version, since) === false;

const IMPLEMENTATION = /^org\.apache\.tomcat\.util\.net\./;

export const REFUSALS: readonly Refusal[] = [
  {
    element: 'Connector',
    name: 'protocol',
    outcome: 'stops',
    accepts: (value) => value.trim() !== '',
    wanted: () => listed(['HTTP/1.1']),
  },
  {
    element: 'Connector',
    name: 'maxThreads',
    outcome: 'dead',
    // With an executor of its own the connector makes none.
    accepts: (value, connector) => !isBelow(value, 1) || attributeOf(connector, 'executor') !== undefined,
    wanted: () => t('a number from 1 on'),
  },
  {
    element: 'Connector',
    name: 'maxConnections',
    outcome: 'dead',
    // LimitLatch of 10.1 refuses it; before, any negative number is no limit.
    accepts: (value, _, file) => !isBelow(value, -1) || !isFrom(file, '10.1'),
    wanted: () => t('a number from 1 on, or -1 for no limit'),
  },
  {
    element: 'Connector',
    name: 'URIEncoding',
    outcome: 'utf8',
    accepts: (value) => ENCODING.test(value.trim()),
    wanted: () => listed(['UTF-8']),
  },
  {
    element: 'Connector',
    name: 'URIEncoding',
    outcome: 'ascii',
    // B2CConverter.getCharset and Connector.setURIEncoding: whatever writes ASCII in other bytes.
    accepts: (value) => !/^(?:utf[-_]?(?:16|32|7)|ucs|unicode|ebcdic|cp(?:037|500|1047))/i.test(value.trim()),
    wanted: () => listed(['UTF-8']),
  },
  {
    element: 'Server',
    name: 'portOffset',
    outcome: 'default',
    accepts: (value) => !isBelow(value, 0),
    wanted: () => t('a number from 0 on'),
  },
  ...['replayWindowMessageCount', 'replayWindowTime'].map((name): Refusal => ({
    element: 'Interceptor',
    className: 'EncryptInterceptor',
    name,
    outcome: 'default',
    accepts: (value) => !isBelow(value, 1),
    wanted: () => t('a number from 1 on'),
  })),
  {
    element: 'Connector',
    name: 'parseBodyMethods',
    outcome: 'default',
    // Connector.setParseBodyMethods: RFC 9110, 9.3.8.
    accepts: (value) => !value.split(',').some((method) => method.trim() === 'TRACE'),
    wanted: () => t('methods other than TRACE'),
  },
  {
    element: 'SSLHostConfig',
    name: 'protocols',
    outcome: 'dead',
    accepts: hasProtocol,
    wanted: () => listed(['TLSv1.2+TLSv1.3']),
    values: PROTOCOLS,
  },
  {
    element: 'SSLHostConfig',
    name: 'sslProtocol',
    outcome: 'dead',
    accepts: isOneOf(CONTEXTS),
    wanted: () => listed(['TLS']),
    values: CONTEXTS,
  },
  {
    element: 'Certificate',
    name: 'type',
    outcome: 'stops',
    accepts: (value) => CERTIFICATE_TYPES.includes(value),
    wanted: () => listed(['RSA', 'EC', 'DSA']),
    values: CERTIFICATE_TYPES,
  },
  {
    element: 'Connector',
    name: 'sslImplementationName',
    outcome: 'dead',
    accepts: (value) =>
      !IMPLEMENTATION.test(value) ||
      /\.(?:jsse\.JSSEImplementation|openssl\.(?:panama\.)?OpenSSLImplementation)$/.test(value),
    wanted: () => listed(['org.apache.tomcat.util.net.jsse.JSSEImplementation']),
  },
  {
    element: 'Membership',
    name: 'frequency',
    outcome: 'stops',
    // McastServiceImpl.setupSocket gives it to the socket as its timeout.
    className: 'McastService',
    accepts: (value) => !isBelow(value, 0),
    wanted: () => t('milliseconds, such as {example}', { example: '"500"' }),
  },
  ...['maxThreads', 'minThreads'].map((name): Refusal => ({
    element: 'Receiver',
    name,
    outcome: 'stops',
    accepts: (_, receiver, file) =>
      // One of both is enough to tell, and 8.5 has a pool that takes any number.
      (name === 'minThreads' && attributeOf(receiver, 'maxThreads') !== undefined) ||
      !isFrom(file, '9.0') ||
      hasThreads(receiver, file),
    wanted: () => t('a maxThreads from 1 on that is not below minThreads (6 if it is not written)'),
  })),
  {
    element: 'Cluster',
    className: 'SimpleTcpCluster',
    name: 'channelStartOptions',
    outcome: 'stops',
    accepts: (value) => !/^[+-]?0+$/.test(value),
    wanted: () => t('"15", which starts all services of the channel'),
  },
  ...['AccessLogValve', 'ExtendedAccessLogValve'].flatMap((className): readonly Refusal[] => [
    {
      element: 'Valve',
      className,
      name: 'fileDateFormat',
      outcome: 'stops',
      accepts: isDatePattern,
      wanted: () => t('a pattern of dates, such as {example}', { example: '".yyyy-MM-dd"' }),
    },
    {
      element: 'Valve',
      className,
      name: 'encoding',
      outcome: 'system',
      accepts: (value) => value.trim() === '' || ENCODING.test(value.trim()),
      wanted: () => listed(['UTF-8']),
    },
  ]),
  ...['allow', 'deny'].map((name): Refusal => ({
    element: 'Valve',
    className: 'RemoteCIDRValve',
    name,
    outcome: 'stops',
    accepts: isMask,
    wanted: () =>
      t('networks with at most 32 bits, or 128 for IPv6, such as {example}', { example: '"10.0.0.0/8"' }),
  })),
  {
    element: 'CredentialHandler',
    className: 'MessageDigestCredentialHandler',
    name: 'algorithm',
    outcome: 'default',
    accepts: isOneOf(DIGESTS),
    wanted: () => listed(['SHA-512']),
    values: DIGESTS,
  },
];

/** The refusals of one component: those whose value Tomcat does not take. */
export const refusalsOf = (
  component: Component,
  file: TomcatFile,
): readonly (Refusal & { readonly value: string })[] =>
  REFUSALS.flatMap((refusal) => {
    if (refusal.element !== component.name) return [];
    const { className, name } = refusal;
    if (className !== undefined && ownClass(component, file.properties) !== className) return [];
    const value = textOf(component, name, file.properties);
    return value === undefined || refusal.accepts(value, component, file) ? [] : [{ ...refusal, value }];
  });
