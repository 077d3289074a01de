import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pack } from 'tar-stream';
import { atEnd, ending } from '../ending.mjs';
import { step } from '../steps.mjs';
import { planLab } from '../story/check.mjs';
import { engineOf } from './engine.mjs';
import { median, printTable } from './table.mjs';

const ROUNDS = 5;
const CONF = '/etc/nginx/conf.d/story.conf';
const SERVLET = 'app/src/main/java/com/example/login/LoginServlet.java';
const LOGIN = 'login.do';

/** How long a saved file takes until somebody sees it: nginx' to the first answer, a class on the last node. */
export async function compareReloads(env) {
  const { docker, engine, lab } = await engineOf(env);
  const images = { tomcat: env.CLUSTER_LAB_TOMCAT_IMAGE, nginx: env.CLUSTER_LAB_NGINX_IMAGE };
  const folder = mkdtempSync(join(tmpdir(), 'clab-bench-'));
  cpSync('samples/story-fixed', folder, { recursive: true });
  const options = { signal: ending, assets: resolve('client/assets'), onStep: () => {} };
  const plan = await planLab(folder, images);
  let started = performance.now();
  const running = await step('a lab', () => lab.startLab(engine, plan, options));
  const starts = [performance.now() - started];
  const remove = atEnd('lab of the benchmark', async () => {
    await running.stop();
    rmSync(folder, { recursive: true });
  });
  const urlOf = (node) =>
    running.urls.find(({ container, scheme }) => container === node && scheme === 'http').url;
  const text = plan.nginx.files.find(({ target }) => target === CONF).content.text;
  const withMark = (mark) =>
    text.replace('location / {', `location = /mark { return 200 ${mark}; }\n    location / {`);
  const planned = (mark) => ({
    ...plan,
    nginx: {
      ...plan.nginx,
      files: plan.nginx.files.map((file) =>
        file.target === CONF ? { ...file, content: { kind: 'text', text: withMark(mark) } } : file,
      ),
    },
  });
  const [found] = await docker.listContainers({
    filters: { label: [`dev.cluster-lab.lab=${plan.labId}`, 'dev.cluster-lab.role=nginx'] },
  });
  const container = docker.getContainer(found.Id);
  const times = { 'lab, tested first': [], 'plain: put, SIGHUP': [] };
  for (let round = 1; round <= ROUNDS; round++) {
    const timed = async (name, work, mark) => {
      const start = performance.now();
      const first = seen(`${urlOf('nginx')}mark`, mark).then(() =>
        times[name].push(performance.now() - start),
      );
      await Promise.all([work(), first]);
    };
    const mark = `lab${round}`;
    await timed(
      'lab, tested first',
      () => running.apply(planned(mark), { ...options, reloadOnly: true }),
      mark,
    );
    const plain = `plain${round}`;
    await timed(
      'plain: put, SIGHUP',
      async () => {
        const tar = pack();
        tar.entry({ name: CONF.slice(1) }, withMark(plain));
        tar.finalize();
        await container.putArchive(tar, { path: '/' });
        await container.kill({ signal: 'SIGHUP' });
      },
      plain,
    );
  }

  const classes = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const path = join(folder, SERVLET);
    const mark = `Missing, round ${round} of ${plan.labId}.`;
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(/SC_BAD_REQUEST, "[^"]*"/, `SC_BAD_REQUEST, "${mark}"`),
    );
    started = performance.now();
    await running.apply(planned(`lab${ROUNDS}x`), options);
    for (const { name } of plan.tomcats) await seen(`${urlOf(name)}${LOGIN}`, mark);
    classes.push(performance.now() - started);
  }
  await remove();

  console.log('\nFrom a change to the first answer with it, nginx:');
  printTable(['', 'median s', 'all'], Object.entries(times).map(row));
  const [tested, plain] = Object.values(times).map(median);
  console.log(`Ratio ${(tested / plain).toFixed(2)}.`);
  console.log(
    `\nA changed class, compiled and on both Tomcats, their sessions kept, against a start of the lab:`,
  );
  printTable(['', 'median s', 'all'], Object.entries({ apply: classes, start: starts }).map(row));
  console.log(`Ratio ${(median(classes) / median(starts)).toFixed(2)}.`);
}

/** Resolves when a page has a text. A reload may close the connection of a request: then it is asked once more. */
const seen = async (url, what) => {
  for (;;) {
    const text = await fetch(url).then(
      (answer) => answer.text(),
      () => '',
    );
    if (text.includes(what)) return;
    await pause(5, undefined, { signal: ending });
  }
};

const row = ([name, all]) => [
  name,
  (median(all) / 1000).toFixed(2),
  all.map((it) => (it / 1000).toFixed(2)).join(', '),
];
