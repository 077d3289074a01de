import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import type { Directive, Word } from '../tree';
import { isCidr, isIpv4 } from './addresses';
import { GeoRanges } from './geoRanges';
import { HostKeys } from './hostKeys';
import { hasPlaceholder } from '../../text/placeholders';
import type { ValueFault } from './valueFault';

/** What nginx refuses of the lines of a block that it reads by a handler of its own, each at its place. */
export interface EntryFault {
  readonly placement: Placement;
  readonly fault: ValueFault;
}

const fault = (word: Word, says: string, wants: string): ValueFault => ({ word, says, wants });

const valuesOf = ({ directive: { name, args } }: Placement): readonly string[] => [
  name.value,
  ...args.map(({ value }) => value),
];

type Check = (placement: Placement, words: readonly string[], state: State) => ValueFault | undefined;

interface State {
  /** The block. */
  readonly directive: Directive;
  readonly names: HostKeys;
  hasDefault: boolean;
  /** Of `map`: names have wildcards. */
  hostnames: boolean;
  /** Of `geo`: its lines are ranges; undefined until one of them is read. */
  ranges: boolean | undefined;
  readonly spans: GeoRanges;
  /** Something may take ranges away. */
  deletes: boolean;
  percent: number;
}

/** The faults of the entries of `map`, `geo` and the like; nothing where an entry holds `${…}`. */
export function entryFaults({ directive, children }: Placement): readonly EntryFault[] {
  const check = checks.get(directive.name.value);
  if (!check) return [];
  const state: State = {
    directive,
    names: new HostKeys(),
    hasDefault: false,
    hostnames: false,
    ranges: undefined,
    spans: new GeoRanges(),
    deletes: children.some(({ unread }) => unread),
    percent: 0,
  };
  const faults: EntryFault[] = [];
  for (const placement of children) {
    const words = valuesOf(placement);
    if (placement.directive.block || !placement.directive.terminator) continue;
    if (words.some(hasPlaceholder)) continue;
    const found = check(placement, words, state);
    if (found) faults.push({ placement, fault: found });
  }
  return faults;
}

/** `ngx_http_map` in src/http/modules/ngx_http_map_module.c. */
const map: Check = ({ directive }, words, state) => {
  const [key = ''] = words;
  if (words.length === 1 && (key === 'hostnames' || key === 'volatile')) {
    if (key === 'hostnames') state.hostnames = true;
    return undefined;
  }
  if (words.length !== 2)
    return fault(
      directive.name,
      'invalid number of the map parameters',
      t('two words: a value and what it becomes'),
    );
  if (key === 'include') return undefined;
  if (key === 'default') {
    if (state.hasDefault)
      return fault(directive.name, 'duplicate default map parameter', t('default only once'));
    state.hasDefault = true;
    return undefined;
  }
  if (key.startsWith('~')) return undefined;
  const name = key.replace(/^\\/, '');
  switch (state.names.add(name, state.hostnames)) {
    case 'invalid':
      return fault(
        directive.name,
        `invalid hostname or wildcard "${name}"`,
        t('a name such as example.com, *.example.com or www.example.*'),
      );
    case 'conflicting':
      return fault(
        directive.name,
        `conflicting parameter "${name.toLowerCase()}"`,
        t('each value only once'),
      );
    default:
      return undefined;
  }
};

const geoWords: ReadonlySet<string> = new Set(['ranges', 'proxy_recursive', 'volatile']);

/** `ngx_http_geo` in src/http/modules/ngx_http_geo_module.c. */
const geo: Check = ({ directive }, words, state) => {
  const [key = '', network = ''] = words;
  if (words.length === 1 && geoWords.has(key)) {
    if (key !== 'ranges') return undefined;
    if (state.ranges === false)
      return fault(
        directive.name,
        'the "ranges" directive must be the first directive inside "geo" block',
        t('"ranges" above all networks'),
      );
    state.ranges = true;
    return undefined;
  }
  if (words.length !== 2)
    return fault(
      directive.name,
      'invalid number of the geo parameters',
      t('two words: a network and its value'),
    );
  if (key === 'include') return undefined;
  const [word] = key === 'proxy' || key === 'delete' ? directive.args : [directive.name];
  if (!word) return undefined;
  if (key === 'proxy') return networkFault(word, network);
  if (state.ranges) return key === 'default' ? undefined : rangeFault(word, key === 'delete', state);
  state.ranges = false;
  return key === 'default' ? undefined : networkFault(word, word.value);
};

const networkFault = (word: Word, text: string): ValueFault | undefined =>
  isCidr(text)
    ? undefined
    : fault(word, `invalid network "${text}"`, t('an address or a network such as 10.0.0.0/8'));

function rangeFault(word: Word, isDelete: boolean, state: State): ValueFault | undefined {
  const [, from = '', to = ''] = /^([^-]*)-(.*)$/s.exec(word.value) ?? [];
  if (!isIpv4(from) || !isIpv4(to) || numberOf(from) > numberOf(to))
    return fault(word, `invalid range "${word.value}"`, t('a range such as 10.0.0.0-10.0.0.255'));
  if (isDelete) state.deletes = true;
  if (state.deletes) return undefined;
  const overlaps = state.spans.add(numberOf(from), numberOf(to));
  return overlaps === undefined
    ? undefined
    : fault(
        word,
        `range "${word.value}" overlaps "${overlaps}"`,
        t('ranges that lie beside or inside each other'),
      );
}

const numberOf = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** `ngx_http_split_clients` in src/http/modules/ngx_http_split_clients_module.c: two decimals at most; it does not count its words. */
const splitClients: Check = ({ directive }, [key = ''], state) => {
  if (key === '*') return undefined;
  const share = /^(\d+(?:\.\d{0,2})?)%$/.exec(key)?.[1];
  if (share === undefined || Number(share) === 0)
    return fault(directive.name, `invalid percent value "${key}"`, t('a share such as 12.5%, or *'));
  state.percent += Math.round(Number(share) * 100);
  return state.percent > 10_000
    ? fault(directive.name, 'percent total is greater than 100%', t('shares of at most 100% in total'))
    : undefined;
};

/** `ngx_http_charset_map` in src/http/modules/ngx_http_charset_filter_module.c. */
const charsetMap: Check = ({ directive }, words, state) => {
  const [from = '', to = ''] = words;
  const wants = t('two codes in hexadecimal digits, such as 80 E282AC');
  if (words.length !== 2) return fault(directive.name, 'invalid parameters number', wants);
  if (!isCode(from)) return fault(directive.name, `invalid value "${from}"`, wants);
  const isUtf8 = state.directive.args[1]?.value.toLowerCase() === 'utf-8';
  const isRight = isUtf8 ? to.length <= 7 && /^(?:[\da-f]{2})*$/i.test(to) : isCode(to);
  return isRight ? undefined : fault(directive.args[0] ?? directive.name, `invalid value "${to}"`, wants);
};

const isCode = (text: string): boolean => /^0*[\da-f]{1,2}$/i.test(text);

/** `ngx_http_core_type`. */
const types: Check = ({ directive }, words) =>
  words[0] === 'include' && words.length !== 2
    ? fault(
        directive.name,
        'invalid number of arguments in "include" directive',
        t('one file behind "include"'),
      )
    : undefined;

const checks: ReadonlyMap<string, Check> = new Map([
  ['map', map],
  ['geo', geo],
  ['split_clients', splitClients],
  ['charset_map', charsetMap],
  ['types', types],
]);
