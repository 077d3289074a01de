import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { compareAll, report } from './belief/run';
import type { Tally } from './belief/compare';
import { findNginx } from './nginx';

describe('what Tomcat believes of a request through nginx, judged by both', () => {
  let tally: ReadonlyMap<string, Tally>;
  before(async () => {
    const home = process.env['CLUSTER_LAB_TOMCAT_HOME'];
    assert.ok(home, 'CLUSTER_LAB_TOMCAT_HOME: the folder of a Tomcat');
    const tomcat = { home, version: basename(home).replace('apache-tomcat-', '') };
    const command = findNginx();
    const [, version = ''] =
      /nginx\/([\d.]+)/.exec(spawnSync(command, ['-v'], { encoding: 'utf8' }).stderr) ?? [];
    const nginx = { command, version };
    tally = await compareAll([nginx], [tomcat], { halves: 30, combinations: 64 });
  });

  it('is what we say, in every part that we state', () => {
    const wrong = [...tally.values()].flatMap((one) => one.wrong);
    assert.equal(wrong.length, 0, wrong.slice(0, 20).join('\n'));
  });

  it('is stated nearly always, since all of these files are here', () => {
    const parts = [...tally].filter(([name]) => name !== 'refused' && name !== 'outerPath');
    assert.ok(parts.length > 20, report(tally));
    for (const [name, { stated, silent }] of parts)
      assert.ok(stated / (stated + silent) > 0.9 && stated >= 10, `${name}\n${report(tally)}`);
  });
});
