import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();

/** How many columns of a fixed-width font a text takes. */
export const widthOf = (text: string): number => stringWidth(text);

/** As much of a text as so many columns hold, with `…` where something is cut off. */
export function cutTo(columns: number, text: string): string {
  let width = 0;
  let beside = '';
  for (const { segment } of segmenter.segment(text)) {
    width += stringWidth(segment);
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
