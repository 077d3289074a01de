import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { Duplex, type Readable, type Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { LabError } from '../lab';

/** A machine as the user's own ssh knows it: names and keys are those of their ssh configuration. */
export interface SshTarget {
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
}

/** ssh would read a name that begins with a dash as an option. */
export const isSafeHost = (name: string): boolean => name !== '' && !name.startsWith('-');

/** Nobody is there to answer questions, so none may be asked. */
const COMMON = ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=15', '-T'];

const wordsFor = ({ host, user, port }: SshTarget): string[] => [
  ...(user === undefined ? [] : ['-l', user]),
  ...(port === undefined ? [] : ['-p', String(port)]),
  '--',
  host,
];

/** The program, which a test may put a path to. */
const ssh = (): string => process.env['CLUSTER_LAB_SSH'] || 'ssh';

/** Talks to an engine through `docker system dial-stdio` on its machine, a process of ssh a connection. */
export class SshAgent extends Agent {
  constructor(private readonly target: SshTarget) {
    super({ keepAlive: false });
  }

  override createConnection(): Duplex {
    return new SshConnection(this.target);
  }
}

/** One connection; what ssh or docker says when it fails is the error's message. */
class SshConnection extends Duplex {
  private readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  private said = '';

  constructor(target: SshTarget) {
    super();
    this.process = spawn(ssh(), [...COMMON, ...wordsFor(target), 'docker', 'system', 'dial-stdio'], {
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const { stdin, stdout, stderr } = this.process;
    stderr.setEncoding('utf8').on('data', (text: string) => (this.said = (this.said + text).slice(-4000)));
    stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stdout.pause();
    });
    // What it says comes before its end, so the end waits for it.
    this.process.once('close', (code) => {
      if (code === 0 || this.destroyed) this.push(null);
      else this.destroy(new SshFailure(lastWords(this.said) || `ssh ended with ${code ?? 'a signal'}`));
    });
    this.process.once('error', (error: NodeJS.ErrnoException) =>
      this.destroy(new SshFailure(error.code === 'ENOENT' ? 'there is no program "ssh"' : error.message)),
    );
    // An end that is reported above.
    stdin.on('error', () => undefined);
  }

  override _read(): void {
    this.process.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.process.stdin.write(chunk)) done();
    else this.process.stdin.once('drain', done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.process.stdin.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.process.kill();
    done(error);
  }

  /** What Node's http asks of a socket. */
  setTimeout(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

/** ssh could not reach the machine, or docker is not there. */
export class SshFailure extends Error {
  override readonly name = 'SshFailure';
}

/** The last line that says something; ssh warns of much before. */
const lastWords = (said: string): string =>
  said
    .trim()
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .at(-1)
    ?.replace(/\.$/, '') ?? '';

export interface Tunnel {
  dispose(): void;
}

const TUNNEL_LIMIT_MS = 20_000;

/**
 * Brings ports of the engine's machine to the same ports of this one. Resolves when all are open. Rejects with a
 * `LabError` where ssh cannot.
 */
export async function openTunnel(target: SshTarget, ports: readonly number[]): Promise<Tunnel> {
  const forwards = ports.flatMap((port) => ['-L', `127.0.0.1:${port}:127.0.0.1:${port}`]);
  const child = spawn(
    ssh(),
    [...COMMON, '-N', '-o', 'ExitOnForwardFailure=yes', ...forwards, ...wordsFor(target)],
    { stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)));
  const ended = once(child, 'close').then(() => 'ended' as const);
  const failed = once(child, 'error').then(() => 'ended' as const);
  const open = await Promise.race([ended, failed, allAnswer(ports, child)]);
  if (open === 'open') return { dispose: () => child.kill() };
  child.kill();
  throw new LabError(
    'node-failed',
    `The ports of the lab could not be brought here from ${target.host} by ssh: ${lastWords(said) || 'it did not open them in time'}.`,
    `See whether "ssh ${target.host}" works without a question, and whether the ports are free on both machines.`,
  );
}

/** ssh says nothing when its forwards are open; so they are tried. */
async function allAnswer(ports: readonly number[], child: ChildProcess): Promise<'open' | 'late'> {
  const until = Date.now() + TUNNEL_LIMIT_MS;
  while (Date.now() < until && child.exitCode === null) {
    if ((await Promise.all(ports.map(answers))).every(Boolean)) return 'open';
    await pause(100);
  }
  return 'late';
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
