import { language, sure } from '../language';
import type { TomcatFileKind } from '../source';
import { contains, type Span } from '../text/span';
import { parseXml } from '../xml/parse';
import type { XmlDocument } from '../xml/tree';
import { featuresOf } from './features/index';
import { tomcatSymbols } from './mentions';
import { recogniseXml } from './recognise';

export const tomcat = language<XmlDocument, TomcatFileKind>({
  id: 'tomcat',
  title: 'Tomcat',
  kinds: ['server.xml', 'context.xml', 'web.xml', 'web-fragment.xml', 'tomcat-users.xml'],
  names: [
    { names: ['server.xml'], wakes: true },
    { names: ['tomcat-users.xml', 'web-fragment.xml'] },
    { names: ['context.xml'], in: ['META-INF'], wakes: true },
    { names: ['web.xml'], in: ['WEB-INF'], wakes: true },
    { names: ['context.xml', 'web.xml'], in: ['conf'] },
  ],
  perhaps: [{ names: ['*.xml'] }],
  standsAlone: true,
  recognise: (path, head, { promised, given }) =>
    promised || (given && /^\s*</.test(head)) ? sure(recogniseXml(path, head)) : undefined,
  parse: parseXml,
  features: featuresOf,
  triggers: ['<', '"'],
  read: (document, kind) => ({ kind, document }),
  comment: (text) => `<!-- ${text} -->`,
  about: (document, text) => ({
    comments: () => document.comments.map(({ span }) => span),
    anchor: (span) => anchorOf(document, text, span),
  }),
  symbols: tomcatSymbols,
});

/** What is said of a commented-out element is silenced before its comment; inside a tag or a comment none can stand. */
function anchorOf({ comments }: XmlDocument, text: string, span: Span): number | undefined {
  const at = comments.find((comment) => contains(comment.span, span))?.span.start ?? span.start;
  const line = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
  if (text.startsWith('<?xml', line)) return undefined;
  if (comments.some((comment) => comment.span.start < line && line < comment.span.end)) return undefined;
  // An angle bracket still open means a tag that runs over several lines.
  const before = text.slice(0, line);
  return before.lastIndexOf('<') <= before.lastIndexOf('>') ? at : undefined;
}
