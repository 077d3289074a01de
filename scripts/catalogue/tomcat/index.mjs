// server/data/tomcat.json from real Tomcats, their documentation and their sources; workers.json from those of mod_jk.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { addRead, classesOf, elementsOf } from './merge.mjs';
import { Ranges, lineOf } from './ranges.mjs';
import { cloneOf } from '../git.mjs';
import { addDocs } from './docs.mjs';
import { History } from './history.mjs';
import { addOurs, removedClasses, userElements, webElements } from './others.mjs';
import { writeWorkers } from './workers.mjs';
import { NEWEST, dump, tomcatOf } from './tomcats.mjs';

const target = join(import.meta.dirname, '../../../server/data/tomcat.json');

export async function write(folder = '.tools/catalogue') {
  const place = resolve(folder, 'tomcat');
  mkdirSync(place, { recursive: true });
  const dumps = new Map();
  for (const version of NEWEST) dumps.set(version, addRead(await dump(tomcatOf(place, version), place)));
  const homes = new Map(NEWEST.map((version) => [lineOf(version), tomcatOf(place, version)]));
  const history = new History(cloneOf(resolve(folder), 'apache/tomcat'), NEWEST);
  const ranges = new Ranges(history.releases);
  const classes = classesOf(dumps, ranges, history);
  const sections = addDocs(classes, homes);
  addOurs(classes);
  const catalogue = {
    lines: Object.fromEntries(NEWEST.map((version) => [lineOf(version), version])),
    elements: {
      'server.xml': elementsOf(dumps, 'server.xml', ranges, history),
      'context.xml': elementsOf(dumps, 'context.xml', ranges, history),
      'web.xml': webElements(dumps, 'web.xml', new Ranges(NEWEST)),
      'web-fragment.xml': webElements(dumps, 'web-fragment.xml', new Ranges(NEWEST)),
      'tomcat-users.xml': userElements(),
    },
    removed: removedClasses(),
    sections,
    classes,
  };
  writeFileSync(target, format(catalogue));
  writeWorkers(resolve(folder));
}

const list = (rows) => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;

const table = (rows) =>
  `{\n${Object.entries(rows)
    .map(([key, row]) => `${JSON.stringify(key)}:${JSON.stringify(row)}`)
    .join(',\n')}\n}`;

/** One thing a line, so that a later run shows what changed. */
function format(catalogue) {
  const { lines, elements, removed, sections, classes } = catalogue;
  return `{\n"lines":${JSON.stringify(lines)},\n"elements":{\n${Object.entries(elements)
    .map(([file, rows]) => `${JSON.stringify(file)}:${list(rows)}`)
    .join(
      ',\n',
    )}\n},\n"removed":${list(removed)},\n"sections":${list(sections)},\n"classes":${table(classes)}\n}\n`;
}
