import { inspect } from 'node:util';
import { commands, l10n, Range, Uri, window, workspace, type LogOutputChannel } from 'vscode';
import { Commands } from './commandIds';
import type { LabError } from '../lab/lab';
import type { Button, Messages } from './messages';

/** Errors cross from another bundle, so that they are known by name and not by class. */
export const isLabError = (error: unknown): error is LabError =>
  error instanceof Error && error.name === 'LabError';

/** One message: what happened and why, what to do next, and the button that does it. Everything else is in the log. */
export function tellError(error: unknown, messages: Messages, log: LogOutputChannel): void {
  const showLog: Button = { title: l10n.t('Show log'), run: () => log.show() };
  if (!isLabError(error)) {
    log.error(inspect(error));
    const text = l10n.t(
      'Cluster Lab could not do that, for a reason it does not know. Its log has the details.',
    );
    messages.tell('error', text, [showLog]);
    return;
  }
  if (error.kind === 'cancelled') {
    log.info(l10n.t('Cancelled; everything that had been made was removed.'));
    return;
  }
  const { place, lines, cause } = error.detail;
  log.error([`${error.message} ${error.nextStep}`, ...(lines ?? [])].join('\n'));
  if (cause !== undefined) log.debug(inspect(cause));
  const setting = settingOf[error.kind];
  messages.tell('error', `${error.message} ${error.nextStep}`, [
    ...(place ? [goTo(place)] : []),
    ...(setting ? [openSetting(setting)] : []),
    ...(again.has(error.kind) ? [startAgain()] : []),
    showLog,
  ]);
}

/** The setting that can help against a fault. */
const settingOf: Partial<Record<LabError['kind'], string>> = {
  'no-engine': 'clusterLab.docker.host',
  'no-permission': 'clusterLab.docker.host',
  'image-missing': 'clusterLab.lab.images',
};

/** Faults after which a second start may well do. */
const again = new Set<LabError['kind']>(['port-taken', 'lab-gone', 'image-missing']);

const startAgain = (): Button => ({
  title: l10n.t('Start again'),
  run: () => commands.executeCommand(Commands.start),
});

const openSetting = (setting: string): Button => ({
  title: l10n.t('Open settings'),
  run: () => commands.executeCommand(Commands.openSettings, setting),
});

function goTo({ file, line }: { file: string; line: number }): Button {
  return {
    title: l10n.t('Go to line {0}', line + 1),
    run: async () => {
      const document = await workspace.openTextDocument(Uri.file(file));
      const { start, end } = document.lineAt(Math.min(line, document.lineCount - 1)).range;
      await window.showTextDocument(document, { selection: new Range(start, end) });
    },
  };
}
