import { t } from '@vscode/l10n';
import type { ClusterModel } from '../../cluster/model';
import {
  placementsNamed,
  type NginxConfiguration,
  type Placement,
} from '../../languages/nginx/configuration';
import { contentOf } from '../../languages/nginx/features/symbolNames';
import type { SymbolIndex } from '../../languages/symbols/index';
import { isSurelyFilledIn } from '../../languages/nginx/check/template';
import { readPassedUrl } from '../../languages/nginx/address';
import { wholeLine } from '../../languages/nginx/layout';
import type { Word } from '../../languages/nginx/tree';
import { rule } from '../define';
import { hasVariable, madeVariable, variablesIn } from '../../languages/nginx/variables';
import { offered, valuesOf } from '../support/nginx';

/** A name that a whole configuration makes and never says again. */
export const unused = rule({
  meta: {
    id: 'nginx/unused',
    severity: 'hint',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      upstream: 'Nothing uses the upstream "{name}".',
      map: 'Nothing uses {name}.',
      location: 'Nothing refers to the location "{name}".',
    },
  },
  nginxConfiguration(configuration, context) {
    if (configuration.kind !== 'main' || !configuration.isWhole || configuration.isTemplate) return;
    const { byName } = configuration;
    const names = [...byName.keys()];
    // Programs name what they like.
    if (names.some((name) => /_by_lua|^lua_|^js_|^perl/.test(name))) return;
    const passesVariable = names
      .filter((name) => name.endsWith('_pass'))
      .flatMap((name) => byName.get(name) ?? [])
      .some((pass) => hasVariable(authorityOf(pass)));
    const { model } = context;
    // A page names variables too, by its server-side includes.
    const hasPages = byName.has('ssi');
    let hasFilledIn: boolean | undefined;
    for (const made of namesIn(configuration)) {
      const { kind, word, placement } = made;
      if (kind === 'upstream' && passesVariable) continue;
      if (kind === 'map' && hasPages) continue;
      if (kind === 'location' && isForApplications(placement)) continue;
      if (isUsed(model.names(), made) || saidIn(model).has(keyOf(made))) continue;
      // What is filled in may name it.
      if ((hasFilledIn ??= configuration.all.some(isFilledIn))) return;
      const { path, directive } = placement;
      context.report({
        path,
        span: word.span,
        message: kind,
        data: { name: word.value },
        fixes: [
          offered(t('Remove {word}', { word: word.value }), path, {
            span: wholeLine(model.textOf(path), directive.span),
            text: '',
          }),
        ],
      });
    }
  },
});

const isFilledIn = ({ directive: { args } }: Placement): boolean =>
  args.some(({ value }) => isSurelyFilledIn(value));

interface Made {
  readonly kind: 'upstream' | 'map' | 'location';
  readonly word: Word;
  readonly placement: Placement;
}

function* namesIn(configuration: NginxConfiguration): Generator<Made, void, undefined> {
  for (const placement of placementsNamed(configuration, 'upstream')) {
    const [word] = placement.directive.args;
    if (word) yield { kind: 'upstream', word, placement };
  }
  for (const placement of placementsNamed(configuration, 'map')) {
    const word = placement.directive.args[1];
    if (word && madeVariable(word.value) !== undefined) yield { kind: 'map', word, placement };
  }
  for (const placement of placementsNamed(configuration, 'location')) {
    const [word] = placement.directive.args;
    if (word?.value.startsWith('@')) yield { kind: 'location', word, placement };
  }
}

const keyOf = ({ kind, word: { value } }: Made): string =>
  kind === 'map' ? `$${madeVariable(value) ?? ''}` : value.toLowerCase();

const doubtsRead = new WeakMap<ClusterModel, ReadonlySet<string>>();

/**
 * The names without a use that some word says all the same: in a directive of a module that nobody here knows, in a text,
 * or in a file that nothing includes yet.
 */
function saidIn(model: ClusterModel): ReadonlySet<string> {
  const known = doubtsRead.get(model);
  if (known) return known;
  const { configurations } = model;
  const said = new Set<string>();
  const waiting = new Map<string, number>();
  for (const configuration of configurations) {
    for (const made of namesIn(configuration)) {
      if (isUsed(model.names(), made)) continue;
      const key = keyOf(made);
      // Another name could not be told from what stands around it.
      if (/^[$@]?[\w.-]+$/.test(key)) waiting.set(key, 0);
      else said.add(key);
    }
  }
  const onlyVariables = [...waiting.keys()].every((name) => name.startsWith('$'));
  // Where it is made it is said once.
  const count = (name: string): void => {
    const before = waiting.get(name);
    if (before === undefined) return;
    if (before === 0) waiting.set(name, 1);
    else if (waiting.delete(name)) said.add(name);
  };
  const read = ({ value }: Word): void => {
    if (onlyVariables && !hasVariable(value)) return;
    const text = value.toLowerCase();
    for (const { name } of variablesIn(text)) count(`$${name}`);
    if (!onlyVariables) text.split(/[^\w.@-]+/).forEach(count);
  };
  for (const configuration of configurations) {
    for (const { directive, context, children } of configuration.all) {
      if (waiting.size === 0) break;
      // The memory of an upstream mostly has its name.
      if (directive.name.value === 'zone' && context.endsWith('upstream')) continue;
      directive.args.forEach(read);
      // The body of a map and the like.
      if (children.length > 0 || !directive.block) continue;
      for (const { name, args } of directive.block.directives) [name, ...args].forEach(read);
    }
  }
  doubtsRead.set(model, said);
  return said;
}

/** What is no name for the index counts as used. */
const isUsed = (names: SymbolIndex, { kind, word, placement }: Made): boolean =>
  names.isUsed(placement.path, contentOf(word).start + (kind === 'map' ? '$'.length : 0)) ?? true;

/** An application can lead to a location by X-Accel-Redirect. */
const isForApplications = ({ children }: Placement): boolean =>
  children.some(
    (child) =>
      child.directive.name.value === 'internal' ||
      valuesOf(child).some((value) => value.includes('$upstream_http_')),
  );

/** What an address says of the server: `tomcats` of `http://tomcats/app`. */
const authorityOf = (pass: Placement): string =>
  readPassedUrl(valuesOf(pass)[0]?.toLowerCase() ?? '').authority;
