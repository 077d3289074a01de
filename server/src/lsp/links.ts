import type { DocumentLink } from 'vscode-languageserver';
import { candidatesFor } from '../cluster/resolve';
import { candidatesInBase } from '../cluster/tomcatPaths';
import type { Link } from '../languages/features';
import { leadsIn } from '../workspace/leads';
import { contains, span } from '../languages/text/span';
import { rangeOf } from './convert';
import { guardRequest } from './guard';
import { uriAt } from './names';
import { openFile, type OpenFile, viewOf } from './openFile';
import type { Session } from './session';

/** Links from the words of a file to the files that they name, where the workspace has them. */
export function registerLinks(session: Session): void {
  const { connection } = session;
  connection.onDocumentLinks(
    guardRequest(connection, 'documentLink', [], async ({ textDocument }) => {
      const at = await openFile(session, textDocument.uri);
      if (!at) return [];
      const links: DocumentLink[] = [];
      for (const link of linksOf(at)) {
        if ('place' in link) {
          const target = uriAt(session, at.check, link.place.path, link.place.span);
          if (target !== undefined)
            links.push({ range: rangeOf(at.file, link.span), target, tooltip: link.title });
          continue;
        }
        const target = await targetOf(session, at, link);
        if (target !== undefined)
          links.push({ range: rangeOf(at.file, link.span), target: session.uriOf(target) });
      }
      return links;
    }),
  );
}

const linksOf = (at: OpenFile): readonly Link[] => [
  ...(at.file.file.language.features.links?.(viewOf(at)) ?? []),
  ...leadsIn(at.check.model, at.file.path).flatMap(({ link }) => link ?? []),
];

/** A link has one target: a pattern with several files is left to "go to definition", which lists them. */
async function targetOf(
  session: Session,
  at: OpenFile,
  link: Exclude<Link, { readonly place: unknown }>,
): Promise<string | undefined> {
  if ('files' in link) return link.files.length === 1 ? link.files[0] : undefined;
  const { fileSystem } = session.checker.sources;
  // Nothing outside the workspace is looked at.
  const { model } = at.check;
  const candidates =
    'basePath' in link
      ? candidatesInBase(model, at.file.path, link.basePath)
      : candidatesFor(model, at.file.path, link.path);
  for (const candidate of candidates) {
    const found = await fileSystem.stat(candidate).catch(() => undefined);
    if (found?.kind === 'file') return candidate;
  }
  return undefined;
}

/** The files that the word at an offset brings in. */
export function filesAt(at: OpenFile, offset: number): readonly string[] {
  const point = span(offset, offset);
  const link = linksOf(at).find((one) => 'files' in one && contains(one.span, point));
  return link && 'files' in link ? link.files : [];
}
