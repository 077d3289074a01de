import type { Fold } from '../../features';
import { Lines } from '../../text/lines';
import type { NginxDocument } from '../tree';
import { walk } from '../walk';

/** What can be folded: blocks (their closing brace stays in sight), directives of several lines, comments, includes. */
export function foldsOf(document: NginxDocument, lines = new Lines(document.text)): Fold[] {
  const folds: Fold[] = [];
  const line = (offset: number): number => lines.positionAt(offset).line;
  const add = (startLine: number, endLine: number, kind: Fold['kind']): void => {
    if (endLine > startLine) folds.push({ startLine, endLine, kind });
  };

  let includes: { start: number; end: number } | undefined;
  for (const { name, span, block, terminator } of walk(document)) {
    if (block)
      add(
        line(block.open.start),
        line(block.close ? block.close.start : span.end) - (block.close ? 1 : 0),
        'region',
      );
    else if (terminator) add(line(span.start), line(terminator.start), 'region');
    const at = line(span.start);
    const isImport = (name.value === 'include' || name.value === 'load_module') && !block;
    if (includes && !(isImport && at <= includes.end + 1)) {
      add(includes.start, includes.end, 'imports');
      includes = undefined;
    }
    if (isImport) includes = { start: includes?.start ?? at, end: line(span.end) };
  }
  if (includes) add(includes.start, includes.end, 'imports');

  let run: { start: number; end: number } | undefined;
  for (const { span } of document.comments) {
    const at = line(span.start);
    const { text } = document;
    const alone = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start).trim() === '';
    if (run && (!alone || at !== run.end + 1)) {
      add(run.start, run.end, 'comment');
      run = undefined;
    }
    if (alone) run = { start: run?.start ?? at, end: at };
  }
  if (run) add(run.start, run.end, 'comment');
  return folds;
}
