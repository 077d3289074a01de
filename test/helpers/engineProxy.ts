import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { candidates } from '../../client/src/lab/engine/contexts';

/** A request on its way to the engine. */
export interface EngineRequest {
  /** From 1 on, since the proxy was opened or its faults were set. */
  readonly number: number;
  readonly method: string;
  /** With the query, without the version: `/containers/create?name=x`. */
  readonly path: string;
}

export type EngineFault =
  /** The engine never hears of it: the connection breaks. */
  | { readonly kind: 'cut' }
  /** The engine does it, and the connection breaks before its answer. */
  | { readonly kind: 'lose' }
  /** The engine goes away for all: every connection breaks and none is taken until `open`. */
  | { readonly kind: 'away' }
  /** An answer in the engine's place. */
  | { readonly kind: 'answer'; readonly status: number; readonly message: string }
  | { readonly kind: 'answer'; readonly status: number; readonly body: object }
  /** It is passed on later. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Nobody ever answers. */
  | { readonly kind: 'hang' }
  /** Of the answer only the first bytes come, then the connection breaks. */
  | { readonly kind: 'truncate'; readonly bytes: number };

/**
 * Stands in front of the engine's socket and makes faults. Each request has a connection of its own, as Cluster Lab's
 * have: a fault is chosen for each by its head.
 */
export class EngineProxy {
  /** Chooses the fault of a request; without one it is passed on. */
  private choose: (request: EngineRequest) => EngineFault | undefined = () => undefined;
  private readonly path = join(tmpdir(), `cluster-lab-${randomBytes(4).toString('hex')}.sock`);
  private readonly sockets = new Set<Socket>();
  private readonly streams = new Set<Socket>();
  private server: Server | undefined;
  private closing: Promise<void> | undefined;
  private count = 0;

  /** Address for `connect`. */
  get host(): string {
    return `unix://${this.path}`;
  }

  /** Requests that were made since the proxy was opened or its faults were set. */
  get requests(): number {
    return this.count;
  }

  /** From now on each request has the fault that this gives; without an argument none has. */
  faults(choose: (request: EngineRequest) => EngineFault | undefined = () => undefined): void {
    this.count = 0;
    this.choose = choose;
  }

  /** Does nothing where it is open. */
  async open(): Promise<void> {
    await this.closing;
    if (this.server) return;
    const to = engineAddress();
    this.count = 0;
    this.server = createServer((near) => {
      this.keep(near);
      let head = Buffer.alloc(0);
      const read = (chunk: Buffer): void => {
        head = Buffer.concat([head, chunk]);
        const line = /^(\S+) (?:\/v[\d.]+)?(\S+) /.exec(head.toString('latin1'));
        if (!line) return;
        near.off('data', read);
        near.pause();
        const request = { number: ++this.count, method: line[1] ?? '', path: line[2] ?? '' };
        this.pass(near, head, request, to);
      };
      near.on('data', read);
    });
    this.server.listen(this.path);
    await once(this.server, 'listening');
  }

  /** Every connection breaks, and none is taken any more. */
  async close(): Promise<void> {
    this.leave();
    await this.closing;
  }

  /** Logs and events that are being followed break off; the engine is there. */
  cutStreams(): void {
    for (const socket of this.streams) socket.destroy();
  }

  private leave(): void {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    server.close();
    for (const socket of this.sockets) socket.destroy();
    this.closing = once(server, 'close').then(() => rmSync(this.path, { force: true }));
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
  }

  private pass(near: Socket, head: Buffer, request: EngineRequest, to: NetConnectOpts): void {
    const fault = this.choose(request);
    switch (fault?.kind) {
      case 'cut':
        near.destroy();
        return;
      case 'away':
        this.leave();
        return;
      case 'hang':
        near.resume();
        return;
      case 'answer': {
        const body = JSON.stringify('body' in fault ? fault.body : { message: fault.message });
        near.resume();
        near.end(
          `HTTP/1.1 ${fault.status} Fault\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
        return;
      }
      case 'delay':
        setTimeout(() => this.forward(near, head, request, to), fault.milliseconds);
        return;
      case 'lose':
        this.forward(near, head, request, to, 0);
        return;
      case 'truncate':
        this.forward(near, head, request, to, fault.bytes);
        return;
      case undefined:
        this.forward(near, head, request, to);
    }
  }

  /** Until so many bytes of the answer have come, where that is said. */
  private forward(
    near: Socket,
    head: Buffer,
    { path }: EngineRequest,
    to: NetConnectOpts,
    bytes?: number,
  ): void {
    if (near.destroyed) return;
    const far = connect(to);
    this.keep(far);
    if (/^\/events|[?&]follow=(?:true|1)/.test(path)) {
      this.streams.add(near);
      near.once('close', () => this.streams.delete(near));
    }
    near.once('close', () => far.destroy());
    // An answer that has ended is still on its way to the other side.
    far.once('close', () => {
      if (!far.readableEnded) near.destroy();
    });
    far.write(head);
    near.pipe(far);
    if (bytes === undefined) {
      far.pipe(near);
      return;
    }
    let left = bytes;
    far.on('data', (chunk: Buffer) => {
      if (chunk.length >= left) near.end(chunk.subarray(0, left), () => near.destroy());
      else near.write(chunk);
      left -= chunk.length;
    });
  }
}

/** Where the engine of the tests listens. */
export function engineOptions(): { socketPath: string } | { host: string; port: number } {
  const [endpoint] = candidates(undefined);
  if (!endpoint) throw new Error('no engine to stand in front of');
  const { options } = endpoint;
  return 'socketPath' in options ? options : { host: options.host, port: options.port };
}

function engineAddress(): NetConnectOpts {
  const options = engineOptions();
  return 'socketPath' in options ? { path: options.socketPath } : options;
}
