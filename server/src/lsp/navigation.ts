import { DocumentHighlightKind } from 'vscode-languageserver';
import type { DocumentHighlight, Location, Position } from 'vscode-languageserver';
import type { Occurrence, SymbolIndex } from '../languages/nginx/features/symbols';
import type { Check } from '../workspace/check';
import { rangeOf } from './convert';
import { guardRequest } from './guard';
import { includedFiles } from './links';
import { nginxFile, symbolsOf, type NginxFile } from './nginxFile';
import type { Session } from './session';

/** Go to definition, find references, highlight: names in nginx files, across includes. */
export function registerNavigation(session: Session): void {
  const { connection } = session;

  connection.onDefinition(
    guardRequest(connection, 'definition', null, async ({ textDocument, position }) => {
      const at = await nginxFile(session, textDocument.uri);
      if (!at) return null;
      const found = occurrenceAt(at, position);
      if (found) return locations(session, at.check, found.index.definitions(found.occurrence));
      const start = { line: 0, character: 0 };
      return includedFiles(at, at.file.lines.offsetAt(position)).map((path) => ({
        uri: session.uriOf(path),
        range: { start, end: start },
      }));
    }),
  );

  connection.onReferences(
    guardRequest(connection, 'references', null, async ({ textDocument, position, context }) => {
      const at = await nginxFile(session, textDocument.uri);
      const found = at && occurrenceAt(at, position);
      if (!at || !found) return null;
      const all = found.index.related(found.occurrence);
      return locations(
        session,
        at.check,
        context.includeDeclaration ? all : all.filter(({ makes }) => !makes),
      );
    }),
  );

  connection.onDocumentHighlight(
    guardRequest(connection, 'documentHighlight', null, async ({ textDocument, position }) => {
      const at = await nginxFile(session, textDocument.uri);
      const found = at && occurrenceAt(at, position);
      if (!at || !found) return null;
      return found.index
        .related(found.occurrence)
        .filter(({ path }) => path === at.file.path)
        .map(({ span, makes }): DocumentHighlight => ({
          range: rangeOf(at.file, span),
          kind: makes ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
        }));
    }),
  );
}

/** The name at a position, if it is one. */
export function occurrenceAt(
  { check, file }: NginxFile,
  position: Position,
): { readonly index: SymbolIndex; readonly occurrence: Occurrence } | undefined {
  const index = symbolsOf(check);
  const occurrence = index.at(file.path, file.lines.offsetAt(position));
  return occurrence && { index, occurrence };
}

function locations(session: Session, check: Check, occurrences: readonly Occurrence[]): Location[] {
  return occurrences.flatMap(({ path, span }) => {
    const file = check.files.get(path);
    return file ? [{ uri: session.uriOf(path), range: rangeOf(file, span) }] : [];
  });
}
