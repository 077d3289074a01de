import type { Location, Position } from 'vscode-languageserver';
import type { SymbolIndex } from '../languages/symbols/index';
import type { Occurrence } from '../languages/symbols/kinds';
import { baseName } from '../languages/text/paths';
import type { Span } from '../languages/text/span';
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

/** The URI of a place, as VS Code opens files at a line; undefined for what is not in the workspace. */
export function uriAt(session: Session, { files }: Check, path: string, { start }: Span): string | undefined {
  const file = files.get(path);
  if (!file) return undefined;
  const { line, character } = file.lines.positionAt(start);
  return `${session.uriOf(path)}#L${line + 1},${character + 1}`;
}

/** A place in Markdown, as a link that leads there: `nginx.conf:8`. What is not in the workspace has no link. */
export function linkTo(session: Session, check: Check, path: string, span: Span): string {
  const uri = uriAt(session, check, path, span);
  const line = uri && /#L(\d+)/.exec(uri)?.[1];
  return uri === undefined ? baseName(path) : `[${baseName(path)}:${line}](${uri.replace(/[()]/g, encoded)})`;
}

/** What `encodeURIComponent` leaves as it is, and Markdown does not. */
const encoded = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
