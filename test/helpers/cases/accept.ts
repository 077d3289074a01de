// Compares the case files of rules with what the rules say, or writes them. Run by `npm run cases`.
import { writeFileSync } from 'node:fs';
import { createTwoFilesPatch } from 'diff';
import { rules } from '../../../server/src/rules/registry';
import { casePath, readCases } from './cases';
import { printSections } from './format';
import { render } from './render';

async function main(words: readonly string[]): Promise<void> {
  const accept = words.includes('--accept');
  const ids = words.filter((word) => word !== '--accept');
  const known = new Set(rules.map(({ meta }) => meta.id));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) throw new Error(`There is no rule ${unknown.join(', ')}.`);
  for (const rule of rules) {
    const { id } = rule.meta;
    if (ids.length > 0 && !ids.includes(id)) continue;
    const cases = await readCases(id);
    const before = printSections(cases.map(({ section }) => section.written));
    const after = printSections(cases.map((one) => render(rule, one).text));
    if (before === after) continue;
    const path = casePath(id);
    if (accept) writeFileSync(path, after);
    else process.exitCode = 1;
    process.stdout.write(
      accept
        ? `${path} is written\n`
        : createTwoFilesPatch(path, path, before, after, '', '', { context: 3 }),
    );
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
