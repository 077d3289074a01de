import type { ClusterModel } from '../../cluster/model';
import {
  placementsByName,
  placementsNamed,
  placementsOf,
  type NginxConfiguration,
  type Placement,
} from '../../languages/nginx/configuration';
import { wholeLine } from '../../languages/nginx/layout';
import type { Word } from '../../languages/nginx/tree';
import type { Rule } from '../rule';
import { offered, textOf, valuesOf } from './support';

/** A name that a whole configuration makes and never says again. */
export const unused: Rule = {
  meta: {
    id: 'nginx/unused',
    severity: 'hint',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      upstream: 'Nothing leads to the upstream "{name}".',
      map: 'Nothing reads {name}.',
      location: 'Nothing leads to the location "{name}".',
    },
  },
  nginxConfiguration(configuration, context) {
    if (configuration.kind !== 'main' || !configuration.isWhole || configuration.isTemplate) return;
    const byName = placementsByName(configuration);
    const names = [...byName.keys()];
    // Programs name what they like.
    if (names.some((name) => /_by_lua|^lua_|^js_|^perl/.test(name))) return;
    const passesVariable = names
      .filter((name) => name.endsWith('_pass'))
      .flatMap((name) => byName.get(name) ?? [])
      .some((pass) => /^(?:\w+:\/\/)?[^/]*\$/.test(valuesOf(pass)[0] ?? ''));
    const said = saidIn(context.model);
    for (const { kind, word, placement } of namesIn(configuration)) {
      if (kind === 'upstream' && passesVariable) continue;
      // It says itself once.
      if ((said.get(keyOf(kind, word.value)) ?? Infinity) > 1) continue;
      const { path, directive } = placement;
      context.report({
        path,
        span: word.span,
        message: kind,
        data: { name: word.value },
        fixes: [
          offered(`Remove ${word.value}`, path, {
            span: wholeLine(textOf(path, context.model), directive.span),
            text: '',
          }),
        ],
      });
    }
  },
};

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
    if (word?.value.startsWith('$')) yield { kind: 'map', word, placement };
  }
  for (const placement of placementsNamed(configuration, 'location')) {
    const [word] = placement.directive.args;
    if (word?.value.startsWith('@')) yield { kind: 'location', word, placement };
  }
}

const keyOf = (kind: Made['kind'], name: string): string =>
  kind === 'map' ? `$${name.slice(1).toLowerCase()}` : name.toLowerCase();

const counted = new WeakMap<ClusterModel, ReadonlyMap<string, number>>();

/**
 * How many words of a project say a name, by `$variable` or by what an upstream's or a location's name can be. Files that
 * nothing includes yet may be there to be included, so theirs count.
 */
function saidIn(model: ClusterModel): ReadonlyMap<string, number> {
  const known = counted.get(model);
  if (known) return known;
  const made = model.configurations.flatMap((configuration) => [...namesIn(configuration)]);
  const counts = new Map(made.map(({ kind, word }) => [keyOf(kind, word.value), 0]));
  const count = (name: string): void => {
    const before = counts.get(name);
    if (before !== undefined) counts.set(name, before + 1);
  };
  const read = ({ value }: Word): void => {
    const text = value.toLowerCase();
    if (/^[\w.@-]*$/.test(text)) count(text);
    else new Set(namesSaid(text)).forEach(count);
  };
  for (const configuration of counts.size > 0 ? model.configurations : []) {
    for (const { directive, children } of placementsOf(configuration)) {
      directive.args.forEach(read);
      // The body of a map and the like.
      if (children.length > 0 || !directive.block) continue;
      for (const { name, args } of directive.block.directives) [name, ...args].forEach(read);
    }
  }
  counted.set(model, counts);
  return counts;
}

const namesSaid = (text: string): readonly string[] => [
  ...[...text.matchAll(/\$\{?(\w+)/g)].map(([, name]) => `$${name}`),
  ...text.split(/[^\w.@-]+/),
];
