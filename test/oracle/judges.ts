import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { selfSigned } from '../../client/src/lab/certificate';
import { beside } from './mutants/files';
import type { Mutant } from './mutants/mutants';
import { findNginx } from './nginx';

/** A real nginx that says of files whether it would start with them. */
export interface Judge {
  readonly version: string;
  readonly command: string;
  /** Paths of the modules that it loads for a kind of file; undefined where it has all built in. */
  readonly modules?: Readonly<Record<string, readonly string[]>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a judge says of a file: undefined where it takes it, and the line where it names one. */
export type Verdict = { readonly message: string; readonly line: number } | undefined;

/** Where `npm run oracle` left the judges that it got. */
const found = '.tools/oracle/judges.json';

/** Those that `npm run oracle` got; else the nginx of this machine alone. */
export function judges(): readonly Judge[] {
  if (existsSync(found)) {
    const all: readonly Judge[] = JSON.parse(readFileSync(found, 'utf8'));
    return all;
  }
  return [{ version: '1.22.1', command: findNginx(), modules: {} }];
}

/** Judges files, two at a time, in a folder of their own with what they include. */
export async function judgeAll(
  judge: Judge,
  mutants: readonly Mutant[],
): Promise<ReadonlyMap<Mutant, Verdict>> {
  const folder = await mkdtemp(join(tmpdir(), 'nginx-oracle-'));
  try {
    await furnish(folder);
    const verdicts = new Map<Mutant, Verdict>();
    let next = 0;
    const work = async (): Promise<void> => {
      for (let index = next++; index < mutants.length; index = next++) {
        const mutant = mutants[index];
        if (!mutant) continue;
        const file = join(folder, `${index}.conf`);
        await writeFile(file, mutant.text);
        verdicts.set(mutant, await test(judge, mutant, folder, file));
      }
    };
    await Promise.all([work(), work()]);
    return verdicts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function furnish(folder: string): Promise<void> {
  const { certificate, key } = await selfSigned([]);
  const files = { ...beside, 'certs/site.crt': certificate, 'certs/site.key': key, 'logs/.keep': '' };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

function test(judge: Judge, { kind }: Mutant, folder: string, file: string): Promise<Verdict> {
  const load = (kind.modules ?? []).flatMap((name) => judge.modules?.[name] ?? []);
  const globals = [...load.map((path) => `load_module ${path};`), `pid ${folder}/nginx.pid;`].join(' ');
  const args = ['-t', '-p', `${folder}/`, '-c', file, '-e', 'stderr', '-g', globals];
  const env = { ...process.env, ...judge.env };
  return new Promise((resolve, reject) => {
    execFile(judge.command, args, { timeout: 20_000, encoding: 'latin1', env }, (error, _, output) => {
      if (!error) resolve(undefined);
      else if (typeof error.code !== 'number') reject(error);
      else resolve(verdictOf(output, file));
    });
  });
}

/** `nginx: [emerg] unexpected ";" in /tmp/x/1.conf:3`; of a file that is included the line of the include is not known. */
function verdictOf(output: string, file: string): Verdict {
  const start = /\[emerg\] (?:\d+#\d+: )?/.exec(output);
  if (!start) return { message: output.trim().split('\n')[0] ?? '', line: 0 };
  const rest = output.slice(start.index + start[0].length);
  const place = rest.indexOf(` in ${file}:`);
  const message = (place === -1 ? (rest.split('\n')[0] ?? '') : rest.slice(0, place)).replaceAll('\n', '\\n');
  const line = place === -1 ? 0 : Number.parseInt(rest.slice(place + ` in ${file}:`.length), 10);
  return { message: message.replaceAll(dirname(file), '.'), line };
}
