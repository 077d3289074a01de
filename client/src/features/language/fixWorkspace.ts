import { l10n, Range, Uri, workspace, WorkspaceEdit } from 'vscode';
import type { FixAllAnswer } from '../../../../server/src/protocol';
import type { LanguageDeps } from './deps';

/** Applies the safe fixes of all files as one edit, which one undo takes back. */
export async function fixWorkspace({ language, messages }: LanguageDeps): Promise<void> {
  const { changes, fixed, left } = await language.fixWorkspace();
  if (changes.length === 0) {
    const text =
      left === 0
        ? l10n.t('Nothing to fix.')
        : l10n.t('No safe fix for the {0} problems of this workspace; see the Problems view.', left);
    messages.tell('information', text);
    return;
  }
  // As a refactoring, so that files that were not open are saved and not left as changed editors.
  const applied = await workspace.applyEdit(workspaceEdit(changes), { isRefactoring: true });
  if (!applied) {
    messages.tell(
      'error',
      l10n.t('The fixes could not be applied: a file changed meanwhile or cannot be written. Try again.'),
    );
    return;
  }
  const text = l10n.t('Fixed {0} problems in {1} files.', fixed, changes.length);
  const rest = left > 0 ? l10n.t('{0} have no safe fix and are left.', left) : l10n.t('None is left.');
  messages.tell('information', `${text} ${rest}`);
}

function workspaceEdit(changes: FixAllAnswer['changes']): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  for (const { uri, edits } of changes) {
    for (const { range, newText } of edits) {
      const { start, end } = range;
      edit.replace(Uri.parse(uri), new Range(start.line, start.character, end.line, end.character), newText);
    }
  }
  return edit;
}
