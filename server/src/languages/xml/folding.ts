import type { Fold } from '../features';
import type { Lines } from '../text/lines';
import { descendants, elements } from './query';
import type { XmlDocument, XmlElement } from './tree';

/** What can be folded: elements, whose close tag stays in sight, and comments, with the elements in them. */
export function foldsOf(document: XmlDocument, lines: Lines): readonly Fold[] {
  const folds: Fold[] = [];
  const line = (offset: number): number => lines.positionAt(offset).line;
  const add = (startLine: number, endLine: number, kind: Fold['kind']): void => {
    if (endLine > startLine) folds.push({ startLine, endLine, kind });
  };
  const addElement = ({ span, closeTag, selfClosing }: XmlElement): void =>
    add(line(span.start), selfClosing ? line(span.end) : line(closeTag?.start ?? span.end) - 1, 'region');

  for (const element of elements(document)) addElement(element);
  for (const comment of document.comments) {
    add(line(comment.span.start), line(comment.span.end), 'comment');
    for (const element of comment.elements) {
      addElement(element);
      for (const inner of descendants(element)) addElement(inner);
    }
  }
  return folds;
}
