// Which releases have a class, a setter, an element, as their sources say; where in doubt they have it.
import { execFileSync } from 'node:child_process';
import { git } from '../git.mjs';
import { compare } from '../releases.mjs';
import { lineOf } from './ranges.mjs';

const SOURCES = [
  'java/org/apache/catalina',
  'java/org/apache/coyote',
  'java/org/apache/tomcat/util',
  'java/org/apache/tomcat/jni',
];
const RULES =
  /^java\/org\/apache\/(catalina\/startup\/(Catalina|\w+RuleSet)|catalina\/ha\/ClusterRuleSet|catalina\/storeconfig\/\w+|tomcat\/util\/descriptor\/web\/\w+RuleSet)\.java$/;
/** A Connector hands attributes on to these: one may have come from the other. */
const CONNECTORS =
  /^org\.apache\.(coyote\.(\w+\.)?\w*Protocol|tomcat\.util\.net\.\w*Endpoint|catalina\.connector\.Connector)$/;

export class History {
  /** `newest`: the releases that were asked themselves. Releases of their lines before them come from the tags. */
  constructor(repository, newest) {
    const last = new Map(newest.map((release) => [lineOf(release), release]));
    this.tags = git(repository, 'tag')
      .split('\n')
      .filter((tag) => /^\d+\.\d+\.\d+$/.test(tag) && last.has(lineOf(tag)))
      .filter((tag) => compare(tag, last.get(lineOf(tag))) <= 0);
    this.releases = [...new Set([...this.tags, ...newest])].toSorted(compare);
    this.files = new Map(this.tags.map((tag) => [tag, blobsOf(repository, tag)]));
    const blobs = new Set([...this.files.values()].flatMap((files) => [...files.values()]));
    this.told = readBlobs(repository, [...blobs]);
  }

  /** Whether a release has a class's source; undefined where its sources are not there. */
  hasClass(release, name) {
    return this.files.get(release)?.has(fileOf(name));
  }

  /** Whether one of the classes declares a setter in a release. */
  hasSetter(release, names, attribute) {
    const files = this.files.get(release);
    return names.some((name) => this.told.get(files.get(fileOf(name)))?.setters.has(attribute));
  }

  /** Whether a release has rules for an element of this path, by the text of its last names. */
  hasElement(release, path) {
    const names = path.split('/');
    const ends = [`${names.slice(-2).join('/')}"`, `"${names.at(-1)}"`];
    return [...this.files.get(release)].some(
      ([file, blob]) => RULES.test(file) && ends.some((end) => this.told.get(blob).text?.includes(end)),
    );
  }
}

const fileOf = (name) => `java/${name.replaceAll('.', '/').replace(/\$.*/, '')}.java`;

const blobsOf = (repository, tag) =>
  new Map(
    git(repository, 'ls-tree', '-r', tag, ...SOURCES)
      .split('\n')
      .filter((line) => line.endsWith('.java'))
      .map((line) => {
        const [head, file] = line.split('\t');
        return [file, `${head.split(' ')[2]}${RULES.test(file) ? '!' : ''}`];
      }),
  );

/** Of each blob the names of its setters; of those marked by `!` the text too. */
function readBlobs(repository, blobs) {
  const told = new Map();
  for (let from = 0; from < blobs.length; from += 2000) {
    const some = blobs.slice(from, from + 2000);
    const output = execFileSync('git', ['-C', repository, 'cat-file', '--batch'], {
      input: some.map((blob) => `${blob.slice(0, 40)}\n`).join(''),
      maxBuffer: 1 << 30,
    });
    let at = 0;
    for (const blob of some) {
      const line = output.indexOf(10, at);
      const size = Number(output.subarray(at, line).toString().split(' ')[2]);
      const text = output.toString('utf8', line + 1, line + 1 + size);
      at = line + 1 + size + 1;
      const setters = new Set([...text.matchAll(/\bset([A-Z]\w*)\s*\(/g)].map(([, name]) => name));
      told.set(blob, { setters, ...(blob.endsWith('!') && { text }) });
    }
  }
  return told;
}

/**
 * Fills a table `release → value` of releases that were asked with those before them. `has`: whether a release has the thing;
 * where the sources of the last tag of a line do not show what the line's newest release has, all of the line have it.
 */
export function fill(history, found, has) {
  const filled = new Map();
  for (const line of new Set(history.releases.map(lineOf))) {
    const releases = history.releases.filter((release) => lineOf(release) === line);
    const newest = releases.at(-1);
    const value = found.get(newest);
    const tags = releases.filter((release) => history.files.has(release));
    const isTold = tags.length > 0 && has(tags.at(-1));
    if (value !== undefined) {
      for (const release of releases)
        if (release === newest || !isTold || !history.files.has(release) || has(release))
          filled.set(release, value);
    } else if (!isTold) {
      // It went within the line: as an older line has it, or a newer one.
      const other = [...found].findLast(([release]) => compare(release, newest) < 0) ?? [...found][0];
      for (const release of tags) if (has(release)) filled.set(release, other[1]);
    }
  }
  return filled;
}

/** A class with all that it extends and all that extend it, in any release: where a setter may have been before. */
export function relatives(name, models) {
  const found = new Set(CONNECTORS.test(name) ? [] : [name]);
  for (const classes of models.values()) {
    if (CONNECTORS.test(name)) for (const one of classes.keys()) if (CONNECTORS.test(one)) found.add(one);
    for (const one of classes.keys()) {
      const above = [];
      for (let next = one; next !== undefined; next = classes.get(next)?.is.extends) above.push(next);
      if (above.includes(name)) found.add(one);
      if (one === name) for (const its of above) found.add(its);
    }
  }
  return [...found];
}
