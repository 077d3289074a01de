import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { Requests } from '../../server/src/protocol';
import type { DeploymentAnswer, DeploymentWishes } from '../../server/src/protocol';
import { temporaryFolders } from '../workspace/temporary';
import { story } from './story';
import { TestClient } from './testClient';
import type { ClientOptions } from './testClient';

describe('the language server as a process', () => {
  const folders = temporaryFolders();
  const running = new Set<ChildProcessWithoutNullStreams>();

  afterEach(() => {
    for (const server of running) server.kill('SIGKILL');
  });

  const start = (
    args: readonly string[],
    options: ClientOptions = {},
  ): { client: TestClient; server: ChildProcessWithoutNullStreams; errors: () => string } => {
    const server = spawn(process.execPath, args);
    running.add(server);
    server.once('exit', () => running.delete(server));
    let errors = '';
    server.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    return { client: new TestClient(connection, options), server, errors: () => errors };
  };

  for (const args of [
    ['dist/server.js', '--stdio'],
    ['dist/cli.js', 'lsp', '--stdio'],
  ]) {
    it(`${args.join(' ')} diagnoses, and ends when it is told to`, async () => {
      const root = await folders.copyOf('samples/story-broken');
      const { client, server, errors } = start(args);
      await client.start(root);
      const summary = await client.until(() => client.summary);
      assert.equal(summary.errors + summary.warnings, 5);
      await client.open(join(root, story.nginx));
      assert.equal((await client.pull(join(root, story.nginx))).length, 1);
      const ended = once(server, 'exit');
      await client.connection.sendRequest('shutdown');
      await client.connection.sendNotification('exit');
      assert.deepEqual(await ended, [0, null]);
      assert.equal(errors(), '');
      assert.deepEqual(client.logged, []);
    });
  }

  it('ends when its input closes', async () => {
    const { client, server } = start(['dist/server.js', '--stdio']);
    await client.start();
    const ended = once(server, 'exit');
    server.stdin.end();
    assert.deepEqual(await ended, [1, null]);
  });

  it('ends when the process of its client is gone', async () => {
    const parent = spawn(process.execPath, ['-e', '']);
    await once(parent, 'exit');
    const { client, server } = start(['dist/server.js', '--stdio'], { processId: parent.pid ?? 0 });
    const ended = once(server, 'exit');
    await client.start();
    assert.deepEqual(await ended, [1, null]);
  });

  it('plans a lab for the workspace, and the demo where there is nothing', async () => {
    const root = await folders.copyOf('samples/story-broken');
    const empty = await folders.make();
    const { client } = start(['dist/server.js', '--stdio']);
    await client.start(root);
    const ask = (wishes: Partial<DeploymentWishes>): Promise<DeploymentAnswer> =>
      client.connection.sendRequest(Requests.deployment, { labId: 'test', probeToken: 'secret', ...wishes });
    const own = await ask({});
    assert.ok(own.ok);
    assert.equal(own.deployment.source, 'workspace');
    assert.equal(own.deployment.folder, root);
    assert.equal(own.deployment.tomcats.length, 2);
    const demo = await ask({ folder: empty });
    assert.ok(demo.ok);
    assert.equal(demo.deployment.source, 'demo');
    const ended = once([...running][0] ?? process, 'exit');
    await client.connection.sendRequest('shutdown');
    await client.connection.sendNotification('exit');
    await ended;
  });
});
