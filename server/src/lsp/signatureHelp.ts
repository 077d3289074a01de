import type { SignatureHelp } from 'vscode-languageserver';
import { contextsAt, typingAt } from '../languages/nginx/features/at';
import { signaturesAt } from '../languages/nginx/features/signature';
import { guardRequest } from './guard';
import { nginxFile, versionAt } from './nginxFile';
import type { Session } from './session';

/** The syntax of the directive whose arguments are being written. */
export function registerSignatureHelp(session: Session): void {
  const { connection } = session;
  connection.onSignatureHelp(
    guardRequest(
      connection,
      'signatureHelp',
      null,
      async ({ textDocument, position }): Promise<SignatureHelp | null> => {
        const at = await nginxFile(session, textDocument.uri);
        if (!at) return null;
        const typing = typingAt(at.file.text, at.file.lines.offsetAt(position));
        if (!typing) return null;
        const contexts = contextsAt(at.check.model.configurations, at.file.path, typing.around);
        if (contexts.has('entries')) return null;
        const found = signaturesAt(typing, contexts, versionAt(at));
        if (!found) return null;
        return {
          activeSignature: found.active,
          signatures: found.signatures.map(({ label, parameters, active }) => ({
            label,
            ...(found.says !== undefined && { documentation: found.says }),
            parameters: parameters.map(([start, end]) => ({ label: [start, end] })),
            // Behind the last argument nothing is marked.
            activeParameter: active ?? parameters.length,
          })),
        };
      },
    ),
  );
}
