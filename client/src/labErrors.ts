import { inspect } from 'node:util';
import { commands, l10n, Uri, window, workspace, Range, type LogOutputChannel } from 'vscode';
import type { LabError } from './lab/lab';

/** Errors cross from another bundle, so that they are known by name and not by class. */
export const isLabError = (error: unknown): error is LabError =>
  error instanceof Error && error.name === 'LabError';

/** One message: what happened and why, what to do next, and the button that does it. Everything else is in the log. */
export async function showLabError(error: unknown, log: LogOutputChannel): Promise<void> {
  if (!isLabError(error)) {
    log.error(error instanceof Error ? error : String(error));
    const text = l10n.t('Cluster Lab failed: {0}', error instanceof Error ? error.message : String(error));
    return await offer(text, [showLog(log)]);
  }
  if (error.kind === 'cancelled') {
    log.info(l10n.t('Cancelled; everything that had been made was removed.'));
    return;
  }
  const { place, lines, cause } = error.detail;
  log.error(`${error.message} ${error.nextStep}${lines?.length ? `\n${lines.join('\n')}` : ''}`);
  if (cause !== undefined) log.debug(inspect(cause));
  await offer(`${error.message} ${error.nextStep}`, [
    ...(place ? [goTo(place)] : []),
    ...(settingOf[error.kind] ? [openSetting(settingOf[error.kind] ?? '')] : []),
    showLog(log),
  ]);
}

interface Button {
  readonly title: string;
  readonly run: () => unknown;
}

/** The setting that can help against a fault. */
const settingOf: Partial<Record<LabError['kind'], string>> = {
  'no-engine': 'clusterLab.docker.host',
  'no-permission': 'clusterLab.docker.host',
  'image-missing': 'clusterLab.lab.images',
};

async function offer(message: string, buttons: readonly Button[]): Promise<void> {
  const choice = await window.showErrorMessage(message, ...buttons.map(({ title }) => title));
  await buttons.find(({ title }) => title === choice)?.run();
}

const showLog = (log: LogOutputChannel): Button => ({ title: l10n.t('Show log'), run: () => log.show() });

const openSetting = (setting: string): Button => ({
  title: l10n.t('Open settings'),
  run: () => commands.executeCommand('workbench.action.openSettings', setting),
});

function goTo({ file, line }: { file: string; line: number }): Button {
  return {
    title: l10n.t('Go to line {0}', line + 1),
    run: async () => {
      const document = await workspace.openTextDocument(Uri.file(file));
      const at = document.lineAt(Math.min(line, document.lineCount - 1)).range;
      await window.showTextDocument(document, { selection: new Range(at.start, at.end) });
    },
  };
}
