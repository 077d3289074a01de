// npm run oracle -- nginx-messages: what nginx can say where it refuses a configuration, and for each whether a file draws it, or
// why no text decides it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fields, stripped } from './csource.mjs';
import { cloneOf, filesAt } from './git.mjs';
import { compare } from './releases.mjs';

const MESSAGES = resolve('test/oracle/refusals/messages.json');
const VERDICTS = resolve('test/oracle/refusals/verdicts.tsv');
const OPEN = 'to be decided';

/** Calls that say something, with the index of the format among their arguments. */
const calls = [
  { name: 'ngx_conf_log_error', level: 0, format: 3 },
  { name: 'ngx_log_error', level: 0, format: 3 },
  { name: 'ngx_ssl_error', level: 0, format: 3 },
];

const SAID = new RegExp(String.raw`\b(${calls.map(({ name }) => name).join('|')})\(`, 'g');
/** A sentence that a setter hands to `ngx_conf_handler`, or `ngx_parse_url` to whoever asked it. */
const HANDED = /(?:\breturn|\b(?:u->err|url\.err|err) =)\s+((?:"(?:[^"\\]|\\.)*"\s*)+);/g;

/** Every message with which one of the sources refuses a configuration: `module: its format` → the functions that say it. */
function messagesOf(repository, releases) {
  const found = new Map();
  for (const release of releases) {
    for (const [path, text] of filesAt(repository, `release-${release}`, 'src', '.c')) {
      if (/^(?:os\/win32|misc)\//.test(path)) continue;
      const module = /([^/]+)\.c$/.exec(path)?.[1].replace(/^ngx_|_module$/g, '');
      const code = stripped(text);
      const functions = functionsOf(code);
      for (const { format, at } of saidIn(code)) {
        const key = `${module}: ${format}`;
        const said = found.get(key) ?? { functions: new Set(), releases: new Set() };
        said.functions.add(functions.findLast(({ start }) => start < at)?.name ?? '');
        said.releases.add(release);
        found.set(key, said);
      }
    }
  }
  return new Map([...found].toSorted(([a], [b]) => compare(a, b)));
}

function functionsOf(code) {
  return [...code.matchAll(/^(\w+)\([^;{]*\)\s*^\{/gm)].map((match) => ({
    name: match[1],
    start: match.index,
  }));
}

const literal = (text) =>
  [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
    .map(([, part]) => part)
    .join('')
    .replaceAll('\\"', '"');

function* saidIn(code) {
  for (const match of code.matchAll(SAID)) {
    const call = calls.find(({ name }) => name === match[1]);
    const given = fields(
      code.slice(match.index + match[0].length, endOf(code, match.index + match[0].length)),
    );
    if (!/NGX_LOG_EMERG/.test(given[call.level] ?? '')) continue;
    const format = given[call.format] ?? '';
    if (format.startsWith('"')) yield { format: literal(format), at: match.index };
  }
  for (const match of code.matchAll(HANDED)) {
    const format = literal(match[1]);
    if (format !== '') yield { format, at: match.index };
  }
}

/** Where the bracket of a call is closed. */
function endOf(code, start) {
  let depth = 1;
  for (let at = start; at < code.length; at++) {
    const character = code[at];
    if (character === '"') while (code[++at] !== '"') if (code[at] === '\\') at++;
    if (character === '(') depth++;
    if (character === ')' && --depth === 0) return at;
  }
  return code.length;
}

/** `source: hash` → what the nginxes say of the file. */
const verdictsIn = (table) =>
  table
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [file, ...cells] = line.split('\t');
      const [source] = file.split(':');
      return { source, file, words: cells.flatMap((cell) => /^\d+ (.*)$/s.exec(cell)?.[1] ?? []) };
    });

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/** What nginx prints for a format: with the name of the directive where a setter hands it on, and without its place. */
function printed(source, format) {
  const plain = format.replace(/ in %s:%ui.*$/, '').replaceAll('%%', '%');
  const text = plain
    .split(/%(?:\*s|[VvsdicpPzTOu]+(?:z|i|d|L)?|xL)/)
    .map(escaped)
    .join('.*');
  if (text === '.*') return /^pcre2?_compile/;
  return source === 'inet'
    ? new RegExp(`^${text} in `)
    : new RegExp(`^(?:"\\w+" directive )?${text}(?: \\(.*)?$`, 's');
}

/**
 * Writes the list anew: reasons that were given by hand stay, else what a file draws is looked up in the verdicts. Fails where a
 * message has no decision yet.
 */
export function updateMessages(folder, releases) {
  const found = messagesOf(cloneOf(resolve(folder), 'nginx/nginx'), releases);
  const verdicts = verdictsIn(readFileSync(VERDICTS, 'utf8'));
  const before = existsSync(MESSAGES) ? JSON.parse(readFileSync(MESSAGES, 'utf8')) : { reasons: {} };
  const reasons = new Map(
    Object.entries(before.reasons).flatMap(([why, keys]) => keys.map((key) => [key, why])),
  );
  const list = { drawn: {}, reasons: {} };
  for (const [key, { functions }] of found) {
    const [, source, format] = /^(\w+): (.*)$/s.exec(key);
    const pattern = printed(source, format);
    const drawn = verdicts.find(
      (one) => one.source === source && one.words.some((said) => pattern.test(said)),
    );
    const why = reasons.get(key);
    if (drawn) list.drawn[key] = drawn.file;
    else (list.reasons[why ?? OPEN] ??= []).push(key);
    if (!drawn && why === undefined) console.log(`${key} (${[...functions].join(', ')})`);
  }
  writeFileSync(MESSAGES, `${JSON.stringify(list, null, 2)}\n`);
  const open = list.reasons[OPEN]?.length ?? 0;
  if (open > 0) process.exitCode = 1;
  const [drawn, told] = [Object.keys(list.drawn), Object.values(list.reasons).flat()].map(
    (its) => its.length,
  );
  console.log(
    `${found.size} messages: ${drawn} drawn by a file, ${told - open} that no text decides, ${open} to be decided`,
  );
}
