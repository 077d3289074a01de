import { commands, l10n, ProgressLocation, window, workspace } from 'vscode';
import type { Services } from '../services';
import { Commands } from './ids';

/** Lets the real nginx judge every main file of the workspace, and says in one line what it said. */
export async function testNginx({ language, messages, nginxTest }: Services): Promise<void> {
  if (!workspace.isTrusted) {
    messages.tell(
      'warning',
      l10n.t(
        'nginx -t runs a program on the files of this workspace, so it needs a workspace that you trust.',
      ),
      [
        {
          title: l10n.t('Manage workspace trust'),
          run: () => commands.executeCommand('workbench.trust.manage'),
        },
      ],
    );
    return;
  }
  if ((await language.nginxMainFiles()).length === 0) {
    messages.tell(
      'information',
      l10n.t(
        'No main file of nginx was found in this workspace: one with http, stream, mail or events in it.',
      ),
    );
    return;
  }
  await workspace.saveAll();
  const outcome = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Testing with nginx -t'), cancellable: true },
    async (_progress, token) => {
      const controller = new AbortController();
      const cancelling = token.onCancellationRequested(() => controller.abort());
      try {
        return await nginxTest.run(controller.signal);
      } catch (error) {
        if (controller.signal.aborted) return 'cancelled';
        throw error;
      } finally {
        cancelling.dispose();
      }
    },
  );
  if (outcome === 'cancelled') return;
  if (!outcome) {
    messages.tell(
      'warning',
      l10n.t(
        'There is no nginx to ask: no lab runs, and no program "nginx" was found. Start the lab, or set where nginx is.',
      ),
      [
        { title: l10n.t('Start cluster lab'), run: () => commands.executeCommand(Commands.start) },
        {
          title: l10n.t('Set path'),
          run: () => commands.executeCommand('workbench.action.openSettings', 'clusterLab.nginx.path'),
        },
      ],
    );
    return;
  }
  if (outcome.verdicts === 0) {
    messages.tell(
      'information',
      l10n.t('nginx accepts the configuration ({0} main files).', outcome.mainFiles),
    );
    return;
  }
  messages.tell(
    'warning',
    l10n.t('nginx has something to say of the configuration: {0}.', outcome.verdicts),
    [
      {
        title: l10n.t('Show problems'),
        run: () => commands.executeCommand('workbench.actions.view.problems'),
      },
    ],
  );
}
