// Asks every Tomcat that `npm run oracle -- tomcat` got for all that the catalogue says. Homes are the arguments.
import { basename } from 'node:path';
import { judgeCatalogue } from './judge';

let wrong = 0;
for (const home of process.argv.slice(2)) {
  const version = basename(home).replace('apache-tomcat-', '');
  const started = Date.now();
  const { attributes, elements, disagreements } = judgeCatalogue({ version, home });
  wrong += disagreements.length;
  process.stdout.write(
    `Tomcat ${version}: ${attributes} attributes and ${elements} elements in ${Math.round((Date.now() - started) / 1000)} s, ${disagreements.length} disagreements\n`,
  );
  for (const line of disagreements) process.stdout.write(`  ${line}\n`);
}
process.exitCode = wrong > 0 ? 1 : 0;
