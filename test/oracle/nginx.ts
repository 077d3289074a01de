import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The real nginx, as judge of what we say of its files. */

/** The path of nginx; throws a sentence where there is none. */
export function findNginx(): string {
  const candidates = ['nginx', '/usr/sbin/nginx', '/usr/local/nginx/sbin/nginx'];
  for (const command of candidates) {
    if (command.includes('/') ? existsSync(command) : spawnSync(command, ['-v']).status === 0) return command;
  }
  throw new Error(
    'These tests compare with the real nginx, and there is none: install it (apt-get install nginx).',
  );
}

export interface Verdict {
  readonly accepted: boolean;
  /** The first message of level emerg without level, file and line; undefined where nginx accepts the file. */
  readonly message: string | undefined;
  /** From 1; undefined where nginx names none. */
  readonly line: number | undefined;
  readonly output: string;
}

/** Runs `nginx -t` on texts, two at a time, in a folder of its own that is removed again. */
export async function judge(texts: readonly (string | Buffer)[]): Promise<Verdict[]> {
  const nginx = findNginx();
  const folder = await mkdtemp(join(tmpdir(), 'nginx-oracle-'));
  try {
    const verdicts: Verdict[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let index = next++; index < texts.length; index = next++) {
        const file = join(folder, `${index}.conf`);
        await writeFile(file, texts[index] ?? '');
        verdicts[index] = await test(nginx, folder, file);
      }
    };
    await Promise.all([work(), work()]);
    return verdicts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function test(nginx: string, folder: string, file: string): Promise<Verdict> {
  const args = ['-t', '-p', folder, '-c', file, '-e', 'stderr', '-g', `pid ${folder}/nginx.pid;`];
  return new Promise((resolve, reject) => {
    // Without a pipe for its output, since nginx opens a log at /dev/stdout, and no socket can be opened.
    const child = spawn(nginx, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 10_000 });
    let output = '';
    child.stderr.setEncoding('latin1').on('data', (chunk: string) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === null) reject(new Error(`nginx -t did not end: ${output}`));
      else resolve({ accepted: code === 0, ...firstMessage(output, file), output });
    });
  });
}

/** `nginx: [emerg] unexpected ";" in /tmp/x/1.conf:3`; what nginx quotes may hold line feeds. */
function firstMessage(output: string, file: string): Pick<Verdict, 'message' | 'line'> {
  const start = /\[emerg\] (?:\d+#\d+: )?/.exec(output);
  if (!start) return { message: undefined, line: undefined };
  const rest = output.slice(start.index + start[0].length);
  const place = rest.indexOf(` in ${file}:`);
  if (place === -1) return { message: rest.split('\n')[0], line: undefined };
  return {
    message: rest.slice(0, place),
    line: Number.parseInt(rest.slice(place + ` in ${file}:`.length), 10),
  };
}
