import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import type { Word } from '../tree';
import { isCidr, isIpv4 } from './addresses';
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
  readonly seen: Set<string>;
  ranges: boolean;
  percent: number;
}

/** The faults of the entries of `map`, `geo` and `split_clients`; nothing where an entry holds `${…}`. */
export function entryFaults({ directive, children }: Placement): readonly EntryFault[] {
  const check = checks.get(directive.name.value);
  if (!check) return [];
  const state: State = { seen: new Set(), ranges: false, percent: 0 };
  const faults: EntryFault[] = [];
  for (const placement of children) {
    const words = valuesOf(placement);
    if (
      (words[0] === 'include' && check !== splitClients) ||
      placement.directive.block ||
      !placement.directive.terminator
    )
      continue;
    if (words.some(hasPlaceholder)) continue;
    const found = check(placement, words, state);
    if (found) faults.push({ placement, fault: found });
  }
  return faults;
}

/** `ngx_http_map` in src/http/modules/ngx_http_map_module.c. */
const map: Check = ({ directive }, words, { seen }) => {
  const [key = ''] = words;
  if (words.length === 1 && (key === 'hostnames' || key === 'volatile')) return undefined;
  if (words.length !== 2)
    return fault(
      directive.name,
      'invalid number of the map parameters',
      t('two words: a value and what it becomes'),
    );
  if (key === 'default') {
    if (seen.has('default'))
      return fault(directive.name, 'duplicate default map parameter', t('default only once'));
    seen.add('default');
    return undefined;
  }
  if (key.startsWith('~') || key.startsWith('\\')) return undefined;
  const lower = key.toLowerCase();
  if (seen.has(`key ${lower}`))
    return fault(directive.name, `conflicting parameter "${key}"`, t('each value only once'));
  seen.add(`key ${lower}`);
  return undefined;
};

const geoWords: ReadonlySet<string> = new Set(['ranges', 'proxy_recursive', 'volatile']);

/** `ngx_http_geo` in src/http/modules/ngx_http_geo_module.c. */
const geo: Check = ({ directive }, words, state) => {
  const [key = ''] = words;
  if (words.length === 1 && geoWords.has(key)) {
    if (key === 'ranges') state.ranges = true;
    return undefined;
  }
  if (words.length !== 2)
    return fault(
      directive.name,
      'invalid number of the geo parameters',
      t('two words: a network and its value'),
    );
  if (key === 'default') return undefined;
  const isNetwork = key === 'proxy' || key === 'delete';
  const [network] = isNetwork ? directive.args : [directive.name];
  if (!network) return undefined;
  if (state.ranges && key !== 'proxy')
    return isRange(network.value)
      ? undefined
      : fault(network, `invalid range "${network.value}"`, t('a range such as 10.0.0.0-10.0.0.255'));
  return isCidr(network.value)
    ? undefined
    : fault(network, `invalid network "${network.value}"`, t('an address or a network such as 10.0.0.0/8'));
};

function isRange(text: string): boolean {
  const dash = text.indexOf('-');
  const [from, to] = dash === -1 ? [text, text] : [text.slice(0, dash), text.slice(dash + 1)];
  if (!isIpv4(from) || !isIpv4(to)) return false;
  return numberOf(from) <= numberOf(to);
}

const numberOf = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** `ngx_http_split_clients` in src/http/modules/ngx_http_split_clients_module.c: two decimals at most. */
const splitClients: Check = ({ directive }, [key = '', ...rest], state) => {
  if (rest.length !== 1)
    return fault(directive.name, 'invalid number of parameters', t('two words: a share and its value'));
  if (key === '*') return undefined;
  const share = /^(\d+(?:\.\d{0,2})?)%$/.exec(key)?.[1];
  if (share === undefined || Number(share) === 0)
    return fault(directive.name, `invalid percent value "${key}"`, t('a share such as 12.5%, or *'));
  state.percent += Math.round(Number(share) * 100);
  return state.percent > 10_000
    ? fault(directive.name, 'percent total is greater than 100%', t('shares of at most 100% in total'))
    : undefined;
};

const checks: ReadonlyMap<string, Check> = new Map([
  ['map', map],
  ['geo', geo],
  ['split_clients', splitClients],
]);
