import { DocumentHighlightKind } from 'vscode-languageserver';
import type { DocumentHighlight } from 'vscode-languageserver';
import { rangeOf } from './convert';
import { guardRequest } from './guard';
import { filesAt } from './links';
import { locationsOf, nameAt } from './names';
import type { Session } from './session';
import { leadsAt } from '../workspace/leads';

/** Go to definition, find references, highlight: names in all languages that have them, across files. */
export function registerNavigation(session: Session): void {
  const { connection } = session;

  connection.onDefinition(
    guardRequest(connection, 'definition', null, async (params) => {
      const at = await nameAt(session, params);
      if (!at) return null;
      const { check, file, index, occurrence } = at;
      if (occurrence) return locationsOf(session, check, index.definitions(occurrence));
      const leads = leadsAt(check.model, file.path, file.lines.offsetAt(params.position));
      const led = leads.flatMap(({ targets }) => targets);
      if (led.length > 0)
        return led.flatMap(({ path, span }) => {
          const target = check.files.get(path);
          return target ? [{ uri: session.uriOf(path), range: rangeOf(target, span) }] : [];
        });
      const start = { line: 0, character: 0 };
      return filesAt(at, file.lines.offsetAt(params.position)).map((path) => ({
        uri: session.uriOf(path),
        range: { start, end: start },
      }));
    }),
  );

  connection.onReferences(
    guardRequest(connection, 'references', null, async (params) => {
      const at = await nameAt(session, params);
      if (!at?.occurrence) return null;
      const all = at.index.related(at.occurrence);
      const { includeDeclaration } = params.context;
      return locationsOf(session, at.check, includeDeclaration ? all : all.filter(({ makes }) => !makes));
    }),
  );

  connection.onDocumentHighlight(
    guardRequest(connection, 'documentHighlight', null, async (params) => {
      const at = await nameAt(session, params);
      if (!at?.occurrence) return null;
      const { file, index, occurrence } = at;
      return index
        .related(occurrence)
        .filter(({ path }) => path === file.path)
        .map(({ span, makes }): DocumentHighlight => ({
          range: rangeOf(file, span),
          kind: makes ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
        }));
    }),
  );
}
