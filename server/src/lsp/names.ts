import type { Location, Position } from 'vscode-languageserver';
import type { SymbolIndex } from '../languages/symbols/index';
import type { Occurrence } from '../languages/symbols/kinds';
import type { Check } from '../workspace/check';
import { rangeOf } from './convert';
import { openFile, type OpenFile } from './openFile';
import type { Session } from './session';

/** A position in a file, and the name there. */
export interface NameAt extends OpenFile {
  readonly index: SymbolIndex;
  readonly occurrence: Occurrence | undefined;
}

export async function nameAt(
  session: Session,
  {
    textDocument,
    position,
  }: { readonly textDocument: { readonly uri: string }; readonly position: Position },
): Promise<NameAt | undefined> {
  const at = await openFile(session, textDocument.uri);
  if (!at) return undefined;
  const { check, file } = at;
  const index = check.model.names();
  return { check, file, index, occurrence: index.at(file.path, file.lines.offsetAt(position)) };
}

/** Where the names stand; without those in files that are not in the workspace. */
export const locationsOf = (
  session: Session,
  { files }: Check,
  occurrences: readonly Occurrence[],
): Location[] =>
  occurrences.flatMap(({ path, span }) => {
    const file = files.get(path);
    return file ? [{ uri: session.uriOf(path), range: rangeOf(file, span) }] : [];
  });
