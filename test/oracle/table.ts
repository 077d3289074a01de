import { createHash } from 'node:crypto';
import type { Verdict } from './judges';
import type { Mutant } from './mutants/mutants';

/** Where the verdicts are kept: a line a file, written by `npm run oracle`. */
export const tablePath = 'test/oracle/verdicts.tsv';

/** What the judges said of each file, by version; `unable`: it lacks a module that the file needs. */
export interface Row {
  readonly hash: string;
  readonly verdicts: ReadonlyMap<string, Verdict | 'unable'>;
}

export const hashOf = ({ text }: Mutant): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 10);

const written = (verdict: Verdict | 'unable'): string =>
  verdict === 'unable' ? '-' : verdict ? `${verdict.line} ${verdict.message}` : 'ok';

function read(cell: string): Verdict | 'unable' {
  if (cell === '-') return 'unable';
  if (cell === 'ok') return undefined;
  const blank = cell.indexOf(' ');
  return { line: Number(cell.slice(0, blank)), message: cell.slice(blank + 1) };
}

export function writeTable(rows: readonly Row[], versions: readonly string[]): string {
  const lines = rows.map(({ hash, verdicts }) =>
    [hash, ...versions.map((version) => written(verdicts.get(version)).replaceAll('\t', ' '))].join('\t'),
  );
  return `${[['file', ...versions].join('\t'), ...lines].join('\n')}\n`;
}

export function readTable(text: string): readonly Row[] {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const [, ...versions] = head.split('\t');
  return lines.map((line) => {
    const [hash = '', ...cells] = line.split('\t');
    return {
      hash,
      verdicts: new Map(versions.map((version, index) => [version, read(cells[index] ?? '-')] as const)),
    };
  });
}
