import { ConfigurationTarget, l10n, workspace } from 'vscode';
import type { Messages } from '../../kernel/messages';
import { isRuleId } from './explainRule';

type Rules = Readonly<Record<string, unknown>>;

/** Sets a rule to off: in the workspace, or for the user where no folder is open. */
export async function turnRuleOff(messages: Messages, id: unknown): Promise<void> {
  if (!isRuleId(id)) return;
  const inWorkspace = workspace.workspaceFolders !== undefined;
  const target = inWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  const rules = (): Rules => {
    const written = workspace.getConfiguration('clusterLab').inspect<Rules>('rules');
    return (inWorkspace ? written?.workspaceValue : written?.globalValue) ?? {};
  };
  const set = async (now: Rules): Promise<void> => {
    const value = Object.keys(now).length === 0 ? undefined : now;
    await workspace.getConfiguration('clusterLab').update('rules', value, target);
  };
  const before = rules()[id];
  await set({ ...rules(), [id]: 'off' });
  messages.tell(
    'information',
    inWorkspace
      ? l10n.t('{0} is off in this workspace, by the setting clusterLab.rules.', id)
      : l10n.t('{0} is off, by the setting clusterLab.rules.', id),
    [
      {
        title: l10n.t('Undo'),
        // Others may have been turned off since.
        run: () => {
          const { [id]: _, ...others } = rules();
          return set(before === undefined ? others : { ...others, [id]: before });
        },
      },
    ],
  );
}
