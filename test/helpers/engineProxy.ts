import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { endpoints } from '../../client/src/lab/engine/endpoint';

/** Stands in front of the engine's socket and can be taken away, as an engine that is restarted. */
export class EngineProxy {
  private readonly path = join(tmpdir(), `cluster-lab-${randomBytes(4).toString('hex')}.sock`);
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  /** Address for `connect`. */
  get host(): string {
    return `unix://${this.path}`;
  }

  async open(): Promise<void> {
    const [endpoint] = endpoints(undefined);
    if (!endpoint) throw new Error('no engine to stand in front of');
    const { options } = endpoint;
    const to: NetConnectOpts =
      'socketPath' in options ? { path: options.socketPath } : { host: options.host, port: options.port };
    this.server = createServer((near) => {
      const far = connect(to);
      for (const [from, into] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(from);
        from.pipe(into);
        from.on('error', () => into.destroy());
        from.on('close', () => {
          this.sockets.delete(from);
          into.destroy();
        });
      }
    });
    this.server.listen(this.path);
    await once(this.server, 'listening');
  }

  /** Every connection breaks, and none is taken any more. */
  async close(): Promise<void> {
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
    if (this.server) await once(this.server, 'close');
    this.server = undefined;
    rmSync(this.path, { force: true });
  }
}
