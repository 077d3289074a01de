import { commands, l10n } from 'vscode';
import type { Services } from '../services';
import { Commands } from './ids';

/** Checks every file anew and says in one line what was found. */
export async function checkWorkspace({ language, messages }: Services): Promise<void> {
  const { files, errors, warnings, others } = await language.checkWorkspace();
  if (files === 0) {
    messages.tell('information', l10n.t('No nginx, Tomcat or Compose file was found in this workspace.'));
    return;
  }
  if (errors + warnings + others === 0) {
    messages.tell('information', l10n.t('Checked {0} files: no problems.', files));
    return;
  }
  const text = l10n.t(
    'Checked {0} files: {1} errors, {2} warnings, {3} hints.',
    files,
    errors,
    warnings,
    others,
  );
  messages.tell('warning', text, [
    { title: l10n.t('Show problems'), run: () => commands.executeCommand('workbench.actions.view.problems') },
    { title: l10n.t('Fix all'), run: () => commands.executeCommand(Commands.fixWorkspace) },
  ]);
}
