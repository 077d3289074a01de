import type { Verdict } from './judges';

/** What a message says that nginx says. */
export interface Quoted {
  readonly words: string;
  /** Where one is named. */
  readonly line: number | undefined;
  /** nginx may stop before it comes there. */
  readonly isLast: boolean;
}

/** Undefined for a message that quotes nothing. */
export function quotedIn(message: string): Quoted | undefined {
  const match =
    /(?<last>Unless it stops earlier, )?nginx says(?: then)?: (?<words>.*?)(?: \(line (?<line>\d+)\))?$/.exec(
      message,
    )?.groups;
  if (!match) return undefined;
  const { words = '', line, last } = match;
  return {
    words,
    line: line === undefined ? undefined : Number(line),
    isLast: last !== undefined,
  };
}

/**
 * What depends on the machine and not on the file: where the configuration lies, and which PCRE nginx was built with. PCRE 1
 * has sentences of its own.
 */
const plain = (words: string): string =>
  words
    .replace(/^(open\(\) ")(?:\.|…)\//, '$1')
    .replace(/^(the same path name ")\.\//, '$1')
    .replace(/^pcre_compile\(\) failed: .*? in (".*)$/, 'PCRE 1 refuses $1');

const ofPcre1 = (words: string): string =>
  words.replace(/^pcre2_compile\(\) failed: .*? in (".*)$/, 'PCRE 1 refuses $1').replace(/ at "[^"]*"$/, '');

/** Whether a message quotes what nginx has said. */
export function quotes(message: string, { message: words, line }: NonNullable<Verdict>): boolean {
  const quoted = quotedIn(message);
  if (!quoted) return false;
  const theirs = plain(words);
  const ours = plain(quoted.words);
  const isPcre1 = theirs.startsWith('PCRE 1');
  if (isPcre1 ? ofPcre1(ours) === theirs.replace(/ at "[^"]*"$/, '') : sameText(ours, theirs)) return true;
  // It stopped before it came there.
  return quoted.isLast && quoted.line !== undefined && line !== 0 && line < quoted.line;
}

/** What is longer than 120 characters is shortened in a message. */
const sameText = (ours: string, theirs: string): boolean =>
  ours === theirs ||
  // Behind a place that it names in the middle.
  ours.split(' … ')[0] === theirs ||
  (ours.endsWith('…') && ours.length > 120 && theirs.startsWith(ours.slice(0, -1)));
