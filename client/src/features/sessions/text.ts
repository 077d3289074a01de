import type { SessionEntry } from '../../lab/lab';
import { cutTo, widthOf } from '../../kernel/columns';
import type { SessionGroup } from './group';

const WIDEST = 40;

/** What the words of the text are in the user's language. */
export interface Words {
  readonly role: string;
  readonly primary: string;
  readonly backup: string;
  readonly notReplicated: string;
  readonly manager: string;
  readonly created: string;
  readonly lastUsed: string;
  readonly notHere: string;
  readonly silent: string;
  readonly missing: string;
  readonly values: string;
}

/**
 * One session as plain text, its nodes side by side: a line for each fact and attribute, with `≠` before those that are not
 * equal on all nodes, `=` before the others; below it every value as far as it was read.
 */
export function sessionTable(session: SessionGroup, words: Words): string[] {
  const { copies, nodes, silent, differing } = session;
  const entries = nodes.map((node) => copies.find((copy) => copy.node === node));
  const names = [
    ...new Set(copies.flatMap(({ entry }) => entry.attributes.map(({ name }) => name))),
  ].toSorted();
  const role = ({ primary }: SessionEntry): string =>
    primary === undefined ? words.notReplicated : primary ? words.primary : words.backup;
  const fact = (title: string, of: (copy: SessionGroup['copies'][number]) => string): string[] => [
    `  ${title}`,
    ...entries.map((copy) => (copy ? of(copy) : '')),
  ];
  const rows = [
    ['  ', ...nodes],
    [
      '  ' + words.role,
      ...entries.map((copy, index) =>
        copy ? role(copy.entry) : silent.includes(nodes[index] ?? '') ? words.silent : words.notHere,
      ),
    ],
    fact(words.manager, ({ manager }) => manager),
    fact(words.created, ({ entry }) => timeOf(entry.created)),
    fact(words.lastUsed, ({ entry }) => timeOf(entry.lastAccessed)),
    ...names.map((name) => [
      `${differing.includes(name) ? '≠' : copies.length > 1 ? '=' : ' '} ${oneLine(name)}`,
      ...entries.map((copy) => {
        const found = copy?.entry.attributes.find((attribute) => attribute.name === name);
        return found ? oneLine(found.value) : copy ? words.missing : '';
      }),
    ]),
  ];
  const values = names.flatMap((name) => [
    '',
    `  ${oneLine(name)}`,
    ...copies.flatMap(({ node, entry }) =>
      entry.attributes
        .filter((attribute) => attribute.name === name)
        .map(({ type, value }) => `    ${node}  ${type}  ${oneLine(value)}`),
    ),
  ]);
  return [...aligned(rows), ...(values.length > 0 ? ['', words.values, ...values.slice(1)] : [])];
}

const timeOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

/**
 * A value may hold anything: what would break the line, or play tricks on its order, is written as in a Java string. What
 * joins the parts of an emoji stays.
 */
const oneLine = (text: string): string =>
  text.replaceAll(
    /(?!(?<=\p{Extended_Pictographic}\uFE0F?)\u200D)[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (char) => ESCAPES[char] ?? `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function aligned(rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map((cell) => cutTo(WIDEST, cell)));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => widthOf(row[column] ?? ''))),
  );
  return cells.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
      .join('   ')
      .trimEnd(),
  );
}
