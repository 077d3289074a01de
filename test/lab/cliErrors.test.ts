import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connect, findLabs } from '../../client/src/lab';
import { isRecord } from '../../server/src/languages/text/record';
import { images } from '../helpers/engine';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

const lab = (words: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  new Promise((done) => {
    const env = {
      ...process.env,
      CLUSTER_LAB_TOMCAT_IMAGE: images.tomcat,
      CLUSTER_LAB_NGINX_IMAGE: images.nginx,
      ...more,
    };
    const child = execFile(
      process.execPath,
      [resolve('dist/cli.js'), 'lab', ...words],
      { env, maxBuffer: 1 << 26 },
      (_, out, error) => done({ code: child.exitCode, out, error }),
    );
  });

describe('cluster-lab lab, where a lab cannot be had', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lab-errors-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const left = async (): Promise<number> =>
    (await findLabs(await connect())).filter((it) => it.folder === folder).length;

  for (const words of [['start'], ['stop'], ['status']]) {
    it(`${words.join(' ')} names the engine that does not answer, and what to do, with exit code 1`, async () => {
      const { code, error } = await lab([...words, folder], { DOCKER_HOST: 'unix:///nowhere/docker.sock' });
      assert.equal(code, 1);
      assert.match(
        error,
        /^cluster-lab: No Docker Engine answers at unix:\/\/\/nowhere\/docker\.sock.*\nStart Docker/,
      );
    });
  }

  it('names an image that cannot be had, and leaves nothing', async () => {
    const { code, error } = await lab(['start', folder, '--nginx-image', 'cluster-lab/nginx:none']);
    assert.equal(code, 1);
    assert.match(error, /^cluster-lab: .*cluster-lab\/nginx:none/);
    assert.ok(error.trim().split('\n').length >= 2, 'a next step follows');
    assert.equal(await left(), 0);
  });

  it("says nginx's words at the user's own line, behind all that was put on lines before, and leaves nothing", async () => {
    const file = join(folder, 'nginx.conf');
    writeFileSync(
      file,
      `events {}
http {
    upstream app {
        server 127.0.0.1:8080;
    }
    server {
        listen 127.0.0.1:8080;
        access_log /srv/a.log;
        proxy_pas http://app;
    }
}
`,
    );
    const text = await lab(['start', folder]);
    assert.equal(text.code, 1);
    assert.match(text.error, /^cluster-lab: .*unknown directive "proxy_pas"/);
    assert.ok(text.error.includes(`\n  at ${file}:9\n`), text.error);

    const json = await lab(['start', folder, '--json']);
    assert.equal(json.code, 1);
    const last: unknown = JSON.parse(json.out.trim().split('\n').at(-1) ?? '');
    assert.ok(isRecord(last));
    assert.equal(last['event'], 'error');
    assert.deepEqual(last['place'], { file, line: 8 });
    assert.equal(await left(), 0);
  });

  it('hands a file that nginx cannot even read to nginx as it is', async () => {
    writeFileSync(join(folder, 'nginx.conf'), 'events {}\nhttp {\n    server {\n        listen 80;\n    }\n');
    const { code, error } = await lab(['start', folder]);
    assert.equal(code, 1);
    assert.match(error, /^cluster-lab: .*unexpected end of file, expecting "}"/);
    assert.equal(await left(), 0);
  });
});
