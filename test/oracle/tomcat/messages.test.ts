import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rules } from '../../../server/src/rules/registry';
import { readTable, tablePath } from './mutants/verdicts';

/** By `npm run oracle -- tomcat-messages`: `package:key` of what Tomcat can log from WARNING on at its start, or throw. */
interface Messages {
  /** Drawn by a changed file: its name in the verdicts, and how the message begins. */
  readonly mutants: Readonly<Record<string, { readonly file: string; readonly says: string }>>;
  /** A rule tells it before Tomcat does. */
  readonly rules: Readonly<Record<string, string>>;
  /** Why no text decides it → the messages. */
  readonly reasons: Readonly<Record<string, readonly string[]>>;
}

describe('what four Tomcats can say at their start', () => {
  const list: Messages = JSON.parse(readFileSync('test/oracle/tomcat/messages.json', 'utf8'));

  it('has a file that draws it, a rule that tells it, or a reason why no text decides it', () => {
    const keys = [
      ...Object.keys(list.mutants),
      ...Object.keys(list.rules),
      ...Object.values(list.reasons).flat(),
    ];
    assert.equal(new Set(keys).size, keys.length, 'a message is listed twice');
    assert.ok(keys.length > 1000);
    assert.ok(Object.keys(list.mutants).length > 70);
    assert.equal(list.reasons['to be decided'], undefined);
  });

  it('was drawn by the file that is named', () => {
    const { hashes, rows } = readTable(readFileSync(tablePath, 'utf8'));
    const said = new Map(
      hashes.map((hash, index) => [
        hash,
        [...(rows[index]?.values() ?? [])].flatMap((verdict) => (verdict === 'unable' ? [] : verdict.words)),
      ]),
    );
    const wrong = Object.entries(list.mutants).filter(
      ([, { file, says }]) => !(said.get(file) ?? []).some((words) => isSaidIn(says, words)),
    );
    assert.deepEqual(wrong, []);
  });

  it('is told by rules that exist', () => {
    const ids = new Set(rules.map(({ meta }) => meta.id));
    assert.deepEqual(
      Object.entries(list.rules).filter(([, id]) => !ids.has(id)),
      [],
    );
  });
});

/** Whether the parts of a message, `{0}` between them, stand in words in this order. */
function isSaidIn(says: string, words: string): boolean {
  let at = 0;
  return says.split(/\{\d[^}]*\}/).every((part) => {
    const found = words.indexOf(part, at);
    at = found + part.length;
    return found >= 0;
  });
}
