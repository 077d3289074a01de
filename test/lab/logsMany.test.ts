import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { connect, removeLab, type Engine } from '../../client/src/lab';
import { linesOf } from '../../client/src/lab/logs/frames';
import { Label } from '../../client/src/lab/labels';
import { LogFollower } from '../../client/src/lab/logs/follow';
import { EngineProxy } from '../helpers/engineProxy';
import { images } from '../helpers/engine';

const CONTAINERS = 4;
const LINES = 50_000;
const ROUNDS = 7;
const EACH = Math.ceil(LINES / ROUNDS);

/**
 * Numbers its lines anew in each of its lives, on both of its outputs, and waits for its end. It writes half as much
 * again as is waited for and no more: where the engine takes seconds to kill it, the log would grow faster than it is read.
 */
const SAYS = `
  life=$(( $(cat /life 2>/dev/null || echo 0) + 1 )); echo $life > /life
  for (( block = 1; block <= ${Math.ceil((1.5 * EACH) / 1000)}; block++ )); do
    printf "$life.$block.%s\\n" {1..500}
    printf "$life.$block.%s\\n" {501..1000} >&2
    sleep 0.03
  done
  exec sleep infinity`;

describe('200,000 lines of four containers', () => {
  const labId = randomBytes(4).toString('hex');
  const proxy = new EngineProxy();
  const followers: LogFollower[] = [];
  let engine: Engine;
  before(async () => {
    await proxy.open();
    engine = await connect({ host: proxy.host });
  });
  after(async () => {
    for (const follower of followers) follower.dispose();
    await proxy.close();
    await removeLab(await connect(), labId);
  });

  it('come through six kills and starts and four losses of the engine, none lost and none twice', async function () {
    // Writers and readers share the processors of a small machine.
    this.timeout(600_000);
    await Promise.all(Array.from({ length: CONTAINERS }, (_, index) => one(index)));
  });

  async function one(index: number): Promise<void> {
    const id = await engine.createContainer({
      image: images.nginx,
      labels: { [Label.lab]: labId },
      entrypoint: ['bash', '-c'],
      command: [SAYS],
    });
    const seen: string[] = [];
    let look = (): void => {};
    const follower: LogFollower = new LogFollower(
      engine,
      id,
      ({ text }) => {
        seen.push(text);
        look();
      },
      () => follower.resume(),
    );
    followers.push(follower);
    for (let round = 1; round <= ROUNDS; round++) {
      const wanted = seen.length + EACH;
      const told = new Promise<void>((resolve) => {
        look = (): void => {
          // In one of the rounds of each the engine is lost to all followers in the midst of their lines.
          if (round === 2 + index && seen.length === wanted - 1000) proxy.cutStreams();
          if (seen.length >= wanted) resolve();
        };
      });
      await engine.start(id);
      follower.resume();
      await told;
      await engine.kill(id);
      await engine.wait(id, AbortSignal.timeout(30_000));
      await follower.drained();
    }
    const written = (await linesOf(await engine.readLog(id))).map(({ text }) => text);
    assert.ok(written.length >= LINES, `container ${index} wrote ${written.length} lines`);
    assert.equal(new Set(written).size, written.length);
    assert.deepEqual(seen, written);
  }
});
