// npm run oracle -- tomcat-messages: what Tomcat can log from WARNING on, or throw, where it reads and starts what server.xml
// and context.xml name; and for each whether a mutant draws it, a rule tells it, or why no text decides it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compare } from '../releases.mjs';
import { cloneOf, filesAt, git } from '../git.mjs';
import { lineOf } from './ranges.mjs';
import { NEWEST } from './tomcats.mjs';

export const MESSAGES = resolve('test/oracle/tomcat/messages.json');

/** The packages whose classes a server.xml makes, and the parts of them that a start runs through. */
const PACKAGES =
  /^org\/apache\/(?:catalina\/(?:connector|core|ha(?:\/\w+)?|realm|session|startup|tribes(?:\/\w+)*|users|valves)|coyote(?:\/(?:ajp|http11|http2))?|tomcat\/util\/(?:digester|net(?:\/(?:jsse|openssl(?:\/ciphers)?))?))$/;

/**
 * Every message that one of the sources logs from WARNING on, or throws: `package:key` → its English text, and the methods that do.
 * `releases`: the newest of each line.
 */
export function messagesOf(repository, releases = NEWEST) {
  const found = new Map();
  for (const tag of tagsFor(repository, releases)) {
    const files = filesAt(repository, tag, 'java', '.java', 'LocalStrings.properties');
    for (const [path, text] of files) {
      const [, folder, name] = /^(.*)\/(\w+)\.java$/.exec(path) ?? [];
      if (folder === undefined || !PACKAGES.test(folder)) continue;
      for (const [key, method] of saidIn(text)) {
        const from = bundleOf(files, folder, key, text);
        if (!from) continue;
        const id = `${from.folder.replace('org/apache/', '').replaceAll('/', '.')}:${key}`;
        const message = found.get(id) ?? { texts: new Set(), methods: new Set() };
        message.texts.add(from.text);
        message.methods.add(`${name}.${method}`);
        found.set(id, message);
      }
    }
  }
  return new Map([...found].toSorted(([a], [b]) => compare(a, b)));
}

/** The tag of each release, or the newest of its line before it. */
function tagsFor(repository, releases) {
  const tags = git(repository, 'tag').split('\n');
  return releases.map((release) =>
    tags
      .filter((tag) => /^\d+\.\d+\.\d+$/.test(tag) && lineOf(tag) === lineOf(release))
      .filter((tag) => compare(tag, release) <= 0)
      .toSorted(compare)
      .at(-1),
  );
}

const bundles = new WeakMap();

/** A class takes its messages from its own package, or from the one that it names. */
function bundleOf(files, folder, key, text) {
  const [, other] = /getManager\("([\w.]+)"\)/.exec(text) ?? [];
  for (const one of [other?.replaceAll('.', '/') ?? folder, folder]) {
    const said = textsIn(files, one).get(key);
    if (said !== undefined) return { folder: one, text: said };
  }
  return undefined;
}

function textsIn(files, folder) {
  if (!bundles.has(files)) bundles.set(files, new Map());
  const known = bundles.get(files);
  if (!known.has(folder)) {
    const lines = (files.get(`${folder}/LocalStrings.properties`) ?? '')
      .replace(/\\\r?\n\s*/g, '')
      .split('\n');
    const pairs = lines.flatMap((line) => {
      const [, key, text] = /^([\w.]+)\s*=\s*(.*)$/.exec(line) ?? [];
      return key === undefined ? [] : [[key, text]];
    });
    known.set(folder, new Map(pairs));
  }
  return known.get(folder);
}

const SAYS = /\b(?:warn|error|fatal)\(|\bthrow\b|Level\.(?:WARNING|SEVERE)/;

/** Keys of messages that are logged from WARNING on or thrown, each with the method that does. */
function* saidIn(java) {
  for (const match of java.matchAll(/\bgetString\(\s*"([\w.]+)"/g)) {
    const start = Math.max(...[';', '{', '}'].map((mark) => java.lastIndexOf(mark, match.index)));
    const statement = java.slice(start + 1, match.index);
    const [, variable] = /\b(\w+)\s*=[^=]*$/.exec(statement) ?? [];
    const isSaid =
      SAYS.test(statement) ||
      (variable !== undefined &&
        new RegExp(String.raw`(?:\b(?:warn|error|fatal)\(|\bthrow [^;]*[(,])\s*${variable}\b`).test(
          java.slice(match.index, match.index + 1200),
        ));
    if (isSaid) yield [match[1], methodAt(java, match.index)];
  }
}

/** The method around a place: the last line before it that is indented as members are and opens a body. */
function methodAt(java, at) {
  const heads = java
    .slice(0, at)
    .matchAll(
      /^ {4,8}(?!return|throw|new|if|for|while|else|switch|synchronized)[\w<>[\], .?]+?\b(\w+)\([^;{}]*\{$/gm,
    );
  return [...heads].at(-1)?.[1] ?? '';
}

/**
 * Writes the list anew: reasons that were given by hand stay, else what a mutant draws is looked up in the verdicts. Fails where a
 * message has no decision yet.
 */
export function updateMessages(folder) {
  const found = messagesOf(cloneOf(resolve(folder), 'apache/tomcat'));
  const verdicts = verdictsIn(readFileSync(resolve('test/oracle/tomcat/verdicts.tsv'), 'utf8'));
  const before = existsSync(MESSAGES)
    ? JSON.parse(readFileSync(MESSAGES, 'utf8'))
    : { rules: {}, reasons: {} };
  const reasons = new Map(
    Object.entries(before.reasons).flatMap(([why, keys]) => keys.map((key) => [key, why])),
  );
  const list = { mutants: {}, rules: {}, reasons: {} };
  for (const [key, { texts, methods }] of found) {
    const drawn = drawnBy([...texts], verdicts);
    const why = reasons.get(key);
    if (drawn && why === undefined) list.mutants[key] = drawn;
    else if (before.rules[key] !== undefined) list.rules[key] = before.rules[key];
    else (list.reasons[why ?? 'to be decided'] ??= []).push(key);
    if (!drawn && why === undefined && before.rules[key] === undefined)
      console.log(`${key} (${[...methods].join(', ')}): ${[...texts][0]}`);
  }
  writeFileSync(MESSAGES, `${JSON.stringify(list, null, 2)}\n`);
  const open = list.reasons['to be decided']?.length ?? 0;
  if (open > 0) process.exitCode = 1;
  const counts = [list.mutants, list.rules, Object.values(list.reasons).flat()].map(
    (its) => Object.keys(its).length,
  );
  console.log(
    `${found.size} messages: ${counts[0]} drawn, ${counts[1]} told by a rule, ${counts[2] - open} that no rule tells, ${open} to be decided`,
  );
}

/** File → what the Tomcats say of it. */
const verdictsIn = (table) =>
  new Map(
    table
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [file, ...cells] = line.split('\t');
        return [
          file,
          cells
            .filter((cell) => /^(?:warns|dead|exits)/.test(cell))
            .map((cell) => cell.replace(/^\w+ \d+ /, '')),
        ];
      }),
  );

/** As long as no verdict is cut off within it. */
const LONGEST = 70;
/** Shorter ones would be found in other messages. */
const SHORTEST = 12;

function drawnBy(texts, verdicts) {
  for (const text of texts) {
    const says = text
      .replaceAll("''", "'")
      .replaceAll(/\b(?:org|java|com)(?:\.[a-z0-9]+)+\.(?=[A-Z])/g, '')
      .slice(0, LONGEST)
      .replace(/\{[^}]*$/, '')
      .trimEnd();
    if (says.replaceAll(/\{\d\}/g, '').length < SHORTEST) continue;
    const pattern = new RegExp(
      says
        .split(/\{\d[^}]*\}/)
        .map(escaped)
        .join('.*'),
    );
    for (const [file, words] of verdicts) if (words.some((one) => pattern.test(one))) return { file, says };
  }
  return undefined;
}

const escaped = (text) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
