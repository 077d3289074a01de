import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { scenarios, type Variant, variantsOf, WHOLE } from './scenarios';
import { judge, keyOf, readTable, tablePath, type Verdicts } from './verdicts';

/** As many pairs as a run of all tests asks a real Tomcat for; `npm run oracle -- cluster` asks four for all. */
const SAMPLE = ['cluster/group-differs', 'cluster/placement-differs', 'cluster/receiver-port'];

/** Before a fix the harm is there and nothing before it; after it the two are one cluster. */
function assertHolds(
  { scenario, title }: Variant,
  outcome: ReadonlySet<string> | undefined,
  where: string,
): void {
  const told = `${where} ${scenario.rule} (${scenario.name}) ${title}`;
  assert.ok(outcome, `${told}: npm run oracle -- cluster`);
  if (title !== 'as written') {
    assert.deepEqual([...outcome].toSorted(), [...WHOLE].toSorted(), told);
    return;
  }
  assert.ok(!outcome.has(scenario.harm), told);
  for (const one of WHOLE.slice(0, WHOLE.indexOf(scenario.harm)))
    assert.ok(outcome.has(one), `${told}: ${one}`);
}

describe('nodes that a rule takes for no cluster, run by Tomcat', () => {
  let variants: readonly Variant[];
  let table: Verdicts;
  before(() => {
    variants = scenarios.flatMap(variantsOf);
    table = readTable(readFileSync(tablePath, 'utf8'));
  });

  it('have a fix where one is offered', () => {
    for (const scenario of scenarios)
      assert.equal(variantsOf(scenario).length > 1, scenario.isMended, scenario.name);
  });

  it('were none in four Tomcats, and were one after each fix', () => {
    const versions = new Set([...table.keys()].map((key) => key.split('\t')[0] ?? ''));
    assert.equal(versions.size, 4);
    assert.equal(table.size, versions.size * variants.length, 'npm run oracle -- cluster');
    for (const version of versions)
      for (const variant of variants) assertHolds(variant, table.get(keyOf(variant, version)), version);
  });

  it('are none now, and are one after a fix', async function () {
    this.timeout(120_000);
    const home = process.env['CLUSTER_LAB_TOMCAT_HOME'];
    assert.ok(home);
    const sample = SAMPLE.flatMap((rule) =>
      variants.filter(({ scenario }) => scenario.rule === rule).slice(0, 2),
    );
    const outcomes = await judge({ version: basename(home), home }, sample);
    for (const [index, variant] of sample.entries()) assertHolds(variant, outcomes[index], 'now');
  });
});
