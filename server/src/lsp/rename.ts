import { t } from '@vscode/l10n';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { kindInWords, type SymbolKind, writableName } from '../languages/nginx/features/symbolNames';
import { renameEdits } from '../languages/nginx/features/rename';
import { rangeOf } from './convert';
import { workspaceEdit } from './codeActions';
import { guardRequest } from './guard';
import { occurrenceAt } from './navigation';
import { nginxFile } from './nginxFile';
import type { Session } from './session';

const nothingHere = (): string =>
  t(
    'Only names can be renamed here: upstreams, variables that the configuration makes, named locations, log formats and shared memory zones.',
  );

const refuse = (sentence: string): ResponseError<never> =>
  new ResponseError<never>(LSPErrorCodes.RequestFailed, sentence);

/** Rename across all files in which nginx knows the name, as one edit. What cannot be renamed is refused in a sentence. */
export function registerRename(session: Session): void {
  const { connection } = session;

  connection.onPrepareRename(
    guardRequest(connection, 'prepareRename', null, async ({ textDocument, position }) => {
      const at = await nginxFile(session, textDocument.uri);
      if (!at) return null;
      const found = occurrenceAt(at, position);
      if (!found) return refuse(nothingHere());
      const { index, occurrence } = found;
      if (!index.isMade(occurrence)) return refuse(notMade(occurrence.kind, occurrence.name));
      return { range: rangeOf(at.file, occurrence.span), placeholder: occurrence.name };
    }),
  );

  connection.onRenameRequest(
    guardRequest(connection, 'rename', null, async ({ textDocument, position, newName }) => {
      const at = await nginxFile(session, textDocument.uri);
      if (!at) return null;
      const found = occurrenceAt(at, position);
      if (!found) return refuse(nothingHere());
      const { index, occurrence } = found;
      if (!index.isMade(occurrence)) return refuse(notMade(occurrence.kind, occurrence.name));
      const written = writableName(occurrence.kind, newName);
      if ('refused' in written) return refuse(written.refused);
      if (index.isTaken(occurrence, written.name)) {
        return refuse(
          t(
            'This configuration already has a {kind} "{name}", and the two would become one. Choose another name.',
            { kind: kindInWords(occurrence.kind), name: written.name },
          ),
        );
      }
      const edits = renameEdits(
        index.related(occurrence),
        written.name,
        (path) => at.check.files.get(path)?.text,
      );
      return (
        workspaceEdit(session, at.check, edits) ??
        refuse(t('The files have changed in the meantime. Try again.'))
      );
    }),
  );
}

const notMade = (kind: SymbolKind, name: string): string =>
  kind === 'variable'
    ? t(
        '${name} is made by nginx or one of its modules, not by this configuration, so it cannot be renamed.',
        { name },
      )
    : t('Nothing in this configuration defines the {kind} "{name}", so it cannot be renamed.', {
        kind: kindInWords(kind),
        name,
      });
