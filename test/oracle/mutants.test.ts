import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { check } from '../../server/src/workspace/check';
import { loadTexts, ROOT } from '../helpers/workspace';
import { judgeAll } from './judges';
import { mutants, type Mutant } from './mutants/mutants';
import { findNginx } from './nginx';
import { disagreements, report, type Judged } from './report';
import { hashOf, readTable, tablePath } from './table';
import { quotedIn } from './words';

/** Share of the refused files in which the fault is found, on the line that nginx names or at its cause. */
const AIM = 0.98;
/** Every so many-th file is judged anew by the nginx of this machine. */
const SAMPLE = 12;

const counted = (judged: readonly Judged[], ...outcomes: readonly string[]): number =>
  judged.filter(({ outcome }) => outcomes.includes(outcome)).length;

describe('realistic files with one thing changed', () => {
  let all: readonly Mutant[];
  let judged: readonly Judged[];
  let text: string;
  before(function () {
    this.timeout(60_000);
    all = mutants();
    const rows = readTable(readFileSync(tablePath, 'utf8'));
    assert.deepEqual(
      rows.map(({ hash }) => hash),
      all.map(hashOf),
      'the verdicts are of other files: npm run oracle',
    );
    ({ judged, text } = report(all, rows));
  });

  it('are many, of fifteen kinds and of many changes', () => {
    assert.ok(all.filter(({ mutation }) => mutation).length >= 1000);
    assert.equal(new Set(all.map(({ kind }) => kind.name)).size, 15);
    assert.ok(new Set(all.map(({ mutation }) => mutation?.name)).size > 30);
  });

  it('are never told to be refused where nginx takes them', () => {
    const wrong = judged.filter(({ outcome }) => outcome === 'false positive');
    assert.equal(wrong.length, 0, disagreements(wrong));
  });

  it('are found to be refused where nginx refuses them', () => {
    const refused = counted(judged, 'caught', 'other words', 'missed', 'wrong line');
    assert.ok(refused > 1500, text);
    assert.ok(counted(judged, 'caught', 'other words') / refused >= AIM, text);
  });

  it("are told in nginx' own words wherever a message quotes it", () => {
    const quoted = judged.filter(({ said }) => said.some((one) => quotedIn(one)));
    assert.ok(quoted.length > 1500, `${quoted.length} messages quote nginx`);
    const wrong = judged.filter(({ outcome }) => outcome === 'other words');
    assert.equal(wrong.length, 0, disagreements(wrong));
  });

  it('are judged by the nginx of this machine as they were for the table', async function () {
    this.timeout(120_000);
    const command = findNginx();
    const rows = readTable(readFileSync(tablePath, 'utf8'));
    const sample = all.filter(({ kind }, index) => index % SAMPLE === 0 && !kind.modules);
    const verdicts = await judgeAll({ version: '1.22.1', command, modules: {} }, sample);
    for (const mutant of sample) {
      const expected = rows[all.indexOf(mutant)]?.verdicts.get('1.22.1');
      if (expected === 'unable') continue;
      assert.deepEqual(
        verdicts.get(mutant),
        expected,
        `${mutant.kind.name}, ${mutant.mutation?.name ?? 'as it was'}, line ${mutant.line}`,
      );
    }
  });
});

describe('a file with eight faults', () => {
  it('shows eight, and no ninth', () => {
    const text = `worker_processes 1;
events {
    worker_connections many;
}
http {
    sendfile yes;
    upstream tomcats {
        server 10.0.0.1:8080;
        server 10.0.0.2:80800;
    }
    server {
        listen 80;
        proxy_pass http://tomcats;
        client_max_body_size 10m 20m;
        location / {
            proxy_pas http://tomcats;
            proxy_read_timeout 60x;
            proxy_buffering on
            proxy_set_header X-Real-IP $remote_adr;
        }
    }
}
`;
    const { diagnostics } = check(ROOT, loadTexts(new Map([['nginx.conf', text]])));
    const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
    assert.deepEqual(
      diagnostics.map(({ code, span }) => `${lineOf(span.start)} ${code}`),
      [
        '3 nginx/invalid-value',
        '6 nginx/invalid-value',
        '9 nginx/upstream-server',
        '13 nginx/not-allowed-here',
        '14 nginx/arguments',
        '16 nginx/unknown-directive',
        '17 nginx/invalid-value',
        '18 nginx/missing-semicolon',
      ],
    );
  });
});
