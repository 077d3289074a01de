import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver';
import { candidatesFor } from '../cluster/resolve';
import type { WantedPath } from '../languages/features';
import { join } from '../languages/text/paths';
import { span } from '../languages/text/span';
import { rangeOf } from './convert';
import type { OpenFile } from './openFile';
import type { Session } from './session';

/** Files and folders of the workspace that may go on with a path. Nothing outside is told. */
export async function pathItems(
  session: Session,
  { check, file }: OpenFile,
  { typed, span: { end }, wants, pattern }: WantedPath,
): Promise<CompletionItem[]> {
  const { fileSystem } = session.checker.sources;
  const begun = typed.lastIndexOf('/') + 1;
  const range = rangeOf(file, span(end - (typed.length - begun), end));
  const items = new Map<string, CompletionItem>();
  const add = (label: string, kind: CompletionItemKind, rank: number): void => {
    const known = items.get(label);
    if (known) return;
    const again = { title: label, command: 'editor.action.triggerSuggest' };
    items.set(label, {
      label,
      kind,
      sortText: `${rank}${label}`,
      textEdit: { range, newText: label },
      ...(kind === CompletionItemKind.Folder && { command: again }),
    });
  };
  const written = typed.slice(0, begun).replace(/(?<=.)\/$/, '');
  const suffix = pattern?.replace(/^\*/, '');
  for (const folder of candidatesFor(check.model, file.path, written === '' ? '.' : written)) {
    // A folder that is not there, or may not be read, has nothing to offer.
    const entries = await fileSystem.list(folder).catch(() => []);
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const kind = entry.kind === 'link' ? await kindOf(join(folder, entry.name)) : entry.kind;
      if (kind === 'folder') add(`${entry.name}/`, CompletionItemKind.Folder, 1);
      else if (kind === 'file' && wants === 'files' && join(folder, entry.name) !== file.path)
        add(entry.name, CompletionItemKind.File, 1);
    }
    if (pattern !== undefined && begun > 0 && entries.some(({ name }) => name.endsWith(suffix ?? pattern)))
      add(pattern, CompletionItemKind.File, 0);
  }
  return [...items.values()];

  async function kindOf(path: string): Promise<string | undefined> {
    return (await fileSystem.stat(path).catch(() => undefined))?.kind;
  }
}
