import { spawn } from 'node:child_process';
import { access, cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { l10n } from 'vscode';

const LIMIT_MS = 60_000;
const isWindows = process.platform === 'win32';

/** What Tomcat reads beside server.xml where that does not lie in a folder `conf`. */
const BESIDE = ['catalina.properties', 'context.xml', 'web.xml', 'tomcat-users.xml', 'jaspic-providers.xml'];

/** What a Tomcat said, and its CATALINA_BASE then. */
export interface Told {
  readonly output: string;
  readonly base: string;
}

/**
 * What `catalina.sh configtest` of the Tomcat in `home` says of a server.xml, in a CATALINA_BASE of its own that holds a copy
 * of the configuration around the file: nothing is written into the user's folder. Undefined where there is no Tomcat.
 * @param text of the server.xml, instead of that on the disk
 */
export async function askProgram(
  home: string,
  serverXml: string,
  text: string,
  signal: AbortSignal,
): Promise<Told | undefined> {
  const program = join(home, 'bin', isWindows ? 'catalina.bat' : 'catalina.sh');
  if (!(await exists(program))) return undefined;
  const base = await realpath(await mkdtemp(join(tmpdir(), 'cluster-lab-tomcat-')));
  try {
    const conf = join(base, 'conf');
    await cp(join(home, 'conf'), conf, { recursive: true });
    const folder = dirname(serverXml);
    if (basename(folder) === 'conf') await cp(folder, conf, { recursive: true });
    else
      for (const name of BESIDE)
        if (await exists(join(folder, name))) await cp(join(folder, name), join(conf, name));
    await writeFile(join(conf, 'server.xml'), text);
    for (const name of ['logs', 'temp', 'webapps', 'work']) await mkdir(join(base, name));
    return { output: await run(program, { home, base, signal }), base };
  } finally {
    await rm(base, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

function run(
  program: string,
  { home, base, signal }: { readonly home: string; readonly base: string; readonly signal: AbortSignal },
): Promise<string> {
  const { CATALINA_OPTS = '', JAVA_OPTS = '' } = process.env;
  const env = {
    ...process.env,
    CATALINA_HOME: home,
    CATALINA_BASE: base,
    CATALINA_TMPDIR: join(base, 'temp'),
    // configtest does not read CATALINA_OPTS (bin/catalina.sh), in which properties of the files may be set.
    JAVA_OPTS: `-Duser.language=en -Duser.country=US ${JAVA_OPTS} ${CATALINA_OPTS}`.trim(),
  };
  const either = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  return new Promise((resolve, reject) => {
    const child = isWindows
      ? // cmd takes off the outer quotes, and keeps a path with blanks together by the inner ones.
        spawn('cmd.exe', ['/d', '/s', '/c', `""${program}" configtest"`], {
          env,
          cwd: base,
          windowsVerbatimArguments: true,
        })
      : spawn(program, ['configtest'], { env, cwd: base, detached: true });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    // The script does not give way to Java: both have to end.
    const kill = (): void => void (isWindows ? child.kill() : killGroup(child.pid));
    either.addEventListener('abort', kill);
    child.once('error', reject);
    child.once('close', () => {
      either.removeEventListener('abort', kill);
      if (signal.aborted) reject(signal.reason);
      else if (either.aborted)
        reject(new Error(l10n.t('{0} configtest did not end within {1} seconds.', program, LIMIT_MS / 1000)));
      else resolve(Buffer.concat(output).toString('utf8'));
    });
    if (either.aborted) kill();
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It has ended by itself in the meantime.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
