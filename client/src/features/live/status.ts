import { l10n, MarkdownString, StatusBarAlignment, ThemeColor, window, type Disposable } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { LabHost } from '../lab/host';

/** How long something that went well is told. */
const SHOWN_MS = 6_000;
/** Names of files in a tooltip. */
const MOST_NAMED = 10;

/** What becomes of files that change while a lab runs, in the status bar: what is being done, what came of it, what is left. */
export class LiveStatus implements Disposable {
  private readonly item = window.createStatusBarItem('clusterLab.live', StatusBarAlignment.Left);
  private readonly subscription: Disposable;
  private timer: NodeJS.Timeout | undefined;
  private said: { readonly text: string; readonly tooltip: string; readonly isProblem: boolean } | undefined;

  constructor(private readonly host: LabHost) {
    this.item.name = l10n.t('Changes of the cluster lab');
    this.subscription = host.onDidChange(() => this.show());
  }

  /** Something is being done. */
  working(text: string): void {
    this.say({ text: `$(sync~spin) ${text}`, tooltip: '', isProblem: false });
  }

  /** Something went well. */
  done(text: string, tooltip = ''): void {
    this.say({ text: `$(check) ${text}`, tooltip, isProblem: false });
    this.timer = setTimeout(() => this.clear(), SHOWN_MS);
  }

  /** Something was refused; it is said until the next word. */
  refused(text: string, tooltip: string): void {
    this.say({ text: `$(error) ${text}`, tooltip, isProblem: true });
  }

  clear(): void {
    this.say(undefined);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
    this.item.dispose();
  }

  private say(said: LiveStatus['said']): void {
    clearTimeout(this.timer);
    this.said = said;
    this.show();
  }

  private show(): void {
    const { item, host } = this;
    const files = host.changedFiles;
    const restart = host.differences?.restart ?? [];
    if (!host.lab) this.said = undefined;
    item.backgroundColor = undefined;
    if (this.said) {
      const { text, tooltip, isProblem } = this.said;
      item.text = text;
      item.tooltip = tooltip;
      item.command = isProblem ? 'workbench.actions.view.problems' : undefined;
      if (isProblem) item.backgroundColor = new ThemeColor('statusBarItem.errorBackground');
    } else if (host.lab && files.length + restart.length > 0) {
      item.text =
        files.length > 0
          ? `$(cloud-upload) ${changedWords(files.length)}`
          : `$(cloud-upload) ${l10n.t('Lab is out of date')}`;
      item.tooltip = tooltipOf(files, restart);
      item.command = Commands.applyConfig;
    } else {
      item.hide();
      return;
    }
    item.show();
  }
}

/** `2 files changed` */
export const changedWords = (count: number): string =>
  count === 1 ? l10n.t('1 file changed') : l10n.t('{0} files changed', count);

function tooltipOf(files: readonly string[], restart: readonly string[]): MarkdownString {
  const text = new MarkdownString();
  const named = files.slice(0, MOST_NAMED).map((file) => `- \`${file}\``);
  if (files.length > named.length) named.push(`- ${l10n.t('and {0} more', files.length - named.length)}`);
  if (named.length > 0)
    text.appendMarkdown(
      `${l10n.t('The lab does not run these as they are on disk:')}\n\n${named.join('\n')}\n\n`,
    );
  for (const reason of restart) text.appendText(`${l10n.t('Needs a restart of the lab: {0}.', reason)}\n\n`);
  if (files.length > 0) text.appendMarkdown(l10n.t('Click to apply the changes.'));
  return text;
}
