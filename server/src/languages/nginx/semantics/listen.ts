import { t } from '@vscode/l10n';
import { isBefore, type Releases } from '../../text/versions';
import { parametersIn } from '../check/forms';
import type { Placement } from '../configuration';
import { parseNumber, parseSize } from '../check/values';
import { parameterName } from '../parameters';
import type { Word } from '../tree';
import { type AddressFault, addressFault } from './address';
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
  so_keepalive: (value) =>
    /^(on|off)$/.test(value) || (/^[\w]*(:[\w]*){0,2}$/.test(value) && /\d/.test(value))
      ? undefined
      : `invalid so_keepalive value: "${value}"`,
};

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
  if (context === 'mail server') return;
  const known = parametersIn('listen', context);
  const hasOldWords = context === 'stream server' && isBefore(version, '1.25.5') === true;
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
