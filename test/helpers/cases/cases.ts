import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { CheckSettings } from '../../../server/src/workspace/check';
import { readTexts, type Texts } from '../workspace';
import { parseSections, textOf, type Section } from './format';

/** A section of a case file, and the workspace that it describes. */
export interface Case {
  readonly section: Section;
  readonly texts: Texts;
  readonly settings: CheckSettings;
  /** Where the rule whose case it is must be silent. */
  readonly isValid: boolean;
}

/** In place of one made at random. */
const SECRET = 'a-secret';

export const casePath = (id: string): string => `test/rules/${id}.cases`;

/** The cases of a rule; none where it has no file of them yet. */
export async function readCases(id: string): Promise<readonly Case[]> {
  const path = casePath(id);
  if (!existsSync(path)) return [];
  return Promise.all(parseSections(readFileSync(path, 'utf8')).map(caseOf));
}

/** One case of a rule, by its name. */
export async function readCase(id: string, name: string): Promise<Case> {
  const found = (await readCases(id)).find(({ section }) => section.name === name);
  assert.ok(found, `${casePath(id)} has a section "${name}"`);
  return found;
}

async function caseOf(section: Section): Promise<Case> {
  const { name, base, without, files } = section;
  const texts = new Map(base === undefined ? [] : await readTexts(base));
  for (const path of without)
    assert.ok(texts.delete(path), `"${name}": ${base} has no ${path} to go without`);
  for (const file of files) {
    const text = textOf(file);
    if (text !== undefined) texts.set(file.path, text);
  }
  const settings: CheckSettings = { secret: SECRET, ...JSON.parse(section.settings ?? '{}') };
  return { section, texts, settings, isValid: name.startsWith('valid: ') };
}
