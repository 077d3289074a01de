import {
  Hover,
  l10n,
  languages,
  MarkdownString,
  type Disposable,
  type HoverProvider,
  type Position,
  type TextDocument,
} from 'vscode';
import type { NodeAddress } from '../../lab/logs/names';
import type { LabHost } from '../lab/host';
import { LOG_LANGUAGE } from './channel';

/** Which address a node had that a line of a log names. */
export class NodeHover implements HoverProvider, Disposable {
  private addresses: readonly NodeAddress[] = [];
  private readonly subscriptions: Disposable[];

  constructor(host: LabHost) {
    this.subscriptions = [
      languages.registerHoverProvider({ language: LOG_LANGUAGE }, this),
      // They are known also when the lab is gone.
      host.onDidChange(() => {
        if (host.lab) this.addresses = host.lab.addresses;
      }),
    ];
  }

  provideHover(document: TextDocument, position: Position): Hover | undefined {
    const range = document.getWordRangeAtPosition(position, /[\w-]+(?=:\d+\b)|[\w-]+/);
    const name = range && document.getText(range);
    const had = this.addresses.filter(({ node }) => node === name);
    if (had.length === 0) return undefined;
    const time = timeBefore(document, position.line);
    const then = had.findLast(({ since }) => !(Date.parse(since) > time)) ?? had[0];
    return new Hover(
      new MarkdownString(l10n.t('{0}: address {1}', `**${name}**`, `\`${then?.address ?? ''}\``)),
      range,
    );
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** Lines of an entry that are looked through for its first one. */
const LONGEST = 200;

/** Milliseconds since 1970 of the entry that a line belongs to; not a number where it has no time. */
function timeBefore(document: TextDocument, line: number): number {
  for (let at = line; at >= 0 && line - at < LONGEST; at--) {
    const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}/.exec(document.lineAt(at).text)?.[0];
    if (time !== undefined) return Date.parse(time.replace(' ', 'T'));
  }
  return Number.NaN;
}
