import type { TextEdit } from '../languages/text/span';
import type { PlainWorkspaceEdit } from '../protocol';
import type { Fix } from '../rules/define';
import type { Check } from '../workspace/check';
import { editsOf } from './convert';
import type { Session } from './session';

/** What a fix changes; one that is not safe and changes several files is shown before it is made. */
export const fixEdit = (
  session: Session,
  check: Check,
  { edits, safe, title, creates }: Fix,
): PlainWorkspaceEdit | undefined => {
  const edit = workspaceEdit(session, check, edits, !safe && edits.size > 1 ? title : undefined);
  return edit && creates ? withFiles(session, edit, creates) : edit;
};

/** The same with files that are made; undefined where the client makes none. */
function withFiles(
  session: Session,
  { documentChanges, ...edit }: PlainWorkspaceEdit,
  creates: NonNullable<Fix['creates']>,
): PlainWorkspaceEdit | undefined {
  const support = session.client.workspace?.workspaceEdit;
  if (!documentChanges || support?.resourceOperations?.includes('create') !== true) return undefined;
  const start = { line: 0, character: 0 };
  const made = [...creates].flatMap(([path, newText]) => {
    const uri = session.uriOf(path);
    return [
      { kind: 'create' as const, uri },
      { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText }] },
    ];
  });
  return { ...edit, documentChanges: [...documentChanges, ...made] };
}

/**
 * Undefined where a text of an editor has moved on since the check: the edit would hit the wrong place.
 * @param preview what it is called where somebody shall look at it first
 */
export function workspaceEdit(
  session: Session,
  check: Check,
  edits: ReadonlyMap<string, readonly TextEdit[]>,
  preview?: string,
): PlainWorkspaceEdit | undefined {
  const changes = [];
  for (const [path, own] of edits) {
    const file = check.files.get(path);
    const document = session.documentAt(path);
    if (!file || (document && document.getText() !== file.text)) return undefined;
    changes.push({ uri: session.uriOf(path), version: document?.version ?? null, edits: editsOf(file, own) });
  }
  const support = session.client.workspace?.workspaceEdit;
  if (!support?.documentChanges) {
    return { changes: Object.fromEntries(changes.map((change) => [change.uri, change.edits])) };
  }
  const annotationId = preview !== undefined && support.changeAnnotationSupport ? 'preview' : undefined;
  return {
    documentChanges: changes.map((change) => ({
      textDocument: { uri: change.uri, version: change.version },
      edits: annotationId ? change.edits.map((edit) => ({ ...edit, annotationId })) : change.edits,
    })),
    ...(annotationId &&
      preview !== undefined && {
        changeAnnotations: { [annotationId]: { label: preview, needsConfirmation: true } },
      }),
  };
}
