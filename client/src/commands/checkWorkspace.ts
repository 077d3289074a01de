import { commands, l10n, window } from 'vscode';
import type { Services } from '../services';
import { Commands } from './ids';

/** Checks every file anew and says in one line what was found. */
export async function checkWorkspace({ language }: Services): Promise<void> {
  const { files, errors, warnings, others } = await language.checkWorkspace();
  const problems = errors + warnings + others;
  if (files === 0) {
    await window.showInformationMessage(
      l10n.t('No nginx, Tomcat or Compose file was found in this workspace.'),
    );
    return;
  }
  if (problems === 0) {
    await window.showInformationMessage(l10n.t('Checked {0} files: no problems.', files));
    return;
  }
  const show = l10n.t('Show problems');
  const fix = l10n.t('Fix all');
  const text = l10n.t(
    'Checked {0} files: {1} errors, {2} warnings, {3} hints.',
    files,
    errors,
    warnings,
    others,
  );
  const choice = await window.showWarningMessage(text, show, fix);
  if (choice === show) await commands.executeCommand('workbench.actions.view.problems');
  if (choice === fix) await commands.executeCommand(Commands.fixWorkspace);
}
