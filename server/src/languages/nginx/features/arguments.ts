import type { DirectiveEntry, Parameter } from '../catalogue';
import { literals, suggestedFor } from '../parameters';

/** A part of a syntax that blanks separate: `<address>`, `on | off`, `[burst=<number>]`. */
interface Slot {
  readonly text: string;
  readonly isOptional: boolean;
  /** Whether `...` stands behind it. */
  repeats: boolean;
}

/**
 * The words that one argument of a directive may be or begin with, as far as its syntax tells their order: nobody means
 * `ssl` as the address of a `listen`. `index`: from 1.
 */
export function wordsAt(
  entry: DirectiveEntry,
  forms: readonly DirectiveEntry[],
  index: number,
): readonly Parameter[] {
  if (index > mostOf(entry)) return [];
  const all = suggestedFor(entry, forms);
  const syntax = entry.syntax ?? [];
  if (entry.name === 'error_log') return index === 1 ? [] : all;
  if (syntax.length === 0) return all;
  const named = new Set(syntax.flatMap(literals));
  const values = new Set(entry.values);
  const here = new Set<string>();
  let isOpen = false;
  for (const form of syntax) {
    for (const slot of slotsAt(slotsOf(form), index)) {
      for (const word of literals(slot.text)) here.add(word);
      isOpen ||= slot.isOptional || slot.repeats || index > 1;
    }
  }
  return all.filter(({ name }) =>
    here.has(name) || (values.has(name) && (index === 1 || isOpen)) ? true : !named.has(name) && isOpen,
  );
}

/** How many arguments are taken at most. */
function mostOf({ args }: DirectiveEntry): number {
  if (args === 'any' || args.endsWith('+')) return Infinity;
  return args === 'flag' ? 1 : Math.max(...args.split(',').map(Number));
}

function slotsOf(syntax: string): readonly Slot[] {
  const slots: Slot[] = [];
  let joins = false;
  for (const text of partsOf(syntax.replace(/\{.*$/, ''))) {
    const last = slots.at(-1);
    if (text === '|') joins = true;
    else if (text === '...') {
      if (last) last.repeats = true;
    } else if (joins && last) {
      slots[slots.length - 1] = { ...last, text: `${last.text} | ${text}` };
      joins = false;
    } else slots.push({ text, isOptional: text.startsWith('['), repeats: / \.\.\.\]?$/.test(text) });
  }
  return slots;
}

/** What blanks separate outside of brackets. */
function partsOf(syntax: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of syntax) {
    if (character === '[' || character === '<') depth++;
    if (character === ']' || character === '>') depth--;
    if (character === ' ' && depth === 0) {
      if (part !== '') parts.push(part);
      part = '';
    } else part += character;
  }
  return part === '' ? parts : [...parts, part];
}

/** The slots that an argument may fill: optional ones may be left out, and stand in any order. */
function slotsAt(slots: readonly Slot[], index: number): ReadonlySet<Slot> {
  let here = reach(slots, 0);
  for (let i = 1; i < index; i++) {
    const next = new Set<number>();
    for (const at of here) {
      for (const later of reach(slots, at + 1)) next.add(later);
      if (slots[at]?.repeats) next.add(at);
      for (let before = at; slots[before]?.isOptional; before--) next.add(before);
    }
    here = next;
  }
  return new Set([...here].flatMap((at) => slots[at] ?? []));
}

/** From a slot on all up to the first that must be there. */
function reach(slots: readonly Slot[], from: number): ReadonlySet<number> {
  const found = new Set<number>();
  for (let at = from; at < slots.length; at++) {
    found.add(at);
    if (!slots[at]?.isOptional) break;
  }
  return found;
}
