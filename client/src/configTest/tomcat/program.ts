import { execFile } from 'node:child_process';
import { access, cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { l10n } from 'vscode';

const LIMIT_MS = 60_000;

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
  const program = join(home, 'bin', process.platform === 'win32' ? 'catalina.bat' : 'catalina.sh');
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
  return new Promise((resolve, reject) => {
    execFile(
      program,
      ['configtest'],
      {
        env,
        cwd: base,
        signal,
        timeout: LIMIT_MS,
        maxBuffer: 16 * 1024 * 1024,
        shell: process.platform === 'win32',
      },
      (error, stdout, stderr) => {
        if (!error || typeof error.code === 'number') resolve(`${stdout}\n${stderr}`);
        else if (error.killed && !signal.aborted)
          reject(
            new Error(l10n.t('{0} configtest did not end within {1} seconds.', program, LIMIT_MS / 1000)),
          );
        else reject(error);
      },
    );
  });
}
