import type { ClusterModel } from '../../cluster/model';
import { placementsOf, type Placement } from '../../languages/nginx/configuration';
import { wholeLine } from '../../languages/nginx/layout';
import type { Word } from '../../languages/nginx/tree';
import type { Rule } from '../rule';
import { nameOf, offered, textOf, valuesOf } from './support';

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
    const all = [...placementsOf(configuration)];
    // Programs name what they like.
    if (all.some((placement) => /_by_lua|^lua_|^js_|^perl/.test(nameOf(placement)))) return;
    const said = saidIn(context.model);
    const passesVariable = all.some(
      (placement) =>
        nameOf(placement).endsWith('_pass') && /^(?:\w+:\/\/)?[^/]*\$/.test(valuesOf(placement)[0] ?? ''),
    );
    for (const { kind, word, placement } of namesIn(all)) {
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

function* namesIn(all: readonly Placement[]): Generator<Made, void, undefined> {
  for (const placement of all) {
    const { args } = placement.directive;
    const [first, second] = args;
    const name = nameOf(placement);
    if (name === 'upstream' && first) yield { kind: 'upstream', word: first, placement };
    else if (name === 'map' && second?.value.startsWith('$')) yield { kind: 'map', word: second, placement };
    else if (name === 'location' && first?.value.startsWith('@'))
      yield { kind: 'location', word: first, placement };
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
  const before = counted.get(model);
  if (before) return before;
  const counts = new Map<string, number>();
  for (const configuration of model.configurations) {
    for (const placement of placementsOf(configuration)) {
      for (const { value } of wordsOf(placement)) {
        for (const name of new Set(namesSaid(value.toLowerCase())))
          counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
  }
  counted.set(model, counts);
  return counts;
}

/** The words of a directive, of the body of a map too. */
const wordsOf = ({ directive, children }: Placement): readonly Word[] => [
  ...directive.args,
  ...(children.length === 0
    ? (directive.block?.directives ?? []).flatMap((entry) => [entry.name, ...entry.args])
    : []),
];

const namesSaid = (text: string): readonly string[] => [
  ...[...text.matchAll(/\$\{?(\w+)/g)].map(([, name]) => `$${name}`),
  ...text.split(/[^\w.@-]+/),
];
