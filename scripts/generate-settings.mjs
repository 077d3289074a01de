// Writes the schema of the setting clusterLab.rules into package.json, one property a rule of the registry.
//   node scripts/generate-settings.mjs            writes
//   node scripts/generate-settings.mjs --check    says what is missing and fails
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const SETTING = 'clusterLab.rules';
const SEVERITIES = ['off', 'hint', 'information', 'warning', 'error'];

process.chdir(join(import.meta.dirname, '..'));
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const setting = manifest.contributes.configuration
  .map(({ properties }) => properties[SETTING])
  .find((property) => property !== undefined);
const schema = schemaOf(await loadRules());

if (process.argv.includes('--check')) {
  if (JSON.stringify(setting.properties) !== JSON.stringify(schema)) {
    console.error(`package.json does not have the rules of the registry under ${SETTING}: npm run settings`);
    process.exitCode = 1;
  }
} else {
  setting.properties = schema;
  writeFileSync('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The registry is TypeScript, so it is bundled in memory and read from there. */
async function loadRules() {
  const { outputFiles } = await build({
    entryPoints: ['server/src/rules/registry.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const { rules } = await import(`data:text/javascript;base64,${code}`);
  return rules.map(({ meta }) => meta);
}

function schemaOf(metas) {
  const entries = metas
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, severity }) => [id, { type: 'string', enum: SEVERITIES, default: severity }]);
  return Object.fromEntries(entries);
}
