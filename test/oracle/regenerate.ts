// Asks all judges for all files and writes the table of their verdicts. Run by `npm run oracle`.
import { writeFileSync } from 'node:fs';
import { judgeAll, judges, type Verdict } from './judges';
import { mutants } from './mutants/mutants';
import { disagreements, report } from './report';
import { hashOf, readTable, type Row, tablePath, writeTable } from './table';

async function main(): Promise<void> {
  const all = mutants();
  const rows = all.map((mutant) => ({
    hash: hashOf(mutant),
    verdicts: new Map<string, Verdict | 'unable'>(),
  }));
  for (const judge of judges()) {
    const started = Date.now();
    const verdicts = await judgeAll(judge, all);
    for (const [index, mutant] of all.entries()) {
      const base = all[mutant.base];
      const able = base !== undefined && verdicts.get(base) === undefined;
      rows[index]?.verdicts.set(judge.version, able ? verdicts.get(mutant) : 'unable');
    }
    const unable = new Set(
      all
        .filter((one) => !one.mutation && verdicts.get(one))
        .map((one) => `${one.kind.name}: ${verdicts.get(one)?.message}`),
    );
    process.stdout.write(
      `nginx ${judge.version}: ${all.length} files in ${Math.round((Date.now() - started) / 1000)} s\n`,
    );
    for (const why of unable) process.stdout.write(`  cannot judge ${why}\n`);
  }
  const versions = judges().map(({ version }) => version);
  const table = writeTable(rows, versions);
  writeFileSync(tablePath, table);
  const read: readonly Row[] = readTable(table);
  const { judged, text } = report(all, read);
  writeFileSync('.tools/oracle/disagreements.txt', `${disagreements(judged)}\n`);
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
