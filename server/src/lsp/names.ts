import type { Location, Position } from 'vscode-languageserver';
import { holdsNames } from '../cluster/names';
import type { SymbolIndex } from '../languages/symbols/index';
import type { Occurrence } from '../languages/symbols/kinds';
import type { Check } from '../workspace/check';
import type { LoadedFile } from '../workspace/folder';
import { rangeOf } from './convert';
import type { Session } from './session';
import { pathOf } from './uris';

/** A position in a file of a language with names, and the name there. */
export interface NameAt {
  readonly check: Check;
  readonly file: LoadedFile;
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
  const path = pathOf(textDocument.uri);
  const check = path === undefined ? undefined : await session.checkOf(path);
  const file = path === undefined ? undefined : check?.files.get(path);
  if (!check || !file || !holdsNames(file.file.kind)) return undefined;
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
