import { t } from '@vscode/l10n';
import {
  placementsNamed,
  type NginxConfiguration,
  type Placement,
} from '../../languages/nginx/configuration';
import { rule } from '../define';
import { hostVariable } from '../../languages/nginx/address';
import { madeVariable, soleVariable, variablesIn } from '../../languages/nginx/variables';
import { nameOf, valuesOf } from '../support/nginx';

/** A map that gives no server for some requests: its value is empty then, and `proxy_pass` has nowhere to go. */
export const mapWithoutDefault = rule({
  meta: {
    id: 'nginx/map-without-default',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      empty:
        'For a value that is not listed here {variable} is empty, so nginx answers 500 at "{pass}". Add a default.',
    },
  },
  nginxConfiguration(configuration, context) {
    if (configuration.kind !== 'main' || !configuration.isWhole) return;
    const maps = placementsNamed(configuration, 'map').filter(
      (map) =>
        map.context === 'http' && isFree.test(soleVariable(valuesOf(map)[0] ?? '') ?? '') && !coversAll(map),
    );
    const names = [...configuration.byName.keys()];
    // Programs give variables what they like.
    if (maps.length === 0 || names.some((name) => /_by_lua|^js_|^perl/.test(name))) return;
    const targets = targetsOf(configuration);
    const others = madeOrTested(configuration);
    for (const map of maps) {
      const variable = madeVariable(valuesOf(map)[1] ?? '') ?? '';
      const pass = targets.get(variable);
      if (!pass || others.has(variable)) continue;
      const [address] = pass.directive.args;
      context.report({
        path: map.path,
        span: map.directive.name.span,
        message: 'empty',
        data: { variable: `$${variable}`, pass: `${nameOf(pass)} ${address?.value ?? ''}` },
        related: [{ path: pass.path, span: pass.directive.span, message: t('has no server in that case') }],
      });
    }
  },
});

/** What a client puts there may be anything; names of hosts, captures and other maps may hold no more than what is listed. */
const isFree = /^(?:(?:cookie|arg)_\w+|http_(?!host\b)\w+|remote_addr|binary_remote_addr)$/i;

/** With a default, with entries out of sight, or with a regular expression that takes everything. */
const coversAll = ({ directive: { block } }: Placement): boolean =>
  block === undefined ||
  block.directives.some(
    ({ name: { value } }) => /^(?:default|include)$/.test(value) || /^~\*?\^?(?:\.[*+]?\$?)?$/.test(value),
  );

/** The first address of which each variable is all that it says of the server. */
function targetsOf(configuration: NginxConfiguration): ReadonlyMap<string, Placement> {
  const found = new Map<string, Placement>();
  for (const placement of ['proxy_pass', 'grpc_pass'].flatMap((name) =>
    placementsNamed(configuration, name),
  )) {
    if (placement.context.startsWith('stream')) continue;
    const host = hostVariable(valuesOf(placement)[0] ?? '');
    const variable = host?.name.toLowerCase();
    if (variable !== undefined && /^(?:[/?$]|$)/.test(host?.rest ?? '') && !found.has(variable))
      found.set(variable, placement);
  }
  return found;
}

/** Variables that get a value from more than one map, or from elsewhere, or are asked whether they have one. */
function madeOrTested(configuration: NginxConfiguration): ReadonlySet<string> {
  const found = new Set<string>();
  const once = new Set<string>();
  const named = (...names: readonly string[]): readonly Placement[] =>
    names.flatMap((name) => placementsNamed(configuration, name));
  const add = (text: string): void => {
    for (const { name } of variablesIn(text)) found.add(name.toLowerCase());
  };
  for (const placement of named('if')) for (const value of valuesOf(placement)) add(value);
  for (const placement of named('set', 'js_set', 'perl_set', 'auth_request_set'))
    add(valuesOf(placement)[0] ?? '');
  for (const placement of named('geo', 'split_clients', 'map')) {
    const values = valuesOf(placement);
    const made = values.at(-1) ?? '';
    for (const source of values.slice(0, -1)) add(source);
    if (once.has(made.toLowerCase())) add(made);
    once.add(made.toLowerCase());
  }
  return found;
}
