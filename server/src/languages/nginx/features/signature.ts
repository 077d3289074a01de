import type { Signature, Signatures } from '../../features';
import { directivesNamed, isAllowedIn, isInRelease } from '../catalogue';
import type { NginxContext } from '../contexts';
import { explainDirective } from '../explain';
import type { Typing } from './at';
import { syntaxOf } from './hover';

/** The forms of the directive whose arguments are being written; undefined in its name, and for an unknown one. */
export function signaturesAt(
  { words }: Typing,
  contexts: ReadonlySet<NginxContext>,
  version: string | undefined,
): Signatures | undefined {
  const [name = ''] = words;
  if (words.length < 2) return undefined;
  const entries = directivesNamed(name).filter(
    (entry) =>
      isInRelease(entry, version) &&
      (contexts.size === 0 || [...contexts].some((context) => isAllowedIn(entry, context))),
  );
  const labels = [...new Set(entries.flatMap(syntaxOf))];
  if (labels.length === 0) return undefined;
  const index = words.length - 2;
  const signatures = labels.map((label): Signature => {
    const parameters = argumentsIn(label, name.length);
    const repeats = parameters.findIndex(([start, end]) => label.slice(start, end) === '...');
    // What may be repeated is still being written however many there are.
    const at = repeats > 0 ? Math.min(index, repeats - 1) : index;
    const last = parameters.length - 1;
    const isOptional = last >= 0 && label[parameters[last]?.[0] ?? 0] === '[';
    const active = at <= last ? at : isOptional ? last : undefined;
    return { label, parameters, active };
  });
  const active = signatures.findIndex((signature) => signature.active !== undefined);
  return { signatures, active: Math.max(0, active), says: explainDirective(name) };
}

/** The arguments of a syntax: what blanks separate outside of brackets. */
function argumentsIn(label: string, from: number): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let depth = 0;
  let start: number | undefined;
  for (let i = from; i <= label.length; i++) {
    const character = label[i];
    if (character === '[' || character === '<') depth++;
    if (character === ']' || character === '>') depth--;
    const isEnd = character === undefined || (depth === 0 && (character === ' ' || character === ';'));
    if (!isEnd) start ??= i;
    else if (start !== undefined) {
      const text = label.slice(start, i);
      if (text !== '|' && text !== '{' && text !== '…' && text !== '}') found.push([start, i]);
      start = undefined;
    }
  }
  return found;
}
