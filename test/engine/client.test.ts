import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { agentFor, parseEndpoint } from '../../client/src/lab/engine/endpoint';
import { clientOf } from '../../client/src/lab/engine/client';

describe('the client of an engine', () => {
  it('writes little of its agent, which docker-modem does at each call', async () => {
    const server = createServer(() => undefined);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const endpoint = parseEndpoint(`tcp://127.0.0.1:${port}`, 'a test');
    const agent = agentFor(endpoint);
    try {
      const asked = once(server, 'request');
      clientOf(endpoint, agent)
        .version()
        .catch(() => undefined);
      await asked;
      assert.equal(Object.values(agent.sockets).flat().length, 1);
      assert.ok(inspect({ agent }, { showHidden: true, depth: null }).length < 100);
    } finally {
      agent.destroy();
      server.close();
    }
  });
});
