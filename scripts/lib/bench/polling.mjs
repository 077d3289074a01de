import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { atEnd, ending } from '../ending.mjs';
import { step } from '../steps.mjs';
import { planLab } from '../story/check.mjs';
import { engineOf } from './engine.mjs';
import { printTable } from './table.mjs';

const SESSIONS = 1_000;
const SECONDS = 20;
/** As the session tree asks while it is seen. */
const EVERY_MS = 2_000;

/** What a node pays for the session tree: its processor with the tree seen and hidden. */
export async function measurePolling(env) {
  const { docker, engine, lab } = await engineOf(env);
  const plan = await planLab('samples/story-fixed', {
    tomcat: env.CLUSTER_LAB_TOMCAT_IMAGE,
    nginx: env.CLUSTER_LAB_NGINX_IMAGE,
  });
  const running = await step('a lab', () =>
    lab.startLab(engine, plan, { signal: ending, assets: resolve('client/assets'), onStep: () => {} }),
  );
  const remove = atEnd('lab of the benchmark', () => running.stop());
  const { url } = running.urls.find(({ container, scheme }) => container === 'nginx' && scheme === 'http');
  await step(`${SESSIONS} sessions`, async () => {
    for (let made = 0; made < SESSIONS; made += 20)
      await Promise.all(Array.from({ length: 20 }, async () => (await fetch(url)).text()));
  });
  const found = await docker.listContainers({ filters: { label: [`dev.cluster-lab.lab=${plan.labId}`] } });
  const nodes = found.filter(({ Labels }) => Labels['dev.cluster-lab.role'] === 'tomcat');
  const used = async () => {
    const all = await Promise.all(
      nodes.map(
        async ({ Id }) => (await docker.getContainer(Id).stats({ stream: false })).cpu_stats.cpu_usage,
      ),
    );
    return all.reduce((sum, { total_usage: it }) => sum + it, 0) / nodes.length;
  };
  const during = async (work) => {
    const before = await used();
    const start = performance.now();
    while (performance.now() - start < SECONDS * 1000) {
      const next = pause(EVERY_MS, undefined, { signal: ending });
      await work();
      await next;
    }
    return (await used()) - before;
  };
  const shown = async () => {
    const nodesRead = await running.sessions.read(ending);
    counts = nodesRead.map(({ contexts }) => contexts.reduce((sum, { count }) => sum + count, 0));
  };
  let counts = [];
  await shown();
  const rows = [];
  for (const [name, work] of Object.entries({ hidden: async () => {}, seen: shown })) {
    const nanoseconds = await step(`the tree ${name} for ${SECONDS} s`, () => during(work));
    rows.push([name, ((nanoseconds / 1e9 / SECONDS) * 100).toFixed(2)]);
  }
  console.log(
    `\nProcessor of a node that holds ${counts.join(' and ')} sessions, read every ${EVERY_MS / 1000} s:`,
  );
  printTable(['session tree', '% of one core'], rows);
  await remove();
}
