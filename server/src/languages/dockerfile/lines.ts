import type { Span } from '../text/span';

/** A line of a text, without its end. */
export interface Line {
  readonly start: number;
  readonly text: string;
}

/** The lines of a text behind its byte order mark; they end at LF or CRLF. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (let start = text.startsWith('\uFEFF') ? 1 : 0; start <= text.length;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    lines.push({ start, text: text.slice(start, text[end - 1] === '\r' ? Math.max(start, end - 1) : end) });
    start = end + 1;
  }
  return lines;
}

/** Several lines that are one instruction, joined as Docker joins them, with the way back to the file. */
export class JoinedLine {
  text = '';
  private readonly pieces: { readonly from: number; readonly start: number }[] = [];

  add({ start, text }: Line): void {
    this.pieces.push({ from: this.text.length, start });
    this.text += text;
  }

  /** The place in the file of a part of the text that is not empty. */
  span(from: number, to: number): Span {
    return { start: this.offset(from), end: this.offset(Math.max(from, to - 1)) + (to > from ? 1 : 0) };
  }

  private offset(index: number): number {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.pieces[middle]?.from ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    const piece = this.pieces[low];
    return piece ? piece.start + index - piece.from : 0;
  }
}
