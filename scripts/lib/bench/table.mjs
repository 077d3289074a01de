export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const line = (cells) => `| ${cells.join(' | ')} |`;

/** Prints rows of cells as a table of Markdown. */
export function printTable(head, rows) {
  console.log(['', line(head), line(head.map(() => '-')), ...rows.map(line)].join('\n'));
}
