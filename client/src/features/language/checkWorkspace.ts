import { commands, l10n } from 'vscode';
import { uncheckedText } from './unchecked';
import * as count from '../../kernel/counts';
import type { Button } from '../../kernel/messages';
import type { LanguageDeps } from './deps';
import { Commands } from '../../kernel/commandIds';

/** Checks every file anew and says in one line what was found. */
export async function checkWorkspace({ language, messages }: LanguageDeps): Promise<void> {
  const { files, errors, warnings, others, unchecked } = await language.checkWorkspace();
  const silent = uncheckedText(unchecked);
  const tell = (severity: 'information' | 'warning', text: string, buttons: readonly Button[] = []): void =>
    messages.tell(severity, silent ? `${text} ${silent}` : text, [
      ...buttons,
      ...(unchecked.length > 1 ? [{ title: l10n.t('Show log'), run: () => language.showLog() }] : []),
    ]);
  if (files === 0) {
    tell(
      silent ? 'warning' : 'information',
      silent
        ? l10n.t('Nothing was checked.')
        : l10n.t('No nginx, Tomcat or Compose file was found in this workspace.'),
    );
    return;
  }
  if (errors + warnings + others === 0) {
    tell('information', l10n.t('Checked {0}: no problems.', count.files(files)));
    return;
  }
  const text = l10n.t(
    'Checked {0}: {1}, {2}, {3}.',
    count.files(files),
    count.errors(errors),
    count.warnings(warnings),
    count.hints(others),
  );
  tell('warning', text, [
    { title: l10n.t('Show problems'), run: () => commands.executeCommand('workbench.actions.view.problems') },
    { title: l10n.t('Fix all'), run: () => commands.executeCommand(Commands.fixWorkspace) },
  ]);
}
