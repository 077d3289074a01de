import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What a Tomcat logs. */
export interface Said {
  readonly logger: string;
  readonly message: string;
}

/** Gives lines to a program in this folder that runs with a Tomcat's jars, and gets what it says of each of them, by number. */
export function askTomcat(
  home: string,
  program: string,
  lines: readonly string[],
  files: Readonly<Record<string, string>> = {},
): ReadonlyMap<number, readonly Said[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tomcat-probe-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const jars = ['bin', 'lib'].flatMap((name) =>
      readdirSync(join(home, name))
        .filter((file) => file.endsWith('.jar'))
        .map((file) => join(home, name, file)),
    );
    const { stdout, stderr, status } = spawnSync(
      'java',
      [
        '-XX:TieredStopAtLevel=1',
        '-Duser.language=en',
        `-Dcatalina.home=${folder}`,
        `-Dcatalina.base=${folder}`,
        '-cp',
        jars.join(':'),
        `test/oracle/tomcat/${program}`,
      ],
      { input: `${lines.join('\n')}\n`, encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    if (status !== 0) throw new Error(`java ended with ${status}: ${stderr}`);
    return saidBy(stdout.replaceAll(folder, '.'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function saidBy(output: string): ReadonlyMap<number, readonly Said[]> {
  const said = new Map<number, Said[]>();
  for (const line of output.split('\n')) {
    const [number, logger, message] = line.split('\t');
    if (number === undefined || logger === undefined || message === undefined) continue;
    const all = said.get(Number(number)) ?? [];
    all.push({ logger, message });
    said.set(Number(number), all);
  }
  return said;
}
