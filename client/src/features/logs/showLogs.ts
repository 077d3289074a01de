import { l10n, window, type LogOutputChannel, type QuickPickItem } from 'vscode';
import { nodeOf } from '../nodes/arguments';
import type { Messages } from '../../kernel/messages';
import type { Logs } from './logs';

interface Log extends QuickPickItem {
  readonly show: () => unknown;
}

/** Shows the log of the node whose row was clicked or whose name was given, or lets somebody choose one. */
export async function showLogs(logs: Logs, own: LogOutputChannel, argument: unknown): Promise<void> {
  const node = typeof argument === 'string' ? argument : nodeOf(argument)?.name;
  if (node !== undefined && logs.show(node)) return;
  const items: Log[] = [
    ...logs.names.map((label) => ({ label, show: () => logs.show(label) })),
    ...(logs.names.length > 0
      ? [
          {
            label: l10n.t('all nodes'),
            description: l10n.t('in the order of their times'),
            show: () => logs.showAll(),
          },
        ]
      : []),
    { label: own.name, description: l10n.t('what the extension itself did'), show: () => own.show() },
  ];
  (await window.showQuickPick(items, { placeHolder: l10n.t('Log to show') }))?.show();
}

/** Shows what all nodes say, in one channel. */
export function showAllLogs(logs: Logs, messages: Messages): void {
  if (!logs.showAll()) messages.tell('information', l10n.t('No cluster lab has run in this window yet.'));
}
