// Follows containers' logs as the extension does, up to the channel: node follow.cjs <out> <host> <container>…
const { monitorEventLoopDelay } = require('node:perf_hooks');
const path = require('node:path');

const [out, host, ...ids] = process.argv.slice(2);
const { connect } = require(path.join(out, 'client/src/lab'));
const { LogFollower } = require(path.join(out, 'client/src/lab/logs/follow'));
const { Recent } = require(path.join(out, 'client/src/lab/recent'));
const { Milestones } = require(path.join(out, 'client/src/lab/logs/milestones'));
const { NodeNames } = require(path.join(out, 'client/src/lab/logs/names'));
const { readLine } = require(path.join(out, 'client/src/lab/logs/formats'));

/** The same as Member's. */
const KEPT = { count: 10_000, characters: 4_000_000 };
const megabytes = () => process.memoryUsage.rss() / 1e6;

async function main() {
  const engine = await connect({ host });
  const before = megabytes();
  let most = before;
  let lines = 0;
  const watching = setInterval(() => (most = Math.max(most, megabytes())), 200);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let milliseconds = 0;
  const start = performance.now();
  await Promise.all(ids.map(follow));
  delay.disable();
  clearInterval(watching);
  process.stdout.write(
    JSON.stringify({
      milliseconds,
      lines,
      before,
      most: Math.max(most, megabytes()),
      blockMs: delay.max / 1e6,
    }),
  );

  function follow(id) {
    const kept = new Recent(KEPT, ({ text }) => text.length);
    const milestones = new Milestones();
    const names = new NodeNames();
    for (const [index, node] of ids.entries())
      names.learn(node, [`10.213.2.${index + 2}`], '2026-01-01T00:00:00Z');
    let record;
    const follower = new LogFollower(
      engine,
      id,
      (line) => {
        lines++;
        milliseconds = performance.now() - start;
        const text = names.inText(line.text, line.stamp);
        record = readLine('tomcat', text, record);
        kept.add({ node: id, stream: line.stream, stamp: line.stamp, text, record });
        milestones.read(record);
      },
      (error) => {
        throw error;
      },
    );
    follower.resume();
    return follower.drained();
  }
}

void main();
