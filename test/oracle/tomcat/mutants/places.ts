/** Where things stand in a file of `files.ts`: those are sound, so that a few expressions find all. */

export interface Attribute {
  readonly name: string;
  /** From its name to behind the closing quote. */
  readonly start: number;
  readonly end: number;
  /** The value without its quotes. */
  readonly valueStart: number;
  readonly valueEnd: number;
}

export interface Tag {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  readonly attributes: readonly Attribute[];
  readonly isClosing: boolean;
  readonly isEmpty: boolean;
  /** Paths of the elements that are open here, the outermost first; its own last. */
  readonly path: readonly string[];
  /** Where the tags of those begin. */
  readonly open: readonly number[];
}

const TAG =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w.:-]+\s*=\s*"[^"]*")*)\s*(\/?)>/g;

const known = new Map<string, readonly Tag[]>();

/** All tags; found once a text. */
export function tagsIn(text: string): readonly Tag[] {
  const before = known.get(text);
  if (before) return before;
  const found = readTags(text);
  known.set(text, found);
  return found;
}

function readTags(text: string): readonly Tag[] {
  const open: { readonly name: string; readonly start: number }[] = [];
  const tags: Tag[] = [];
  for (const match of text.matchAll(TAG)) {
    const [whole, slash, name, written = '', empty] = match;
    if (name === undefined) continue;
    const start = match.index;
    const isClosing = slash === '/';
    if (!isClosing) open.push({ name, start });
    const nameStart = start + (isClosing ? 2 : 1);
    tags.push({
      name,
      start,
      end: start + whole.length,
      nameStart,
      attributes: attributesIn(written, nameStart + name.length),
      isClosing,
      isEmpty: empty === '/',
      path: open.map((one) => one.name),
      open: open.map((one) => one.start),
    });
    if (isClosing || empty === '/') open.pop();
  }
  return tags;
}

const attributesIn = (written: string, base: number): readonly Attribute[] =>
  Array.from(
    written.matchAll(/([\w.:-]+)\s*=\s*"([^"]*)"/g),
    ({ 0: whole, 1: name = '', 2: value = '', index }) => {
      const end = base + index + whole.length;
      return { name, start: base + index, end, valueStart: end - 1 - value.length, valueEnd: end - 1 };
    },
  );

/** From 1. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
