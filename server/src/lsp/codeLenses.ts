import type { CodeLens } from 'vscode-languageserver';
import { lensesIn, type Tie } from '../workspace/ties';
import { routeLenses } from './beliefs';
import { rangeOf } from './convert';
import { guardRequest } from './guard';
import { openFile, type OpenFile } from './openFile';
import type { Session } from './session';

/** The command of the client that shows places: of VS Code alone, which says so by offering it. */
export const SHOW_PLACES = 'clusterLab.showPlaces.internal';

/** What stands above lines: the cluster that they belong to, and, where the setting wants it, what Tomcat sees. */
export function registerCodeLenses(session: Session): void {
  const { connection } = session;
  connection.onCodeLens(
    guardRequest(connection, 'codeLens', null, async ({ textDocument }): Promise<CodeLens[] | null> => {
      const at = await openFile(session, textDocument.uri);
      if (!at) return null;
      const ties = lensesIn(at.check.model, at.file.path).map((tie) => lensOf(session, at, tie));
      const lenses = [...ties, ...routeLenses(at)];
      return lenses.length > 0 ? lenses : null;
    }),
  );
}

function lensOf(session: Session, { check, file }: OpenFile, { span, title, targets }: Tie): CodeLens {
  const range = rangeOf(file, span);
  const places = targets.flatMap(({ path, span: there }) => {
    const target = check.files.get(path);
    return target ? [{ uri: session.uriOf(path), range: rangeOf(target, there) }] : [];
  });
  const here = { uri: session.uriOf(file.path), range };
  // A command without an id is a text.
  const command = places.length > 0 ? SHOW_PLACES : '';
  return { range, command: { title, command, arguments: [here, places] } };
}
