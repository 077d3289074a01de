import type { TextEdit } from '../languages/text/span';
import { applyEdits } from '../languages/text/span';
import type { Diagnostic } from '../rules/support/diagnostic';
import type { Fix } from '../rules/define';
import type { Check } from './check';
import { LoadedFile } from './loadedFile';

export interface FixedFile {
  readonly path: string;
  readonly before: LoadedFile;
  readonly text: string;
  /** Against the text before. */
  readonly edits: readonly TextEdit[];
}

export interface FixAll {
  /** In the order of their paths; only files that changed. */
  readonly files: readonly FixedFile[];
  /** Diagnostics whose fix was taken. */
  readonly fixed: readonly Diagnostic[];
  /** The check of the fixed texts. */
  readonly after: Check;
}

/** A fix may uncover a place for another; more rounds than this mean that two fixes undo each other. */
const maxRounds = 10;

/**
 * Takes all safe fixes that `wanted` allows, round after round until none is left. A fix is taken whole or not at all:
 * one that overlaps another waits for the next round.
 */
export function fixAll(
  before: Check,
  wanted: (fix: Fix, diagnostic: Diagnostic) => boolean = () => true,
): FixAll {
  const fixed: Diagnostic[] = [];
  let current = before;
  let firstEdits: ReadonlyMap<string, readonly TextEdit[]> = new Map();
  let rounds = 0;
  for (; rounds < maxRounds; rounds++) {
    const { edits, taken } = selectFixes(current, wanted);
    if (taken.length === 0) break;
    if (rounds === 0) firstEdits = edits;
    fixed.push(...taken);
    current = current.next([...current.files.values()].map((file) => edited(file, edits.get(file.path))));
  }
  const files = [...current.files.values()].flatMap((file) => {
    const old = before.files.get(file.path);
    if (!old || old.text === file.text) return [];
    const edits = rounds === 1 ? (firstEdits.get(file.path) ?? []) : [difference(old.text, file.text)];
    return [{ path: file.path, before: old, text: file.text, edits }];
  });
  return { files, fixed, after: current };
}

/** The edits of the safe fixes that can be taken together, by path, and the diagnostics they belong to. */
function selectFixes(
  { diagnostics, files }: Check,
  wanted: (fix: Fix, diagnostic: Diagnostic) => boolean,
): { edits: ReadonlyMap<string, readonly TextEdit[]>; taken: Diagnostic[] } {
  const edits = new Map<string, TextEdit[]>();
  const taken: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.fixes.find((candidate) => candidate.safe);
    if (
      !fix ||
      fix.creates ||
      !wanted(fix, diagnostic) ||
      ![...fix.edits.keys()].every((path) => files.has(path))
    )
      continue;
    const changes = [...fix.edits];
    if (changes.some(([path, own]) => own.some((edit) => clashes(edit, edits.get(path) ?? [])))) continue;
    for (const [path, own] of changes) {
      const others = edits.get(path) ?? [];
      edits.set(path, [...others, ...own.filter((edit) => !others.some((other) => isSame(edit, other)))]);
    }
    taken.push(diagnostic);
  }
  return { edits, taken };
}

const isSame = (a: TextEdit, b: TextEdit): boolean =>
  a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;

/** Equal edits are one edit; two inserts at one place are two, unless they would be told apart by nothing but luck. */
const clashes = (edit: TextEdit, others: readonly TextEdit[]): boolean =>
  others.some(
    (other) =>
      !isSame(edit, other) &&
      ((edit.span.start < other.span.end && other.span.start < edit.span.end) ||
        edit.span.start === other.span.start),
  );

function edited(file: LoadedFile, edits: readonly TextEdit[] | undefined): LoadedFile {
  if (!edits) return file;
  const text = applyEdits(file.text, edits);
  const parsed = file.file.language.reread(text);
  if (!parsed) throw new Error(`a fix makes ${file.path} unreadable as ${file.file.kind}`);
  return new LoadedFile(file.path, text, file.encoding, file.stamp, parsed);
}

/** One edit from a text to another, without their common beginning and end. */
function difference(before: string, after: string): TextEdit {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { span: { start, end: before.length - end }, text: after.slice(start, after.length - end) };
}
