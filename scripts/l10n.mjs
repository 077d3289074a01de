// Collects every sentence that a person reads into client/l10n/bundle.l10n.json: the templates of the rules, the explanations of directives and elements, and the literals
// of `t()` of @vscode/l10n and of `l10n.t()` of VS Code. The English text is the key; translations lie beside it.
//   npm run l10n              writes
//   npm run l10n -- --check   says what is not up to date or cannot be translated, and fails
import { parse } from 'acorn';
import { transformSync } from 'esbuild';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow } from './lib/files.mjs';
import { loadSource, ruleMetas } from './lib/sources.mjs';

const BUNDLE = 'client/l10n/bundle.l10n.json';
const EXPLANATIONS = ['nginx/explain', 'nginx/explainValues', 'tomcat/explain'].map(
  (file) => `server/src/languages/${file}.ts`,
);
/** They render what is collected from tables. */
const RENDERERS = ['server/src/rules/run.ts', ...EXPLANATIONS].map((path) => join(...path.split('/')));

process.chdir(join(import.meta.dirname, '..'));
const faults = [];
const sentences = new Set();
for (const { messages } of await ruleMetas())
  for (const template of Object.values(messages)) sentences.add(template);
for (const path of EXPLANATIONS)
  for (const sentence of (await loadSource(path)).explanations) sentences.add(sentence);
for (const path of filesBelow(['client/src', 'server/src'], /(?<!\.d)\.ts$/)) collect(path);

const keys = inOrder(sentences);
const text = `${JSON.stringify(Object.fromEntries(keys.map((key) => [key, key])), null, 2)}\n`;
if (process.argv.includes('--check')) {
  if (!existsSync(BUNDLE) || readFileSync(BUNDLE, 'utf8') !== text)
    faults.push(`${BUNDLE} does not have the sentences of the sources: npm run l10n`);
} else {
  mkdirSync(dirname(BUNDLE), { recursive: true });
  writeFileSync(BUNDLE, text);
  console.log(`${keys.length} sentences`);
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;

function collect(path) {
  const source = readFileSync(path, 'utf8');
  if (!source.includes('l10n')) return;
  const { code } = transformSync(source, { loader: 'ts', format: 'esm', target: 'node20' });
  const tree = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  const names = importedNames(tree);
  walk(tree, false, (call, inFunction) => {
    const origin = originOf(call.callee, names);
    if (!origin) return;
    const say = (what) => faults.push(`${path}: ${what}: ${code.slice(call.start, call.end)}`);
    if (origin === '@vscode/l10n' && !inFunction) say('said before the language is known');
    const sentence = literal(call.arguments[0]);
    if (sentence === undefined) {
      if (!RENDERERS.includes(path)) say('no literal, so that nobody can translate it');
      return;
    }
    sentences.add(sentence);
    checkGaps(sentence, call.arguments.slice(1), say);
  });
}

/** Local names of `t` and of objects that have it, with the module they come from. */
function importedNames(tree) {
  const names = { functions: new Map(), objects: new Map() };
  for (const { type, source, specifiers } of tree.body) {
    if (type !== 'ImportDeclaration') continue;
    for (const { type: kind, imported, local } of specifiers) {
      if (source.value === '@vscode/l10n' && imported?.name === 't')
        names.functions.set(local.name, source.value);
      if (source.value === '@vscode/l10n' && kind === 'ImportNamespaceSpecifier')
        names.objects.set(local.name, source.value);
      if (source.value === 'vscode' && imported?.name === 'l10n') names.objects.set(local.name, source.value);
    }
  }
  return names;
}

function originOf(callee, { functions, objects }) {
  if (callee.type === 'Identifier') return functions.get(callee.name);
  const isMember = callee.type === 'MemberExpression' && callee.property.name === 't';
  return isMember ? objects.get(callee.object.name) : undefined;
}

function walk(node, inFunction, onCall) {
  if (node.type === 'CallExpression') onCall(node, inFunction);
  const inside = inFunction || /Function|MethodDefinition|PropertyDefinition/.test(node.type);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (typeof child?.type === 'string') walk(child, inside, onCall);
  }
}

function literal(node) {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return undefined;
}

/** Each `{gap}` has its value, and each value its gap. */
function checkGaps(sentence, values, say) {
  const gaps = inOrder([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  const [first] = values;
  const given =
    first?.type === 'ObjectExpression'
      ? inOrder(first.properties.map(({ key }) => key?.name ?? key?.value))
      : values.map((_, index) => String(index));
  if (JSON.stringify(gaps) !== JSON.stringify(given)) say('gaps and values differ');
}

/** Each once, in the order of their letters. */
function inOrder(names) {
  return [...new Set(names)].toSorted((a, b) => (a < b ? -1 : 1));
}
