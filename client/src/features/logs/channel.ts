import { l10n, window, type Disposable, type OutputChannel } from 'vscode';
import { headOf } from '../../lab/logs/describe';
import type { Level } from '../../lab/logs/record';
import { Recent } from '../../lab/recent';
import type { Entry } from './entries';

/** The language of logs; package.json contributes it. */
export const LOG_LANGUAGE = 'cluster-lab-log';

/** Entries that a channel can show again: after another level was chosen, or when it has grown too long. */
const KEPT = { count: 20_000, characters: 2_000_000 };
/** Characters, after which what is older than the entries kept is taken out of the view. */
const LONGEST = 8_000_000;

const levels: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error'];

/**
 * A channel of the Output view with lines of logs, each with the time that the engine wrote. A `LogOutputChannel` would
 * print the time at which it is written to; a plain one is filtered like it by text and by category, as long as its lines have
 * the form of VS Code's own logs, and has our grammar.
 */
export class LogChannel implements Disposable {
  private readonly channel: OutputChannel;
  private readonly kept = new Recent<Entry>(KEPT, ({ text }) => text.length);
  private written = 0;

  constructor(
    name: string,
    private level: Level,
    /** Whether each line names its node. */
    private readonly namesNodes: boolean,
  ) {
    this.channel = window.createOutputChannel(name, LOG_LANGUAGE);
  }

  write(entries: readonly Entry[]): void {
    for (const entry of entries) this.kept.add(entry);
    if (this.written > LONGEST) this.again(l10n.t('(what is older is left out here)'));
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

  private again(note?: string): void {
    this.channel.clear();
    this.written = 0;
    if (note !== undefined) this.channel.appendLine(note);
    this.append(this.kept.items);
  }

  private append(entries: readonly Entry[]): void {
    const least = levels.indexOf(this.level);
    let text = '';
    for (const entry of entries)
      if (levels.indexOf(entry.level) >= least)
        text += `${headOf(entry.stamp, entry.level, this.namesNodes ? entry.node : undefined)} ${entry.text}\n`;
    if (text === '') return;
    this.written += text.length;
    this.channel.append(text);
  }
}
