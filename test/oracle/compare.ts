import { rules } from '../../server/src/rules/registry';
import { check } from '../../server/src/workspace/check';
import { loadTexts, ROOT } from '../helpers/workspace';
import type { Verdict } from './judges';
import { beside } from './mutants/files';
import type { Mutant } from './mutants/mutants';
import { quotedIn, quotes } from './words';

/** How what we say of a file stands to what nginx says. */
export type Outcome =
  'agreed' | 'caught' | 'other words' | 'missed' | 'wrong line' | 'false positive' | 'neutral';

export interface Compared {
  readonly outcome: Outcome;
  /** What we say, `line rule message`. */
  readonly said: readonly string[];
}

const refusedByNginx: ReadonlySet<string> = new Set(
  rules.filter(({ meta }) => meta.refusedBy === 'nginx').map(({ meta }) => meta.id),
);

/** What only a machine can know: names, files outside of the workspace, sockets, certificates, memory, users. */
const ofMachine =
  /host not found|no host in|bind\(\)|Permission denied|BIO_|PEM_|cannot load certificate|getpwnam|getgrnam|could not build|is not supported on this platform|mmap\(|mkdir\(\)|open\(\) ".*logs\//;

export function compare(mutant: Mutant, version: string, verdict: Verdict): Compared {
  const texts = new Map([['nginx.conf', mutant.text], ...Object.entries(beside)]);
  const checked = check(ROOT, loadTexts(texts), { nginxVersion: version });
  const main = checked.files.get(`${ROOT}/nginx.conf`);
  const errors = checked.diagnostics.filter(
    ({ severity, code }) => severity === 'error' && refusedByNginx.has(code),
  );
  const places = errors.map(({ path, span, code, message }) => {
    const first = main?.lines.positionAt(span.start).line ?? 0;
    const last = main?.lines.positionAt(span.end).line ?? 0;
    return { isMain: path === main?.path, first: first + 1, last: last + 1, code, message };
  });
  const said = places.map(({ first, code, message }) => `${first} ${code} ${message}`);
  if (checked.failures.length > 0) return { outcome: 'false positive', said: checked.failures.map(String) };
  if (!verdict) return { outcome: errors.length > 0 ? 'false positive' : 'agreed', said };
  if (ofMachine.test(verdict.message)) return { outcome: 'neutral', said };
  if (errors.length === 0) return { outcome: 'missed', said };
  // nginx names no line for what it finds in the end, and the included file for what stands there.
  const lines = verdict.line === 0 ? [mutant.line] : [verdict.line, mutant.line];
  const right = places.filter(
    ({ isMain, first, last }) =>
      !isMain || lines.some((line) => line >= first - 1 && line <= last + 1) || verdict.line === 0,
  );
  if (right.length === 0) return { outcome: 'wrong line', said };
  // One that stands elsewhere may be what nginx says; one that quotes nothing, quotes nothing wrong.
  const isQuoted =
    right.some(({ message }) => !quotedIn(message)) || places.some(({ message }) => quotes(message, verdict));
  return { outcome: isQuoted ? 'caught' : 'other words', said };
}
