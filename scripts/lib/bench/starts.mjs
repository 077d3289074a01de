import { resolve } from 'node:path';
import { atEnd, ending } from '../ending.mjs';
import { step } from '../steps.mjs';
import { planLab } from '../story/check.mjs';
import { engineOf } from './engine.mjs';
import { record, replay } from './replay.mjs';
import { median, printTable } from './table.mjs';

const ROUNDS = 5;
const FOLDER = 'samples/story-fixed';

/** How long the lab takes to start what a plain script starts as well. */
export async function compareStarts(env) {
  const { docker, engine, lab } = await engineOf(env);
  const images = { tomcat: env.CLUSTER_LAB_TOMCAT_IMAGE, nginx: env.CLUSTER_LAB_NGINX_IMAGE };

  const labStart = async () => {
    const plan = await planLab(FOLDER, images);
    const start = performance.now();
    const running = await lab.startLab(engine, plan, {
      signal: ending,
      assets: resolve('client/assets'),
      onStep: () => {},
    });
    const time = performance.now() - start;
    return { plan, running, time, remove: atEnd('lab of the benchmark', () => running.stop()) };
  };

  // The first start compiles the sample's sources; what it put into the containers is what the plain script puts there.
  const { plan, running, remove } = await step('a first lab, recorded', labStart);
  const recorded = await record(docker, plan);
  const nginxUrl = running.urls.find(
    ({ container, scheme }) => container === 'nginx' && scheme === 'http',
  ).url;
  await remove();

  const times = { lab: [], 'plain script': [] };
  for (let round = 1; round <= ROUNDS; round++) {
    const started = await step(`round ${round}: lab`, labStart);
    times.lab.push(started.time);
    await started.remove();
    const plain = await step(`round ${round}: plain script`, () =>
      replay(docker, recorded, { plan, nginxUrl }),
    );
    times['plain script'].push(plain.time);
    await plain.remove();
  }
  console.log(
    `\nStart of ${FOLDER}, ${plan.tomcats.length} Tomcats and nginx, ${ROUNDS} rounds in turn, nodes in the same order:`,
  );
  printTable(
    ['', 'median s', 'all'],
    Object.entries(times).map(([name, all]) => [
      name,
      (median(all) / 1000).toFixed(2),
      all.map((it) => (it / 1000).toFixed(2)).join(', '),
    ]),
  );
  console.log(`Ratio ${(median(times.lab) / median(times['plain script'])).toFixed(2)}; the aim is 1.25.`);
}
