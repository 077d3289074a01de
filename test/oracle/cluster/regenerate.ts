// Asks every Tomcat that `npm run oracle -- cluster` got what becomes of the nodes that the rules find fault with, and after each
// fix. Homes are the arguments.
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { scenarios, variantsOf, WHOLE } from './scenarios';
import { judge, keyOf, tablePath, writeTable } from './verdicts';

async function main(homes: readonly string[]): Promise<void> {
  const variants = scenarios.flatMap(variantsOf);
  const rows = new Map<string, ReadonlySet<string>>();
  for (const home of homes) {
    const version = basename(home).replace('apache-tomcat-', '');
    const started = Date.now();
    const outcomes = await judge({ version, home }, variants);
    for (const [index, variant] of variants.entries()) {
      const outcome = outcomes[index] ?? new Set();
      rows.set(keyOf(variant, version), outcome);
      const missing = WHOLE.filter((one) => !outcome.has(one));
      const { rule, name } = variant.scenario;
      process.stdout.write(`${version} ${rule} (${name}) ${variant.title}: not ${missing.join(', ')}\n`);
    }
    process.stdout.write(
      `Tomcat ${version}: ${variants.length} pairs in ${Math.round((Date.now() - started) / 1000)} s\n`,
    );
  }
  writeFileSync(tablePath, writeTable(rows));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
