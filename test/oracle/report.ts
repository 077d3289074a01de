import { type Compared, compare, type Outcome } from './compare';
import type { Mutant } from './mutants/mutants';
import type { Row } from './table';

export interface Judged extends Compared {
  readonly mutant: Mutant;
  readonly version: string;
  readonly nginx: string;
}

export interface Report {
  readonly judged: readonly Judged[];
  /** A line a kind of change, and a sum. */
  readonly text: string;
}

const columns: readonly Outcome[] = [
  'agreed',
  'caught',
  'other words',
  'missed',
  'wrong line',
  'false positive',
  'neutral',
];

/** Compares all verdicts with what we say, by kind of change. */
export function report(mutants: readonly Mutant[], rows: readonly Row[]): Report {
  const judged: Judged[] = [];
  for (const [index, mutant] of mutants.entries()) {
    for (const [version, verdict] of rows[index]?.verdicts ?? []) {
      if (verdict === 'unable') continue;
      const nginx = verdict ? `${verdict.line} ${verdict.message}` : 'ok';
      judged.push({ mutant, version, nginx, ...compare(mutant, version, verdict) });
    }
  }
  return { judged, text: tableOf(judged) };
}

const count = (judged: readonly Judged[], outcome: Outcome): number =>
  judged.filter((one) => one.outcome === outcome).length;

function tableOf(judged: readonly Judged[]): string {
  const groups = new Map<string, Judged[]>();
  for (const one of judged) {
    const name = one.mutant.mutation?.name ?? 'the file as it was';
    const group = groups.get(name);
    if (group) group.push(one);
    else groups.set(name, [one]);
  }
  const lines = [...groups, ['all', judged] as const].map(([name, group]) =>
    [
      name.padEnd(32),
      ...columns.map((column) => String(count(group, column)).padStart(column.length + 2)),
    ].join(''),
  );
  const found = count(judged, 'caught') + count(judged, 'other words');
  const refused = found + count(judged, 'missed') + count(judged, 'wrong line');
  const share = refused === 0 ? 100 : (found / refused) * 100;
  return [
    [''.padEnd(32), ...columns.map((column) => `  ${column}`)].join(''),
    ...lines,
    `${found} of ${refused} refused files found: ${share.toFixed(1)} %`,
  ].join('\n');
}

/** Those that nginx and we see differently, each with what both say: for whoever mends a rule. */
export const disagreements = (judged: readonly Judged[]): string =>
  judged
    .filter(({ outcome }) => !['agreed', 'caught', 'neutral'].includes(outcome))
    .map(({ mutant: { kind, mutation, line, text }, version, nginx, outcome, said }) =>
      [
        `${outcome}: ${mutation?.name ?? 'the file as it was'} in line ${line} of ${kind.name}, nginx ${version}`,
        `    ${text.split('\n')[line - 1]?.trim()}`,
        `    nginx: ${nginx}`,
        ...said.map((one) => `    we: ${one}`),
      ].join('\n'),
    )
    .join('\n');
