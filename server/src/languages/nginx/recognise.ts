import { entryBlocks } from './blocks';
import { commandNamed } from './check/forms';
import { hasPlaceholder } from '../text/placeholders';
import { moduleOfOthers } from './check/thirdParty';
import { parseNginx } from './parser';
import type { Directive, Word } from './tree';

/**
 * What a text reads like: surely nginx; `likely`, where all that fits are words that other programs write as well;
 * `entries`, as a file that a `map` includes; `unsure`, where it holds too little to tell; or another program's.
 */
export type Reading = 'nginx' | 'likely' | 'entries' | 'unsure' | 'foreign';

/** How many statements speak for what. */
interface Score {
  /** A name of nginx with as many words as it takes; `telling`: no word of every other program. */
  fit: number;
  telling: number;
  /** A name that nginx does not have, ended as nginx wants it; or not so. */
  odd: number;
  loose: number;
  /** What no nginx was ever given. */
  alien: number;
}

/** Nobody nests deeper, and what lies there is not looked at. */
const deepest = 20;

/** Names of nginx that are one plain word, and yet written so by nginx alone. */
const tellingWords: ReadonlySet<string> = new Set(['listen', 'gzip', 'expires', 'rewrite', 'alias']);

/** Reads the beginning of a text by what its statements say. A `;` may be missing, also all of them. */
export function readingOf(head: string): Reading {
  if (head.startsWith('#!')) return 'foreign';
  const text = withoutTags(head);
  const { directives } = parseNginx(text);
  if (isMain(directives)) return 'nginx';
  const score: Score = { fit: 0, telling: 0, odd: 0, loose: 0, alien: 0 };
  count(text, directives, 0, score);
  const { fit, telling, odd, loose, alien } = score;
  if (fit > 0 && fit >= odd + loose + 2 * alien) return telling > 0 ? 'nginx' : 'likely';
  if (directives.length > 0 && areEntries(text, directives)) return 'entries';
  return alien > 0 || loose > 2 ? 'foreign' : 'unsure';
}

/** What template engines replace, as a placeholder that says nothing. */
const withoutTags = (text: string): string =>
  text.replace(/\{\{[^{}\n]*\}\}|\{%[^\n]*?%\}|\{#[^\n]*?#\}|<%[^\n]*?%>/g, '${_}');

/** A main file is one, however broken the rest of it is. */
function isMain(directives: readonly Directive[]): boolean {
  const blocks = new Set(directives.filter(({ block }) => block).map(({ name }) => name.value));
  return blocks.has('events') && (blocks.has('http') || blocks.has('stream') || blocks.has('mail'));
}

/** Gives whether a statement of nginx was among them. */
function count(text: string, directives: readonly Directive[], depth: number, score: Score): boolean {
  const before = score.fit;
  for (const directive of directives) {
    const { block } = directive;
    const isRead =
      block && !block.lua && !entryBlocks.has(directive.name.value) && block.directives.length > 0;
    // `server {` is written by others too: what it holds decides.
    const isHollow = isRead && depth < deepest && !count(text, block.directives, depth + 1, score);
    for (const statement of statementsOf(text, directive)) {
      const kind = kindOf(statement);
      if (kind === undefined) continue;
      if (kind !== 'fit') score[kind]++;
      else if (isHollow && statement.isBlock) score.odd++;
      else {
        score.fit++;
        if (isTelling(statement)) score.telling++;
      }
    }
  }
  return score.fit > before;
}

interface Statement {
  readonly name: Word;
  readonly args: readonly Word[];
  readonly isBlock: boolean;
  readonly isEnded: boolean;
}

/** A directive that nginx takes, else each of its lines by itself. */
function statementsOf(text: string, { name, args, block, terminator }: Directive): readonly Statement[] {
  const whole = { name, args, isBlock: block !== undefined, isEnded: terminator !== undefined };
  if (args.length === 0 || (whole.isEnded && takes(whole))) return [whole];
  const lines: Word[][] = [[name]];
  let before = name;
  for (const word of args) {
    if (text.slice(before.span.end, word.span.start).includes('\n')) lines.push([word]);
    else lines.at(-1)?.push(word);
    before = word;
  }
  return lines.flatMap(([first, ...rest], index) => {
    const isLast = index === lines.length - 1;
    return first
      ? { name: first, args: rest, isBlock: isLast && whole.isBlock, isEnded: isLast && whole.isEnded }
      : [];
  });
}

const takes = ({ name, args, isBlock }: Statement): boolean =>
  commandNamed(name.value)?.forms.some(
    (form) => (form.entry.block === true) === isBlock && form.takes(args.length),
  ) === true;

const isTelling = ({ name: { value }, isBlock, isEnded }: Statement): boolean =>
  isEnded && value !== 'if' && (isBlock || value.includes('_') || tellingWords.has(value));

/** `[section]`, `<Section>`, `key:`, `key=value`, `! comment` */
const alienName = /^[[<!]|[:=]$|^[\w.-]+=/;

/** Undefined for what says nothing: a placeholder, or one more line of what stands before. */
function kindOf(statement: Statement): Exclude<keyof Score, 'telling'> | undefined {
  const { name, args, isEnded } = statement;
  if (name.quote !== undefined || hasPlaceholder(name.value)) return undefined;
  const isAssigned = args[0]?.value.startsWith('=') === true && name.value !== 'location';
  if (isAssigned || alienName.test(name.value)) return 'alien';
  // `include` stands in the files of nearly every program.
  if (takes(statement) && (isEnded || name.value !== 'include')) return 'fit';
  if (isEnded && moduleOfOthers(name.value) !== undefined) return 'fit';
  return isEnded ? 'odd' : 'loose';
}

/** Whether each statement is a value and what becomes of it: of `map`, `geo` or `types`. */
function areEntries(text: string, directives: readonly Directive[]): boolean {
  return directives.every(({ name, args, block, terminator, span }) => {
    const isValue = name.quote !== undefined || /[./~:*\d]|^default$/.test(name.value);
    const isOne = args.length === 1 || (args.length > 1 && name.value.includes('/'));
    return isValue && isOne && !block && terminator && !text.slice(span.start, span.end).includes('\n');
  });
}
