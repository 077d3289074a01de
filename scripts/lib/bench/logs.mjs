import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { atEnd } from '../ending.mjs';
import { which } from '../processes.mjs';
import { step } from '../steps.mjs';
import { engineOf } from './engine.mjs';
import { median, printTable } from './table.mjs';

const CONTAINERS = 4;
const LINES = 50_000;
const ROUNDS = 3;
/** As long as a line of Tomcat's is. */
const SAYS = `for (( block = 0; block < ${LINES / 500}; block++ )); do
  printf "23-Nov-2026 16:42:12.632 INFO [main] org.apache.catalina.core.ApplicationContext.log line $block.%s of a log\\n" {1..500}
done`;

/** How fast logs come through the lab's follower, against `docker logs --follow` into files. */
export async function compareLogs(env) {
  if (!which('docker'))
    return console.log('\nLogs: not measured, since there is no docker command to compare with.');
  const { docker } = await engineOf(env);
  const ids = await step(`${CONTAINERS} containers with ${LINES} lines each`, () => write(docker, env));
  const times = { 'docker logs': [], lab: [] };
  const facts = [];
  for (let round = 1; round <= ROUNDS; round++) {
    times['docker logs'].push(
      await step(
        `round ${round}: docker logs`,
        () => byCommand(ids, env),
        (it) => `${it.toFixed(0)} ms`,
      ),
    );
    const { milliseconds, ...rest } = await step(`round ${round}: lab`, () => byLab(ids, env));
    times.lab.push(milliseconds);
    facts.push(rest);
  }
  const rate = (milliseconds) => ((CONTAINERS * LINES) / milliseconds).toFixed(0);
  console.log(`\n${CONTAINERS * LINES} lines of ${CONTAINERS} containers, ${ROUNDS} rounds in turn:`);
  printTable(
    ['', 'median k lines/s', 'all'],
    Object.entries(times).map(([name, all]) => [name, rate(median(all)), all.map(rate).join(', ')]),
  );
  console.log(`Ratio ${(median(times['docker logs']) / median(times.lab)).toFixed(2)}; the aim is 0.8.`);
  console.log(`Lines lost: ${facts.map(({ lost }) => lost).join(', ')}.`);
  console.log(
    `Longest block of the event loop: ${facts.map(({ blockMs }) => blockMs.toFixed(0)).join(', ')} ms.`,
  );
  console.log(
    `Memory: ${facts.map(({ before, most }) => `${before.toFixed(0)} MB before, at most ${most.toFixed(0)} MB`).join('; ')}.`,
  );
}

async function write(docker, { CLUSTER_LAB_NGINX_IMAGE: Image }) {
  const containers = await Promise.all(
    Array.from({ length: CONTAINERS }, () =>
      docker.createContainer({
        Image,
        Entrypoint: ['bash', '-c'],
        Cmd: [SAYS],
        Labels: { 'dev.cluster-lab.bench': String(process.pid) },
        HostConfig: { NetworkMode: 'none', LogConfig: { Type: 'json-file' } },
      }),
    ),
  );
  atEnd('containers of the benchmark', () =>
    Promise.all(containers.map((container) => container.remove({ force: true, v: true }))),
  );
  await Promise.all(containers.map((container) => container.start()));
  await Promise.all(containers.map((container) => container.wait()));
  return containers.map(({ id }) => id);
}

async function byCommand(ids, { DOCKER_HOST, TMPDIR }) {
  const start = performance.now();
  const files = await Promise.all(
    ids.map(async (id) => {
      const file = join(TMPDIR, `${id}.log`);
      const out = openSync(file, 'w');
      const child = spawn('docker', ['logs', '--follow', id], {
        stdio: ['ignore', out, out],
        env: { ...process.env, DOCKER_HOST },
      });
      await once(child, 'exit');
      return file;
    }),
  );
  const time = performance.now() - start;
  for (const file of files) {
    if (statSync(file).size === 0) throw new Error('docker logs gave nothing');
    rmSync(file);
  }
  return time;
}

/** In a process of its own, as the extension host is one. */
async function byLab(ids, { DOCKER_HOST }) {
  const out = resolve(process.env.OUT ?? 'out');
  const child = spawn(process.execPath, [resolve('scripts/lib/bench/follow.cjs'), out, DOCKER_HOST, ...ids], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  await once(child, 'close');
  const { lines, ...facts } = JSON.parse(text);
  return { ...facts, lost: CONTAINERS * LINES - lines };
}
