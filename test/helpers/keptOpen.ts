import { Agent, get } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Each asks again after 80 ms: sixteen make 200 requests a second. */
const PAUSE_MS = 80;
export const CLIENTS = 16;

/** Clients that ask again and again, each on one connection that it keeps open. */
export class KeptOpen {
  asked = 0;
  /** Requests that had no answer. */
  failed = 0;
  /** Connections that the server closed. */
  closed = 0;
  /** Those of them that its last answer had not announced: whoever was just sending on one got no answer. */
  cut = 0;
  private over = false;
  private clients: Promise<void>[] = [];

  constructor(private readonly url: string) {}

  /** Resolves when each has had an answer. */
  async begin(count: number): Promise<void> {
    const first = Array.from(
      { length: count },
      () =>
        new Promise<void>((answered) => {
          this.clients.push(this.ask(answered));
        }),
    );
    await Promise.all(first);
  }

  async end(): Promise<this> {
    this.over = true;
    await Promise.all(this.clients);
    return this;
  }

  private async ask(answered: () => void): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const known = new WeakSet<Socket>();
    const announced = new WeakSet<Socket>();
    while (!this.over) {
      await new Promise<void>((done) => {
        const request = get(this.url, { agent }, (response) => {
          if (response.headers.connection === 'close') announced.add(response.socket);
          response.resume().once('end', done);
        });
        request.once('socket', (socket) => {
          if (known.has(socket)) return;
          known.add(socket);
          socket.once('close', () => {
            if (this.over) return;
            this.closed++;
            if (!announced.has(socket)) this.cut++;
          });
        });
        request.once('error', () => {
          this.failed++;
          done();
        });
      });
      this.asked++;
      answered();
      await pause(PAUSE_MS);
    }
    agent.destroy();
  }
}
