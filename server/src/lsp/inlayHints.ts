import { MarkupKind } from 'vscode-languageserver';
import type { InlayHint } from 'vscode-languageserver';
import { contains, span, type Span } from '../languages/text/span';
import { hintsIn } from '../workspace/ties';
import { rangeOf } from './convert';
import { guardRequest } from './guard';
import { openFile, type OpenFile, viewOf } from './openFile';
import type { Session } from './session';

/** Where an address leads, and what looks for a jvmRoute; a click on it goes there. */
function ties(session: Session, { check, file }: OpenFile, asked: Span): readonly InlayHint[] {
  return hintsIn(check.model, file.path)
    .filter(({ span: { end } }) => contains(asked, { start: end, end }))
    .map(({ span: { end }, title, targets: [target] }): InlayHint => {
      const there = target && check.files.get(target.path);
      return {
        position: rangeOf(file, span(end, end)).start,
        label: [
          {
            value: `→ ${title}`,
            ...(there && {
              location: { uri: session.uriOf(target.path), range: rangeOf(there, target.span) },
            }),
          },
        ],
        paddingLeft: true,
      };
    });
}

/** What decides and is not written, beside the text, unless somebody wants none of it. */
export function registerInlayHints(session: Session): void {
  const { connection } = session;
  connection.languages.inlayHint.on(
    guardRequest(connection, 'inlayHint', null, async ({ textDocument, range }) => {
      const at = await openFile(session, textDocument.uri);
      if (!at || at.check.settings.inlayHints === false) return null;
      const { hints } = at.file.file.language.features;
      const { lines } = at.file;
      const asked = span(lines.offsetAt(range.start), lines.offsetAt(range.end));
      const own = hints?.(asked, viewOf(at)).map(({ offset, label, says, inserts }): InlayHint => {
        const here = rangeOf(at.file, span(offset, offset));
        return {
          position: here.start,
          label,
          tooltip: { kind: MarkupKind.Markdown, value: says },
          paddingLeft: true,
          ...(inserts !== undefined && { textEdits: [{ range: here, newText: inserts }] }),
        };
      });
      return [...(own ?? []), ...ties(session, at, asked)];
    }),
  );
}
