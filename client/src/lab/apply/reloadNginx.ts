import { t } from '@vscode/l10n';
import { setTimeout as pause } from 'node:timers/promises';
import type { ContainerPlan } from '../../../../server/src/protocol';
import type { Engine } from '../engine/engine';
import { LabError, type Disposable, type LogLine } from '../lab';

const LIMIT_MS = 10_000;
const AGAIN_MS = 40;
/** Behind its last word of a refusal nginx is silent. */
const QUIET_MS = 250;
/** An address in use is tried five times, half a second apart (ngx_open_listening_sockets). */
const QUIET_BIND_MS = 900;
/** A log that is not on the console is looked into where neither a worker nor a word has come for so long. */
const SILENT_MS = 1_500;

/** What is asked of the lab's nginx here. */
export interface NginxNode {
  readonly id: string;
  readonly plan: ContainerPlan;
}

/** What nginx said instead of a reload; it keeps the configuration that it has. */
export class NotReloaded extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

/**
 * Lets nginx read its files anew, and resolves when it has new workers: with the number of connections of clients that it
 * closed for it. Rejects with `NotReloaded` where it refuses: what it cannot do without a start (the key of a zone, the path
 * of a cache, an address beside the wildcard on one port) passes `nginx -t`, and only the error log tells.
 */
export async function reloadNginx(
  engine: Engine,
  { id, plan }: NginxNode,
  hear: (listener: (line: LogLine) => void) => Disposable,
  signal: AbortSignal,
): Promise<number | undefined> {
  const logs = await LogFiles.of(engine, id, plan);
  const [workers, open] = await Promise.all([workersOf(engine, id), connectionsOf(engine, id)]);
  const before = new Set(workers);
  const refusal = new Refusal();
  const hearing = hear(({ text }) => refusal.add(text));
  const began = Date.now();
  try {
    await engine.kill(id, 'SIGHUP');
    let looked = false;
    for (;;) {
      if ((await workersOf(engine, id)).some((worker) => !before.has(worker))) break;
      if (refusal.isComplete) throw new NotReloaded(refusal.lines);
      const waited = Date.now() - began;
      if (waited > SILENT_MS && !looked) {
        looked = true;
        for (const line of await logs.added()) refusal.add(line);
      }
      if (waited > LIMIT_MS) throw silent(plan.name);
      await pause(AGAIN_MS, undefined, { signal });
    }
    return open && closedOf(open, await connectionsOf(engine, id));
  } finally {
    hearing.dispose();
  }
}

const silent = (node: string): LabError =>
  new LabError(
    'node-failed',
    t('{node} was told to reload its configuration, and has no new worker after {seconds} seconds.', {
      node,
      seconds: LIMIT_MS / 1000,
    }),
    t('See the log of {node}, or restart that node.', { node }),
  );

/** Those that take requests. */
async function workersOf(engine: Engine, id: string): Promise<string[]> {
  const processes = await engine.processes(id);
  return processes.filter(({ title }) => title.endsWith('nginx: worker process')).map((it) => it.id);
}

/** The words of a reload that nginx gives up. */
class Refusal {
  readonly lines: string[] = [];
  private last = 0;

  add(line: string): void {
    if (!/\[(?:emerg|alert)\]/.test(line)) return;
    this.lines.push(line);
    this.last = Date.now();
  }

  get isComplete(): boolean {
    const quiet = /\bbind\(\)/.test(this.lines.at(-1) ?? '') ? QUIET_BIND_MS : QUIET_MS;
    return this.lines.some((line) => line.includes('[emerg]')) && Date.now() - this.last > quiet;
  }
}

/** Error logs that are files: what nginx says in them does not reach its console. */
class LogFiles {
  private constructor(
    private readonly engine: Engine,
    private readonly id: string,
    private readonly sizes: ReadonlyMap<string, number>,
  ) {}

  static async of(engine: Engine, id: string, { files }: ContainerPlan): Promise<LogFiles> {
    const texts = files.flatMap(({ content }) => (content.kind === 'text' ? [content.text] : []));
    const paths = texts
      .flatMap((text) => [...text.matchAll(/^[^#\n]*?\berror_log\s+([\w./-]+)/gm)])
      .map(([, path = '']) => (path.startsWith('/') ? path : `/etc/nginx/${path}`))
      .filter((path) => !/^\/dev\/|\/(?:stderr|off)$/.test(path));
    const sizes = new Map<string, number>();
    for (const path of new Set(paths)) {
      const { code, output } = await engine.run(id, ['wc', '-c', path]);
      sizes.set(path, code === 0 ? Number.parseInt(output, 10) || 0 : 0);
    }
    return new LogFiles(engine, id, sizes);
  }

  /** Lines written since. */
  async added(): Promise<string[]> {
    const lines: string[] = [];
    for (const [path, size] of this.sizes) {
      const { code, output } = await this.engine.run(this.id, ['tail', '-c', `+${size + 1}`, path]);
      if (code === 0) lines.push(...output.split('\n'));
    }
    return lines;
  }
}

/** Established connections to a port that nginx listens on, by their ends, as Linux tells them. */
type Connections = ReadonlySet<string>;

const LISTENS = '0A';
const ESTABLISHED = '01';

/** Undefined where the image has no `cat`, or its system does not tell. */
async function connectionsOf(engine: Engine, id: string): Promise<Connections | undefined> {
  const { code, output } = await engine.run(id, ['cat', '/proc/net/tcp', '/proc/net/tcp6']);
  if (code !== 0 && !output.includes('local_address')) return undefined;
  const rows = output.split('\n').flatMap((line) => {
    const [, local = '', remote = '', state = ''] = /^\s*\d+: (\S+) (\S+) (\S+) /.exec(line) ?? [];
    return local === '' ? [] : [{ local, remote, state, port: local.split(':')[1] ?? '' }];
  });
  const ports = new Set(rows.filter(({ state }) => state === LISTENS).map(({ port }) => port));
  return new Set(
    rows
      .filter(({ state, port }) => state === ESTABLISHED && ports.has(port))
      .map(({ local, remote }) => `${local} ${remote}`),
  );
}

const closedOf = (before: Connections, after: Connections | undefined): number | undefined =>
  after && [...before].filter((connection) => !after.has(connection)).length;
