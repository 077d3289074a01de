import { commands, Uri, window } from 'vscode';

/** What ids of rules look like; anything else may come from a link that somebody wrote. */
export const isRuleId = (id: unknown): id is string =>
  typeof id === 'string' && /^[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*$/.test(id);

/** Opens the page of a rule beside the text: it lies in the package, and needs no network. */
export async function explainRule(extensionUri: Uri, id: unknown): Promise<void> {
  if (!isRuleId(id)) return;
  const page = Uri.joinPath(extensionUri, 'docs', 'rules', `${id}.md`);
  try {
    await commands.executeCommand('markdown.showPreviewToSide', page);
  } catch {
    // The extension that shows Markdown is one of VS Code's own, and may be off.
    await window.showTextDocument(page, { preview: true });
  }
}
