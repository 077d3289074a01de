import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readTexts, type Texts } from '../helpers/workspace';

/** What a case's `case.json` says. */
interface CaseFile {
  /** A workspace of the repository that the case's files are laid over. */
  readonly base?: string;
  /** Files of the base that the case does without. */
  readonly without?: readonly string[];
  /** All that the rule says, in order. */
  readonly expected?: readonly Expected[];
}

export interface Expected {
  readonly path: string;
  /** From 1, as editors show it. */
  readonly line: number;
  /** The first line of the marked text. */
  readonly text: string;
  readonly severity: string;
}

/** A workspace of a few files. */
export interface Case {
  readonly name: string;
  readonly texts: Texts;
  readonly expected: readonly Expected[];
}

/**
 * The cases below a folder: a folder each, or a single file that is taken for `nginx.conf`, `server.xml` and so on by its
 * extension, with its `case.json` beside it as `<name>.json`.
 */
export async function readCases(folder: string): Promise<readonly Case[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const cases = entries
    .filter(({ name }) => !name.endsWith('.json'))
    .map((entry) =>
      entry.isDirectory() ? readFolderCase(folder, entry.name) : readFileCase(folder, entry.name),
    );
  return (await Promise.all(cases)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function caseFile(text: string): CaseFile {
  const parsed: CaseFile = JSON.parse(text);
  return parsed;
}

async function readFolderCase(folder: string, name: string): Promise<Case> {
  const own = new Map(await readTexts(join(folder, name)));
  const { base, without = [], expected = [] } = caseFile(own.get('case.json') ?? '{}');
  own.delete('case.json');
  const texts = new Map(base === undefined ? [] : await readTexts(base));
  for (const path of without) {
    if (!texts.delete(path)) throw new Error(`${folder}/${name}: ${base} has no ${path} to go without`);
  }
  for (const [path, text] of own) texts.set(path, text);
  return { name, texts, expected };
}

async function readFileCase(folder: string, name: string): Promise<Case> {
  const text = await readFile(join(folder, name), 'utf8');
  const beside = join(folder, `${name.replace(/\.[^.]*$/, '')}.json`);
  const { expected = [] } = caseFile(existsSync(beside) ? await readFile(beside, 'utf8') : '{}');
  return { name: name.replace(/\.[^.]*$/, ''), texts: new Map([['nginx.conf', text]]), expected };
}
