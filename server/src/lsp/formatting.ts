import type { FormattingOptions, TextEdit } from 'vscode-languageserver';
import type { Span } from '../languages/text/span';
import { editsOf } from './convert';
import { guardRequest } from './guard';
import { openFile } from './openFile';
import type { Session } from './session';

/** Formats files and parts of them. A file with syntax errors, or of doubt, is left as it is. */
export function registerFormatting(session: Session): void {
  const { connection } = session;

  const edits = async (
    uri: string,
    options: FormattingOptions,
    range?: (offset: Offsets) => Span,
  ): Promise<TextEdit[]> => {
    const at = await openFile(session, uri);
    if (!at || at.file.file.inDoubt) return [];
    const wanted = range?.((position) => at.file.lines.offsetAt(position));
    const { format } = at.file.file.language.features;
    return editsOf(at.file, format?.({ ...options, tabSize: options.tabSize || 4 }, wanted) ?? []);
  };

  connection.onDocumentFormatting(
    guardRequest(connection, 'formatting', [], ({ textDocument, options }) =>
      edits(textDocument.uri, options),
    ),
  );
  connection.onDocumentRangeFormatting(
    guardRequest(connection, 'rangeFormatting', [], ({ textDocument, options, range }) =>
      edits(textDocument.uri, options, (offset) => ({ start: offset(range.start), end: offset(range.end) })),
    ),
  );
}

type Offsets = (position: { line: number; character: number }) => number;
