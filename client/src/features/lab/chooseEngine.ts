import { commands, l10n } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { LabDeps } from './deps';
import { labSettings } from '../../kernel/settings';

/** Chooses the engine of this workspace's labs; a lab that runs stays where it is. */
export async function chooseEngine({ engines, host, messages }: LabDeps): Promise<void> {
  if (labSettings(undefined).dockerHost !== undefined) {
    messages.tell('information', l10n.t('The setting clusterLab.docker.host names the engine.'), [
      {
        title: l10n.t('Open settings'),
        run: () => commands.executeCommand(Commands.openSettings, 'clusterLab.docker.host'),
      },
    ]);
    return;
  }
  if (!(await engines.choose())) return;
  if (host.state !== 'idle')
    messages.tell('information', l10n.t('The next lab runs there; the one that is there stays where it is.'));
}
