import { t } from '@vscode/l10n';
import type { TextEdit } from '../text/span';
import type { SymbolIndex } from './index';
import type { NameKind, Occurrence } from './kinds';

/** The text of a file that can be written; undefined for any other. */
type TextOf = (path: string) => string | undefined;

/** Why a name cannot be renamed, or not to that: one sentence. */
export interface Refusal {
  readonly refused: string;
}

/** What can be renamed: all places of the symbol, and how a new name is written there. */
interface Renamable {
  readonly places: readonly Occurrence[];
  readonly write: NonNullable<NameKind['write']>;
}

const refuse = (sentence: string): Refusal => ({ refused: sentence });

export function renamable(index: SymbolIndex, occurrence: Occurrence, textOf: TextOf): Renamable | Refusal {
  const { name } = occurrence;
  const kind = index.titleOf(occurrence.kind);
  const { isBuiltIn, notMade, write } = index.kinds.get(occurrence.kind) ?? {};
  const places = index.related(occurrence);
  if (isBuiltIn?.(name) || !places.some(({ makes }) => makes)) {
    return refuse(
      notMade?.(name) ??
        t('Nothing in this configuration defines the {kind} "{name}", so it cannot be renamed.', {
          kind,
          name,
        }),
    );
  }
  if (!write) {
    return refuse(
      t('Other programs may use the {kind} "{name}", so it cannot be renamed here.', { kind, name }),
    );
  }
  const other = places.find((place) => place.kind !== occurrence.kind);
  if (other) {
    return refuse(
      t('In one place "{name}" has two meanings, {kind} and {other}, so it cannot be renamed.', {
        kind,
        name,
        other: index.titleOf(other.kind),
      }),
    );
  }
  for (const { path, span, name: written, fixed } of places) {
    const why = fixed?.();
    if (why !== undefined) return refuse(why);
    const text = textOf(path);
    if (text === undefined) {
      return refuse(
        t('The {kind} "{name}" also stands in a file outside the workspace, so it cannot be renamed.', {
          kind,
          name,
        }),
      );
    }
    if (text.slice(span.start, span.end) !== written) {
      return refuse(
        t('The {kind} "{name}" is written with escapes in one place, so it cannot be renamed.', {
          kind,
          name,
        }),
      );
    }
  }
  return { places, write };
}

/** The edits that give a symbol another name, by file. They replace the name alone: `${a}` keeps its braces. */
export function renameEdits(
  index: SymbolIndex,
  occurrence: Occurrence,
  wanted: string,
  textOf: TextOf,
): ReadonlyMap<string, readonly TextEdit[]> | Refusal {
  const found = renamable(index, occurrence, textOf);
  if ('refused' in found) return found;
  const written = found.write(wanted);
  if ('refused' in written) return written;
  const kind = index.titleOf(occurrence.kind);
  const { name } = written;
  const clash = index.clashOf(occurrence, name);
  if (clash === 'symbol') {
    return refuse(
      t(
        'This configuration already has the {kind} "{name}", and the two would become one. Choose another name.',
        {
          kind,
          name,
        },
      ),
    );
  }
  if (clash === 'elsewhere') {
    return refuse(
      t(
        'The name "{name}" already stands for something else in this configuration, and would mean this {kind} then. Choose another name.',
        { kind, name },
      ),
    );
  }
  const edits = new Map<string, TextEdit[]>();
  for (const { path, span } of found.places) {
    const own = edits.get(path) ?? [];
    own.push({ span, text: name });
    edits.set(path, own);
  }
  return edits;
}
