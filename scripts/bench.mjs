// npm run bench: how the lab's start compares with a plain script's, and how big the extension is. It prints and judges nothing.
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { ensureDependencies } from './lib/bootstrap.mjs';
import { Docker } from './lib/docker.mjs';
import { atEnd, end, ending, watchForEnd } from './lib/ending.mjs';
import { createSetUps } from './lib/setups.mjs';
import { step } from './lib/steps.mjs';

const ROUNDS = 5;
const FOLDER = 'samples/story-fixed';

process.chdir(join(import.meta.dirname, '..'));
watchForEnd();
let code = 0;
try {
  await step('dependencies', ensureDependencies);
  const setUps = createSetUps();
  const env = await setUps.environment(['engine', 'images', 'vsix']);
  printSizes(env.CLUSTER_LAB_VSIX);
  await compareStarts(env);
} catch (error) {
  if (!ending.aborted) console.error(error.message);
  code = 1;
}
await end(code);

function printSizes(vsix) {
  const bundles = readdirSync('dist').filter((name) => name.endsWith('.js'));
  console.log('\n| file | kB |\n|-|-|');
  for (const file of [...bundles.map((name) => join('dist', name)), vsix]) {
    console.log(`| ${file} | ${(statSync(file).size / 1000).toFixed(0)} |`);
  }
  console.log('The aim for the package is below 1500 kB.\n');
}

async function compareStarts({
  DOCKER_HOST: host,
  CLUSTER_LAB_TOMCAT_IMAGE: tomcat,
  CLUSTER_LAB_NGINX_IMAGE: nginx,
}) {
  const [{ default: Dockerode }, { record, replay }, { planLab }] = await Promise.all([
    import('dockerode'),
    import('./lib/bench/replay.mjs'),
    import('./lib/story/check.mjs'),
  ]);
  const { options } = new Docker(host).target;
  const docker = new Dockerode(
    options.socketPath ? { socketPath: options.socketPath } : { host: options.hostname, port: options.port },
  );
  const { connect, startLab } = createRequire(import.meta.url)(resolve('dist/lab.js'));
  const engine = await connect({ host });

  const labStart = async () => {
    const plan = await planLab(FOLDER, { tomcat, nginx });
    const start = performance.now();
    const lab = await startLab(engine, plan, {
      signal: ending,
      assets: resolve('client/assets'),
      onStep: () => {},
    });
    const time = performance.now() - start;
    return { plan, lab, time, remove: atEnd('lab of the benchmark', () => lab.stop()) };
  };

  // The first start compiles the sample's sources; what it put into the containers is what the plain script puts there.
  const first = await step('a first lab, recorded', labStart);
  const recorded = await record(docker, first.plan);
  const nginxUrl = first.lab.urls.find(
    ({ container, scheme }) => container === 'nginx' && scheme === 'http',
  ).url;
  await first.remove();

  const times = { lab: [], plain: [] };
  for (let round = 1; round <= ROUNDS; round++) {
    const lab = await step(`round ${round}: lab`, labStart);
    times.lab.push(lab.time);
    await lab.remove();
    const plain = await step(`round ${round}: plain script`, () =>
      replay(docker, recorded, { clustered: first.plan.clustered, nginxUrl }),
    );
    times.plain.push(plain.time);
    await plain.remove();
  }
  console.log(
    `\nStart of ${FOLDER}, ${first.plan.tomcats.length} Tomcats and nginx, ${ROUNDS} rounds in turn:`,
  );
  console.log('| | median s | all |\n|-|-|-|');
  for (const [name, all] of Object.entries(times)) {
    console.log(
      `| ${name} | ${(median(all) / 1000).toFixed(2)} | ${all.map((it) => (it / 1000).toFixed(2)).join(', ')} |`,
    );
  }
  console.log(`Ratio ${(median(times.lab) / median(times.plain)).toFixed(2)}; the aim is 1.25.`);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
