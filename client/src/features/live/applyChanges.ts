import { commands, l10n, ProgressLocation, window } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import { isLabError } from '../../kernel/tellError';
import { saveFiles } from '../../kernel/saveFiles';
import type { Applied, Lab } from '../../lab/lab';
import type { LiveDeps } from './deps';
import { closedWords, type Live } from './live';
import type { LiveStatus } from './status';

/** Brings all that has changed on disk to the lab that runs, with progress, and says in the status bar what came of it. */
export async function applyChanges(
  { host, messages, log }: LiveDeps,
  live: Live,
  status: LiveStatus,
): Promise<void> {
  const { lab } = host;
  if (!lab) {
    messages.tell('information', l10n.t('No cluster lab is running.'));
    return;
  }
  await saveFiles(lab.deployment.folder);
  const found = await live.compare(lab);
  if (!found) {
    messages.tell(
      'warning',
      l10n.t(
        'What has changed since the start cannot be told of this lab. Restart it to run what is on disk.',
      ),
      [restart()],
    );
    return;
  }
  if (found.differences.files.length === 0) {
    tellLeft(found.differences.restart);
    if (found.differences.restart.length === 0) status.done(l10n.t('The lab runs what is on disk'));
    return;
  }
  try {
    tell(await applied(lab));
  } catch (error) {
    status.clear();
    // Told where it is known that the lab is gone.
    if (isLabError(error) && error.kind === 'lab-gone') log.info(error.message);
    else throw error;
  }

  async function applied(running: Lab): Promise<Applied | undefined> {
    return await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t('Applying changes'), cancellable: true },
      async (progress, token) => {
        const controller = new AbortController();
        const cancelling = token.onCancellationRequested(() => {
          progress.report({ message: l10n.t('Ending behind this node …') });
          controller.abort();
        });
        let percent = 0;
        try {
          return await live.apply(running, found?.plan ?? running.deployment, {
            signal: controller.signal,
            onStep: ({ message, done, total }) => {
              log.info(message);
              status.working(message);
              const now = done !== undefined && total ? (100 * done) / total : percent;
              progress.report({ message, increment: Math.max(0, now - percent) });
              percent = Math.max(percent, now);
            },
          });
        } catch (error) {
          if (controller.signal.aborted && !isLabError(error)) return undefined;
          throw error;
        } finally {
          cancelling.dispose();
        }
      },
    );
  }

  function tell(done: Applied | undefined): void {
    if (!done) {
      status.clear();
      return;
    }
    const { nodes, nginx, left } = done;
    if (nodes.length > 0)
      status.done(l10n.t('Changes applied to {0}', nodes.join(', ')), nginx ? closedWords(nginx) : '');
    else status.clear();
    tellLeft(left.restart);
  }

  function tellLeft(reasons: readonly string[]): void {
    if (reasons.length === 0) return;
    messages.tell('warning', l10n.t('The lab needs a restart: {0}.', reasons.join('; ')), [restart()]);
  }
}

const restart = (): { title: string; run: () => unknown } => ({
  title: l10n.t('Restart lab'),
  run: () => commands.executeCommand(Commands.restart),
});
