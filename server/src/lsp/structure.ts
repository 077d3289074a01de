import { FoldingRangeKind, SymbolKind } from 'vscode-languageserver';
import type { DocumentSymbol, FoldingRange, SelectionRange, SymbolInformation } from 'vscode-languageserver';
import type { Fold, OutlineItem } from '../languages/features';
import { rangeOf } from './convert';
import { isLeft } from './beside';
import { guardRequest } from './guard';
import { openFile } from './openFile';
import type { Session } from './session';
import type { LoadedFile } from '../workspace/loadedFile';

const kinds: Readonly<Record<OutlineItem['kind'], SymbolKind>> = {
  block: SymbolKind.Namespace,
  server: SymbolKind.Class,
  location: SymbolKind.Method,
  upstream: SymbolKind.Interface,
  address: SymbolKind.Field,
  map: SymbolKind.Variable,
  condition: SymbolKind.Event,
  name: SymbolKind.Constant,
  component: SymbolKind.Object,
};

const icons = {
  interface: SymbolKind.Interface,
  variable: SymbolKind.Variable,
  constant: SymbolKind.Constant,
};

/** Outline, names of the workspace, folding, selection, and tags that are changed together. */
export function registerStructure(session: Session): void {
  const { connection } = session;

  connection.onDocumentSymbol(
    guardRequest(connection, 'documentSymbol', null, async ({ textDocument }) => {
      const at = await openFile(session, textDocument.uri);
      if (isLeft(session, at)) return null;
      return at?.file.file.language.features.outline?.().map((item) => symbolOf(at.file, item)) ?? null;
    }),
  );

  connection.onWorkspaceSymbol(
    guardRequest(connection, 'workspaceSymbol', [], async ({ query }) => {
      const wanted = query.toLowerCase();
      const found: SymbolInformation[] = [];
      for (const check of await session.settle()) {
        const names = check.model.names();
        for (const made of names.allMade()) {
          const { kind, name, path, span } = made;
          const file = check.files.get(path);
          if (!file || !name.toLowerCase().includes(wanted)) continue;
          found.push({
            name: names.shownAs(made),
            kind: icons[names.kinds.get(kind)?.icon ?? 'constant'],
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
      const at = await openFile(session, textDocument.uri);
      if (isLeft(session, at)) return null;
      const folds = at?.file.file.language.features.folding?.(at.file.lines);
      return folds?.map(foldingRange) ?? null;
    }),
  );

  connection.onSelectionRanges(
    guardRequest(connection, 'selectionRange', null, async ({ textDocument, positions }) => {
      const at = await openFile(session, textDocument.uri);
      const { selection } = at?.file.file.language.features ?? {};
      if (!at || !selection || isLeft(session, at)) return null;
      return positions.map((position): SelectionRange => {
        const spans = selection(at.file.lines.offsetAt(position));
        let around: SelectionRange | undefined;
        for (const span of spans.toReversed()) {
          around = { range: rangeOf(at.file, span), ...(around && { parent: around }) };
        }
        return around ?? { range: { start: position, end: position } };
      });
    }),
  );

  connection.languages.onLinkedEditingRange(
    guardRequest(connection, 'linkedEditingRange', null, async ({ textDocument, position }) => {
      const at = await openFile(session, textDocument.uri);
      if (!at || isLeft(session, at)) return null;
      const spans = at.file.file.language.features.linked?.(at.file.lines.offsetAt(position)) ?? [];
      return spans.length === 0
        ? null
        : { ranges: spans.map((span) => rangeOf(at.file, span)), wordPattern: String.raw`[\w:.-]*` };
    }),
  );
}

const foldingRange = ({ startLine, endLine, kind }: Fold): FoldingRange => ({
  startLine,
  endLine,
  ...(kind !== 'region' && {
    kind: kind === 'comment' ? FoldingRangeKind.Comment : FoldingRangeKind.Imports,
  }),
});

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
