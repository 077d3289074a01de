import { rules } from '../../../../server/src/rules/registry';
import { schemaRules } from '../../../../server/src/rules/tomcat/schema';
import { check } from '../../../../server/src/workspace/check';
import { loadTexts, ROOT } from '../../../helpers/workspace';
import type { Mutant } from './mutants';
import type { Row, Verdict } from './verdicts';

/** How what we say of a change stands to what Tomcat says. `warned`: a warning of ours alone, where Tomcat says nothing. */
export type Outcome = 'agreed' | 'found' | 'missed' | 'wrong line' | 'false alarm' | 'warned' | 'neutral';

export interface Judged {
  readonly mutant: Mutant;
  readonly version: string;
  readonly verdict: Verdict;
  readonly outcome: Outcome;
  /** What we say, `line severity rule message`. */
  readonly said: readonly string[];
}

export interface Report {
  readonly judged: readonly Judged[];
  /** Share of what Tomcat names that we find within a line. */
  readonly share: number;
  /** A line a kind of change: counts by release. */
  readonly text: string;
}

interface Finding {
  readonly first: number;
  readonly last: number;
  readonly severity: string;
  readonly code: string;
  readonly message: string;
}

const ofTomcat: ReadonlySet<string> = new Set(
  rules.filter(({ meta }) => meta.refusedBy === 'tomcat').map(({ meta }) => meta.id),
);

/** Of what only a start shows, a Tomcat that reads a file says nothing. */
const ofReading: ReadonlySet<string> = new Set(schemaRules.map(({ meta }) => meta.id));

/** What no text decides: names and addresses of hosts, files and what is in them, what is installed beside Tomcat. */
const ofMachine = new RegExp(
  [
    'UnknownHostException',
    String.raw`(?:failed to set property \[|Setting property ')address\b`,
    'Cannot assign requested address',
    'Connection refused',
    'NoSuchFileException|FileNotFoundException',
    'Cannot store non-PrivateKeys|Invalid keystore format',
    'APR/native library',
    'No such provider',
    'post handshake authentication',
  ].join('|'),
);

function findingsIn({ base, text }: Mutant, version: string): readonly Finding[] {
  const path = `conf/${base.file}`;
  const checked = check(ROOT, loadTexts(new Map([[path, text]])), { tomcatVersion: version });
  if (checked.failures.length > 0) throw new Error(checked.failures.map(String).join('\n'));
  const lines = checked.files.get(`${ROOT}/${path}`)?.lines;
  return checked.diagnostics
    .filter(({ code }) => ofTomcat.has(code))
    .map(({ span, severity, code, message }) => ({
      first: (lines?.positionAt(span.start).line ?? 0) + 1,
      last: (lines?.positionAt(span.end).line ?? 0) + 1,
      severity,
      code,
      message,
    }));
}

/** Of a file that is not well-formed, the same is said for all releases. */
function findingsOnce(): typeof findingsIn {
  const malformed = new Map<string, readonly Finding[]>();
  return (mutant, version) => {
    const known = malformed.get(mutant.text);
    if (known) return known;
    const found = findingsIn(mutant, version);
    if (found.some(({ code }) => code === 'tomcat/malformed-xml')) malformed.set(mutant.text, found);
    return found;
  };
}

/** Compares all verdicts with what we say that we do not say of the file as it was. */
export function report(mutants: readonly Mutant[], rows: readonly Row[]): Report {
  const unchanged = new Map<string, ReadonlySet<string>>();
  const findings = findingsOnce();
  const judged: Judged[] = [];
  for (const [index, mutant] of mutants.entries()) {
    for (const [version, verdict] of rows[index] ?? []) {
      if (verdict === 'unable') continue;
      const all = findings(mutant, version);
      const id = `${version} ${mutant.base.name}`;
      if (mutant.name === undefined)
        unchanged.set(id, new Set(all.map(({ code, message }) => code + message)));
      const before = unchanged.get(id);
      const found =
        mutant.name === undefined
          ? all.filter(({ severity }) => severity === 'error')
          : all.filter(({ code, message }) => !before?.has(code + message));
      judged.push({
        mutant,
        version,
        verdict,
        outcome: outcomeOf(mutant, verdict, found),
        said: found.map(({ first, severity, code, message }) => `${first} ${severity} ${code} ${message}`),
      });
    }
  }
  const found = count(judged, 'found');
  const named = found + count(judged, 'missed') + count(judged, 'wrong line');
  const share = found / Math.max(1, named);
  return {
    judged,
    share,
    text: tableOf(judged, `${found} of ${named} found within a line: ${(share * 100).toFixed(1)} %`),
  };
}

function outcomeOf(mutant: Mutant, { outcome, line, words }: Verdict, found: readonly Finding[]): Outcome {
  if (outcome === 'ok') {
    if (found.some(({ severity, code }) => severity === 'error' && (mutant.starts || ofReading.has(code))))
      return 'false alarm';
    return found.length > 0 ? 'warned' : 'agreed';
  }
  if (ofMachine.test(words)) return 'neutral';
  if (found.length === 0) return 'missed';
  const lines = [...mutant.lines, ...(line > 0 ? [line] : [])];
  return found.some(({ first, last }) => lines.some((one) => one >= first - 1 && one <= last + 1))
    ? 'found'
    : 'wrong line';
}

const count = (judged: readonly Judged[], outcome: Outcome): number =>
  judged.filter((one) => one.outcome === outcome).length;

const COLUMNS: readonly Outcome[] = [
  'agreed',
  'found',
  'missed',
  'wrong line',
  'false alarm',
  'warned',
  'neutral',
];

function tableOf(judged: readonly Judged[], sum: string): string {
  const versions = [...new Set(judged.map(({ version }) => version))];
  const names = [...new Set(judged.map(({ mutant }) => mutant.name))];
  const groups = [...names.map((name) => judged.filter(({ mutant }) => mutant.name === name)), judged];
  const lines = groups.map((group, index) => {
    const label = index === names.length ? 'all' : (names[index] ?? 'the file as it was');
    const cells = COLUMNS.map((column) => {
      const counts = versions.map((version) =>
        count(
          group.filter((one) => one.version === version),
          column,
        ),
      );
      return (counts.every((one) => one === 0) ? '' : counts.join('/')).padEnd(20);
    });
    return `${label.padEnd(34)}${cells.join('')}`.trimEnd();
  });
  return [
    `${versions.join(' / ').padEnd(34)}${COLUMNS.map((column) => column.padEnd(20)).join('')}`.trimEnd(),
    ...lines,
    sum,
  ].join('\n');
}

/** Those that Tomcat and we see differently, each with what both say, equal ones of several releases once. */
export function disagreements(judged: readonly Judged[]): string {
  const releases = new Map<string, string[]>();
  for (const { mutant, version, verdict, outcome, said } of judged) {
    if (outcome === 'agreed' || outcome === 'found' || outcome === 'neutral') continue;
    const line = mutant.lines[0] ?? 1;
    const block = [
      `${outcome}: ${mutant.name ?? 'the file as it was'} in line ${mutant.lines.join(', ')} of ${mutant.base.name}`,
      `    ${mutant.text.split('\n')[line - 1]?.trim()}`,
      `    Tomcat: ${verdict.outcome} ${verdict.line} ${verdict.words}`,
      ...said.map((one) => `    we: ${one}`),
    ].join('\n');
    releases.set(block, [...(releases.get(block) ?? []), version]);
  }
  return [...releases].map(([block, versions]) => `${versions.join(', ')} ${block}`).join('\n');
}
