import { t } from '@vscode/l10n';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { renamable, renameEdits } from '../languages/symbols/rename';
import { workspaceEdit } from './workspaceEdits';
import { rangeOf } from './convert';
import { guardRequest } from './guard';
import { nameAt, type NameAt } from './names';
import type { Session } from './session';

const refuse = (sentence: string): ResponseError<never> =>
  new ResponseError<never>(LSPErrorCodes.RequestFailed, sentence);

const textsOf =
  ({ check }: NameAt) =>
  (path: string): string | undefined =>
    check.files.get(path)?.text;

/** Rename across all files in which a name is known, as one edit. What cannot be renamed is refused in a sentence. */
export function registerRename(session: Session): void {
  const { connection } = session;

  connection.onPrepareRename(
    guardRequest(connection, 'prepareRename', null, async (params) => {
      const at = await nameAt(session, params);
      const symbols = at?.file.file.language.symbols;
      if (!at || !symbols) return null;
      const { file, index, occurrence } = at;
      if (!occurrence) return refuse(symbols.renamable());
      const found = renamable(index, occurrence, textsOf(at));
      if ('refused' in found) return refuse(found.refused);
      return { range: rangeOf(file, occurrence.span), placeholder: occurrence.name };
    }),
  );

  connection.onRenameRequest(
    guardRequest(connection, 'rename', null, async (params) => {
      const at = await nameAt(session, params);
      const symbols = at?.file.file.language.symbols;
      if (!at || !symbols) return null;
      const { check, index, occurrence } = at;
      if (!occurrence) return refuse(symbols.renamable());
      const edits = renameEdits(index, occurrence, params.newName, textsOf(at));
      if ('refused' in edits) return refuse(edits.refused);
      return (
        workspaceEdit(session, check, edits) ??
        refuse(t('The files have changed in the meantime. Try again.'))
      );
    }),
  );
}
