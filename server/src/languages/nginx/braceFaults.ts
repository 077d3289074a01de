import { t } from '@vscode/l10n';
import type { Span, TextEdit } from '../text/span';
import { blockNames } from './blocks';
import { isSemicolonLookAlike } from './characters';
import { type Draft, type Fix, type Refusal, words as says } from './faults';
import type { Frame, Repair } from './frame';
import { columnAtLineStart, indentation, startOfLine, wholeLine } from './layout';
import type { Word } from './tree';

/** Faults of `;`, `{` and `}`: what is wrong, where the cause lies, and the edit where it is certain. */

const shown = ({ value }: Word): string => (value.length > 40 ? `${value.slice(0, 40)}…` : value);

const nameOf = ({ directive }: Frame): string => directive?.name.value ?? '';

/** From the name of a frame's directive to its `{`. */
const headOf = ({ directive, block }: Frame): Span => ({
  start: directive?.name.span.start ?? 0,
  end: block?.open.end ?? directive?.name.span.end ?? 0,
});

/** The block's directive as a person knows it: `location /app`. */
function titleOf({ directive }: Frame): string {
  if (!directive) return '';
  const words = [directive.name, ...directive.args].map(({ value }) => value).join(' ');
  return words.length > 40 ? `${words.slice(0, 40)}…` : words;
}

/**
 * Where the brace of a block is missing: on the line of the last of its directives before an offset, or at its `{`. The block
 * itself may begin a screen above.
 */
function placeOf(text: string, frame: Frame, before: number): Span {
  const last = frame.directives.findLast(({ span }) => span.start < before);
  if (!last) return headOf(frame);
  const { start, end } = last.span;
  // Of a block its brace.
  return last.block ? { start: end - 1, end } : { start: Math.max(start, startOfLine(text, end)), end };
}

const beginning = (frame: Frame): Pick<Draft, 'related'> => ({
  related: { span: headOf(frame), message: t('the block that is not closed') },
});

export const straySemicolon = (span: Span): Draft => ({
  span,
  at: span.start,
  nginx: says.unexpected(';'),
  message: t('There is no directive before this ";". Remove it.'),
  fix: { title: t('Remove the stray ;'), edits: [{ span, text: '' }] },
});

/** `certain`: the file has one `{` too many, and it stands right behind another. */
export const strayOpenBrace = (span: Span, certain: boolean): Draft => ({
  span,
  at: span.start,
  nginx: says.unexpected('{'),
  message: t('There is no directive before this "{". Remove it, or write the name of the block.'),
  ...(certain && { fix: { title: t('Remove the stray {'), edits: [{ span, text: '' }] } }),
});

export const surplusCloseBrace = (span: Span): Draft => ({
  span,
  at: span.start,
  nginx: says.unexpected('}'),
  message: t('This "}" closes nothing. Remove it, or add the "{" that is missing above.'),
});

/** A directive that a closing brace or the end of the file cuts off. */
export function missingSemicolon(
  text: string,
  statement: readonly Word[],
  last: Word,
  refusal: Refusal,
): Draft {
  const { end } = last.span;
  const lookAlike = isSemicolonLookAlike(text.charCodeAt(end - 1));
  const block = opensBlock(onLastLine(text, statement));
  const edit: TextEdit = { span: { start: lookAlike ? end - 1 : end, end }, text: ';' };
  return {
    span: last.span,
    ...refusal,
    message: lookAlike
      ? t(
          'This looks like a ";" but is another character, so the directive does not end here. Write a plain ";".',
        )
      : block
        ? t(
            'The directive is not terminated after "{last}". Add "{" and "}" if it is a block, or else ";".',
            {
              last: shown(last),
            },
          )
        : t('A ";" is missing after "{last}". Add it.', { last: shown(last) }),
    ...(!block && { fix: { title: lookAlike ? t('Write a plain ;') : t('Insert ;'), edits: [edit] } }),
  };
}

/** `return 200 ok}`: the offset of the brace that nginx takes for a part of the word. */
export function gluedBrace({ value, quote, span }: Word): number | undefined {
  const braces = quote === undefined ? /^[^{}\\]+?(\}+)$/.exec(value)?.[1] : undefined;
  return braces === undefined ? undefined : span.end - braces.length;
}

export const semicolonBeforeBrace = (span: Span, refusal: Refusal): Draft => ({
  span,
  ...refusal,
  message: t('Without a ";" or a space before it, nginx reads the "}" as part of this word. Insert a ";".'),
  fix: { title: t('Insert ;'), edits: [{ span: { start: span.end, end: span.end }, text: ';' }] },
});

/** The words that stand on the line of the last one. */
function onLastLine(text: string, statement: readonly Word[]): readonly Word[] {
  for (let i = statement.length - 1; i > 0; i--) {
    const gap = text.slice(statement[i - 1]?.span.end, statement[i]?.span.start);
    if (gap.includes('\n')) return statement.slice(i);
  }
  return statement;
}

/** Whether a block was meant: by its name, but `server 127.0.0.1:8080` is a line of an upstream. */
function opensBlock([name, ...args]: readonly Word[]): boolean {
  return name !== undefined && blockNames.has(name.value) && (name.value !== 'server' || args.length === 0);
}

/** `^/[0-9]{2}$` without quotes: nginx takes the brace for the beginning of a block. */
export const regexBrace = (text: string, { span }: Word, refusal: Refusal): Draft => ({
  span,
  ...refusal,
  message: t(
    'nginx reads the "{" in this regular expression as the beginning of a block. Quote the expression.',
  ),
  fix: {
    title: t('Quote the regular expression'),
    edits: [{ span, text: `"${text.slice(span.start, span.end).replace(/\\[\s\S]|"/g, escapeQuote)}"` }],
  },
});

const escapeQuote = (found: string): string => (found === '"' ? '\\"' : found);

/** Whether a block among entries shows that the block of entries is not closed. */
export const endsEntries = opensBlock;

/** A block inside `map`, `types` and the like. `token` is its `{`. */
export function blockAmongEntries(
  text: string,
  frame: Frame,
  statement: readonly Word[],
  token: Span,
): Draft {
  const holder = nameOf(frame);
  const refusal = { at: token.start, nginx: says.unexpected('{') };
  const [name] = statement;
  if (!name || !endsEntries(statement)) {
    return {
      span: token,
      ...refusal,
      message: t(
        'A "{holder}" block holds entries that end with ";" and no blocks. Write ";", or quote the word that contains the brace.',
        { holder },
      ),
    };
  }
  const ownLine = columnAtLineStart(text, name.span.start) !== undefined;
  return {
    span: placeOf(text, frame, name.span.start),
    ...refusal,
    ...beginning(frame),
    message: t(
      'The "{holder}" block cannot hold blocks and is not closed before the next "{next}". Add its "}" here.',
      { holder, next: name.value },
    ),
    ...(ownLine && { fix: closeBefore(text, frame, name.span.start) }),
  };
}

function closeBefore(text: string, frame: Frame, offset: number): Fix {
  const start = startOfLine(text, offset);
  return {
    title: t('Close the {block} block', { block: nameOf(frame) }),
    edits: [{ span: { start, end: start }, text: `${indentation(text, headOf(frame).start)}}\n` }],
  };
}

/** The end of the file inside a block. `indented`: every brace so far stood below its directive. */
export function unclosed(text: string, stack: readonly Frame[], frame: Frame, indented: boolean): Draft {
  const count = stack.length;
  const fix = indented ? closeAtEnd(text, stack, frame) : undefined;
  const end = text.trimEnd().length;
  // Comments behind the last directive belong to the block, too.
  const isFollowed = (frame.directives.at(-1)?.span.end ?? end) < end;
  return {
    // Without a sign of where it is missing, the end of the file, as nginx has it.
    span:
      fix && !isFollowed
        ? placeOf(text, frame, text.length)
        : { start: Math.max(0, end - 1), end: text.length },
    at: text.length,
    nginx: says.endInBlock,
    ...beginning(frame),
    message:
      count === 1
        ? t('The block of "{block}" is still open at the end of the file. Add its "}".', {
            block: titleOf(frame),
          })
        : t(
            '{count} blocks are still open at the end of the file; the innermost is "{block}". Add a "}" for each.',
            { count, block: titleOf(frame) },
          ),
    ...(fix && { fix }),
  };
}

/** The closing braces that a file lacks at its end, where its indentation leaves no doubt that they belong there. */
function closeAtEnd(text: string, stack: readonly Frame[], innermost: Frame): Fix | undefined {
  if (stack.length > 10) return undefined;
  let outer = -1;
  for (const { column } of stack) {
    if (column === undefined || column <= outer) return undefined;
    outer = column;
  }
  const deeper = innermost.directives.every(
    ({ name }) => (columnAtLineStart(text, name.span.start) ?? Infinity) > outer,
  );
  if (!deeper) return undefined;
  const braces = stack.map((frame) => `${indentation(text, headOf(frame).start)}}\n`).toReversed();
  const edit: TextEdit = {
    span: { start: text.length, end: text.length },
    text: (text.endsWith('\n') ? '' : '\n') + braces.join(''),
  };
  return {
    title:
      stack.length === 1 ? t('Close the {block} block', { block: nameOf(innermost) }) : t('Close the blocks'),
    edits: [edit],
  };
}

/** The fault of a missing or surplus brace, told where indentation shows the cause. */
export function mended(text: string, { nginx, at }: Draft, repair: Repair): Draft {
  if (repair.kind === 'ignore') {
    const span = { start: repair.at, end: repair.at + 1 };
    return {
      span,
      nginx,
      at,
      isLate: true,
      message: repair.isGuess
        ? t(
            'Judging by the rest of the file, this "}" closes nothing; nginx closes the surrounding block here and finds one "}" too many further down. Remove it.',
          )
        : t(
            'Judging by its indentation, this "}" closes nothing; nginx closes the surrounding block here and finds one "}" too many further down. Remove it.',
          ),
      fix: {
        title: t('Remove the surplus }'),
        edits: [{ span: wholeLine(text, span), text: '' }],
        ...(repair.isGuess && { isGuess: true }),
      },
    };
  }
  return {
    span: placeOf(text, repair.frame, repair.before),
    nginx,
    at,
    isLate: true,
    ...beginning(repair.frame),
    message: t(
      'The block of "{block}" is not closed here, so a "}" is missing at the end of the file. Add it.',
      { block: titleOf(repair.frame) },
    ),
    fix: {
      ...closeBefore(text, repair.frame, repair.before),
      ...(repair.isGuess && { isGuess: true }),
    },
  };
}
