import { FoldingRangeKind, SymbolKind } from 'vscode-languageserver';
import type { DocumentSymbol, FoldingRange, SelectionRange, SymbolInformation } from 'vscode-languageserver';
import { outlineOf, type OutlineItem } from '../languages/nginx/features/documentSymbols';
import { foldsOf } from '../languages/nginx/features/folding';
import { selectionsAt } from '../languages/nginx/features/selection';
import { rangeOf } from './convert';
import { guardRequest } from './guard';
import { nginxFile } from './nginxFile';
import type { Session } from './session';
import type { LoadedFile } from '../workspace/folder';

const kinds: Readonly<Record<OutlineItem['kind'], SymbolKind>> = {
  block: SymbolKind.Namespace,
  server: SymbolKind.Class,
  location: SymbolKind.Method,
  upstream: SymbolKind.Interface,
  address: SymbolKind.Field,
  map: SymbolKind.Variable,
  condition: SymbolKind.Event,
  name: SymbolKind.Constant,
};

/** Outline, names of the workspace, folding and selection of nginx files. */
export function registerStructure(session: Session): void {
  const { connection } = session;

  connection.onDocumentSymbol(
    guardRequest(connection, 'documentSymbol', null, async ({ textDocument }) => {
      const at = await nginxFile(session, textDocument.uri);
      return at ? outlineOf(at.document).map((item) => symbolOf(at.file, item)) : null;
    }),
  );

  connection.onWorkspaceSymbol(
    guardRequest(connection, 'workspaceSymbol', [], async ({ query }) => {
      const wanted = query.toLowerCase();
      const found: SymbolInformation[] = [];
      for (const check of await session.settle()) {
        for (const { kind, name, path, span } of check.model.names().allMade()) {
          const file = check.files.get(path);
          if (!file || !name.toLowerCase().includes(wanted)) continue;
          found.push({
            name: kind === 'variable' ? `$${name}` : name,
            kind:
              kind === 'upstream'
                ? SymbolKind.Interface
                : kind === 'variable'
                  ? SymbolKind.Variable
                  : SymbolKind.Constant,
            location: { uri: session.uriOf(path), range: rangeOf(file, span) },
            containerName: kind,
          });
        }
      }
      return found;
    }),
  );

  connection.onFoldingRanges(
    guardRequest(connection, 'foldingRange', null, async ({ textDocument }) => {
      const at = await nginxFile(session, textDocument.uri);
      return at
        ? foldsOf(at.document, at.file.lines).map(({ startLine, endLine, kind }): FoldingRange => ({
            startLine,
            endLine,
            ...(kind !== 'region' && {
              kind: kind === 'comment' ? FoldingRangeKind.Comment : FoldingRangeKind.Imports,
            }),
          }))
        : null;
    }),
  );

  connection.onSelectionRanges(
    guardRequest(connection, 'selectionRange', null, async ({ textDocument, positions }) => {
      const at = await nginxFile(session, textDocument.uri);
      if (!at) return null;
      return positions.map((position): SelectionRange => {
        const spans = selectionsAt(at.document, at.file.lines.offsetAt(position));
        let around: SelectionRange | undefined;
        for (const span of spans.toReversed()) {
          around = { range: rangeOf(at.file, span), ...(around && { parent: around }) };
        }
        return around ?? { range: { start: position, end: position } };
      });
    }),
  );
}

function symbolOf(
  file: LoadedFile,
  { name, detail, kind, span, selection, children }: OutlineItem,
): DocumentSymbol {
  return {
    name: name || ' ',
    detail,
    kind: kinds[kind],
    range: rangeOf(file, span),
    selectionRange: rangeOf(file, selection),
    children: children.map((child) => symbolOf(file, child)),
  };
}
