import { access, constants } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Check, CheckSettings } from '../workspace/check';
import { check as checkFiles } from '../workspace/check';
import { fixAll } from '../workspace/fixAll';
import { Folder } from '../workspace/folder';
import { nodeFileSystem } from '../workspace/nodeFileSystem';
import { commonFolder, isInside, normalise } from '../languages/text/paths';
import { projectsOf } from '../workspace/projects';
import { Sources } from '../workspace/sources';
import { formatChanges, formatText } from './formatText';
import { formatJson } from './formatJson';
import { readCheckOptions, severities } from './options';
import { usage } from './usage';
import { writeFiles } from './write';
import { messageOf } from '../workspace/errors';

/** What a command needs of its process. */
export interface Terminal {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown };
}

/** `cluster-lab check`: gives the exit code. Throws UsageError. */
export async function check(words: readonly string[], { stdout, stderr }: Terminal): Promise<number> {
  const options = readCheckOptions(words);
  if (options.help) {
    stdout.write(usage);
    return 0;
  }
  const say = (message: string): unknown => stderr.write(`cluster-lab: ${message}\n`);
  const paths = [...new Set(options.paths.map((path) => normalise(resolve(path))))];
  const unreadable = (await Promise.all(paths.map(whyUnreadable))).filter((why) => why !== undefined);
  if (unreadable.length > 0) {
    for (const why of unreadable) say(why);
    return 2;
  }

  const { nginxVersion, tomcatVersion } = options;
  let checks = await readAndCheck(paths, { nginxVersion, tomcatVersion }, say);
  let failed = reportFailures(checks, say);
  if (options.fix) {
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
    options.format === 'json' ? formatJson(checks) : formatText(checks, { colours: isColoured(stdout) }),
  );
  if (failed) return 2;
  const limit = severities.indexOf(options.minSeverity);
  const isGrave = checks.some(({ diagnostics }) =>
    diagnostics.some(({ severity }) => severities.indexOf(severity) <= limit),
  );
  return isGrave ? 1 : 0;
}

/** Folders are searched, each by itself; files named outside of them are judged together. */
export async function readAndCheck(
  paths: readonly string[],
  settings: CheckSettings,
  note: (message: string) => void,
): Promise<Check[]> {
  const sources = new Sources(nodeFileSystem);
  const kinds = await Promise.all(paths.map((path) => nodeFileSystem.stat(path)));
  const allFolders = paths.filter((_, index) => kinds[index]?.kind === 'folder');
  const files = paths.filter((_, index) => kinds[index]?.kind === 'file');
  const roots = allFolders.filter(
    (root) => !allFolders.some((other) => other !== root && isInside(root, other)),
  );
  const folders = roots.map(
    (root) => new Folder(root, sources, { given: files.filter((file) => isInside(file, root)), note }),
  );
  const others = files.filter((file) => !roots.some((root) => isInside(file, root)));
  if (others.length > 0) {
    folders.push(new Folder(commonFolder(others), sources, { given: others, search: false, note }));
  }
  const checks: Check[] = [];
  for (const folder of folders) {
    await folder.scan();
    const projects = projectsOf(folder.root, folder.files);
    const known = { ...settings, absent: folder.absent };
    checks.push(...projects.map((project) => checkFiles(project.root, project.files, known)));
  }
  return checks;
}

/** Why a path cannot be read, in a sentence; undefined where it can. */
export async function whyUnreadable(path: string): Promise<string | undefined> {
  try {
    const found = await nodeFileSystem.stat(path);
    if (!found) return `${path} does not exist`;
    if (found.kind === 'other') return `${path} is neither a file nor a folder`;
    await access(path, found.kind === 'folder' ? constants.R_OK | constants.X_OK : constants.R_OK);
    return undefined;
  } catch (error) {
    return `${path} cannot be read: ${messageOf(error)}`;
  }
}

/** A rule that broke says nothing of the files: the answer would be a lie by omission. */
function reportFailures(checks: readonly Check[], say: (message: string) => void): boolean {
  const failures = checks.flatMap((one) => one.failures);
  for (const { rule, error } of failures)
    say(`rule ${rule} failed; this is a bug of Cluster Lab: ${String(error)}`);
  return failures.length > 0;
}

const isColoured = (stream: Terminal['stdout']): boolean =>
  stream.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
