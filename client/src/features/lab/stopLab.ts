import { l10n, ProgressLocation, window } from 'vscode';
import type { LabDeps } from './deps';

/** Removes the lab, or cancels its start. The channels stay, so that the last lines can be read. */
export async function stopLab({ host, log, messages }: LabDeps): Promise<void> {
  if (host.state === 'idle') {
    messages.tell('information', l10n.t('No cluster lab is running.'));
    return;
  }
  await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Stopping the cluster lab') },
    (progress) =>
      host.stop(({ message }) => {
        log.info(message);
        progress.report({ message });
      }),
  );
  log.info(l10n.t('The lab is stopped; nothing of it is left.'));
}
