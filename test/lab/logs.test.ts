import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { connect, removeLab, type Engine } from '../../client/src/lab';
import { linesOf } from '../../client/src/lab/logs/frames';
import { Label } from '../../client/src/lab/labels';
import { LogFollower } from '../../client/src/lab/logs/follow';
import { images } from '../helpers/engine';
import { EngineProxy } from '../helpers/engineProxy';

describe('the log of a container', () => {
  const labId = randomBytes(4).toString('hex');
  let engine: Engine;
  before(async () => {
    engine = await connect();
  });
  after(() => removeLab(engine, labId));

  it('is followed over kills and starts, no line lost and none twice', async () => {
    const id = await engine.createContainer({
      image: images.nginx,
      labels: { [Label.lab]: labId },
      entrypoint: ['bash', '-c'],
      command: [
        'n=$(cat /n 2>/dev/null || echo 0); while :; do n=$((n+1)); echo "line $n"; echo $n >/n; done',
      ],
    });
    const seen: string[] = [];
    const waiting = new Set<() => void>();
    const follower = new LogFollower(
      engine,
      id,
      ({ text }) => {
        seen.push(text);
        for (const look of waiting) look();
      },
      (error) => assert.fail(String(error)),
    );
    for (let round = 0; round < 6; round++) {
      const wanted = seen.length + 2000;
      const enough = new Promise<void>((resolve) => {
        waiting.clear();
        waiting.add(() => {
          if (seen.length >= wanted) resolve();
        });
      });
      await engine.start(id);
      follower.resume();
      await enough;
      await engine.kill(id);
      await engine.wait(id, AbortSignal.timeout(30_000));
      await follower.drained();
    }
    follower.dispose();
    const written = (await linesOf(await engine.readLog(id))).map(({ text }) => text);
    assert.ok(written.length >= 12_000);
    assert.deepEqual(seen, written);
  });

  it('keeps lines of many frames whole where its stream breaks off in their midst', async () => {
    const proxy = new EngineProxy();
    await proxy.open();
    const id = await engine.createContainer({
      image: images.nginx,
      labels: { [Label.lab]: labId },
      entrypoint: ['bash', '-c'],
      command: [
        `text=$(printf '한글%.0s' {1..8000}); for n in {1..40}; do echo "$n $text"; done; printf '\\e[31mno end'`,
      ],
    });
    await engine.start(id);
    await engine.wait(id, AbortSignal.timeout(30_000));
    let broken = 0;
    // The first streams break off after so many bytes: within a frame, a letter or a header.
    proxy.faults(({ path }) =>
      path.includes('follow=') && broken++ < 12
        ? { kind: 'truncate', bytes: 61_003 * broken + broken }
        : undefined,
    );
    const seen: string[] = [];
    const far = await connect({ host: proxy.host });
    const follower: LogFollower = new LogFollower(
      far,
      id,
      ({ text }) => seen.push(text),
      () => follower.resume(),
    );
    follower.resume();
    await follower.drained();
    await proxy.close();
    assert.ok(broken > 12, `${broken} streams`);
    // Letters that the engine itself has cut between two parts of a line are not to be had any more.
    const written = (await linesOf(await engine.readLog(id))).map(({ text }) => text);
    assert.equal(written.length, 41);
    assert.ok(written[39]?.startsWith('40 한글한글') && written[39].endsWith('한글'), written[39]);
    assert.deepEqual(seen, written);
  });
});
