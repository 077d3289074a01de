import { access, constants } from 'node:fs/promises';
import type { FileKind } from '../cluster/source';
import { isDump, type NginxDump, readDump } from '../languages/nginx/dump';
import { nginx } from '../languages/nginx/language';
import { languages } from '../languages/table';
import { commonFolder, isInside } from '../languages/text/paths';
import { Check, type CheckSettings } from '../workspace/check';
import { decode } from '../workspace/encoding';
import { messageOf } from '../workspace/errors';
import { Folder } from '../workspace/folder';
import { LoadedFile } from '../workspace/loadedFile';
import { nodeFileSystem } from '../workspace/nodeFileSystem';
import { projectsOf } from '../workspace/projects';
import { Sources } from '../workspace/sources';
import { type Unchecked, unread } from '../workspace/unchecked';

/** The word for standard input in the place of a path, and the name under which its text is judged. */
export const standardInput = '-';
const stdinPath = '<stdin>';

export interface ReadOptions {
  /** Paths as the server writes them, or `standardInput` alone. */
  readonly paths: readonly string[];
  readonly settings?: CheckSettings;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** What standard input holds; undefined: what it looks like. */
  readonly as?: FileKind | undefined;
}

export interface Reading {
  readonly checks: readonly Check[];
  /** What is in none of the checks. */
  readonly unread: readonly Unchecked[];
}

/** Folders are searched, each by itself; files named outside of them are judged together, with what they include. */
export async function readAndCheck({ paths, settings = {}, stdin, as }: ReadOptions): Promise<Reading> {
  if (paths.includes(standardInput)) return readStandardInput(stdin, as, settings);
  const sources = new Sources(nodeFileSystem);
  const kinds = await Promise.all(paths.map((path) => nodeFileSystem.stat(path)));
  const allFolders = paths.filter((_, index) => kinds[index]?.kind === 'folder');
  const files = paths.filter((_, index) => kinds[index]?.kind === 'file');
  const dumps = new Map<string, NginxDump>();
  for (const path of files) {
    const dump = await dumpAt(path, sources);
    if (dump) dumps.set(path, dump);
  }
  const given = files.filter((path) => !dumps.has(path));
  const roots = allFolders.filter(
    (root) => !allFolders.some((other) => other !== root && isInside(root, other)),
  );
  const folders = roots.map(
    (root) => new Folder(root, sources, { given: given.filter((file) => isInside(file, root)) }),
  );
  const others = given.filter((file) => !roots.some((root) => isInside(file, root)));
  if (others.length > 0)
    folders.push(new Folder(commonFolder(others), sources, { given: others, search: false }));
  const checks = [...dumps.values()].map((dump) => checkDump(dump, settings));
  for (const folder of folders) {
    await folder.scan();
    const known = { ...settings, absent: folder.absent };
    checks.push(
      ...projectsOf(folder.root, folder.files).map(({ root, files: own }) => new Check(root, own, known)),
    );
  }
  return { checks, unread: folders.flatMap((folder) => folder.unread) };
}

async function dumpAt(path: string, sources: Sources): Promise<NginxDump | undefined> {
  if (!isDump(await sources.head(path))) return undefined;
  const seen = await sources.look(path);
  const source = seen && (await sources.read(path, seen, nginx.mostBytes));
  return source && 'text' in source ? readDump(source.text) : undefined;
}

/** The files of a dump are all that its nginx reads, under the names they have there. */
function checkDump({ files, version }: NginxDump, settings: CheckSettings): Check {
  const loaded = files.flatMap(({ path, text }) => load(path, 'nginx', text));
  return new Check(commonFolder(files.map(({ path }) => path)), loaded, {
    ...settings,
    nginxVersion: settings.nginxVersion ?? version,
    absent: new Set(),
    elsewhere: 'nothing',
  });
}

async function readStandardInput(
  stdin: AsyncIterable<Uint8Array>,
  as: FileKind | undefined,
  settings: CheckSettings,
): Promise<Reading> {
  const left = (why: string): Reading => ({ checks: [], unread: [unread(stdinPath, why)] });
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  const text = decode(Buffer.concat(chunks))?.text;
  if (text === undefined) return left('it is binary');
  const dump = readDump(text);
  if (dump) return { checks: [checkDump(dump, settings)], unread: [] };
  const kind = as ?? languages.recognise('', text, { given: true })?.kind;
  if (!kind) return left('nothing in it tells what it is: say it with --as');
  const known = { ...settings, absent: new Set<string>(), elsewhere: 'unseen' as const };
  return { checks: [new Check('/', load(stdinPath, kind, text), known)], unread: [] };
}

function load(path: string, kind: FileKind, text: string): readonly LoadedFile[] {
  const file = languages.open(path, kind, text);
  return file ? [new LoadedFile(path, text, 'utf8', '', file)] : [];
}

/** Why a path cannot be read, in a sentence; undefined where it can. */
export async function whyUnreadable(path: string): Promise<string | undefined> {
  if (path === standardInput) return undefined;
  try {
    const found = await nodeFileSystem.stat(path);
    if (!found) return `${path} does not exist`;
    if (found.kind === 'other') return `${path} is neither a file nor a folder`;
    await access(path, found.kind === 'folder' ? constants.R_OK | constants.X_OK : constants.R_OK);
    return undefined;
  } catch (error) {
    return `${path} cannot be read: ${messageOf(error)}`;
  }
}
