import { commandNamed } from './check/forms';
import { hasPlaceholder } from '../text/placeholders';
import type { NginxContext } from './contexts';
import type { Directive } from './tree';

/** Contexts whose files people write by themselves, the likeliest first. */
const fragmentContexts: readonly NginxContext[] = [
  'http',
  'server',
  'location',
  'main',
  'upstream',
  'stream',
  'stream server',
  'stream upstream',
  'if in location',
  'if in server',
  'limit_except',
  'mail',
  'mail server',
  'events',
];

/**
 * The contexts that a file which nothing includes may be meant for: those in which the fewest of its lines are out of
 * place. Empty where its lines do not tell, as those of a list for `map` or `geo`.
 */
export function contextsOfFragment(directives: readonly Directive[]): readonly NginxContext[] {
  const lines = directives.filter(({ name }) => name.value !== 'include' && !hasPlaceholder(name.value));
  const named = lines.flatMap(({ name, args, block }) => {
    const command = commandNamed(name.value);
    return command ? [{ command, count: args.length, isBlock: block !== undefined }] : [];
  });
  if (named.length * 2 <= lines.length) return [];
  const misplaced = fragmentContexts.map((context) => {
    const wrong = named.filter(
      ({ command, count, isBlock }) =>
        !command
          .in(context)
          .some((form) => (form.entry.block === true) === isBlock && (isBlock || form.takes(count))),
    );
    return { context, wrong: wrong.length };
  });
  const fewest = Math.min(...misplaced.map(({ wrong }) => wrong));
  if (fewest * 2 >= named.length) return [];
  return misplaced.filter(({ wrong }) => wrong === fewest).map(({ context }) => context);
}
