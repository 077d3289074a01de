import { strict as assert } from 'node:assert';
import { addAbortSignal, PassThrough } from 'node:stream';
import { dumpThreads } from '../../client/src/lab/threadDump';

function framed(line: string): Buffer {
  const payload = Buffer.from(`2026-01-02T03:04:05.000000006Z ${line}\n`);
  const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

describe('a thread dump', () => {
  it('has an end, also of a JVM that does not tell it while an app prints on and on', async () => {
    const stream = new PassThrough();
    let printing: NodeJS.Timeout | undefined;
    const engine = {
      resources: async () => ({ memoryBytes: 0, dataFolder: '', now: 0 }),
      followLog: async (_: string, __: object, signal: AbortSignal) => addAbortSignal(signal, stream),
      kill: async () => {
        stream.write(framed('Full thread dump Some JVM'));
        printing = setInterval(() => stream.write(framed('an app prints')), 10);
      },
    };
    stream.on('error', () => undefined);
    try {
      const dump = await dumpThreads(engine, { id: 'id', name: 'tomcat1' }, 300);
      assert.match(dump, /^Full thread dump Some JVM\nan app prints\n/);
    } finally {
      clearInterval(printing);
    }
  });
});
