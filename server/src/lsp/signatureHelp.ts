import { MarkupKind, type SignatureHelp } from 'vscode-languageserver';
import type { Signatures } from '../languages/features';
import { guardRequest } from './guard';
import { openFile, viewOf } from './openFile';
import type { Session } from './session';

/** The syntax of what is being written. */
export function registerSignatureHelp(session: Session): void {
  const { connection } = session;
  connection.onSignatureHelp(
    guardRequest(connection, 'signatureHelp', null, async ({ textDocument, position }) => {
      const at = await openFile(session, textDocument.uri);
      if (!at) return null;
      const { file, lines } = at.file;
      const found = file.language.features.signature?.(lines.offsetAt(position), viewOf(at));
      return found ? helpOf(found) : null;
    }),
  );
}

const helpOf = ({ signatures, active: first, says }: Signatures): SignatureHelp => ({
  activeSignature: first,
  signatures: signatures.map(({ label, parameters, active }) => ({
    label,
    ...(says !== undefined && { documentation: { kind: MarkupKind.Markdown, value: says } }),
    parameters: parameters.map(([start, end]) => ({ label: [start, end] })),
    // Behind the last argument nothing is marked.
    activeParameter: active ?? parameters.length,
  })),
});
