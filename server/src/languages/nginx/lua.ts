import { t } from '@vscode/l10n';
import { bufferBytes, byteLength } from './characters';
import { type Draft, words } from './faults';

/**
 * Finds the `}` that ends a Lua block as `ngx_http_lua_lex` does: braces count, except in strings on one line, in long
 * brackets and in comments. `open` is the offset of the block's `{`. Returns the offset of the closing brace, or the
 * text's length and a fault.
 */
export function readLua(text: string, open: number): { end: number; fault?: Draft } {
  return new LuaReader(text, open).read();
}

class LuaReader {
  private pos: number;
  /** Offset of the last `{`: its line is the one nginx names. */
  private lastOpen: number;
  /** Up to here no closing quote of this kind is to be had on the line. */
  private readonly unclosed = { '"': 0, "'": 0 };
  private problem: Draft | undefined;

  constructor(
    private readonly text: string,
    private readonly open: number,
  ) {
    this.pos = open + 1;
    this.lastOpen = open;
  }

  read(): { end: number; fault?: Draft } {
    const { text } = this;
    for (let level = 1; this.pos < text.length; this.pos++) {
      switch (text[this.pos]) {
        case '{':
          level++;
          this.lastOpen = this.pos;
          break;
        case '}':
          if (--level === 0) return { end: this.pos, ...(this.problem && { fault: this.problem }) };
          break;
        case '"':
          this.skipString('"');
          break;
        case "'":
          this.skipString("'");
          break;
        case '-':
          this.skipComment();
          break;
        case '[':
          this.skipLongBracket(this.pos);
          break;
      }
    }
    const unclosed = t('The Lua block that begins here is not closed. Add its "}".');
    return { end: text.length, fault: this.problem ?? this.fault(words.endInLua, this.lastOpen, unclosed) };
  }

  /** Moves to the last character of a string; a quote without its partner on the line is an ordinary character. */
  private skipString(quote: '"' | "'"): void {
    if (this.pos < this.unclosed[quote]) return;
    let i = this.pos + 1;
    for (; i < this.text.length && this.text[i] !== '\n'; i++) {
      if (this.text[i] === '\\' && this.text[i + 1] !== '\n') i++;
      else if (this.text[i] === quote) {
        this.pos = i;
        return;
      }
    }
    this.unclosed[quote] = i;
  }

  private skipComment(): void {
    if (!this.text.startsWith('--', this.pos)) return;
    if (this.skipLongBracket(this.pos + 2)) return;
    const feed = this.text.indexOf('\n', this.pos);
    this.pos = feed === -1 ? this.text.length : feed;
  }

  /** Moves to the last character of a long bracket; false where there is none. */
  private skipLongBracket(start: number): boolean {
    const opening = this.longBracket(start);
    if (!opening) return false;
    const closing = opening.replaceAll('[', ']');
    const close = this.text.indexOf(closing, start + opening.length);
    const end = close === -1 ? this.text.length : close + closing.length;
    // The whole of it must fit into nginx's buffer.
    if (close === -1 || byteLength(this.text, start, end, bufferBytes) > bufferBytes) {
      this.problem ??= this.fault(
        words.luaBracket(closing),
        start,
        close === -1
          ? t('A long bracket in this Lua block is not closed. Add "{closing}".', { closing })
          : t(
              'This Lua code is longer than the {limit} bytes that nginx accepts between long brackets. Move it to a separate file.',
              { limit: bufferBytes },
            ),
      );
    }
    this.pos = end - 1;
    return true;
  }

  /** `[[`, `[=[` … at an offset, or undefined. */
  private longBracket(start: number): string | undefined {
    if (this.text[start] !== '[') return undefined;
    let i = start + 1;
    while (this.text[i] === '=') i++;
    return this.text[i] === '[' ? this.text.slice(start, i + 1) : undefined;
  }

  private fault(nginx: string, at: number, message: string): Draft {
    return { span: { start: this.open, end: this.open + 1 }, at, nginx, message };
  }
}
