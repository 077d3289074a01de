// Writes what the registry of rules says elsewhere: the schema of the setting clusterLab.rules in package.json, and the list
// of all rules in docs/rules/README.md. And what the table of languages says elsewhere: the files by which editors know a
// language and by which the extension wakes, in package.json, and the globs of the client's selectors.
//   npm run settings              writes
//   npm run settings -- --check   says what is not up to date, and fails
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSource, ruleMetas } from './lib/sources.mjs';

const SETTING = 'clusterLab.rules';
/** `*.conf` */
const EXTENSION = /^\*(\.[^*]+)$/;
const SEVERITIES = ['off', 'hint', 'information', 'warning', 'error'];

process.chdir(join(import.meta.dirname, '..'));
const all = await ruleMetas();
const { languages } = await loadSource('server/src/languages/table.ts');
const { globOf, anywhere } = await loadSource('server/src/languages/names.ts');
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
setRules(manifest, all);
setLanguages(manifest, languages.languages);
const files = {
  'package.json': json(manifest),
  'docs/rules/README.md': listOf(all),
  'client/src/features/language/globs.json': json(globsOf(languages.languages)),
};
for (const [path, text] of Object.entries(files)) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`${path} does not have the rules or the languages of the tables: npm run settings`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
  }
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function setRules({ contributes }, metas) {
  const setting = contributes.configuration
    .map(({ properties }) => properties[SETTING])
    .find((property) => property !== undefined);
  setting.properties = Object.fromEntries(
    metas.map(({ id, severity }) => [
      id,
      { type: 'string', enum: SEVERITIES, default: severity, markdownDescription: summary(id) },
    ]),
  );
}

/** The names of each language that is contributed, and what wakes the extension. */
function setLanguages({ activationEvents, contributes }, table) {
  const wakes = table.flatMap(({ names }) => names.filter((pattern) => pattern.wakes));
  activationEvents.splice(
    0,
    activationEvents.length,
    ...table.filter(({ isContributed }) => isContributed).map(({ id }) => `onLanguage:${id}`),
    ...wakes.map((pattern) => `workspaceContains:${anywhere(pattern)}`),
  );
  for (const { id, isContributed, names } of table) {
    if (!isContributed) continue;
    const entry = contributes.languages.find((one) => one.id === id);
    const plain = names
      .filter((pattern) => !pattern.in && !pattern.below)
      .flatMap((pattern) => pattern.names);
    const placed = names.filter((pattern) => pattern.in || pattern.below);
    entry.extensions = plain.filter((name) => EXTENSION.test(name)).map((name) => name.slice(1));
    entry.filenames = plain.filter((name) => !name.includes('*'));
    entry.filenamePatterns = [
      ...plain.filter((name) => name.includes('*') && !EXTENSION.test(name)),
      ...placed.map(globOf),
    ];
  }
}

/** By which the client knows documents, since it does not carry the languages themselves. */
function globsOf(table) {
  return table.map(({ id, isContributed = false, standsAlone, names, perhaps = [] }) => ({
    id,
    isContributed,
    standsAlone,
    names: names.map(anywhere),
    perhaps: perhaps.map(anywhere),
  }));
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
