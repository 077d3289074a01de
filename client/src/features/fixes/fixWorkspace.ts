import { l10n, Range, Uri, workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import type { FixAllAnswer } from '../../../../server/src/protocol';
import * as count from '../../kernel/counts';
import type { Messages } from '../../kernel/messages';
import type { LanguageService } from '../language/client';
import type { Before, Fixed } from './before';

export interface FixesDeps {
  readonly language: LanguageService;
  readonly messages: Messages;
  readonly before: Before;
}

/**
 * Applies the safe fixes of all files as one edit, says what it has changed, and takes it back on demand. With `preview`
 * somebody goes through the changes first.
 */
export async function fixWorkspace(
  { language, messages, before }: FixesDeps,
  { preview }: { readonly preview: boolean },
): Promise<void> {
  const { changes, fixed, left } = await language.fixWorkspace();
  if (changes.length === 0) {
    const text =
      left === 0
        ? l10n.t('Nothing to fix.')
        : l10n.t('No safe fix for {0} of this workspace; see the Problems view.', count.problems(left));
    messages.tell('information', text);
    return;
  }
  const old = await textsOf(changes.map(({ uri }) => Uri.parse(uri, true)));
  // As a refactoring, so that files that were not open are saved and not left as changed editors.
  const applied = await workspace.applyEdit(workspaceEdit(changes, preview), { isRefactoring: true });
  if (!applied) {
    // A preview that is left is no failure; VS Code applies nothing, without a word, where nothing was ticked.
    if (preview)
      messages.tell(
        'information',
        l10n.t('Nothing was changed. In the preview, tick the changes to make, then press Apply.'),
      );
    else
      messages.tell(
        'error',
        l10n.t('The fixes could not be applied: a file changed meanwhile or cannot be written. Try again.'),
      );
    return;
  }
  const now = await textsOf(old.map(({ uri }) => uri));
  const files = old.flatMap(({ uri, text }, index): Fixed[] => {
    const after = now[index]?.text;
    return after === undefined || after === text ? [] : [{ uri, before: text, after }];
  });
  const rest =
    left === 0
      ? l10n.t('None is left.')
      : left === 1
        ? l10n.t('1 has no safe fix and is left.')
        : l10n.t('{0} have no safe fix and are left.', left);
  const text = preview
    ? l10n.t('Fixed {0}.', count.files(files.length))
    : `${l10n.t('Fixed {0} in {1}.', count.problems(fixed), count.files(files.length))} ${rest}`;
  const undo = { title: l10n.t('Undo'), run: () => takeBack(files, messages) };
  const show = async (): Promise<void> => {
    await before.show(l10n.t('Fixes of Cluster Lab'), files);
    // A message goes with its first button: who has seen the changes may want them back.
    messages.tell('information', text, [undo]);
  };
  messages.tell('information', text, [{ title: l10n.t('Show changes'), run: show }, undo]);
}

/** Files that somebody has changed since stay as they are. */
async function takeBack(files: readonly Fixed[], messages: Messages): Promise<void> {
  const edit = new WorkspaceEdit();
  const changed: string[] = [];
  for (const { uri, before, after } of files) {
    const document = await opened(uri);
    if (document?.getText() === after)
      edit.replace(uri, new Range(document.positionAt(0), document.positionAt(after.length)), before);
    else changed.push(workspace.asRelativePath(uri));
  }
  if (!(await workspace.applyEdit(edit, { isRefactoring: true })))
    messages.tell('error', l10n.t('The fixes could not be taken back: a file cannot be written. Try again.'));
  else if (changed.length > 0)
    messages.tell(
      'warning',
      l10n.t('Not taken back, because it was edited or deleted since: {0}.', changed.join(', ')),
    );
}

/** Undefined of a file that is not there any more. */
async function opened(uri: Uri): Promise<TextDocument | undefined> {
  try {
    return await workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

const textsOf = (uris: readonly Uri[]): Promise<{ readonly uri: Uri; readonly text: string }[]> =>
  Promise.all(uris.map(async (uri) => ({ uri, text: (await workspace.openTextDocument(uri)).getText() })));

function workspaceEdit(changes: FixAllAnswer['changes'], preview: boolean): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  const metadata = preview ? { needsConfirmation: true, label: l10n.t('Fixes of Cluster Lab') } : undefined;
  for (const { uri, edits } of changes) {
    for (const { range, newText } of edits) {
      const { start, end } = range;
      const place = new Range(start.line, start.character, end.line, end.character);
      edit.replace(Uri.parse(uri), place, newText, metadata);
    }
  }
  return edit;
}
