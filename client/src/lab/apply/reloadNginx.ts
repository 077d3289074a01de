import { t } from '@vscode/l10n';
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../engine/engine';
import { LabError, type Disposable, type LogLine, type NodeState, type Reloaded } from '../lab';

const LIMIT_MS = 10_000;
const AGAIN_MS = 40;
/** Behind its last word of a refusal nginx is silent. */
const QUIET_MS = 250;
/** An address in use is tried five times, half a second apart (ngx_open_listening_sockets). */
const QUIET_BIND_MS = 900;
/** For so long workers of before are waited for that take requests beside the new ones; those of another nginx stay. */
const OVERLAP_MS = 1_000;
/** A log that is not on the console is looked into where neither a worker nor a word has come for so long. */
const SILENT_MS = 1_500;

/** What is asked of the lab's nginx here. */
export interface NginxNode {
  readonly id: string;
  readonly name: string;
  readonly state: NodeState;
  /** Why it ended. */
  why(): Error;
}

/** Its files as it runs them, and as it shall. */
export interface NginxTexts {
  readonly runs: readonly string[];
  readonly wanted: readonly string[];
}

/** What nginx said instead of a reload; it keeps the configuration that it has. */
export class NotReloaded extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

/** A reload of nginx, and what has to be known before it: that can be asked while other things are done. */
export class Reload {
  private constructor(
    private readonly engine: Engine,
    private readonly nginx: NginxNode,
    private readonly logs: LogFiles,
    private readonly workers: ReadonlySet<string>,
    private readonly open: Connections | undefined,
    private readonly keeps: boolean,
  ) {}

  /** `earlier`: connections that were open a moment before; those that are not there twice nobody keeps. */
  static async prepared(
    engine: Engine,
    nginx: NginxNode,
    texts: NginxTexts,
    earlier?: Connections,
  ): Promise<Reload> {
    const { id } = nginx;
    const [logs, workers, open] = await Promise.all([
      LogFiles.of(engine, id, [...texts.runs, ...texts.wanted]),
      workersOf(engine, id),
      connectionsOf(engine, id),
    ]);
    const kept = earlier && open ? new Set([...open].filter((it) => earlier.has(it))) : open;
    return new Reload(engine, nginx, logs, new Set(workers), kept, texts.runs.some(keepsConnections));
  }

  /**
   * Lets nginx read its files anew, and resolves when the new workers alone take requests. Rejects with `NotReloaded` where it
   * refuses: what it cannot do without a start (the key of a zone, the path of a cache, an address beside the wildcard on
   * one port) passes `nginx -t`, and only the error log tells.
   */
  async run(hear: (listener: (line: LogLine) => void) => Disposable, signal: AbortSignal): Promise<Reloaded> {
    const { engine, workers, logs, open } = this;
    const { id, name } = this.nginx;
    const refusal = new Refusal();
    const hearing = hear(({ text }) => refusal.add(text));
    const began = Date.now();
    try {
      await engine.kill(id, 'SIGHUP');
      let looked = false;
      let renewed: number | undefined;
      for (;;) {
        const now = await workersOf(engine, id);
        if (now.some((worker) => !workers.has(worker))) renewed ??= Date.now();
        // Those of before let go of their connections a moment after the new ones are there.
        const isOver = !now.some((worker) => workers.has(worker));
        if (renewed !== undefined && (isOver || Date.now() - renewed > OVERLAP_MS)) break;
        if (now.length === 0 && this.nginx.state === 'exited') throw this.nginx.why();
        if (refusal.isComplete) throw new NotReloaded(refusal.lines);
        const waited = Date.now() - began;
        if (waited > SILENT_MS && !looked) {
          looked = true;
          for (const line of await logs.added()) refusal.add(line);
        }
        if (waited > LIMIT_MS) throw silent(name);
        await pause(AGAIN_MS, undefined, { signal });
      }
      const closed = open && closedOf(open, await connectionsOf(engine, id));
      return { how: 'reloaded', closed, keeps: this.keeps };
    } finally {
      hearing.dispose();
    }
  }
}

/** Whether connections outlive a reload: `keepalive_min_timeout` with a time. */
const keepsConnections = (text: string): boolean =>
  /^[^#\n]*?\bkeepalive_min_timeout\s+(?!0+[a-z]*\s*;)\w/m.test(text);

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

/** From 126 on a command could not be run. */
const NOT_RUN = 125;

/** Error logs that are files: what nginx says in them does not reach its console. */
class LogFiles {
  private constructor(
    private readonly engine: Engine,
    private readonly id: string,
    private readonly sizes: ReadonlyMap<string, number>,
  ) {}

  static async of(engine: Engine, id: string, texts: readonly string[]): Promise<LogFiles> {
    const paths = texts
      .flatMap((text) => [...text.matchAll(/^[^#\n]*?\berror_log\s+([\w./-]+)/gm)])
      .map(([, path = '']) => (path.startsWith('/') ? path : `/etc/nginx/${path}`))
      .filter((path) => !/^\/dev\/|\/(?:stderr|off)$/.test(path));
    const sizes = new Map([...new Set(paths)].map((path) => [path, 0]));
    if (sizes.size > 0) {
      // In the official image a log is a link to the console, from which nobody may read: that would never end.
      const { code, output } = await engine.run(id, ['stat', '-L', '-c', '%F:%s:%n', ...sizes.keys()]);
      if (code > NOT_RUN) sizes.clear();
      for (const line of output.split('\n')) {
        const [, kind = '', size, path = ''] = /^([^:]*):(\d+):(.+)$/.exec(line) ?? [];
        if (kind.startsWith('regular ')) sizes.set(path, Number(size));
        else sizes.delete(path);
      }
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
export type Connections = ReadonlySet<string>;

const LISTENS = '0A';
const ESTABLISHED = '01';

/** Undefined where the image has no `cat`, or its system does not tell. */
export async function connectionsOf(engine: Engine, id: string): Promise<Connections | undefined> {
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
