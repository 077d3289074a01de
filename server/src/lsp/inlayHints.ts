import { MarkupKind } from 'vscode-languageserver';
import type { InlayHint } from 'vscode-languageserver';
import { span } from '../languages/text/span';
import { rangeOf } from './convert';
import { guardRequest } from './guard';
import { openFile, viewOf } from './openFile';
import type { Session } from './session';

/** What decides and is not written, beside the text, unless somebody wants none of it. */
export function registerInlayHints(session: Session): void {
  const { connection } = session;
  connection.languages.inlayHint.on(
    guardRequest(connection, 'inlayHint', null, async ({ textDocument, range }) => {
      const at = await openFile(session, textDocument.uri);
      const { hints } = at?.file.file.language.features ?? {};
      if (!at || !hints || at.check.settings.inlayHints === false) return null;
      const { lines } = at.file;
      const asked = span(lines.offsetAt(range.start), lines.offsetAt(range.end));
      return hints(asked, viewOf(at)).map(({ offset, label, says, inserts }): InlayHint => {
        const here = rangeOf(at.file, span(offset, offset));
        return {
          position: here.start,
          label,
          tooltip: { kind: MarkupKind.Markdown, value: says },
          paddingLeft: true,
          ...(inserts !== undefined && { textEdits: [{ range: here, newText: inserts }] }),
        };
      });
    }),
  );
}
