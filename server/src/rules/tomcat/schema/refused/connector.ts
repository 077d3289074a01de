import { t } from '@vscode/l10n';
import { listed } from '../../../../languages/text/suggest';
import { isBefore } from '../../../../languages/text/versions';
import { attributeNamed, attributesOf } from '../../../../languages/tomcat/catalogueAttributes';
import { attributeOf } from '../../../../languages/tomcat/values';
import { choice, isBelow, isEncoding, isFrom, isOneOf, isOutside, type Refusal } from './refusal';

/** org.apache.tomcat.util.net.Constants and what Java's provider has; JSSE names of algorithms know no case. */
const PROTOCOLS = ['SSLv2Hello', 'SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3', 'all'];
const CONTEXTS = ['TLS', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3', 'SSL', 'SSLv2', 'SSLv3', 'Default'];

/** SSLHostConfigCertificate.Type, by Enum.valueOf: in this case. MLDSA came in 2025. */
const CERTIFICATE_TYPES = ['RSA', 'EC', 'DSA', 'MLDSA', 'UNDEFINED'];

/** org.apache.tomcat.util.net.openssl.ciphers.Group of 11.0.25, by Enum.valueOf: in this case. */
const GROUPS = (
  'secp256r1 secp384r1 secp521r1 brainpoolP256r1 brainpoolP384r1 brainpoolP512r1 x25519 x448 ' +
  'ffdhe2048 ffdhe3072 ffdhe4096 ffdhe6144 ffdhe8192 curveSM2 MLKEM512 MLKEM768 MLKEM1024 ' +
  'SecP256r1MLKEM768 X25519MLKEM768 SecP384r1MLKEM1024 curveSM2MLKEM768'
).split(' ');

/** OpenSSLCipherConfigurationParser.isTls13Cipher: RFC 8446 and what came later; those of TLS 1.2 say what they sign with. */
const TLS_13 = /^TLS_(?:AES|CHACHA20|SM4)_\w+$/;

/** SSLHostConfig.setProtocols: each token is a name with + or - in front, or a comma between. */
const tokensOf = (value: string): readonly string[] =>
  value
    .split(/(?=[-+,])/)
    .map((token) => token.trim())
    .filter((token) => token.length > 1);

/** Only what is taken away, from nothing. */
const isOnlyMinus = (value: string): boolean => tokensOf(value).every((token) => token.startsWith('-'));

/** At least one of those that are left has to be one. */
function hasProtocol(value: string): boolean {
  const left = new Set<string>();
  for (const token of tokensOf(value)) {
    const name = token.replace(/^[-+,]/, '').trim();
    if (!token.startsWith('-')) left.add(name);
    else if (name.toLowerCase() === 'all') left.clear();
    else left.delete(name);
  }
  return [...left].some(isOneOf(PROTOCOLS));
}

/** Protocols without + or - behind others, which Tomcat adds with a warning that something may be missing in front. */
export function withoutPrefix(value: string): string | undefined {
  const names = value.split(',').map((name) => name.trim());
  return names.length > 1 && names.every(isOneOf(PROTOCOLS)) ? names.join('+') : undefined;
}

const listOf = (value: string): readonly string[] => value.split(/[,:]/).map((word) => word.trim());

const isTls13 = (word: string): boolean => TLS_13.test(word);

/** SSLHostConfig.CertificateVerification.fromString */
const VERIFICATIONS = ['none', 'optional', 'optionalNoCA', 'required'];
const OTHER_VERIFICATIONS = 'no false optional_no_ca require true want yes'.split(' ');

const SOLIDUS = ['decode', 'passthrough', 'reject'];

const IMPLEMENTATION = /^org\.apache\.tomcat\.util\.net\./;

/** With an executor of its own the connector makes no threads. */
const ofThreads = (
  name: string,
  wanted: () => string,
  isWrong: (value: string) => boolean,
): readonly Refusal[] => [
  {
    element: 'Connector',
    name,
    outcome: 'dead',
    accepts: (value, connector) => !isWrong(value) || attributeOf(connector, 'executor') !== undefined,
    wanted,
  },
  {
    element: 'Executor',
    className: 'StandardThreadExecutor',
    name,
    outcome: 'stops',
    accepts: (value) => !isWrong(value),
    wanted,
  },
];

/** What a Connector, its Executor and its TLS do not take. */
export const ofConnectors: readonly Refusal[] = [
  {
    element: 'Connector',
    name: 'protocol',
    outcome: 'stops',
    accepts: (value) => value.trim() !== '',
    wanted: () => listed(['HTTP/1.1']),
  },
  ...ofThreads(
    'maxThreads',
    () => t('a number from 1 on'),
    (value) => isBelow(value, 1),
  ),
  ...ofThreads(
    'minSpareThreads',
    () => t('a number from 0 on'),
    (value) => isBelow(value, 0),
  ),
  ...ofThreads(
    'threadPriority',
    () => t('a number from 1 to 10'),
    (value) => isOutside(value, 1, 10),
  ),
  {
    element: 'Executor',
    className: 'StandardThreadExecutor',
    name: 'maxQueueSize',
    outcome: 'stops',
    accepts: (value) => !isBelow(value, 1),
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
    accepts: isEncoding,
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
    element: 'Connector',
    name: 'parseBodyMethods',
    outcome: 'default',
    // Connector.setParseBodyMethods: RFC 9110, 9.3.8.
    accepts: (value) => !value.split(',').some((method) => method.trim() === 'TRACE'),
    wanted: () => t('methods other than TRACE'),
  },
  {
    element: 'Connector',
    name: 'socket.unlockTimeout',
    outcome: 'default',
    accepts: (value, _, file) => !isBelow(value, 0) || !isFrom(file, '9.0'),
    wanted: () => t('a number from 0 on'),
  },
  choice('Connector', 'continueResponseTiming', ['immediately', 'onRead']),
  choice('Connector', 'encodedSolidusHandling', SOLIDUS),
  choice('Connector', 'encodedReverseSolidusHandling', SOLIDUS),
  choice('Context', 'encodedSolidusHandling', SOLIDUS),
  choice('Context', 'encodedReverseSolidusHandling', SOLIDUS),
  choice('SSLHostConfig', 'certificateVerification', VERIFICATIONS, OTHER_VERIFICATIONS),
  {
    ...choice('Connector', 'clientAuth', ['true', 'want', 'false']),
    // From Tomcat 10 on, it is not read at all.
    accepts: (value, _, file) =>
      isBefore(file.version, '10.0') !== true || isOneOf([...VERIFICATIONS, ...OTHER_VERIFICATIONS])(value),
  },
  {
    element: 'SSLHostConfig',
    name: 'hostName',
    outcome: 'stops',
    accepts: (value) => value !== '',
    wanted: () => t('the name of a host, or remove it'),
  },
  {
    element: 'SSLHostConfig',
    name: 'protocols',
    outcome: 'dead',
    accepts: (value) => hasProtocol(value) || (value.trim() !== '' && isOnlyMinus(value)),
    wanted: () => listed(['TLSv1.2+TLSv1.3']),
    values: PROTOCOLS,
  },
  {
    element: 'SSLHostConfig',
    name: 'protocols',
    outcome: 'dead',
    accepts: (value) => value.trim() === '' || !isOnlyMinus(value),
    wanted: () => t('"all" in front, or the protocols that are left'),
  },
  {
    element: 'SSLHostConfig',
    name: 'protocols',
    outcome: 'weak',
    // SSLUtilBase looks for the name as it is written.
    accepts: (value) => !/^(?:[^-]*[+,])?\s*SSLv3\b(?!Hello)/.test(value) || /-\s*SSLv3\b/.test(value),
    wanted: () => listed(['TLSv1.2+TLSv1.3']),
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
    element: 'SSLHostConfig',
    name: 'groups',
    outcome: 'word',
    accepts: (value) => listOf(value).every((word) => GROUPS.includes(word)),
    part: (value) => listOf(value).find((word) => !GROUPS.includes(word)) ?? value,
    wanted: () => listed(['x25519', 'secp256r1', 'secp384r1']),
  },
  {
    element: 'SSLHostConfig',
    name: 'cipherSuites',
    outcome: 'word',
    accepts: (value) => listOf(value).every((word) => word === '' || isTls13(word)),
    part: (value) => listOf(value).find((word) => word !== '' && !isTls13(word)) ?? value,
    wanted: () => t('cipher suites of TLS 1.3 here, and others in ciphers'),
  },
  {
    element: 'SSLHostConfig',
    name: 'ciphers',
    outcome: 'moved',
    // Releases without cipherSuites take them here.
    accepts: (value, _, file) =>
      file.version === undefined ||
      !attributeNamed(
        attributesOf('org.apache.tomcat.util.net.SSLHostConfig', file.version) ?? new Map(),
        'cipherSuites',
      ) ||
      !listOf(value).some(isTls13),
    part: (value) => listOf(value).find(isTls13) ?? value,
    wanted: () => 'cipherSuites',
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
];
