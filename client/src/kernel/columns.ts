const segmenter = new Intl.Segmenter();

/** What an editor's font draws two columns wide: Chinese, Japanese, Korean, and emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\uFE0F|\p{Emoji_Presentation}|\p{RI}/u;

const columnsOf = (character: string): number => (WIDE.test(character) ? 2 : 1);

/** How many columns of a fixed-width font a text takes. */
export const widthOf = (text: string): number =>
  [...segmenter.segment(text)].reduce((width, { segment }) => width + columnsOf(segment), 0);

/** As much of a text as so many columns hold, with `…` where something is cut off. */
export function cutTo(columns: number, text: string): string {
  let width = 0;
  let beside = '';
  for (const { segment } of segmenter.segment(text)) {
    width += columnsOf(segment);
    if (width > columns) return `${beside}…`;
    if (width < columns) beside += segment;
  }
  return text;
}

/** A text in lines of so many columns, broken between words; a longer word has a line of its own. */
export function wrapped(columns: number, text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(`${last} ${word}`) <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
