// Writes the schema of the setting clusterLab.rules into package.json, one property a rule of the registry.
//   npm run settings              writes
//   npm run settings -- --check   says that it is not up to date, and fails
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const SETTING = 'clusterLab.rules';
const SEVERITIES = ['off', 'hint', 'information', 'warning', 'error'];

process.chdir(join(import.meta.dirname, '..'));
const before = readFileSync('package.json', 'utf8');
const after = withRules(JSON.parse(before), await ruleMetas());
if (after !== before) {
  if (process.argv.includes('--check')) {
    console.error(`package.json does not have the rules of the registry under ${SETTING}: npm run settings`);
    process.exitCode = 1;
  } else {
    writeFileSync('package.json', after);
  }
}

/** The registry is TypeScript, so it is bundled in memory and read from there. */
async function ruleMetas() {
  const { outputFiles } = await build({
    entryPoints: ['server/src/rules/registry.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const { rules } = await import(`data:text/javascript;base64,${code}`);
  return rules.map(({ meta }) => meta).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function withRules(manifest, metas) {
  const setting = manifest.contributes.configuration
    .map(({ properties }) => properties[SETTING])
    .find((property) => property !== undefined);
  setting.properties = Object.fromEntries(
    metas.map(({ id, severity }) => [
      id,
      { type: 'string', enum: SEVERITIES, default: severity, markdownDescription: summary(id) },
    ]),
  );
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** What a rule's page quotes first: the message as it is shown, without the names of this or that workspace. */
function summary(id) {
  const page = readFileSync(`docs/rules/${id}.md`, 'utf8');
  const quote = page.split('\n').filter((line) => line.startsWith('> '));
  return quote.map((line) => line.slice(2)).join(' ');
}
