import { ConfigurationTarget, l10n, workspace } from 'vscode';
import type { Messages } from '../../kernel/messages';
import { isRuleId } from './explainRule';

type Rules = Readonly<Record<string, unknown>>;

/** Sets a rule to off: in the workspace, or for the user where no folder is open. */
export async function turnRuleOff(messages: Messages, id: unknown): Promise<void> {
  if (!isRuleId(id)) return;
  const settings = workspace.getConfiguration('clusterLab');
  const inWorkspace = workspace.workspaceFolders !== undefined;
  const target = inWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  const written = settings.inspect<Rules>('rules');
  const before = inWorkspace ? written?.workspaceValue : written?.globalValue;
  await settings.update('rules', { ...before, [id]: 'off' }, target);
  messages.tell(
    'information',
    inWorkspace
      ? l10n.t('{0} is off in this workspace, by the setting clusterLab.rules.', id)
      : l10n.t('{0} is off, by the setting clusterLab.rules.', id),
    [
      {
        title: l10n.t('Undo'),
        run: () => workspace.getConfiguration('clusterLab').update('rules', before, target),
      },
    ],
  );
}
