import { l10n, window } from 'vscode';
import type { Deployment } from '../../../../server/src/protocol';
import type { Disposable, LogLine } from '../../lab/lab';
import type { Level } from '../../lab/logs/record';
import { LOG_LANGUAGE, LogChannel } from './channel';
import type { Entry } from './entries';
import { InOrder } from './inOrder';
import { NodeLog } from './nodeLog';

/** An entry waits so long for older ones of other nodes; more where logs are read that were written before. */
const orderMilliseconds = 300;
const firstMilliseconds = { fresh: 2_000, hasRun: 6_000 };
/** How long after the plan was known that may be. */
const firstLimit = { fresh: 5_000, hasRun: 15_000 };

/**
 * The logs of a lab: a channel for each container, and one of them all in the order of their times. They outlive the lab, so
 * that its last words can be read; the next lab replaces them.
 */
export class Logs implements Disposable {
  private nodes = new Map<string, { readonly log: NodeLog; readonly channel: LogChannel }>();
  private all: LogChannel | undefined;
  private order = new InOrder([]);
  private timer: NodeJS.Timeout | undefined;
  private opened = 0;
  private age: keyof typeof firstLimit = 'fresh';

  constructor(private level: Level) {}

  get names(): string[] {
    return [...this.nodes.keys()];
  }

  /** Fresh, empty channels for the containers of a plan; of a lab that has run before old lines come first. */
  open({ nginx, tomcats, probePath }: Deployment, hasRun: boolean): void {
    this.dispose();
    const names = [nginx, ...tomcats].map(({ name }) => name);
    this.opened = Date.now();
    this.age = hasRun ? 'hasRun' : 'fresh';
    this.order = new InOrder(names);
    this.all = this.channel(allTitle(), true);
    this.nodes = new Map(
      names.map((name) => {
        const channel = this.channel(titleOf(name), false);
        const log = new NodeLog(probePath, (entries) => {
          channel.write(entries);
          this.sort(entries);
        });
        return [name, { log, channel }];
      }),
    );
  }

  add(line: LogLine): void {
    this.nodes.get(line.node)?.log.add(line);
  }

  /** False where the lab has no such node. */
  show(node: string): boolean {
    const found = this.nodes.get(node);
    found?.log.flush();
    found?.channel.show();
    return found !== undefined;
  }

  /** False where there was no lab yet. */
  showAll(): boolean {
    this.all?.show();
    return this.all !== undefined;
  }

  setLevel(level: Level): void {
    this.level = level;
    for (const { channel } of this.nodes.values()) channel.setLevel(level);
    this.all?.setLevel(level);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const { log, channel } of this.nodes.values()) {
      log.dispose();
      channel.dispose();
    }
    this.nodes.clear();
    this.all?.dispose();
    this.all = undefined;
  }

  private channel(title: string, namesNodes: boolean): LogChannel {
    return new LogChannel(window.createOutputChannel(title, LOG_LANGUAGE), {
      level: this.level,
      namesNodes,
      note: l10n.t('(Older lines are left out here.)'),
    });
  }

  private sort(entries: readonly Entry[]): void {
    const now = Date.now();
    for (const entry of entries) this.order.add(entry, now);
    this.timer ??= setTimeout(() => this.sorted(), orderMilliseconds / 3);
  }

  private sorted(): void {
    const now = Date.now();
    const isFirst = now - this.opened < firstLimit[this.age];
    const longest = isFirst ? firstMilliseconds[this.age] : orderMilliseconds;
    const entries = this.order.take(now, longest);
    if (entries.length > 0) this.all?.write(entries);
    this.timer = this.order.size > 0 ? setTimeout(() => this.sorted(), orderMilliseconds / 3) : undefined;
  }
}

const PREFIX = 'Cluster Lab: ';
export const titleOf = (node: string): string => `${PREFIX}${node}`;
const allTitle = (): string => titleOf(l10n.t('all nodes'));

/** The node whose channel a document of the Output view is; undefined where it is another one. */
export const nodeOfChannel = (path: string): string | undefined => /Cluster Lab: ([\w.-]+)$/.exec(path)?.[1];
