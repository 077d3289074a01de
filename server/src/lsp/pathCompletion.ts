import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver';
import type { Typing } from '../languages/nginx/features/at';
import { wantsFile } from '../languages/nginx/features/links';
import { span } from '../languages/text/span';
import { join } from '../languages/text/paths';
import { rangeOf } from './convert';
import { candidatesFor } from './links';
import type { NginxFile } from './nginxFile';
import type { Session } from './session';

/** What files an argument of these names; the others of a directive name none. */
const wants: Readonly<Record<string, 'files' | 'folders'>> = {
  include: 'files',
  root: 'folders',
  alias: 'folders',
};

/** Files and folders of the workspace that may go on with a path; none where no path is written. Nothing outside is told. */
export async function pathItems(session: Session, at: NginxFile, typing: Typing): Promise<CompletionItem[]> {
  const [name = '', typed = '', ...more] = typing.words;
  const wanted = wants[name] ?? (wantsFile(name) ? 'files' : undefined);
  if (!wanted || more.length > 0 || /[$*]/.test(typed)) return [];
  const { fileSystem } = session.checker.sources;
  const begun = typed.lastIndexOf('/') + 1;
  const range = rangeOf(at.file, span(typing.span.end - (typed.length - begun), typing.span.end));
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
  for (const folder of candidatesFor(at, written === '' ? '.' : written)) {
    // A folder that is not there, or may not be read, has nothing to offer.
    const entries = await fileSystem.list(folder).catch(() => []);
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const kind = entry.kind === 'link' ? await kindOf(join(folder, entry.name)) : entry.kind;
      if (kind === 'folder') add(`${entry.name}/`, CompletionItemKind.Folder, 1);
      else if (kind === 'file' && wanted === 'files' && join(folder, entry.name) !== at.file.path)
        add(entry.name, CompletionItemKind.File, 1);
    }
    if (name === 'include' && begun > 0 && entries.some((entry) => entry.name.endsWith('.conf')))
      add('*.conf', CompletionItemKind.File, 0);
  }
  return [...items.values()];

  async function kindOf(path: string): Promise<string | undefined> {
    return (await fileSystem.stat(path).catch(() => undefined))?.kind;
  }
}
