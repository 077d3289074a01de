import { headOf } from '../../lab/logs/describe';
import type { Level } from '../../lab/logs/record';
import { Recent } from '../../lab/recent';
import type { Entry } from './entries';

/** The language of logs; package.json contributes it. */
export const LOG_LANGUAGE = 'cluster-lab-log';

/** Entries that a channel can show again: after another level was chosen, or when it has grown too long. */
const KEPT = { count: 20_000, characters: 1_000_000 };
/** Characters, after which what is older than the entries kept is taken out of the view. */
const LONGEST = 8_000_000;

const levels: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error'];

/** As much of an output channel as is written to. */
export interface Target {
  append(text: string): void;
  clear(): void;
  show(): void;
  dispose(): void;
}

export interface LogChannelOptions {
  readonly level: Level;
  /** Whether each line names its node. */
  readonly namesNodes: boolean;
  /** Stands where older lines were taken out. */
  readonly note: string;
}

/**
 * A channel with lines of logs, each with the time that the engine wrote. A `LogOutputChannel` would print the time at which
 * it is written to; a plain one is filtered like it by text and by category, as long as its lines have the form of VS Code's
 * own logs, and has our grammar.
 */
export class LogChannel {
  private readonly kept = new Recent<Entry>(KEPT, ({ text }) => text.length);
  private written = 0;
  private level: Level;

  constructor(
    private readonly channel: Target,
    private readonly options: LogChannelOptions,
  ) {
    this.level = options.level;
  }

  write(entries: readonly Entry[]): void {
    for (const entry of entries) this.kept.add(entry);
    if (this.written > LONGEST) this.again(`${this.options.note}\n`);
    else this.append(entries);
  }

  /** Shows what is kept anew, of this level and above. */
  setLevel(level: Level): void {
    if (level === this.level) return;
    this.level = level;
    this.again();
  }

  show(): void {
    this.channel.show();
  }

  dispose(): void {
    this.channel.dispose();
  }

  private again(head = ''): void {
    this.channel.clear();
    this.written = 0;
    this.append(this.kept.items, head);
  }

  private append(entries: readonly Entry[], head = ''): void {
    const least = levels.indexOf(this.level);
    const { namesNodes } = this.options;
    let text = head;
    for (const { level, stamp, node, text: words } of entries)
      if (levels.indexOf(level) >= least)
        text += `${headOf(stamp, level, namesNodes ? node : undefined)} ${words}\n`;
    if (text === '') return;
    this.written += text.length;
    this.channel.append(text);
  }
}
