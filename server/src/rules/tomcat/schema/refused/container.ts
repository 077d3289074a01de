import { t } from '@vscode/l10n';
import { isBefore } from '../../../../languages/text/versions';
import { listed, suggest } from '../../../../languages/text/suggest';
import type { Component } from '../../../../languages/tomcat/components';
import { attributeOf, isOwn, textOf } from '../../../../languages/tomcat/values';
import { choice, isBelow, isEncoding, isFrom, isOneOf, isOutside, type Refusal } from './refusal';

/** Algorithms of java.security.MessageDigest in Java 8 to 21, by their names and aliases. */
const DIGESTS = (
  'SHA-256 SHA-512 SHA-384 SHA-224 SHA-1 SHA1 SHA MD5 MD2 SHA-512/224 SHA-512/256 ' +
  'SHA3-224 SHA3-256 SHA3-384 SHA3-512'
).split(' ');

/** Letters of java.text.SimpleDateFormat. */
const isDatePattern = (value: string): boolean =>
  /^(?:'[^']*'|[GyYMLwWDdFEuaHkKhmsSzZX]|[^A-Za-z'])*$/.test(value);

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

/** NamingContextListener.addEnvironment: how Byte.decode, Integer.decode, Double.valueOf and so on read a value. */
const WHOLE = /^[+-]?(?:0[xX][\da-fA-F]+|#[\da-fA-F]+|\d+)$/;
const FRACTION =
  /^\s*[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?|0[xX][\da-fA-F.]+[pP][+-]?\d+[fFdD]?)\s*$/;
const BITS: Readonly<Record<string, number>> = { Byte: 8, Short: 16, Integer: 32, Long: 64 };

/** Octal and hexadecimal numbers are seldom wrong by their size. */
function isWhole(value: string, bits: number): boolean {
  if (!WHOLE.test(value)) return false;
  const digits = value.replace(/^[+-]/, '');
  if (!/^(?:0|[1-9]\d*)$/.test(digits)) return !/^0\d*[89]/.test(digits);
  const most = 2n ** BigInt(bits - 1);
  return value.startsWith('-') ? BigInt(digits) <= most : BigInt(digits) < most;
}

function isEntry(value: string, entry: Component): boolean {
  const [, type = ''] = /^java\.lang\.(\w+)$/.exec(textOf(entry, 'type') ?? '') ?? [];
  const bits = BITS[type];
  if (bits !== undefined) return isWhole(value, bits);
  if (type === 'Double' || type === 'Float') return FRACTION.test(value);
  return type !== 'Character' || value.length === 1;
}

const ENTRIES = ['Boolean', 'Byte', 'Character', 'Double', 'Float', 'Integer', 'Long', 'Short', 'String'];
const ENTRY_TYPES = ENTRIES.map((name) => `java.lang.${name}`);

/** Any class with a constructor that takes a String will do: what is certain are primitive types, and names that are near. */
const isEntryType = (value: string): boolean =>
  ENTRY_TYPES.includes(value) ||
  (!isOneOf([...ENTRIES, 'int', 'char'])(value) &&
    !(value.startsWith('java.lang.') && suggest(value, ENTRY_TYPES).length > 0));

/** StandardHost.setAppBase and getAppBaseFile, relative to CATALINA_BASE: that itself, or what it lies in. */
const isBelowBase = (value: string): boolean => {
  const path = value.replaceAll('\\', '/').split('/');
  return value.startsWith('/') || path.some((part) => part !== '' && part !== '.' && part !== '..');
};

const REPORTS = ['ErrorReportValve', 'JsonErrorReportValve', 'ProxyErrorReportValve'].map(
  (name) => `org.apache.catalina.valves.${name}`,
);

const isRight = (path: string): boolean => path === '' || (path.startsWith('/') && !path.endsWith('/'));

/** StandardContext.setPath: `shop/` becomes `/shop`. */
const rightPath = (path: string): string => {
  const begun = path.startsWith('/') ? path : `/${path}`;
  return begun.endsWith('/') ? begun.slice(0, -1) : begun;
};

/** What Server, Host, Context, Valves, Realms and entries do not take. */
export const ofContainers: readonly Refusal[] = [
  {
    element: 'Server',
    name: 'portOffset',
    outcome: 'default',
    accepts: (value) => !isBelow(value, 0),
    wanted: () => t('a number from 0 on'),
  },
  ...['appBase', 'legacyAppBase'].map((name): Refusal => ({
    element: 'Host',
    name,
    outcome: 'base',
    // Tomcat 8.5 says nothing of what is not empty.
    accepts: (value, _, { version }) =>
      isBelowBase(value) || (value !== '' && isBefore(version, '9.0') === true),
    wanted: () => t('a folder of its own, such as {example}', { example: '"webapps"' }),
  })),
  {
    element: 'Host',
    name: 'errorReportValveClass',
    outcome: 'without',
    accepts: (value) => !isOwn(value) || REPORTS.includes(value),
    wanted: () => listed(REPORTS.slice(0, 2)),
    values: REPORTS,
  },
  {
    element: 'Context',
    name: 'path',
    outcome: 'path',
    accepts: (value, context, { kind }) =>
      // In a context.xml it is not read at all.
      kind !== 'server.xml' || context.parent?.name !== 'Host' || isRight(value),
    wanted: () => '',
    part: rightPath,
  },
  {
    element: 'Environment',
    name: 'type',
    outcome: 'entry',
    accepts: (value, entry) => attributeOf(entry, 'lookup') !== undefined || isEntryType(value),
    wanted: () => listed(['java.lang.String', 'java.lang.Integer', 'java.lang.Boolean']),
    values: ENTRY_TYPES,
  },
  {
    element: 'Environment',
    name: 'value',
    outcome: 'entry',
    accepts: (value, entry, { properties }) => {
      const type = textOf(entry, 'type', properties);
      return type === undefined || attributeOf(entry, 'lookup') !== undefined || isEntry(value, entry);
    },
    wanted: () => t('what its type can hold'),
  },
  {
    element: 'Listener',
    className: 'JniLifecycleListener',
    name: 'libraryPath',
    outcome: 'default',
    accepts: (_, listener) => attributeOf(listener, 'libraryName') === undefined,
    wanted: () => t('either libraryName or libraryPath'),
  },
  {
    element: 'Listener',
    className: 'PropertiesRoleMappingListener',
    name: 'roleMappingFile',
    outcome: 'default',
    accepts: (value) => value !== '',
    wanted: () => t('the name of a file'),
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
      accepts: (value) => value.trim() === '' || isEncoding(value),
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
    element: 'Valve',
    className: 'SemaphoreValve',
    name: 'concurrency',
    outcome: 'default',
    // Older releases take it, and java.util.concurrent.Semaphore too: nothing gets through.
    accepts: (value, _, file) => !isBelow(value, 0) || !isFrom(file, '10.1'),
    wanted: () => t('a number from 0 on'),
  },
  {
    element: 'Valve',
    className: 'SemaphoreValve',
    name: 'highConcurrencyStatus',
    outcome: 'default',
    accepts: (value, _, file) => value === '-1' || !isOutside(value, 100, 599) || !isFrom(file, '10.1'),
    wanted: () => t('a number from 100 to 599'),
  },
  {
    element: 'Valve',
    className: 'ParameterLimitValve',
    name: 'urlPatternLimits',
    outcome: 'default',
    accepts: (value) =>
      value
        .split(/[\r\n]+/)
        .every((line) => line.trim() === '' || line.trim().startsWith('#') || line.includes('=')),
    wanted: () => t('lines of the form {example}', { example: '"/shop/.*=50"' }),
  },
  {
    element: 'CredentialHandler',
    className: 'MessageDigestCredentialHandler',
    name: 'algorithm',
    outcome: 'default',
    accepts: isOneOf(DIGESTS),
    wanted: () => listed(['SHA-512']),
    values: DIGESTS,
  },
  {
    element: 'CredentialHandler',
    className: 'MessageDigestCredentialHandler',
    name: 'encoding',
    outcome: 'default',
    accepts: isEncoding,
    wanted: () => listed(['UTF-8']),
  },
  // RealmBase.AllRolesMode.toMode
  choice('Realm', 'allRolesMode', ['strict', 'authOnly', 'strictAuthOnly']),
];
