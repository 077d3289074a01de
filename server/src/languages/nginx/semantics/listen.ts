import { t } from '@vscode/l10n';
import { isBefore, type Releases } from '../../text/versions';
import { parametersIn } from '../check/forms';
import type { Placement } from '../configuration';
import { parseNumber, parseSize, parseTime } from '../check/values';
import { parameterName } from '../parameters';
import type { Word } from '../tree';
import { type AddressFault, addressFault } from '../check/url';
import { isOpen, type Report } from './problem';
import { checkUntaken } from './untaken';

type ValueCheck = (value: string, key: string) => string | undefined;

/** nginx quotes the whole word here. */
const unless =
  (isRight: (value: string) => boolean): ValueCheck =>
  (value, key) =>
    isRight(value) ? undefined : `invalid ${key} "${key}=${value}"`;

const isNumber = unless((value) => parseNumber(value) !== undefined);
const isSize = unless((value) => parseSize(value) !== undefined);

/** What nginx says of the value behind a `=`; undefined where it takes it: ngx_http_core_listen, ngx_stream_core_listen. */
const values: Readonly<Record<string, ValueCheck>> = {
  setfib: isNumber,
  fastopen: isNumber,
  backlog: unless((value) => (parseNumber(value) ?? 0) !== 0),
  rcvbuf: isSize,
  sndbuf: isSize,
  accept_filter: () => undefined,
  ipv6only: (value) => {
    if (/^(on|off)$/.test(value)) return undefined;
    // Only a value that begins with "o" is looked at.
    return value.startsWith('o')
      ? `invalid ipv6only flags "${value}"`
      : `invalid parameter "ipv6only=${value}"`;
  },
  so_keepalive: (value) => (isKeepalive(value) ? undefined : `invalid so_keepalive value: "${value}"`),
};

/** `idle:interval:count`, each of which may be missing, but not all. */
function isKeepalive(text: string): boolean {
  if (text === 'on' || text === 'off') return true;
  const [idle = '', interval = '', ...rest] = text.split(':');
  const count = rest.join(':');
  const parts = [
    idle === '' ? 0 : parseTime(idle, true),
    interval === '' ? 0 : parseTime(interval, true),
    count === '' ? 0 : parseNumber(count),
  ];
  return !parts.includes(undefined) && parts.some((part) => part !== 0);
}

/** What datagrams have no use for: the end of ngx_stream_core_listen, and from 1.25.4 on of ngx_http_core_listen. */
const ofStreams = [
  'fastopen=',
  'backlog=',
  'deferred',
  'multipath',
  'ssl',
  'http2',
  'so_keepalive=',
  'proxy_protocol',
];

function checkDatagrams(placement: Placement, parameters: readonly Word[], report: Report): void {
  const kind = parameters.find(({ value }) => value === 'udp' || value === 'quic')?.value;
  if (kind === undefined) return;
  const name = ofStreams.find((one) => parameters.some(({ value }) => isSet(value, one)));
  const word = name && parameters.find(({ value }) => isSet(value, name));
  if (!word || !name) return;
  const key = name.replace('=', '');
  report({
    family: 'listen',
    placement,
    word,
    says: `"listen" directive "${key}" parameter is incompatible with "${kind}"`,
    told: t('"{key}" is for connections of TCP, and "{kind}" listens for UDP. Remove one of them.', {
      key,
      kind,
    }),
  });
}

const isSet = (value: string, name: string): boolean =>
  name.endsWith('=') ? value.startsWith(name) && value !== 'so_keepalive=off' : value === name;

export function checkListen(placement: Placement, version: string | undefined, report: Report): void {
  const { directive, context } = placement;
  const [address, ...parameters] = directive.args;
  checkUntaken(placement, address, 'listen', report);
  if (!address || directive.args.some(isOpen)) return;
  const fault = addressFault(address.value, 'listen');
  if (fault) {
    report({
      family: 'listen',
      placement,
      word: address,
      says: `${fault} in "${address.value}" of the "listen" directive`,
      told: addressTold(address.value, fault),
    });
    return;
  }
  const known = parametersIn('listen', context);
  const hasOldWords =
    (context === 'stream server' && isBefore(version, '1.25.5') === true) ||
    (context === 'mail server' && isBefore(version, '1.25.5') === true);
  for (const word of parameters) {
    const says = parameterFault(word, known);
    if (says === undefined) continue;
    const isUnknown = says.startsWith('invalid parameter');
    report({
      family: 'listen',
      placement,
      word,
      says: isUnknown && hasOldWords ? `the invalid "${word.value}" parameter` : says,
      told: isUnknown
        ? t('"{word}" is not a parameter of "listen" here. Remove or correct it.', { word: word.value })
        : t('"{word}" has an invalid value. Correct it.', { word: word.value }),
    });
    return;
  }
  // Before it was told apart for each protocol of its own.
  if (context === 'stream server' || isBefore(version, '1.25.4') !== true)
    checkDatagrams(placement, parameters, report);
}

function addressTold(address: string, fault: AddressFault): string {
  switch (fault) {
    case 'invalid port':
      return t('"{address}" has an invalid port. Ports range from 1 to 65535.', { address });
    case 'invalid port range':
      return t('The ports of "{address}" run backwards. Write the lower one first.', { address });
    default:
      return t(
        '"{address}" is not a valid address. Write a port, an address with a port, or "unix:" and a path.',
        { address },
      );
  }
}

function parameterFault({ value }: Word, known: ReadonlyMap<string, Releases>): string | undefined {
  const name = parameterName(value);
  if (!known.has(name)) return `invalid parameter "${value}"`;
  const key = name.slice(0, -1);
  return Object.hasOwn(values, key) ? values[key]?.(value.slice(name.length), key) : undefined;
}
