import { attribute, elements } from '../../../languages/xml/query';
import { rule } from '../../define';

/** Digester goes by the names as they are written, unless Context.setXmlNamespaceAware says otherwise. */
export const webXmlPrefix = rule({
  meta: {
    id: 'tomcat/web-xml-prefix',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      ignored:
        'Tomcat reads web.xml by the names as they are written: with the prefix "{prefix}" it passes over the whole file and logs nothing. Make the namespace the default one and remove the prefix, or set xmlNamespaceAware="true" on the Context.',
    },
  },
  tomcatFile({ path, kind, role, document }, { model, report }) {
    const { root } = document;
    const [prefix, name] = root?.name.split(':') ?? [];
    if (kind !== 'web.xml' || role !== 'app' || !root || name !== 'web-app' || prefix === undefined) return;
    if (document.faults.length > 0) return;
    const isAware = model.tomcatFiles.some((other) =>
      [...elements(other.document)].some((element) => attribute(element, 'xmlNamespaceAware')),
    );
    if (!isAware) report({ path, span: root.nameSpan, message: 'ignored', data: { prefix } });
  },
});
