// npm run catalogue -- texts: writes what Tomcat says of the failures that the lab explains, in every language it has.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { filesBelow } from '../../lib/files.mjs';
import { compare } from '../releases.mjs';
import { NEWEST, TOMCATS, tomcatOf } from './tomcats.mjs';

const FOLDER = 'client/src/lab/logs/explain';
const DATA = join(FOLDER, 'messages.json');

/** The keys are those that the sources name: `key: 'deltaManager.noSessionState'`, and `argumentsOf('…', …)`. */
export function write(folder = TOMCATS) {
  const keys = new Set(
    filesBelow([FOLDER], /\.ts$/).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/\bkey: '([\w.]+)'|\bargumentsOf\(\s*'([\w.]+)'/g)].map(
        ([, one, other]) => one ?? other,
      ),
    ),
  );
  const homes = NEWEST.map((version) => tomcatOf(resolve(folder), version));
  const said = execFileSync('java', [join(import.meta.dirname, 'Texts.java'), ...homes], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const texts = new Map([...keys].toSorted(compare).map((key) => [key, new Set()]));
  for (const line of said.trimEnd().split('\n')) {
    const [path, key, , text] = line.split('\t');
    if (!texts.has(key) || /\/(?:manager|mbeans|storeconfig)(?:\/|$)/.test(path)) continue;
    texts.get(key).add(text);
  }
  const missing = [...texts].filter(([, found]) => found.size === 0).map(([key]) => key);
  if (missing.length > 0) throw new Error(`No Tomcat has ${missing.join(', ')}.`);
  const before = existsSync(DATA) ? readFileSync(DATA, 'utf8') : '';
  const after = `${JSON.stringify(Object.fromEntries([...texts].map(([key, found]) => [key, [...found].toSorted(compare)])), null, 1)}\n`;
  writeFileSync(DATA, after);
  console.log(
    `${texts.size} messages, ${[...texts.values()].reduce((sum, { size }) => sum + size, 0)} texts${before === after ? ', nothing new' : ''}`,
  );
}
