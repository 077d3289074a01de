// The yardstick for the lab's start: the same containers with the same files, made and started in parallel by a plain script. It
// keeps the lab's order of starts: all at once, the nodes of a stock Cluster may wait a minute for each other's sessions, and
// nothing could be compared.
import { posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import tar from 'tar-stream';

/** What a running lab consists of: of each container its configuration and, as one tar for `/`, the files put into it. */
export async function record(docker, plan) {
  const found = await docker.listContainers({ filters: { label: [`dev.cluster-lab.lab=${plan.labId}`] } });
  return await Promise.all(
    [plan.nginx, ...plan.tomcats].map(async (planned) => {
      const { Id } = found.find(({ Labels }) => Labels['dev.cluster-lab.node'] === planned.name);
      const container = docker.getContainer(Id);
      const targets = planned.files.map(({ target }) => target);
      if (planned.role === 'tomcat' && plan.compile) targets.push(plan.compile.target);
      return {
        role: planned.role,
        create: creation(await container.inspect()),
        files: await filesOf(container, targets),
      };
    }),
  );
}

function creation({ Config, HostConfig, NetworkSettings }) {
  const [endpoint] = Object.values(NetworkSettings.Networks);
  const { Memory, LogConfig, PortBindings } = HostConfig;
  return {
    Image: Config.Image,
    Hostname: Config.Hostname,
    Env: Config.Env,
    ExposedPorts: Config.ExposedPorts,
    HostConfig: { Memory, LogConfig, PortBindings },
    aliases: endpoint.Aliases ?? [],
  };
}

async function filesOf(container, targets) {
  const pack = tar.pack();
  const whole = buffer(pack);
  for (const target of targets) {
    const extract = tar.extract();
    (await container.getArchive({ path: target })).pipe(extract);
    for await (const entry of extract) {
      const name = posix.join(posix.dirname(target), entry.header.name).slice(1);
      pack.entry({ ...entry.header, name }, await buffer(entry));
    }
  }
  pack.finalize();
  return await whole;
}

/**
 * Starts what was recorded and waits until every Tomcat says that it is up and, in a cluster, has seen all others, and nginx
 * answers. Resolves with the milliseconds it took and with `remove()`.
 */
export async function replay(docker, recorded, { plan: { clustered, startOrder }, nginxUrl }) {
  const label = { 'dev.cluster-lab.bench': String(process.pid) };
  const start = performance.now();
  const network = await docker.createNetwork({ Name: `cluster-lab-bench-${process.pid}`, Labels: label });
  const containers = [];
  const remove = async () => {
    await Promise.all(containers.map((container) => container.remove({ force: true, v: true })));
    await network.remove();
  };
  try {
    const members = recorded.filter(({ role }) => role === 'tomcat').length - 1;
    await Promise.all(
      recorded.map(async ({ role, create: { aliases, ...options }, files }) => {
        const container = await docker.createContainer({
          ...options,
          Labels: label,
          NetworkingConfig: { EndpointsConfig: { [network.id]: { Aliases: aliases } } },
        });
        containers.push(container);
        await container.putArchive(files, { path: '/' });
        Object.assign(container, { role });
      }),
    );
    const tomcats = containers.filter(({ role }) => role === 'tomcat');
    const [first, ...others] = tomcats;
    await first.start();
    if (startOrder === 'first-node') await saying(first, (text) => TRANSFERRED.test(text));
    await Promise.all(others.map((container) => container.start()));
    // nginx ends at once where the name of an upstream is not known yet.
    await Promise.all(
      containers.filter(({ role }) => role === 'nginx').map((container) => container.start()),
    );
    await Promise.all([
      ...tomcats.map((container) => formed(container, clustered ? members : 0)),
      answers(nginxUrl),
    ]);
    return { time: performance.now() - start, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

const TRANSFERRED = /DeltaManager\.getAllClusterSessions|Catalina\.start Server startup/;
const UP = 'org.apache.catalina.startup.Catalina.start Server startup';

/** Resolves when a Tomcat is up and knows this many others. */
const formed = (container, members) =>
  saying(
    container,
    (text) => text.includes(UP) && text.split('SimpleTcpCluster.memberAdded').length > members,
  );

/** Reads a Tomcat's log until it says so. */
async function saying(container, condition) {
  const log = await container.logs({ follow: true, stdout: true, stderr: true });
  let text = '';
  for await (const chunk of log) {
    text += chunk;
    if (condition(text)) return log.destroy();
  }
  throw new Error(`a Tomcat ended:\n${text.slice(-2000)}`);
}

async function answers(url) {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline;) {
    try {
      return await (await fetch(url)).text();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error(`${url} does not answer`);
}
