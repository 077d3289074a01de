import { t } from '@vscode/l10n';
import type { Span, TextEdit } from '../text/span';
import { bufferBytes, byteLength, describe, isInvisible } from './characters';
import type { NginxFault, Word } from './tree';

/** A fault before its line is counted; `at` is the offset where nginx is when it says so. */
export interface Draft extends Omit<NginxFault, 'line'> {
  readonly at: number;
}

/** What nginx says, and the offset where it is then. */
export type Refusal = Pick<Draft, 'nginx' | 'at'>;

export type Fix = NonNullable<NginxFault['fix']>;

/** nginx's own words, from `src/core/ngx_conf_file.c` and lua-nginx-module's `ngx_http_lua_directive.c`. */
export const words = {
  unexpected: (character: string): string => `unexpected "${character}"`,
  endInDirective: 'unexpected end of file, expecting ";" or "}"',
  endInBlock: 'unexpected end of file, expecting "}"',
  tooLong: (start: string): string => `too long parameter "${start}..." started`,
  probablyUnterminated: (quote: string): string =>
    `too long parameter, probably missing terminating "${quote}" character`,
  unknownDirective: (name: string): string => `unknown directive "${name}"`,
  invalidCondition: (word: string): string => `invalid condition "${word}"`,
  notTerminated: (name: string): string => `directive "${name}" is not terminated by ";"`,
  endInLua: 'unexpected end of file, expecting terminating characters for lua code block',
  luaBracket: (bracket: string): string =>
    `Lua code block missing the closing long bracket "${bracket}", the inlined Lua code may be too long`,
};

/** What nginx quotes of a token that is too long: its first ten bytes, here whole characters of them. */
export function firstBytes(text: string, start: number): string {
  let end = start;
  for (const character of text.slice(start, start + 10)) {
    if (byteLength(text, start, end + character.length) > 10) break;
    end += character.length;
  }
  return text.slice(start, end);
}

/** Counts the line of each draft as nginx does, by line feeds. */
export function finish(text: string, drafts: readonly Draft[]): NginxFault[] {
  const lines = new Map<number, number>();
  let line = 1;
  let feed = text.indexOf('\n');
  for (const at of drafts.map((draft) => draft.at).toSorted((a, b) => a - b)) {
    for (; feed !== -1 && feed < at; feed = text.indexOf('\n', feed + 1)) line++;
    lines.set(at, line);
  }
  return drafts.map(({ at, ...fault }) => ({ ...fault, line: lines.get(at) ?? 1 }));
}

export function longComment(text: string, span: Span): Draft {
  return {
    span,
    at: span.start,
    nginx: words.tooLong(firstBytes(text, span.start)),
    message: t(
      'This comment is longer than the {limit} bytes that nginx reads at once. Break it into several lines.',
      { limit: bufferBytes - 1 },
    ),
    fix: { title: t('Break the comment into lines'), edits: breakComment(text, span) },
  };
}

/** Line breaks at blanks, so that every line is below the limit whatever its characters take in UTF-8. */
function breakComment(text: string, { start, end }: Span): TextEdit[] {
  const longest = 1300;
  const edits: TextEdit[] = [];
  for (let from = start; end - from > longest;) {
    const blank = text.slice(from + longest / 2, from + longest).lastIndexOf(' ');
    const cut = blank === -1 ? characterStart(text, from + longest) : from + longest / 2 + blank + 1;
    edits.push({ span: { start: cut, end: cut }, text: '\n# ' });
    from = cut;
  }
  return edits;
}

const characterStart = (text: string, offset: number): number => {
  const code = text.charCodeAt(offset);
  return code >= 0xdc00 && code < 0xe000 ? offset - 1 : offset;
};

/** A directive name with characters in it that look like a blank, or like nothing. */
export function lookAlikes(text: string, offsets: readonly number[], refusal: Refusal): Draft {
  const first = offsets[0] ?? 0;
  const what = describe(text.charCodeAt(first));
  const edits = offsets.map((offset) => ({
    span: { start: offset, end: offset + 1 },
    text: isInvisible(text.charCodeAt(offset)) ? '' : ' ',
  }));
  const invisible = edits.every((edit) => edit.text === '');
  const atStart = first === 0 && text.charCodeAt(0) === 0xfeff;
  return {
    span: { start: first, end: (offsets.at(-1) ?? first) + 1 },
    ...refusal,
    message: atStart
      ? t(
          'The file begins with a byte order mark, which nginx reads as part of the first directive. Save the file without it.',
        )
      : invisible
        ? t("nginx reads the {what} here as part of the directive's name. Remove it.", {
            what,
          })
        : t("nginx reads the {what} here as part of the directive's name. Replace it with a space.", {
            what,
          }),
    fix: {
      title: atStart
        ? t('Remove the byte order mark')
        : invisible
          ? t('Remove the invisible characters')
          : t('Replace them with spaces'),
      edits,
    },
  };
}

/** A string without its closing quote. `word` is what recovery takes for it, `lineEnd` the end of its line. */
export function openString(text: string, { span }: Word, lineEnd: number, refusal: Refusal): Draft {
  const { end } = span;
  const quote = text.charAt(span.start);
  const terminated = text.slice(end, lineEnd).trim() !== '';
  const continued = text
    .slice(lineEnd, lineEnd + 200)
    .trimStart()
    .startsWith(quote);
  const certain = end > span.start + 1 && (terminated || continued);
  return {
    span,
    ...refusal,
    message: t(
      'The string that begins here has no closing {quote} on its line, so nginx reads the following lines as part of it. Close it.',
      { quote },
    ),
    ...(certain && {
      fix: {
        title: t('Close the string with {quote}', { quote }),
        edits: [{ span: { start: end, end }, text: quote }],
      },
    }),
  };
}

/** A character that touches the closing quote of a string. `stray`: surely a quote too many. */
export function behindString(
  text: string,
  open: number,
  span: Span,
  stray: boolean,
  refusal: Refusal,
): Draft {
  const character = text.slice(span.start, span.end);
  return {
    span,
    ...refusal,
    message: t(
      'After the closing {quote} of a string nginx accepts only whitespace, ";", "{" or ")". Insert a space or ";", or quote the whole word.',
      { quote: text.charAt(open) },
    ),
    ...(stray && {
      fix: { title: t('Remove the stray {character}', { character }), edits: [{ span, text: '' }] },
    }),
  };
}

export const tooLong = (span: Span, refusal: Refusal): Draft => ({
  span,
  ...refusal,
  message: t(
    'This parameter is longer than the {limit} bytes that nginx reads at once. Close its quote if that is missing, or build it from shorter parts with "set".',
    { limit: bufferBytes },
  ),
});
