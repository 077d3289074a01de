import { resolve } from 'node:path';
import { normalise } from '../languages/text/paths';
import type { Check } from '../workspace/check';
import { fixAll } from '../workspace/fixAll';
import { readinessOf } from '../workspace/readiness';
import { checkedFiles } from '../workspace/unchecked';
import { formatChanges, formatText } from './formatText';
import { formatJson } from './formatJson';
import { type CheckedReadiness, formatReadiness } from './formatReadiness';
import { readCheckOptions, severities } from './options';
import { readAndCheck, standardInput, whyUnreadable } from './read';
import { usage, UsageError } from './usage';
import { writeFiles } from './write';

/** What a command needs of its process. */
export interface Terminal {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown };
}

/** `cluster-lab check`: gives the exit code. Throws UsageError. */
export async function check(words: readonly string[], { stdin, stdout, stderr }: Terminal): Promise<number> {
  const options = readCheckOptions(words);
  if (options.help) {
    stdout.write(usage);
    return 0;
  }
  const say = (message: string): unknown => stderr.write(`cluster-lab: ${message}\n`);
  const paths = [...new Set(options.paths.map(pathOf))];
  const unreadable = (await Promise.all(paths.map(whyUnreadable))).filter((why) => why !== undefined);
  if (unreadable.length > 0) {
    for (const why of unreadable) say(why);
    return 2;
  }

  const { nginxVersion, tomcatVersion, as } = options;
  const settings = { nginxVersion, tomcatVersion };
  const { unread, ...reading } = await readAndCheck({ paths, settings, stdin, as });
  let { checks } = reading;
  let failed = reportFailures(checks, say);
  if (options.readiness) {
    const found = checks.flatMap((one) =>
      readinessOf(one).map((readiness): CheckedReadiness => ({ check: one, readiness })),
    );
    if (found.length === 0) say('no cluster was found: nothing leads to two Tomcats, and none has a Cluster');
    stdout.write(formatReadiness(found, options.format));
    if (failed) return 2;
    if (found.length === 0) return 3;
    const lacks = found.some(({ readiness }) => readiness.points.some(({ state }) => state === 'lacks'));
    return lacks ? 1 : 0;
  }
  if (options.fix) {
    if (checks.some((one) => one.settings.elsewhere !== undefined))
      throw new UsageError('--fix writes files; what nginx -T printed has none here');
    const fixes = checks.map((before) => fixAll(before));
    const files = fixes.flatMap((fix) => fix.files);
    const fixed = fixes.flatMap((fix) => fix.fixed);
    const problem = await writeFiles(files);
    if (problem) {
      say(problem);
      failed = true;
    } else {
      checks = fixes.map(({ after }) => after);
      const changes = formatChanges(files, fixed);
      if (options.format === 'json') stderr.write(changes);
      else stdout.write(changes);
    }
  }

  stdout.write(
    options.format === 'json'
      ? formatJson(checks, unread)
      : formatText(checks, unread, { colours: isColoured(stdout) }),
  );
  if (failed) return 2;
  const limit = severities.indexOf(options.minSeverity);
  const isGrave = checks.some(({ diagnostics }) =>
    diagnostics.some(({ severity }) => severities.indexOf(severity) <= limit),
  );
  if (isGrave) return 1;
  return checks.every((one) => checkedFiles(one).length === 0) ? 3 : 0;
}

const pathOf = (path: string): string => (path === standardInput ? path : normalise(resolve(path)));

/** A rule that broke says nothing of the files: the answer would be a lie by omission. */
function reportFailures(checks: readonly Check[], say: (message: string) => void): boolean {
  const failures = checks.flatMap((one) => one.failures);
  for (const { rule, error } of failures)
    say(`rule ${rule} failed; this is a bug of Cluster Lab: ${String(error)}`);
  return failures.length > 0;
}

const isColoured = (stream: Terminal['stdout']): boolean =>
  stream.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
