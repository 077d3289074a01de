import { rules } from '../../server/src/rules/registry';
import { check } from '../../server/src/workspace/check';
import { loadTexts, ROOT } from '../helpers/workspace';
import type { Verdict } from './judges';
import { beside } from './mutants/files';
import type { Mutant } from './mutants/mutants';

/** How what we say of a file stands to what nginx says. */
export type Outcome = 'agreed' | 'caught' | 'missed' | 'wrong line' | 'false positive' | 'neutral';

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
  /host not found|no host in|bind\(\)|Permission denied|BIO_|PEM_|cannot load certificate|getpwnam|getgrnam|could not build|is not supported on this platform|shared memory|mkdir\(\)|open\(\) ".*logs\//;

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
  /** A block without its brace, marked where it begins: innermost still open where the brace was taken away. */
  const lost = (first: number): boolean =>
    depth(mutant.text.split('\n').slice(first - 1, mutant.line - 1)) === 1;
  const right = places.some(
    ({ isMain, first, last, code, message }) =>
      !isMain ||
      // A block that is not closed is marked where it begins, and the message names nginx's line.
      message.endsWith(`(line ${verdict.line})`) ||
      (code === 'nginx/syntax' && message.includes('is not closed') && lost(first)) ||
      lines.some((line) => line >= first - 1 && line <= last + 1) ||
      verdict.line === 0,
  );
  return { outcome: right ? 'caught' : 'wrong line', said };
}

/** How many more blocks these lines open than they close. */
const depth = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + (/\{\s*$/.test(line) ? 1 : 0) - (/^\s*\}/.test(line) ? 1 : 0), 0);
