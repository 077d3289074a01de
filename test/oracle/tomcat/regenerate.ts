// Asks every Tomcat that `npm run oracle -- tomcat` got for all that the catalogue says, and for every mutant. Homes are the
// arguments.
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { judgeCatalogue } from './judge';
import { mutants } from './mutants/mutants';
import { disagreements, report } from './mutants/report';
import { judgeMutants, readTable, tablePath, type Verdict, writeTable } from './mutants/verdicts';

async function main(homes: readonly string[]): Promise<void> {
  const tomcats = homes.map((home) => ({ home, version: basename(home).replace('apache-tomcat-', '') }));
  const all = mutants();
  const rows = all.map(() => new Map<string, Verdict | 'unable'>());
  for (const tomcat of tomcats) {
    const { version } = tomcat;
    const started = Date.now();
    const since = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
    const judged = judgeCatalogue(tomcat);
    if (judged.disagreements.length > 0) process.exitCode = 1;
    process.stdout.write(
      `Tomcat ${version}: ${judged.attributes} attributes and ${judged.elements} elements in ${since()}, ${judged.disagreements.length} disagreements\n`,
    );
    for (const line of judged.disagreements) process.stdout.write(`  ${line}\n`);
    const verdicts = await judgeMutants(tomcat, all);
    for (const [index, verdict] of verdicts.entries()) rows[index]?.set(version, verdict);
    process.stdout.write(`Tomcat ${version}: ${all.length} files in ${since()}\n`);
  }
  const table = writeTable(
    all,
    rows,
    tomcats.map(({ version }) => version),
  );
  writeFileSync(tablePath, table);
  const { judged, text } = report(all, readTable(table).rows);
  writeFileSync('.tools/oracle/tomcat-disagreements.txt', `${disagreements(judged)}\n`);
  process.stdout.write(`${text}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
