import { t } from '@vscode/l10n';
import type { TextEdit } from '../../../languages/text/span';
import type { XmlDocument, XmlElement, XmlText } from '../../../languages/xml/tree';
import { rule } from '../../define';
import { fixIn } from '../../support/tomcat';

/** An attribute as it stands in a tag. */
const ATTRIBUTE = /(?<![\w.$:-])([A-Za-z][\w.]*)\s*=\s*(?:"[^"]*"|'[^']*')/g;

/** Nothing but attributes, and the end of a tag. */
const ATTRIBUTES = /^(?:\s+[A-Za-z][\w.]*\s*=\s*(?:"[^"]*"|'[^']*'))+\s*(\/?>)?\s*$/;

/** The digester gives text to rules that ask for it, and none of those asks for attributes. */
export const strayText = rule({
  meta: {
    id: 'tomcat/stray-text',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      outside:
        '{attributes} stands outside of a tag, so Tomcat ignores it and logs nothing. The tag <{name}> ends too early; move it into the tag.',
    },
  },
  component({ element }, { file, report }) {
    const { document } = file;
    if (document.faults.length > 0) return;
    for (const [index, child] of element.children.entries()) {
      if (child.kind !== 'text' || document.text.startsWith('<![CDATA[', child.span.start)) continue;
      const written = document.text.slice(child.span.start, child.span.end);
      const matches = [...written.matchAll(ATTRIBUTE)];
      const [first] = matches;
      const last = matches.at(-1);
      if (!first || !last) continue;
      const before = element.children[index - 1];
      const owner = index === 0 ? element : before?.kind === 'element' ? before : undefined;
      if (!owner) continue;
      const edits = intoTag(document, owner, child, written);
      report({
        path: file.path,
        span: {
          start: child.span.start + first.index,
          end: child.span.start + last.index + last[0].length,
        },
        message: 'outside',
        data: { attributes: matches.map(([text]) => text).join(' '), name: owner.name },
        fixes: edits
          ? [fixIn(file, t('Move it into the tag <{name}>', { name: owner.name }), true, edits)]
          : [],
      });
    }
  },
});

/** Takes the end of the tag away, so that the text goes on in it; undefined where it would not be sound. */
function intoTag(
  { text }: XmlDocument,
  owner: XmlElement,
  { span }: XmlText,
  written: string,
): readonly TextEdit[] | undefined {
  const match = ATTRIBUTES.exec(written);
  if (!match || owner.openTag.end !== span.start) return undefined;
  const names = [...written.matchAll(ATTRIBUTE)].map(([, name]) => name);
  const all = [...names, ...owner.attributes.map(({ name }) => name)];
  if (new Set(all).size !== all.length) return undefined;
  const end = owner.selfClosing ? '/>' : '>';
  if (match[1] !== undefined && match[1] !== end) return undefined;
  const from = owner.openTag.end - end.length;
  const blanks = /\s*$/.exec(text.slice(owner.openTag.start, from))?.[0].length ?? 0;
  const closing = match[1] === undefined ? [{ at: span.start + written.trimEnd().length, text: end }] : [];
  return [
    { span: { start: from - blanks, end: owner.openTag.end }, text: '' },
    ...closing.map(({ at, text: ending }) => ({ span: { start: at, end: at }, text: ending })),
  ];
}
