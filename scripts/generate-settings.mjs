// Writes what the registry of rules says elsewhere: the schema of the setting clusterLab.rules in package.json, and the list
// of all rules in docs/rules/README.md.
//   npm run settings              writes
//   npm run settings -- --check   says what is not up to date, and fails
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleMetas } from './lib/sources.mjs';

const SETTING = 'clusterLab.rules';
const SEVERITIES = ['off', 'hint', 'information', 'warning', 'error'];

process.chdir(join(import.meta.dirname, '..'));
const all = await ruleMetas();
const files = {
  'package.json': withRules(JSON.parse(readFileSync('package.json', 'utf8')), all),
  'docs/rules/README.md': listOf(all),
};
for (const [path, text] of Object.entries(files)) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`${path} does not have the rules of the registry: npm run settings`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
  }
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

function listOf(metas) {
  const groups = new Map();
  for (const meta of metas) {
    const [group] = meta.id.split('/');
    groups.set(group, [...(groups.get(group) ?? []), meta]);
  }
  const parts = [...groups].map(
    ([group, own]) =>
      `## ${group}\n\n${own.map(({ id, severity }) => `- [${id}](${id}.md) (${severity}): ${summary(id)}`).join('\n')}\n`,
  );
  return `# Rules\n\nEach with an example of what it says. An \`error\` is what nginx or Tomcat refuses, or what certainly breaks a cluster.\n\n${parts.join('\n')}`;
}
