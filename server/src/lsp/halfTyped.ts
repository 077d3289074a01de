import { applyEdits } from '../languages/text/span';
import type { Diagnostic } from '../rules/support/diagnostic';
import type { Check } from '../workspace/check';
import { LoadedFile } from '../workspace/loadedFile';

/** Longer texts are left as they are: comparing them at each keystroke would be felt. */
const longest = 1_000_000;

/** A diagnostic, and the check whose files its places are of. */
export interface Said {
  readonly diagnostic: Diagnostic;
  readonly check: Check;
}

/**
 * Where people write: a line that is half typed changes what nginx makes of those behind it, and what is said of these, or
 * of other files, helps nobody. It is said as if the line were whole, and of the line itself as it is.
 */
export class HalfTyped {
  private readonly texts = new Map<string, string>();
  /** Where each text was changed last. */
  private readonly places = new Map<string, number>();
  private readonly said = new WeakMap<Check, readonly Said[]>();

  opened(path: string, text: string): void {
    this.texts.set(path, text);
    this.places.delete(path);
  }

  changed(path: string, text: string): void {
    const before = this.texts.get(path);
    if (before === undefined) return this.opened(path, text);
    this.texts.set(path, text);
    if (text.length > longest) this.places.delete(path);
    else if (before !== text) this.places.set(path, endOfChange(before, text));
  }

  closed(path: string): void {
    this.texts.delete(path);
    this.places.delete(path);
  }

  /** What is to be said of a project. */
  of(check: Check): readonly Said[] {
    let said = this.said.get(check);
    if (!said) {
      said = this.asIfWhole(check) ?? check.diagnostics.map((diagnostic) => ({ diagnostic, check }));
      this.said.set(check, said);
    }
    return said;
  }

  private asIfWhole(check: Check): readonly Said[] | undefined {
    // Where nothing is refused the line is meant as it is, whatever it is.
    if (this.places.size === 0 || check.diagnostics.every(({ severity }) => severity !== 'error'))
      return undefined;
    const whole = new Map<string, LoadedFile>();
    const lines = new Map<string, number>();
    for (const [path, offset] of this.places) {
      const file = check.files.get(path);
      const lack = file?.file.language.features.lacks?.(offset);
      const text = file && lack && applyEdits(file.text, [lack]);
      const source = text === undefined ? undefined : file?.file.language.reread(text);
      if (!file || text === undefined || !source) continue;
      whole.set(path, new LoadedFile(path, text, file.encoding, file.stamp, source));
      lines.set(path, file.lines.positionAt(offset).line);
    }
    if (whole.size === 0) return undefined;
    const other = check.next([...check.files.values()].map((file) => whole.get(file.path) ?? file));
    const isThere = (diagnostic: Diagnostic, files: Check['files']): boolean =>
      files.get(diagnostic.path)?.lines.positionAt(diagnostic.span.start).line === lines.get(diagnostic.path);
    const errors = ({ diagnostics, files }: Check): number =>
      diagnostics.filter((one) => one.severity === 'error' && !isThere(one, files)).length;
    // The line is not what is wrong.
    if (errors(other) > errors(check)) return undefined;
    const here = check.diagnostics.filter((one) => isThere(one, check.files));
    const isFound = here.some(({ severity }) => severity === 'error');
    return [
      ...(isFound ? here.map((diagnostic) => ({ diagnostic, check })) : []),
      ...other.diagnostics
        .filter((one) => !isFound || !isThere(one, other.files))
        .map((diagnostic) => ({ diagnostic, check: other })),
    ];
  }
}

/** Where the text ends in which two texts differ, in the second. */
function endOfChange(before: string, after: string): number {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (
    end < most - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  )
    end++;
  return after.length - end;
}
