import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, posix } from 'node:path';
import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import type { CompilePlan } from '../../../server/src/protocol';
import type { Engine } from './engine/engine';
import { filesBelow, packedFiles, tarOf, type PackedFile } from './files';
import { linesOf } from './frames';
import { Label } from './labels';
import { LabError, type LabStep } from './lab';

const WORK = '/tmp/cluster-lab';

/**
 * Runs the compiler that Tomcat carries (ecj) against Tomcat's own libraries, for the release of the image's JVM. Its
 * own arguments are a file: a command line has a limit.
 */
const SCRIPT = `set -e
cd "\${CATALINA_HOME:-/usr/local/tomcat}"
release=$(sed -n 's/^JAVA_VERSION="\\(1\\.\\)\\{0,1\\}\\([0-9]*\\).*/\\2/p' "$JAVA_HOME/release" 2>/dev/null || true)
mkdir -p ${WORK}/classes ${WORK}/lib
path=$(ls lib/*.jar ${WORK}/lib/*.jar 2>/dev/null | tr '\\n' ':')
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "lib/*" org.eclipse.jdt.internal.compiler.batch.Main \\
  -source "\${release:-8}" -target "\${release:-8}" -proc:none -nowarn -encoding UTF-8 -g -parameters \\
  -cp "$path" -d ${WORK}/classes ${WORK}/src`;

/** Compiles the sources of a plan; the classes lie under `plan.target`. The result is kept by the content of what went in. */
export async function compile(
  engine: Engine,
  labId: string,
  plan: CompilePlan,
  onStep: (step: LabStep) => void,
): Promise<PackedFile[]> {
  const sources = await inputs(plan);
  const cache = join(
    cacheFolder(),
    'classes',
    `${await digest((await engine.imageId(plan.image)) ?? plan.image, sources)}.tar`,
  );
  const kept = await readFile(cache).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (kept) return await unpack(Readable.from([kept]), plan.target);
  onStep({ message: `Compiling ${sources.filter(({ origin }) => origin).length} Java files` });
  const id = await engine.createContainer({
    image: plan.image,
    labels: { [Label.lab]: labId, [Label.role]: 'compiler' },
    entrypoint: ['bash', '-c'],
    command: [SCRIPT],
  });
  try {
    await engine.putFiles(id, tarOf(sources));
    await engine.start(id);
    const code = await engine.wait(id);
    if (code !== 0)
      throw refused(
        linesOf(await engine.readLog(id)).map(({ text }) => text),
        sources,
      );
    const chunks: Buffer[] = [];
    for await (const chunk of await engine.getFiles(id, `${WORK}/classes`)) chunks.push(chunk as Buffer);
    const tar = Buffer.concat(chunks);
    await keep(cache, tar, onStep);
    return await unpack(Readable.from([tar]), plan.target);
  } finally {
    await engine.removeContainer(id);
  }
}

type Source = PackedFile & { readonly origin?: string };

async function inputs({ sources, libraries }: CompilePlan): Promise<Source[]> {
  const java = await Promise.all(
    sources.map(async (folder) => {
      const files = (await filesBelow(folder)).filter((path) => path.endsWith('.java'));
      const plans = files.map((path) => ({
        target: posix.join(WORK, 'src', path),
        content: { kind: 'copy' as const, from: join(folder, path) },
      }));
      return (await packed(plans)).map((file, index) => ({
        ...file,
        origin: join(folder, files[index] ?? ''),
      }));
    }),
  );
  const jars = await packed(
    libraries.map((from, index) => ({
      target: from.endsWith('.jar') ? `${WORK}/lib/${index}.jar` : `${WORK}/lib/${index}`,
      content: { kind: 'copy' as const, from },
    })),
  );
  return [...java.flat(), ...jars];
}

const packed = (plans: Parameters<typeof packedFiles>[0]): Promise<PackedFile[]> =>
  packedFiles(plans, { assets: '', pair: { certificate: '', key: '' } });

async function digest(image: string, files: readonly PackedFile[]): Promise<string> {
  const hash = createHash('sha256').update(SCRIPT).update(image);
  for (const { path, read } of files) hash.update(path).update(await read());
  return hash.digest('hex').slice(0, 32);
}

const cacheFolder = (): string =>
  join(
    process.env['XDG_CACHE_HOME'] ?? process.env['LOCALAPPDATA'] ?? join(homedir(), '.cache'),
    'cluster-lab',
  );

/** Keeping the result saves a second at the next start; a home that cannot be written is no reason to fail. */
async function keep(path: string, tar: Buffer, onStep: (step: LabStep) => void): Promise<void> {
  try {
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    await writeFile(`${path}.${process.pid}`, tar);
    await rename(`${path}.${process.pid}`, path);
  } catch (error) {
    onStep({ message: `The compiled classes are not kept: ${(error as Error).message}` });
  }
}

/** The files of a tar of `classes/`, placed under `target`. */
async function unpack(tar: Readable, target: string): Promise<PackedFile[]> {
  const files: PackedFile[] = [];
  for await (const entry of tar.pipe(extract())) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    if (entry.header.type !== 'file') continue;
    const data = Buffer.concat(chunks);
    const path = posix.join(target, entry.header.name.replace(/^[^/]*\//, ''));
    files.push({ path, mode: 0o644, read: () => Promise.resolve(data) });
  }
  return files;
}

/** ecj says `1. ERROR in /path/File.java (at line 12)`, then the line, a marker and what is wrong. */
function refused(lines: readonly string[], sources: readonly Source[]): LabError {
  const at = lines.findIndex((line) => /ERROR in /.test(line));
  const [, path, line] = /ERROR in (\S+) \(at line (\d+)\)/.exec(lines[at] ?? '') ?? [];
  const file = sources.find((source) => source.path === path)?.origin;
  const words = lines.slice(at + 1).find((text) => /^\S/.test(text)) ?? lines.at(-1) ?? 'no output';
  return new LabError(
    'compile-failed',
    `The Java sources do not compile: ${words}`,
    'Repair the source, or build the app yourself: the lab takes a WAR or an exploded app as it is.',
    { lines, ...(file && line ? { place: { file, line: Number(line) - 1 } } : {}) },
  );
}
