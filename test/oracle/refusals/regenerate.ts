// Asks all judges for every file of the tables and writes what they say. Run by `npm run oracle -- nginx-messages`.
import { writeFileSync } from 'node:fs';
import { judgeAll, judges } from '../judges';
import { type Row, writeTable } from '../table';
import { differences } from './differences';
import { fileOf, isAble, refusals, tablePath } from './mutants';

async function main(): Promise<void> {
  const all = refusals();
  const rows = all.map(
    (refusal): Row & { readonly verdicts: Map<string, ReturnType<Row['verdicts']['get']>> } => ({
      hash: fileOf(refusal),
      verdicts: new Map(),
    }),
  );
  for (const judge of judges()) {
    const verdicts = await judgeAll(judge, all);
    for (const [index, refusal] of all.entries())
      rows[index]?.verdicts.set(
        judge.version,
        isAble(refusal, verdicts.get(refusal)) ? verdicts.get(refusal) : 'unable',
      );
  }
  writeFileSync(
    tablePath,
    writeTable(
      rows,
      judges().map(({ version }) => version),
    ),
  );
  for (const line of differences(all, rows)) process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
