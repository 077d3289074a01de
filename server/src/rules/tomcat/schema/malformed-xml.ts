import type { TomcatFile } from '../../../cluster/model';
import { Lines } from '../../../languages/text/lines';
import { rule, type Words } from '../../define';

const messages = {
  server: '{fault} Tomcat does not start.',
  app: '{fault} Tomcat does not start this application.',
  apps: '{fault} Tomcat does not start any application.',
  fragment: '{fault} Tomcat does not start an application that has this fragment in a JAR.',
  users: '{fault} Tomcat cannot read its users: it starts, and nobody can log in.',
  unread: '{fault} Tomcat cannot read this file.',
} as const;

/**
 * The parser's fatal error ends Tomcat's reading of server.xml, and "marks the application unavailable" in the others
 * (Catalina.load, ContextConfig.processContextConfig, WebXmlParser.parseWebXml). The first fault alone is told, as there.
 */
export const malformedXml = rule({
  meta: { id: 'tomcat/malformed-xml', severity: 'error', refusedBy: 'tomcat', fix: 'none', messages },
  tomcatFile(file, context) {
    const [fault] = file.document.faults;
    if (!fault || isTemplate(file, fault.span.start)) return;
    const { path } = file;
    const data = { fault: fault.message };
    context.report({ path, span: fault.span, message: messageFor(file), data });
  },
});

function messageFor({ path, kind, role }: TomcatFile): Words<typeof messages>['message'] {
  if (kind === 'server.xml') return 'server';
  if (kind === 'tomcat-users.xml') return 'users';
  if (kind === 'web-fragment.xml' && path.endsWith('/META-INF/web-fragment.xml')) return 'fragment';
  if (role === undefined) return 'unread';
  return role === 'default' ? 'apps' : 'app';
}

/** What the stock tomcat-users.xml has in a comment, and is an error when that is uncommented. */
const SAMPLE = '<must-be-changed>';

/** Templates of ERB, Jinja, Handlebars, Go and PHP are XML only after they were filled in. */
const FILLED_IN = /<%|\{%|\{\{|<\?(?:php|=)|<[\w-]+>\s*["']/;

function isTemplate({ document: { text } }: TomcatFile, offset: number): boolean {
  const lines = new Lines(text);
  const { line } = lines.positionAt(offset);
  const start = lines.offsetAt({ line, character: 0 });
  const written = text.slice(start, lines.offsetAt({ line: line + 1, character: 0 }));
  return FILLED_IN.test(written.replaceAll(SAMPLE, ''));
}
