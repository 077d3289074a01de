import type { SourceFile } from '../../cluster/source';
import { Lines } from '../../languages/text/lines';
import type { Span } from '../../languages/text/span';

/**
 * The comments that silence the line after them: `# cluster-lab-ignore <id>`, in the comments of the file's language, several
 * ids separated by blanks or commas. One that follows another adds to it. A file is read when something is first said of it.
 */
export class Suppressions {
  private readonly read = new Map<string, FileSuppressions | undefined>();

  constructor(private readonly files: ReadonlyMap<string, SourceFile>) {}

  /** Whether a comment silences this rule at this place. */
  covers(path: string, span: Span, id: string): boolean {
    if (!this.read.has(path)) {
      const file = this.files.get(path);
      this.read.set(path, file && new FileSuppressions(file));
    }
    return this.read.get(path)?.covers(span, id) ?? false;
  }
}

const MARK = 'cluster-lab-ignore';

class FileSuppressions {
  /** Undefined where the mark stands nowhere. */
  private readonly lines: Lines | undefined;
  /** Ids by the line they silence. */
  private readonly silenced = new Map<number, Set<string>>();

  constructor(private readonly file: SourceFile) {
    const { text } = file.language;
    if (!text.includes(MARK)) return;
    this.lines = new Lines(text);
    const pending = new Set<string>();
    let expected = -1;
    for (const comment of file.language.comments()) {
      const { start, end } = this.lines.rangeOf(comment);
      const ids = idsOf(text.slice(comment.start, comment.end));
      if (ids.length === 0) continue;
      if (start.line !== expected) pending.clear();
      for (const id of ids) pending.add(id);
      expected = end.line + 1;
      this.silenced.set(expected, new Set(pending));
    }
  }

  covers(span: Span, id: string): boolean {
    const { lines } = this;
    if (!lines) return false;
    return [span.start, this.file.language.anchor(span)].some(
      (offset) => offset !== undefined && this.silenced.get(lines.positionAt(offset).line)?.has(id) === true,
    );
  }
}

function idsOf(comment: string): readonly string[] {
  const body = /^[^\w\s]+\s*cluster-lab-ignore\s+([\s\S]*?)\s*(?:-->)?$/.exec(comment)?.[1];
  return body?.split(/[\s,]+/).filter((word) => word.includes('/')) ?? [];
}
