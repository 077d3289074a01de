import { t } from '@vscode/l10n';
import type { App, ClusterModel, TomcatFile } from '../../../cluster/model';
import { javaRegexFault } from '../../../languages/text/javaRegex';
import type { Span } from '../../../languages/text/span';
import { textOf } from '../../../languages/tomcat/values';
import { childrenNamed, textOf as contentOf } from '../../../languages/xml/query';
import type { XmlElement } from '../../../languages/xml/tree';
import { rule } from '../../define';
import { valueSpanOf } from '../../support/tomcat';
import { isClass, REPLICATION_VALVE } from './parts';

/** ReplicationValve.isRequestWithoutSessionChange: nothing is sent behind a request whose whole path the filter matches. */
export const replicationFilterHitsApp = rule({
  meta: {
    id: 'tomcat/replication-filter-hits-app',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      hits: 'The filter matches {pattern}, which {servlet} of the application answers: what such a request changes in a session stays on this node until a request that the filter does not match, and nothing is logged. Let the filter leave it out.',
    },
  },
  elements: ['Valve'],
  component(valve, { file, model, report }) {
    const filter = textOf(valve, 'filter', file.properties);
    if (!filter || !isClass(valve, file, REPLICATION_VALVE)) return;
    const matches = matcherOf(filter);
    if (!matches) return;
    for (const app of appsOn(file, model)) {
      const hit = mappingsOf(app).find(({ pattern }) => {
        const paths = pathsOf(pattern);
        return (
          paths.length > 0 && paths.every((path) => CONTEXTS.every((context) => matches(context + path)))
        );
      });
      if (!hit || !app.webXml) continue;
      report({
        path: file.path,
        span: valueSpanOf(valve, 'filter'),
        message: 'hits',
        data: { pattern: hit.pattern, servlet: hit.servlet },
        related: [{ path: app.webXml.path, span: hit.span, message: t('What the servlet answers') }],
      });
      return;
    }
  },
});

/** Whatever the application is called, the filter has to match. */
const CONTEXTS = ['', '/q7'];

/** What Java and JavaScript read alike; undefined for anything else. */
function matcherOf(filter: string): ((path: string) => boolean) | undefined {
  const isPlain = /^(?:[\w\s/.,:;=~!@#%&"'<>|()^$*?+-]|\\[.dwsDWS/$^*+?()|[\]{}-]|\[\^?[\w\s./-]+\])*$/.test(
    filter,
  );
  if (!isPlain || javaRegexFault(filter) || /\(\?|[*+?][*+]/.test(filter)) return undefined;
  try {
    const expression = new RegExp(`^(?:${filter})$`);
    return (path) => expression.test(path);
  } catch {
    return undefined;
  }
}

/** Applications that the Tomcats with this file replicate, and that use sessions. */
const appsOn = ({ nodes }: TomcatFile, { clusters }: ClusterModel): readonly App[] => [
  ...new Set(
    clusters
      .flatMap(({ groups }) => groups)
      .filter((group) => group.nodes.some((node) => nodes.includes(node)))
      .flatMap(({ apps }) => apps)
      .filter(({ distributable, usesSessions }) => distributable && usesSessions),
  ),
];

interface Mapping {
  readonly servlet: string;
  readonly pattern: string;
  readonly span: Span;
}

/** Servlets of frameworks that lead to everything an application does. */
const FRONTS =
  /^(?:org\.springframework\.web\.servlet\.DispatcherServlet|org\.apache\.struts\.action\.ActionServlet|(?:javax|jakarta)\.faces\.webapp\.FacesServlet)$/;

/** What servlets answer of which it is known that they change sessions, or may. */
function mappingsOf({ webXml, types }: App): readonly Mapping[] {
  if (!webXml || webXml.document.faults.length > 0) return [];
  const { root } = webXml;
  const changing = new Map(
    childrenNamed(root, 'servlet').flatMap((servlet) => {
      const name = wordIn(servlet, 'servlet-name');
      const className = wordIn(servlet, 'servlet-class') ?? '';
      const writes = types.get(className)?.document.sessionWrites ?? [];
      return name !== undefined && (FRONTS.test(className) || writes.length > 0) ? [[name, className]] : [];
    }),
  );
  return childrenNamed(root, 'servlet-mapping').flatMap((mapping) => {
    const className = changing.get(wordIn(mapping, 'servlet-name') ?? '');
    if (className === undefined) return [];
    return childrenNamed(mapping, 'url-pattern').map((element) => ({
      servlet: className.slice(className.lastIndexOf('.') + 1),
      pattern: contentOf(element),
      span: element.span,
    }));
  });
}

const wordIn = (element: XmlElement, name: string): string | undefined => {
  const [child] = childrenNamed(element, name);
  return child && contentOf(child);
};

/** Paths that stand for all that a pattern means; none for what means everything. */
function pathsOf(pattern: string): readonly string[] {
  if (/^\*\.\w+$/.test(pattern)) return [`/q7${pattern.slice(1)}`, `/q7/z8${pattern.slice(1)}`];
  if (/^\/[\w./-]+\/\*$/.test(pattern))
    return ['q7', 'q7/z8', 'q7.z8'].map((end) => pattern.slice(0, -1) + end);
  return /^\/[\w./-]+$/.test(pattern) ? [pattern] : [];
}
