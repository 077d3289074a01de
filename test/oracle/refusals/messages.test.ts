import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readTable } from '../table';
import { differences } from './differences';
import { fileOf, refusals, tablePath } from './mutants';

/** By `npm run oracle -- nginx-messages`: `source: format` of what two releases of nginx say where they refuse a configuration. */
interface Messages {
  /** The file of the tables that draws it. */
  readonly drawn: Readonly<Record<string, string>>;
  /** Why no text decides it → the messages. */
  readonly reasons: Readonly<Record<string, readonly string[]>>;
}

describe('what nginx says where it refuses a configuration', () => {
  const list: Messages = JSON.parse(readFileSync('test/oracle/refusals/messages.json', 'utf8'));
  const all = refusals();
  const rows = readTable(readFileSync(tablePath, 'utf8'));

  it('was said of the files of today', () => {
    assert.deepEqual(
      rows.map(({ hash }) => hash),
      all.map(fileOf),
      'the verdicts are of other files: npm run oracle -- nginx-messages',
    );
  });

  it('has a file that draws it, or a reason why no text decides it', () => {
    const keys = [...Object.keys(list.drawn), ...Object.values(list.reasons).flat()];
    assert.equal(new Set(keys).size, keys.length, 'a message is listed twice');
    assert.ok(keys.length > 800);
    assert.ok(Object.keys(list.drawn).length > 450);
    assert.equal(list.reasons['to be decided'], undefined);
    const files = new Set(all.map(fileOf));
    assert.deepEqual(
      Object.values(list.drawn).filter((file) => !files.has(file)),
      [],
    );
  });

  it('is told at the same line, and nothing is told of what nginx takes', () => {
    assert.deepEqual(differences(all, rows), []);
  });
});
