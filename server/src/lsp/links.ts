import type { DocumentLink } from 'vscode-languageserver';
import { localPaths, originOf } from '../cluster/resolve';
import { linkedPaths } from '../languages/nginx/features/links';
import { type Placement } from '../languages/nginx/configuration';
import { contains, span, type Span } from '../languages/text/span';
import { entryOf, folderOf, isInside } from '../languages/text/paths';
import { rangeOf } from './convert';
import { guardRequest } from './guard';
import { nginxFile, type NginxFile } from './nginxFile';
import type { Session } from './session';

/** Links from includes to the files they bring in, and from other paths to what is there in the workspace. */
export function registerLinks(session: Session): void {
  const { connection } = session;
  connection.onDocumentLinks(
    guardRequest(connection, 'documentLink', [], async ({ textDocument }) => {
      const at = await nginxFile(session, textDocument.uri);
      if (!at) return [];
      return [...includeLinks(session, at), ...(await pathLinks(session, at))];
    }),
  );
}

/** The includes of a file that lead somewhere, with the files they lead to at all places where the file is read. */
function includesIn({ check, file }: NginxFile): Map<Placement['directive'], Set<string>> {
  const found = new Map<Placement['directive'], Set<string>>();
  for (const configuration of check.model.configurations) {
    if (!configuration.files.includes(file.path)) continue;
    for (const { directive, path, includes = [] } of configuration.all) {
      if (path !== file.path || includes.length === 0) continue;
      const known = found.get(directive) ?? new Set();
      for (const target of includes) known.add(target);
      found.set(directive, known);
    }
  }
  return found;
}

/** A link has one target: a pattern with several files is left to "go to definition", which lists them. */
function* includeLinks(session: Session, at: NginxFile): Generator<DocumentLink> {
  for (const [{ args }, targets] of includesIn(at)) {
    const [target] = targets;
    const [pattern] = args;
    if (target === undefined || !pattern || targets.size > 1) continue;
    yield { range: rangeOf(at.file, pattern.span), target: session.uriOf(target) };
  }
}

/** The files that the `include` at an offset brings in. */
export function includedFiles(at: NginxFile, offset: number): string[] {
  for (const [{ args }, targets] of includesIn(at)) {
    if (args[0] && contains(args[0].span, span(offset, offset))) return [...targets];
  }
  return [];
}

/**
 * Where the workspace may have what a path in a file names: where the main files that read it look, else beside the file
 * or at the top of the workspace. Nothing outside of it.
 */
export function candidatesFor({ check, file }: NginxFile, path: string): readonly string[] {
  const { model, root } = check;
  const readers = model.configurations.filter(({ files }) => files.includes(file.path));
  const beside = [folderOf(file.path), root].map((folder) => entryOf(folder, 'nginx.conf'));
  const origins = [
    ...readers.map((configuration) => originOf(model, configuration)),
    ...beside.map((mainFile) => ({ mainFile, mounts: [], isStock: false, isDump: false })),
  ];
  const found = new Set(origins.flatMap((origin) => localPaths(path, origin)));
  return [...found].filter((candidate) => isInside(candidate, root));
}

/** Certificates, roots and the like, where the workspace has them. Nothing outside of it is looked at. */
async function pathLinks(session: Session, at: NginxFile): Promise<DocumentLink[]> {
  const { file, document } = at;
  const { fileSystem } = session.checker.sources;
  const links: DocumentLink[] = [];
  const linkTo = async (place: Span, path: string): Promise<void> => {
    for (const candidate of candidatesFor(at, path)) {
      const found = await fileSystem.stat(candidate).catch(() => undefined);
      if (found?.kind !== 'file') continue;
      links.push({ range: rangeOf(file, place), target: session.uriOf(candidate) });
      return;
    }
  };
  for (const { span: place, path } of linkedPaths(document)) await linkTo(place, path);
  return links;
}
