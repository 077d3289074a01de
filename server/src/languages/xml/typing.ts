import type { Span } from '../text/span';

/** What is being written at an offset of an XML text. `tag`: where the `<` of the open tag stands. */
export type Typing =
  /** Between tags; `span`: the word before the offset. */
  | { readonly at: 'content'; readonly span: Span }
  /** `isAlone`: nothing of the tag follows its name. */
  | { readonly at: 'element'; readonly tag: number; readonly span: Span; readonly isAlone: boolean }
  /** `isAlone`: no value follows it. */
  | { readonly at: 'attribute'; readonly tag: number; readonly span: Span; readonly isAlone: boolean }
  /** `span`: what is inside the quotes. */
  | { readonly at: 'value'; readonly tag: number; readonly attribute: string; readonly span: Span };

const NAME = /[\w:.-]*/y;
const BLANKS = /\s*/y;

/** Goes by the text alone, since what is being written is seldom sound. Undefined in close tags and in all that begins with `<!` or `<?`. */
export function typingAt(text: string, offset: number): Typing | undefined {
  const tag = offset === 0 ? -1 : text.lastIndexOf('<', offset - 1);
  if (tag === -1) return contentAt(text, offset, 0);
  const [opens, closes] = tagsOf(text, tag);
  if (opens) return inTag(text, tag, offset);
  const end = text.indexOf(closes, tag);
  return end !== -1 && end + closes.length <= offset ? contentAt(text, offset, end) : undefined;
}

/** Whether an open tag begins here, else what ends that which does. */
function tagsOf(text: string, tag: number): readonly [opens: boolean, closes: string] {
  if (text.startsWith('<!--', tag)) return [false, '-->'];
  if (text.startsWith('<![CDATA[', tag)) return [false, ']]>'];
  if (text.startsWith('<?', tag)) return [false, '?>'];
  return [!/[/!]/.test(text.charAt(tag + 1)), '>'];
}

function contentAt(text: string, offset: number, from: number): Typing {
  const [word = ''] = /[A-Za-z][\w:-]*$/.exec(text.slice(from, offset)) ?? [];
  return { at: 'content', span: { start: offset - word.length, end: offset } };
}

/** Where the match of a sticky expression ends. */
function after(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return at + (expression.exec(text)?.[0].length ?? 0);
}

function inTag(text: string, tag: number, offset: number): Typing | undefined {
  let at = after(NAME, text, tag + 1);
  if (offset <= at)
    return { at: 'element', tag, span: { start: tag + 1, end: at }, isAlone: endsHere(text, at) };
  while (at < offset) {
    const next = after(BLANKS, text, at);
    if (next >= offset) return next === at ? undefined : attributeAt(text, tag, offset, offset);
    if (text.charAt(next) === '>') return contentAt(text, offset, next + 1);
    const nameEnd = after(NAME, text, next);
    if (nameEnd === next) {
      at = next + 1;
      continue;
    }
    if (offset <= nameEnd) return attributeAt(text, tag, next, nameEnd);
    const equals = after(BLANKS, text, nameEnd);
    at = equals;
    if (text.charAt(equals) !== '=') continue;
    const open = after(BLANKS, text, equals + 1);
    const quote = text.charAt(open);
    if (open >= offset || (quote !== '"' && quote !== "'")) {
      at = after(NAME, text, open);
      if (offset <= at) return undefined;
      continue;
    }
    const close = text.indexOf(quote, open + 1);
    if (close === -1 || offset <= close) {
      const span = { start: open + 1, end: valueEnd(text, offset, close) };
      return { at: 'value', tag, attribute: text.slice(next, nameEnd), span };
    }
    at = close + 1;
  }
  return undefined;
}

/** Of a value whose closing quote is not on its line, what is written up to the offset. */
const valueEnd = (text: string, offset: number, close: number): number =>
  close === -1 || /[\r\n<]/.test(text.slice(offset, close)) ? offset : close;

function attributeAt(text: string, tag: number, start: number, end: number): Typing {
  const isAlone = text.charAt(after(BLANKS, text, end)) !== '=';
  return { at: 'attribute', tag, span: { start, end }, isAlone };
}

/** Whether the line ends here, or the next tag begins. */
const endsHere = (text: string, at: number): boolean => /^[ \t]*(?:[\r\n<]|$)/.test(text.slice(at, at + 200));
