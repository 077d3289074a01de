import { strict as assert } from 'node:assert';
import { getEventListeners, once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { PublishedPort } from '../../client/src/lab';
import { choosePorts } from '../../client/src/lab/ports';
import { staysOpen } from '../../client/src/lab/serving';
import type { ContainerPlan } from '../../server/src/protocol';

const wishing = (name: string, ...preferred: (number | null)[]): ContainerPlan => ({
  name,
  role: 'tomcat',
  image: 'image',
  aliases: [],
  env: {},
  files: [],
  memoryBytes: 1,
  ports: preferred.map((port, index) => ({
    container: 8080 + index,
    scheme: 'http',
    preferred: port,
    reason: 'Compose publishes it',
  })),
});

async function listening(onConnection: (socket: { end(): void }) => void = () => {}): Promise<Server> {
  const server = createServer(onConnection);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

describe('ports of a lab', () => {
  let server: Server;
  let free: number;
  before(async () => {
    server = await listening();
    const other = await listening();
    free = portOf(other);
    other.close();
    await once(other, 'close');
  });
  after(() => server.close());

  const chosen = async (plans: ContainerPlan[], local = true): Promise<PublishedPort[]> =>
    [...(await choosePorts(plans, local)).values()].flat();

  it('are the preferred ones where they are free, and say why', async () => {
    assert.deepEqual(await chosen([wishing('a', free)]), [
      { container: 8080, scheme: 'http', host: free, reason: 'Compose publishes it' },
    ]);
  });

  it('are others where somebody has them, or another container, and say so', async () => {
    const taken = portOf(server);
    const [a, b, c] = await chosen([wishing('a', taken), wishing('b', free), wishing('c', free)]);
    assert.equal(a?.reason, `${taken} is in use (Compose publishes it)`);
    assert.notEqual(a?.host, taken);
    assert.equal(b?.host, free);
    assert.equal(c?.reason, `${free} is in use (Compose publishes it)`);
    assert.equal(new Set([a?.host, b?.host, c?.host]).size, 3);
  });

  it('are all different, and none that another prefers', async () => {
    const wishes = Array.from({ length: 30 }, () => null);
    const ports = await chosen([wishing('a', ...wishes), wishing('b', free)]);
    assert.equal(new Set(ports.map(({ host }) => host)).size, 31);
    assert.equal(ports.at(-1)?.host, free);
    assert.equal(ports[0]?.reason, 'a free port');
  });

  it('on an engine elsewhere are the preferred ones, whatever is in use here', async () => {
    assert.equal((await chosen([wishing('a', portOf(server))], false))[0]?.host, portOf(server));
  });
});

describe('a port that is looked at', () => {
  const { signal } = new AbortController();

  it('is served where a connection stays open, and somebody still wants to know', async () => {
    const [open, closing] = await Promise.all([listening(), listening((socket) => socket.end())]);
    try {
      assert.equal(await staysOpen('127.0.0.1', portOf(open), signal), true);
      assert.equal(await staysOpen('127.0.0.1', portOf(open), AbortSignal.abort()), false);
      assert.equal(await staysOpen('127.0.0.1', portOf(closing), signal), false);
    } finally {
      open.close();
      closing.close();
    }
    assert.equal(await staysOpen('127.0.0.1', portOf(await closed()), signal), false);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });
});

/** A server that still knows its port and is not there any more. */
async function closed(): Promise<Server> {
  const server = await listening();
  const address = server.address();
  server.close();
  await once(server, 'close');
  return Object.assign(server, { address: () => address });
}
