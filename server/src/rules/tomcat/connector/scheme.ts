import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { type Component, below, childrenNamed, componentsIn } from '../../../languages/tomcat/components';
import { isConnector, protocolOf, speaksTls } from '../../../languages/tomcat/connector';
import { attributeOf, classOf, isTrue, numberOf, textOf, valueOf } from '../../../languages/tomcat/values';
import { setAttribute } from '../../../languages/xml/edit';
import { type Rule, rule } from '../../define';
import { fixIn, setFix, valueSpanOf } from '../../support/tomcat';

/** Connector.java: `protected int redirectPort = 443;` */
const REDIRECT_PORT = 443;

/** Request.isSecure is `secure` of the connector and nothing else: cookies and constraints go by it (Request.java, RealmBase). */
const scheme = rule({
  meta: {
    id: 'tomcat/connector-scheme',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      insecure:
        'scheme="https" does not make requests secure: session cookies are sent without Secure, and a page with a CONFIDENTIAL constraint redirects to port {port}. Set secure="true" too.',
      loop: 'scheme="https" does not make requests secure: session cookies are sent without Secure, and a page with a CONFIDENTIAL constraint redirects to port {port} again and again. Set secure="true" too.',
      port: 'proxyPort="443" does not make requests secure: the scheme stays http, so the application builds URLs such as http://{host}:443/, and session cookies are sent without Secure. Set scheme="https" and secure="true" too.',
    },
  },
  elements: ['Connector'],
  component(connector, { file, model, report }) {
    const { path, isWhole, properties } = file;
    if (!isWhole || !isConnector(connector)) return;
    if (protocolOf(connector, properties) !== 'http' || speaksTls(connector, properties) !== false) return;
    if (makesSecure(connector, file, model.tomcatFiles)) return;
    const name = textOf(connector, 'scheme', properties);
    const proxyPort = valueOf(connector, 'proxyPort', properties);
    if (name === 'https') {
      if (attributeOf(connector, 'secure') && isTrue(connector, 'secure', properties) !== false) return;
      const port = attributeOf(connector, 'redirectPort')
        ? numberOf(connector, 'redirectPort', properties)
        : REDIRECT_PORT;
      if (port === undefined || proxyPort === 'unknown') return;
      const isLoop = port === Number(proxyPort?.text ?? REDIRECT_PORT);
      const span = valueSpanOf(connector, 'scheme');
      const fixes = [setFix(file, connector, 'secure', 'true', false)];
      report({ path, span, message: isLoop ? 'loop' : 'insecure', data: { port }, fixes });
    } else if (!attributeOf(connector, 'scheme') && numberOf(connector, 'proxyPort', properties) === 443) {
      if (attributeOf(connector, 'secure')) return;
      const host = textOf(connector, 'proxyName', properties) ?? t('host');
      report({
        path,
        span: valueSpanOf(connector, 'proxyPort'),
        message: 'port',
        data: { host },
        fixes: [fixIn(file, t('Set scheme="https" and secure="true"'), false, bothEdits(file, connector))],
      });
    }
  },
});

/** New attributes go to one place, so they are one edit. */
const bothEdits = ({ document }: TomcatFile, { element }: Component) =>
  setAttribute(document, element, 'scheme', 'https').map(({ span, text }) => ({
    span,
    text: `${text} secure="true"`,
  }));

/** Whether a valve tells it by a header; one of somebody else's may by its name. */
function makesSecure(connector: Component, file: TomcatFile, all: readonly TomcatFile[]): boolean {
  const engines = connector.parent ? childrenNamed(connector.parent, 'Engine') : [];
  const here = engines.flatMap((engine) => [...below(engine)]);
  const contexts = all.filter(({ kind }) => kind === 'context.xml');
  return [...here, ...contexts.flatMap(({ document }) => [...componentsIn(document)])].some(
    (component) =>
      component.name === 'Valve' &&
      /RemoteIp|Forward|Proxy/i.test(classOf(component, file.properties) ?? 'Proxy'),
  );
}

/** Request.java and RealmBase.hasUserDataPermission: CONFIDENTIAL leads to https on this port. */
const redirectPort = rule({
  meta: {
    id: 'tomcat/redirect-port',
    severity: 'information',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      self: 'redirectPort is the port of this connector, which does not speak TLS: a page with a CONFIDENTIAL constraint redirects to https on it, where no browser gets an answer. Name the port that browsers use for https.',
      plain:
        'The connector on port {port} does not speak TLS: a page with a CONFIDENTIAL constraint redirects to https on it, where no browser gets an answer. Name the port that browsers use for https.',
    },
  },
  elements: ['Connector'],
  component(connector, { file, report }) {
    const { path, document, properties } = file;
    if (!isConnector(connector)) return;
    if (speaksTls(connector, properties) !== false || isTrue(connector, 'secure', properties)) return;
    const port = numberOf(connector, 'redirectPort', properties);
    const target = [...componentsIn(document)].find(
      (other) => isConnector(other) && port !== undefined && numberOf(other, 'port', properties) === port,
    );
    if (port === undefined || !target || !isPlain(target, file)) return;
    const tls = [...componentsIn(document)]
      .filter((other) => isConnector(other) && speaksTls(other, properties))
      .flatMap((other) => numberOf(other, 'port', properties) ?? []);
    const fixes = tls.map((one) => setFix(file, connector, 'redirectPort', String(one), false));
    const span = valueSpanOf(connector, 'redirectPort');
    if (target === connector) report({ path, span, message: 'self', fixes });
    else report({ path, span, message: 'plain', data: { port }, fixes });
  },
});

/** Whether it is a port for plain requests: one that is said to be secure may stand behind another server's TLS. */
function isPlain(connector: Component, { properties }: TomcatFile): boolean {
  return (
    protocolOf(connector, properties) === 'http' &&
    speaksTls(connector, properties) === false &&
    !attributeOf(connector, 'secure') &&
    !attributeOf(connector, 'scheme') &&
    !attributeOf(connector, 'proxyPort') &&
    !childrenNamed(connector, 'SSLHostConfig').length
  );
}

export const schemeRules: readonly Rule[] = [scheme, redirectPort];
