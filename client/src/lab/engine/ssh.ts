import { t } from '@vscode/l10n';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { Agent } from 'node:http';
import { Duplex, type Readable, type Writable } from 'node:stream';

/** A machine as the user's own ssh knows it: names and keys are those of their ssh configuration. */
export interface SshTarget {
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
}

export type SshProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** ssh would read a name that begins with a dash as an option. */
export const isSafeHost = (name: string): boolean => name !== '' && !name.startsWith('-');

/**
 * The user's own ssh with a command for that machine. Nobody is there to answer questions, so none may be asked. The command
 * must end when its input does: that is how it ends with this process, however this one ends.
 */
export function runSsh(
  { host, user, port }: SshTarget,
  options: readonly string[],
  command: readonly string[],
): SshProcess {
  const words = [
    '-T',
    '-o',
    'BatchMode=yes',
    '-o',
    'ConnectTimeout=15',
    ...options,
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    '--',
    host,
    ...command,
  ];
  return spawn('ssh', words, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
}

/** Ends it; what it has said and nobody has read would keep its pipes open, and with them this process. */
export function endSsh(process: SshProcess): void {
  process.kill();
  for (const pipe of [process.stdin, process.stdout, process.stderr]) pipe.destroy();
}

/** Handshakes under way at once: sshd turns away more than ten (MaxStartups). */
const MOST_HANDSHAKES = 5;
/** One that takes longer holds up no other. */
const HANDSHAKE_MS = 3_000;
/** How long a connection waits for the next request. */
const IDLE_MS = 1_000;

/**
 * Talks to an engine through `docker system dial-stdio` on its machine, a process of ssh a connection. A handshake takes
 * its time, so a connection is kept for a moment.
 */
export class SshAgent extends Agent {
  private readonly idle = new WeakMap<Duplex, NodeJS.Timeout>();
  private readonly waiting: (() => void)[] = [];
  private handshakes = 0;

  constructor(private readonly target: SshTarget) {
    super({ keepAlive: true });
  }

  override createConnection(
    _options: unknown,
    done?: (error: Error | null, connection: Duplex) => void,
  ): undefined {
    const open = (): void => {
      this.handshakes++;
      const connection = new SshConnection(this.target, () => {
        this.handshakes--;
        this.waiting.shift()?.();
      });
      done?.(null, connection);
    };
    if (this.handshakes < MOST_HANDSHAKES) open();
    else this.waiting.push(open);
  }

  override keepSocketAlive(connection: Duplex): boolean {
    this.idle.set(
      connection,
      setTimeout(() => connection.destroy(), IDLE_MS),
    );
    return true;
  }

  override reuseSocket(connection: Duplex): void {
    clearTimeout(this.idle.get(connection));
  }
}

/** One connection; what ssh or docker says when it fails is the error's message. */
class SshConnection extends Duplex {
  private readonly process: SshProcess;
  private said = '';

  /** `settled` is called once: when the handshake is over, one way or another. */
  constructor(target: SshTarget, settled: () => void) {
    super();
    this.process = runSsh(target, [], ['docker', 'system', 'dial-stdio']);
    const { stdin, stdout, stderr } = this.process;
    let over = false;
    const settle = (): void => {
      clearTimeout(timer);
      if (!over) settled();
      over = true;
    };
    const timer = setTimeout(settle, HANDSHAKE_MS);
    stderr.setEncoding('utf8').on('data', (text: string) => (this.said = (this.said + text).slice(-4000)));
    stdout.once('data', settle);
    stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stdout.pause();
    });
    // What it says comes before its end, so the end waits for it.
    this.process.once('close', (code) => {
      settle();
      if (code === 0 || this.destroyed) this.push(null);
      else this.destroy(new SshFailure(this.said, code));
    });
    this.process.once('error', (error: NodeJS.ErrnoException) => {
      settle();
      this.destroy(
        new SshFailure(error.code === 'ENOENT' ? t('ssh is not installed on this machine') : error.message),
      );
    });
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
    endSsh(this.process);
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

/** ssh could not reach the machine, or docker is not there. Its message is the last line of what ssh said. */
export class SshFailure extends Error {
  override readonly name = 'SshFailure';

  constructor(said: string, code: number | null = null) {
    // ssh warns of much before.
    const last = said
      .trim()
      .split(/\r?\n/)
      .filter((line) => line !== '')
      .at(-1)
      ?.replace(/\.$/, '');
    const words =
      last ?? (code === null ? t('ssh was ended') : t('ssh ended with exit code {code}', { code }));
    super(
      /docker.*not found|not found.*docker/i.test(words)
        ? t('docker is not installed there ({words})', { words })
        : words,
    );
  }
}
