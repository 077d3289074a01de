import { t } from '@vscode/l10n';
import type { Refactoring } from '../../features';
import type { Span } from '../../text/span';
import { uncomment } from '../../xml/edit';
import type { XmlDocument } from '../../xml/tree';

/** What is commented out at a place, to be made live. */
export const refactoringsAt = (document: XmlDocument, { start, end }: Span): readonly Refactoring[] =>
  document.comments
    .filter(({ span, elements }) => elements.length > 0 && span.start <= end && start <= span.end)
    .map((comment) => ({
      title: t('Uncomment {elements}', {
        elements: comment.elements.map(({ name }) => `<${name}>`).join(', '),
      }),
      edits: uncomment(document, comment),
    }));
