import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver';
import {
  candidatesFor,
  containerFolder,
  localPaths,
  NGINX_FOLDER,
  type Origin,
  originOf,
  throughMounts,
} from '../cluster/resolve';
import type { WantedPath } from '../languages/features';
import { baseName, entryOf, folderOf, isAbsolute, isInside, join } from '../languages/text/paths';
import { span } from '../languages/text/span';
import type { FileSystem } from '../workspace/fileSystem';
import { rangeOf } from './convert';
import type { OpenFile } from './openFile';
import type { Session } from './session';

/** Asks for the next list, where an editor knows VS Code's command. */
export const askAgain = { title: 'triggerSuggest', command: 'editor.action.triggerSuggest' };

/** Files and folders that may go on with a path: of the workspace, by the names that nginx has for them. Nothing outside is told. */
export async function pathItems(
  session: Session,
  at: OpenFile,
  wanted: WantedPath,
): Promise<CompletionItem[]> {
  const { fileSystem } = session.checker.sources;
  const { typed, wants, pattern } = wanted;
  const { end } = wanted.span;
  const begun = typed.lastIndexOf('/') + 1;
  const items = new Map<string, CompletionItem>();
  const add = (label: string, kind: CompletionItemKind, rank: number, from = begun): void => {
    if (items.has(label)) return;
    items.set(label, {
      label,
      kind,
      sortText: `000${rank}${label}`,
      textEdit: { range: rangeOf(at.file, span(end - (typed.length - from), end)), newText: label },
      ...(label.endsWith('/') && { command: askAgain }),
    });
  };
  const suffix = pattern?.replace(/^\*/, '');
  const { folders, mounted } = placesOf(at, typed.slice(0, begun), wanted);
  for (const folder of folders) {
    // A folder that is not there, or may not be read, has nothing to offer.
    const entries = await fileSystem.list(folder).catch(() => []);
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const kind = entry.kind === 'link' ? await kindOf(fileSystem, entryOf(folder, entry.name)) : entry.kind;
      if (kind === 'folder') add(`${entry.name}/`, CompletionItemKind.Folder, 2);
      else if (kind === 'file' && wants === 'files' && entryOf(folder, entry.name) !== at.file.path)
        add(entry.name, CompletionItemKind.File, 2);
    }
    if (pattern !== undefined && begun > 0 && entries.some(({ name }) => name.endsWith(suffix ?? pattern)))
      add(pattern, CompletionItemKind.File, 0);
  }
  for (const { target, localPath, isWhole } of mounted) {
    const isFolder = (await kindOf(fileSystem, localPath)) === 'folder';
    if (localPath === at.file.path || (!isFolder && wants === 'folders')) continue;
    // Of a site the folder itself is wanted, of a certificate what is in it.
    add(
      isFolder && wants === 'files' ? `${target}/` : target,
      isFolder ? CompletionItemKind.Folder : CompletionItemKind.File,
      isWhole ? 3 : 1,
    );
  }
  return [...items.values()];
}

const kindOf = async (fileSystem: FileSystem, path: string): Promise<string | undefined> =>
  (await fileSystem.stat(path).catch(() => undefined))?.kind;

interface Mounted {
  /** What is still to be written of its path. */
  readonly target: string;
  readonly localPath: string;
  /** Its whole path, where nothing is written yet. */
  readonly isWhole: boolean;
}

/** Where to look for what goes on with a folder: in the container of those that read the file, if they run in one. */
function placesOf(
  { check: { model }, file }: OpenFile,
  begun: string,
  { ofPrefix = false, pattern }: WantedPath,
): { readonly folders: readonly string[]; readonly mounted: readonly Mounted[] } {
  const written = begun.replace(/(?<=.)\/$/, '');
  const readers = model.configurations.filter(({ files }) => files.includes(file.path));
  const mainFile = readers[0]?.mainFile ?? file.path;
  const inside = readers
    .map((configuration) => originOf(model, configuration))
    .filter(({ mounts }) => mounts.length > 0);
  if (inside.length === 0) {
    const folders = candidatesFor(model, file.path, written === '' ? '.' : written);
    // nginx as it is built by default has its files in `conf`, and all else beside that.
    const isBeside = ofPrefix && !isAbsolute(written) && baseName(folderOf(mainFile)) === 'conf';
    return {
      folders: isBeside ? [...candidatesFor(model, file.path, `../${written}`), ...folders] : folders,
      mounted: [],
    };
  }
  const isPlain = !begun.split('/').includes('..');
  const found = inside.map((origin) => {
    const folder = folderIn(origin, written, ofPrefix);
    const mounted = isPlain ? mountedIn(origin, folder, begun === '' && pattern === undefined) : [];
    // What lies beside the main file here counts where nothing says what lies there.
    const isTold = mounted.some(({ isWhole }) => !isWhole);
    return { mounted, folders: isTold ? throughMounts(folder, origin.mounts) : localPaths(folder, origin) };
  });
  return {
    folders: found.flatMap(({ folders }) => folders).filter((folder) => isInside(folder, model.root)),
    mounted: found.flatMap(({ mounted }) => mounted),
  };
}

/** A folder as the container has it. `ofPrefix`: from where nginx takes it, which the official image has beside its files. */
const folderIn = (origin: Origin, written: string, ofPrefix: boolean): string =>
  isAbsolute(written) ? written : join(ofPrefix ? NGINX_FOLDER : containerFolder(origin), written);

/** What is mounted below a folder; with `all` also elsewhere. */
const mountedIn = ({ mounts }: Origin, folder: string, all: boolean): readonly Mounted[] =>
  mounts.flatMap(({ target, localPath, suffix }): readonly Mounted[] => {
    if (suffix !== undefined || target === folder) return [];
    if (isInside(target, folder))
      return [{ target: target.slice(folder === '/' ? 1 : folder.length + 1), localPath, isWhole: false }];
    return all ? [{ target, localPath, isWhole: true }] : [];
  });
