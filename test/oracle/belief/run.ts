// Compares what we say that Tomcat believes with what it does, on every nginx and Tomcat. Run by `npm run oracle -- belief`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { selfSigned } from '../../../client/src/lab/certificate';
import { type Judge, judges } from '../judges';
import type { Tomcat } from '../tomcat/judge';
import { combinations, halves as halvesOf } from './combinations';
import { compare, type Tally } from './compare';
import { startNginx, usablePorts } from './nginx';
import { startTomcat } from './tomcat';

export interface Size {
  readonly halves: number;
  readonly combinations: number;
  /** Another one gives others: `SEED=7 npm run oracle -- belief`. */
  readonly seed?: number | undefined;
}

/** Starts each Tomcat once and each nginx once beside it. */
export async function compareAll(
  nginxes: readonly Judge[],
  tomcats: readonly Tomcat[],
  size: Size,
): Promise<ReadonlyMap<string, Tally>> {
  const tally = new Map<string, Tally>();
  const folder = mkdtempSync(join(tmpdir(), 'belief-'));
  try {
    const ports = await usablePorts();
    const pair = await selfSigned([]);
    const halves = halvesOf(size.seed ?? 20260101, size.halves);
    const all = combinations((size.seed ?? 20260101) + 1, size.combinations, halves, ports);
    for (const tomcat of tomcats) {
      const end = await startTomcat(tomcat, folder, halves, pair);
      try {
        for (const nginx of nginxes) {
          const stop = startNginx(
            nginx,
            join(folder, `nginx-${nginx.version}-${tomcat.version}`),
            all,
            halves,
            pair,
          );
          try {
            for (const [index, combination] of all.entries())
              await compare(
                combination,
                index,
                halves,
                { nginx: nginx.version, tomcat: tomcat.version },
                tally,
              );
          } finally {
            stop();
          }
        }
      } finally {
        await end();
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return tally;
}

/** The tally as lines. */
export const report = (tally: ReadonlyMap<string, Tally>): string =>
  [...tally]
    .map(
      ([name, { stated, silent, wrong }]) =>
        `${name.padEnd(24)} ${stated} stated, ${silent} not, ${wrong.length} wrong`,
    )
    .join('\n');

async function main(homes: readonly string[]): Promise<void> {
  const tomcats = homes.map((home) => ({ home, version: basename(home).replace('apache-tomcat-', '') }));
  const tally = await compareAll(judges(), tomcats, {
    halves: 60,
    combinations: 440,
    seed: Number(process.env['SEED']) || undefined,
  });
  process.stdout.write(`${report(tally)}\n`);
  for (const { wrong } of tally.values()) {
    for (const line of wrong.slice(0, 20)) process.stdout.write(`${line}\n`);
    if (wrong.length > 0) process.exitCode = 1;
  }
}

if (basename(process.argv[1] ?? '') === 'run.js')
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  });
