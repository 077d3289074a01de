import { ConfigurationTarget, l10n, window, workspace } from 'vscode';
import { logLevel } from '../../kernel/settings';
import type { Level } from '../../lab/logs/record';

/** Lets somebody choose what the logs of the lab show, and keeps it as a setting. */
export async function chooseLevel(): Promise<void> {
  const titles: Readonly<Record<Level, string>> = {
    trace: l10n.t('everything'),
    debug: l10n.t('no trace'),
    info: l10n.t('no debug output'),
    warn: l10n.t('warnings and errors'),
    error: l10n.t('errors alone'),
  };
  const now = logLevel();
  const items = Object.entries(titles).map(([label, description]) => ({
    label,
    description: label === now ? l10n.t('{0} (now)', description) : description,
  }));
  const chosen = await window.showQuickPick(items, { placeHolder: l10n.t('What the logs of the lab show') });
  if (!chosen) return;
  const settings = workspace.getConfiguration('clusterLab');
  const isInWorkspace = settings.inspect('logs.level')?.workspaceValue !== undefined;
  await settings.update(
    'logs.level',
    chosen.label,
    isInWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global,
  );
}
