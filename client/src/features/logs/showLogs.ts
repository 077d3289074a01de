import { l10n, window, type LogOutputChannel } from 'vscode';
import type { NodeChannels } from './nodeChannels';
import { nodeOf } from '../nodes/arguments';

/** Shows the log of the node whose row was clicked, or lets somebody choose one. */
export async function showLogs(
  { channels, log }: { readonly channels: NodeChannels; readonly log: LogOutputChannel },
  argument: unknown,
): Promise<void> {
  const node = nodeOf(argument)?.name ?? (await choose(channels.names, log.name));
  if (node === log.name) log.show();
  else if (node !== undefined) channels.show(node);
}

async function choose(nodes: readonly string[], own: string): Promise<string | undefined> {
  const items = [
    ...nodes.map((label) => ({ label })),
    { label: own, description: l10n.t('what the extension itself did') },
  ];
  return (await window.showQuickPick(items, { placeHolder: l10n.t('Log to show') }))?.label;
}
