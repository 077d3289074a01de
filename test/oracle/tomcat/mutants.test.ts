import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { hashOf, type Mutant, mutants } from './mutants/mutants';
import { disagreements, type Judged, report } from './mutants/report';
import { readTable, tablePath } from './mutants/verdicts';

/** Share of what a Tomcat names that is found, on the line that it names or at its cause. */
const AIM = 0.98;

describe('server.xml and context.xml with one thing changed, judged by four Tomcats', () => {
  let all: readonly Mutant[];
  let judged: readonly Judged[];
  let share: number;
  let text: string;
  before(function () {
    this.timeout(120_000);
    all = mutants();
    const { hashes, rows } = readTable(readFileSync(tablePath, 'utf8'));
    assert.deepEqual(hashes, all.map(hashOf), 'the verdicts are of other files: npm run oracle -- tomcat');
    ({ judged, share, text } = report(all, rows));
  });

  it('are many, of many kinds of change, read and started', () => {
    assert.ok(all.length > 1500);
    assert.ok(new Set(all.map(({ name }) => name)).size > 30);
    assert.ok(all.filter(({ starts }) => starts).length > 200);
    assert.equal(new Set(judged.map(({ version }) => version)).size, 4);
    for (const outcome of ['ok', 'warns', 'dead', 'exits'])
      assert.ok(judged.filter(({ verdict }) => verdict.outcome === outcome).length > 100, outcome);
  });

  it('are never called wrong where Tomcat says nothing', () => {
    const wrong = judged.filter(({ outcome }) => outcome === 'false alarm');
    assert.equal(wrong.length, 0, disagreements(wrong));
  });

  it('are found where Tomcat warns, starts without a connector, or exits', () => {
    assert.ok(judged.filter(({ outcome }) => outcome === 'found').length > 4500, text);
    assert.ok(
      share >= AIM,
      `${text}\n${disagreements(judged.filter(({ outcome }) => outcome === 'missed'))}`,
    );
  });
});
