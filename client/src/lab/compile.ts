import { t } from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import type { CompilePlan } from '../../../server/src/protocol';
import { endOf } from './endOf';
import type { Engine } from './engine/engine';
import { fileFromDisk, filesBelow, fromDisk, tarOf, type PackedFile } from './files';
import { linesOf } from './logs/frames';
import { Label } from './labels';
import { LabError, type LabStep } from './lab';

const LIMIT_MS = 180_000;
const WORK = '/tmp/cluster-lab';
const SOURCES = `${WORK}/src`;
const LIBRARIES = `${WORK}/lib`;
const CLASSES = `${WORK}/classes`;

/** Runs the compiler that Tomcat carries (ecj) against Tomcat's own libraries, for the release of the image's JVM. */
const SCRIPT = `set -e
cd "\${CATALINA_HOME:-/usr/local/tomcat}"
release=$(sed -n 's/^JAVA_VERSION="\\(1\\.\\)\\{0,1\\}\\([0-9]*\\).*/\\2/p' "$JAVA_HOME/release" 2>/dev/null || true)
mkdir -p ${CLASSES} ${LIBRARIES}
path=$(ls -d lib/*.jar ${LIBRARIES}/* ${LIBRARIES}/*/*.jar 2>/dev/null | tr '\\n' ':')
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "lib/*" org.eclipse.jdt.internal.compiler.batch.Main \\
  -source "\${release:-8}" -target "\${release:-8}" -proc:none -nowarn -encoding UTF-8 -g -parameters \\
  -cp "$path" -d ${CLASSES} ${SOURCES}`;

export interface CompileOptions {
  readonly labId: string;
  readonly signal: AbortSignal;
  readonly onStep: (step: LabStep) => void;
}

/**
 * Compiles the sources of a plan in a throw-away container; the classes lie under `plan.target`. The result is kept by
 * the content of what went in. Rejects with `compile-failed`.
 */
export async function compile(
  engine: Engine,
  plan: CompilePlan,
  options: CompileOptions,
): Promise<PackedFile[]> {
  const { onStep } = options;
  const sources = await sourcesOf(plan);
  if (sources.length === 0) return [];
  const files = [...sources, ...(await librariesOf(plan))];
  const image = (await engine.imageId(plan.image)) ?? plan.image;
  const kept = join(cacheFolder(), 'classes', `${await digest(image, files)}.tar`);
  try {
    return await unpack(await readFile(kept), plan.target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      onStep({
        message: t('The classes that were compiled earlier cannot be read: {reason}', {
          reason: (error as Error).message,
        }),
      });
  }
  onStep({
    message:
      sources.length === 1
        ? t('Compiling a Java file')
        : t('Compiling {count} Java files', { count: sources.length }),
  });
  const tar = await run(engine, plan, { ...options, sources, files });
  await keep(kept, tar, onStep);
  return await unpack(tar, plan.target);
}

async function run(
  engine: Engine,
  { image }: CompilePlan,
  {
    labId,
    signal,
    sources,
    files,
  }: CompileOptions & { sources: readonly Source[]; files: readonly PackedFile[] },
): Promise<Buffer> {
  const id = await engine.createContainer({
    image,
    labels: { [Label.lab]: labId, [Label.role]: 'compiler' },
    entrypoint: ['bash', '-c'],
    command: [SCRIPT],
  });
  try {
    await engine.putFiles(id, tarOf(files));
    await engine.start(id);
    const code = await endOf(engine, id, { signal, limitMs: LIMIT_MS, tooSlow });
    if (code !== 0) throw refused(await linesOf(await engine.readLog(id)), sources);
    const chunks: Buffer[] = [];
    for await (const chunk of (await engine.getFiles(id, CLASSES)) ?? []) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } finally {
    await engine.removeContainer(id);
  }
}

/** A Java file with its path on this machine. */
type Source = PackedFile & { readonly origin: string };

/** The Java files of a plan. */
export async function sourcesOf({ sources }: CompilePlan): Promise<Source[]> {
  const found = await Promise.all(
    sources.map(async (folder, index) =>
      (await filesBelow(folder))
        .filter((path) => path.endsWith('.java'))
        .map((path) => {
          const origin = join(folder, path);
          return { ...fileFromDisk(origin, posix.join(SOURCES, String(index), path)), origin };
        }),
    ),
  );
  return found.flat();
}

async function librariesOf({ libraries }: CompilePlan): Promise<PackedFile[]> {
  const found = await Promise.all(
    libraries.map((from, index) =>
      fromDisk(from, `${LIBRARIES}/${index}${from.endsWith('.jar') ? '.jar' : ''}`),
    ),
  );
  return found.flat();
}

async function digest(image: string, files: readonly PackedFile[]): Promise<string> {
  const hash = createHash('sha256').update(SCRIPT).update(image);
  for (const { path, read } of files) {
    const data = await read();
    hash.update(`\0${path}\0${data.length}\0`).update(data);
  }
  return hash.digest('hex').slice(0, 32);
}

const cacheFolder = (): string =>
  join(
    process.env['XDG_CACHE_HOME'] || process.env['LOCALAPPDATA'] || join(homedir(), '.cache'),
    'cluster-lab',
  );

/** Keeping the result saves a second at the next start; a home that cannot be written is no reason to fail. */
async function keep(path: string, tar: Buffer, onStep: (step: LabStep) => void): Promise<void> {
  const unfinished = `${path}.${process.pid}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(unfinished, tar);
    await rename(unfinished, path);
    await forgetOldest(dirname(path));
  } catch (error) {
    onStep({
      message: t('The compiled classes could not be kept for the next start: {reason}', {
        reason: (error as Error).message,
      }),
    });
  }
}

/** Results that are kept: each change of a source makes another one. */
const MOST_KEPT = 50;

async function forgetOldest(folder: string): Promise<void> {
  const paths = (await readdir(folder)).map((name) => join(folder, name));
  const ages = await Promise.all(paths.map(async (path) => ({ path, made: (await stat(path)).mtimeMs })));
  const old = ages.toSorted((a, b) => b.made - a.made).slice(MOST_KEPT);
  await Promise.all(old.map(({ path }) => rm(path, { force: true })));
}

/** The files of a tar of `classes/`, placed under `target`. */
async function unpack(tar: Buffer, target: string): Promise<PackedFile[]> {
  const files: PackedFile[] = [];
  for await (const entry of Readable.from([tar]).pipe(extract())) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    if (entry.header.type !== 'file') continue;
    const data = Buffer.concat(chunks);
    const path = posix.join(target, entry.header.name.replace(/^[^/]*\//, ''));
    files.push({ path, mode: 0o644, read: () => Promise.resolve(data) });
  }
  return files;
}

const repair = (): string =>
  t('Fix the source, or build the app yourself: the lab takes a WAR or an exploded app as it is.');

const tooSlow = (): LabError =>
  new LabError(
    'compile-failed',
    t('The Java sources were not compiled within {minutes} minutes.', { minutes: LIMIT_MS / 60_000 }),
    t('Build the app yourself: the lab takes a WAR or an exploded app as it is.'),
  );

/**
 * ecj says `1. ERROR in /path/File.java (at line 12)`, then the line, a marker below the place, and what is wrong there.
 */
function refused(log: readonly { readonly text: string }[], sources: readonly Source[]): LabError {
  const lines = log.map(({ text }) => text);
  const at = lines.findIndex((line) => /^\d+\. ERROR in /.test(line));
  const [, path, line] = / in (\S+) \(at line (\d+)\)/.exec(lines[at] ?? '') ?? [];
  const marker = lines.findIndex((text, index) => index > at && /^\s*\^+\s*$/.test(text));
  const words = (marker < 0 ? lines.at(-1) : lines[marker + 1]) ?? t('the compiler ended without output');
  const file = sources.find((source) => source.path === path)?.origin;
  return new LabError(
    'compile-failed',
    t('The Java sources do not compile: {words}', { words: words.trim() }),
    repair(),
    {
      lines,
      ...(file !== undefined && line !== undefined && { place: { file, line: Number(line) - 1 } }),
    },
  );
}
