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
    // Files that nothing includes yet may be there to be included.
    const words = context.model.configurations.flatMap((other) => wordsOf([...placementsOf(other)]));
    const passesVariable = all.some(
      (placement) =>
        nameOf(placement).endsWith('_pass') && /^(?:\w+:\/\/)?[^/]*\$/.test(valuesOf(placement)[0] ?? ''),
    );
    for (const { kind, word, placement } of namesIn(all)) {
      if (kind === 'upstream' && passesVariable) continue;
      if (words.some((other) => other !== word && says(other.value, word.value, kind))) continue;
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

/** Every word of the configuration, those in bodies of maps too. */
const wordsOf = (all: readonly Placement[]): readonly Word[] =>
  all.flatMap(({ directive, children }) => [
    ...directive.args,
    ...(children.length === 0
      ? (directive.block?.directives ?? []).flatMap((entry) => [entry.name, ...entry.args])
      : []),
  ]);

/** Whether a text says a name, as a whole word; in a variable's braces too, and without regard to case. */
function says(text: string, name: string, kind: Made['kind']): boolean {
  const wanted = (kind === 'map' ? name.slice(1) : name).toLowerCase();
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + 1)) {
    const before = lower[at - 1] ?? '';
    const after = lower[at + wanted.length] ?? '';
    if (
      kind === 'map'
        ? /[${]/.test(before) && !/\w/.test(after)
        : !/[\w.-]/.test(before) && !/[\w.-]/.test(after)
    )
      return true;
  }
  return false;
}
