import { strict as assert } from 'node:assert';
import { addAbortSignal, PassThrough, Readable } from 'node:stream';
import { LogFollower, type LogSource } from '../../client/src/lab/logs/follow';

/** Stamps as Podman's: of whole seconds. */
const STAMP = '2026-01-02T03:04:05Z';

function framed(lines: readonly string[]): Buffer {
  return Buffer.concat(
    lines.map((line) => {
      const payload = Buffer.from(`${STAMP} ${line}\n`);
      const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
      header.writeUInt32BE(payload.length, 4);
      return Buffer.concat([header, payload]);
    }),
  );
}

/** A container of an engine that, once it has ended, gives who follows its log only some of the lines. */
class Container implements LogSource {
  inspected = 0;
  private readonly log: string[] = [];
  private stream = new PassThrough();
  private lives = 0;
  private running = false;
  private looks: (() => void)[] = [];

  constructor(readonly losesEndOfLog: boolean) {}

  start(): void {
    this.lives++;
    this.running = true;
  }

  end(): void {
    this.running = false;
  }

  say(lines: readonly string[], told: readonly string[] = lines): void {
    this.log.push(...lines);
    this.stream.write(framed(told));
  }

  /** Resolves when it is looked at the next time. */
  looked(): Promise<void> {
    return new Promise((resolve) => this.looks.push(resolve));
  }

  inspect = async () => {
    this.inspected++;
    for (const look of this.looks.splice(0)) look();
    const startedAt = `2026-01-02T03:04:0${this.lives}Z`;
    return {
      running: this.running,
      paused: false,
      addresses: [],
      startedAt,
      exitCode: 0,
      outOfMemory: false,
    };
  };

  followLog: LogSource['followLog'] = async (_, __, signal) => {
    this.stream = addAbortSignal(signal, new PassThrough());
    return this.stream;
  };

  readLog = async () => Readable.from([framed(this.log)]);
}

/** Follows a container from its start on. */
function follow(container: Container): {
  readonly seen: string[];
  readonly follower: LogFollower;
  readonly heard: (line: string) => Promise<void>;
} {
  const seen: string[] = [];
  let look = (): void => {};
  const follower = new LogFollower(
    container,
    'id',
    ({ text }) => {
      seen.push(text);
      look();
    },
    (error) => assert.ifError(error),
  );
  const heard = (line: string): Promise<void> =>
    new Promise((resolve) => {
      look = () => seen.includes(line) && resolve();
      look();
    });
  return { seen, follower, heard };
}

/** Says lines once the log is followed. */
async function live(container: Container, lines: readonly string[]): Promise<ReturnType<typeof follow>> {
  const following = follow(container);
  container.start();
  following.follower.resume();
  await new Promise(setImmediate);
  container.say(lines);
  await following.heard(lines.at(-1) ?? '');
  return following;
}

describe('the end of a log whose engine drops lines', () => {
  it('comes in its order: what the stream gives after the end is left for the log that is read', async () => {
    const container = new Container(true);
    const { seen, follower, heard } = await live(container, ['1', '2']);
    container.end();
    const looked = container.looked();
    container.say(['3', '4', '5', '6'], ['4', '6']);
    await Promise.race([looked, heard('6')]);
    await follower.drained();
    assert.deepEqual(seen, ['1', '2', '3', '4', '5', '6']);
  });

  it('comes in its order where the container has been started again meanwhile', async () => {
    const container = new Container(true);
    const { seen, follower, heard } = await live(container, ['1', '2']);
    container.end();
    container.start();
    const looked = container.looked();
    container.say(['3', '4'], ['4']);
    await Promise.race([looked, heard('4')]);
    await follower.drained();
    follower.resume();
    await new Promise(setImmediate);
    container.say(['5']);
    await heard('5');
    follower.dispose();
    assert.deepEqual(seen, ['1', '2', '3', '4', '5']);
  });

  it('is no question to an engine that drops none', async () => {
    const container = new Container(false);
    const { seen, follower } = await live(container, ['1', '2']);
    follower.dispose();
    assert.deepEqual([seen, container.inspected], [['1', '2'], 0]);
  });
});
