import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { type Component, childrenNamed, uncapitalized } from '../../../languages/tomcat/components';
import { isConnector, protocolOf, removedProtocol, speaksTls } from '../../../languages/tomcat/connector';
import {
  defaultHostOf,
  hasCertificate,
  hostConfigsOf,
  OLD_TLS_ATTRIBUTES,
} from '../../../languages/tomcat/tls';
import { attributeOf, textOf } from '../../../languages/tomcat/values';
import { isBefore } from '../../../languages/text/versions';
import { insertChild } from '../../../languages/xml/edit';
import { type ContextOf, rule } from '../../define';
import { fixIn, nameSpanOf, removeFix, setFix } from '../../support/tomcat';

const messages = {
  none: 'This connector has SSLEnabled="true" and no certificate: it does not start, and Tomcat runs on. Add an <SSLHostConfig> with a <Certificate>.',
  ajp: 'AJP has no TLS: with SSLEnabled="true" the connector does not start, and Tomcat runs on. Remove SSLEnabled.',
  ajpConfig: 'AJP has no TLS: Tomcat ignores this <SSLHostConfig> and warns. Remove it.',
  notDefault:
    'No <SSLHostConfig> of this connector is for "{host}", its default: the connector does not start, and Tomcat runs on. Name the host of one of them in defaultSSLHostConfigName.',
  twice:
    'Another <SSLHostConfig> of this connector is for "{host}" too, and Tomcat does not start. Give each its own hostName, or put both certificates into one.',
  empty:
    'This <SSLHostConfig> has no <Certificate> that names a file: unless the user that runs Tomcat has a file ~/.keystore, the connector does not start, and Tomcat runs on. Name the file of the certificate.',
  noType:
    'This <SSLHostConfig> has several certificates and this one has no type, so Tomcat does not start. Give each its type: RSA, EC or DSA.',
  plainOld:
    'Without SSLEnabled="true", "{name}" has no effect: the connector speaks plain HTTP. Set SSLEnabled="true".',
  plain:
    'Without SSLEnabled="true", this <SSLHostConfig> has no effect: the connector speaks plain HTTP, and nothing is logged. Set SSLEnabled="true" on the Connector.',
} as const;

/** AbstractEndpoint.getSSLHostConfig and addSslHostConfig, SSLUtilBase. */
export const tlsNoConfig = rule({
  meta: { id: 'tomcat/tls-no-config', severity: 'warning', refusedBy: 'tomcat', fix: 'unsafe', messages },
  elements: ['Connector'],
  component(connector, context) {
    const { file, report } = context;
    const { path, properties } = file;
    if (!isJudged(connector, file)) return;
    const protocol = protocolOf(connector, properties);
    const tls = speaksTls(connector, properties);
    if (protocol === undefined || tls === undefined) return;
    if (protocol === 'ajp') {
      const [unused] = hostConfigsOf(connector);
      if (!tls && unused) return report({ path, span: unused.config.element.nameSpan, message: 'ajpConfig' });
      if (!tls) return;
      const fixes = [removeFix(file, connector, 'SSLEnabled', false)];
      const span = nameSpanOf(connector, 'SSLEnabled');
      return report({ path, span, message: 'ajp', severity: 'error', fixes });
    }
    if (tls) checkConfigs(connector, context);
    else if (!attributeOf(connector, 'SSLEnabled')) checkPlain(connector, context);
  },
});

/** Where what a Connector lacks is told by this rule alone. */
export const isJudged = (connector: Component, { isWhole, properties }: TomcatFile): boolean =>
  isWhole && isConnector(connector) && !removedProtocol(textOf(connector, 'protocol', properties) ?? '');

/** The attributes with which Tomcat 8.5 and 9 make an SSLHostConfig of their own. */
export const oldTlsAttributes = ({ element }: Component) =>
  element.attributes.filter(({ name }) => OLD_TLS_ATTRIBUTES.has(uncapitalized(name)));

type Context = ContextOf<typeof messages> & { readonly file: TomcatFile };

function checkConfigs(connector: Component, { file, report }: Context): void {
  const { path, properties } = file;
  const configs = hostConfigsOf(connector, properties);
  const hasOld = oldTlsAttributes(connector).length > 0;
  const readsOld = hasOld && isBefore(file.version, '10.0') !== false;
  const tagSpan = nameSpanOf(connector, 'SSLEnabled');
  if (configs.length === 0) {
    // What these mean depends on the release, and is told where they stand.
    if (hasOld) return;
    const markup =
      '<SSLHostConfig>\n  <Certificate certificateKeystoreFile="conf/keystore.p12" certificateKeystorePassword="changeit"/>\n</SSLHostConfig>';
    const edits = insertChild(file.document, connector.element, markup);
    const fixes = [fixIn(file, t('Add an <SSLHostConfig>'), false, edits)];
    return report({ path, span: tagSpan, message: 'none', severity: 'error', fixes });
  }
  const seen = new Set<string>();
  for (const { config, host } of configs) {
    const span = config.element.nameSpan;
    if (host !== undefined && seen.has(host)) {
      report({ path, span, message: 'twice', data: { host }, severity: 'error' });
      return;
    }
    if (host !== undefined) seen.add(host);
    if (!hasCertificate(config) && !readsOld) report({ path, span, message: 'empty' });
    // SSLHostConfig.registerCertificate
    const certificates = childrenNamed(config, 'Certificate');
    const untyped = certificates.filter((certificate) => !attributeOf(certificate, 'type'));
    for (const { element } of certificates.length > 1 ? untyped : [])
      report({ path, span: element.nameSpan, message: 'noType', severity: 'error' });
  }
  const fallback = defaultHostOf(connector, properties);
  if (
    fallback === undefined ||
    readsOld ||
    configs.some(({ host }) => host === undefined || host === fallback)
  )
    return;
  const [first] = configs;
  const fixes = first?.host ? [setFix(file, connector, 'defaultSSLHostConfigName', first.host, false)] : [];
  report({ path, span: tagSpan, message: 'notDefault', data: { host: fallback }, severity: 'error', fixes });
}

function checkPlain(connector: Component, { file, report }: Context): void {
  const { path, version } = file;
  const fixes = [setFix(file, connector, 'SSLEnabled', 'true', false)];
  const [first] = hostConfigsOf(connector);
  if (first) return report({ path, span: first.config.element.nameSpan, message: 'plain', fixes });
  // Later releases do not read them at all, which is told where they stand.
  const old = oldTlsAttributes(connector).find(({ name }) =>
    /^(?:keystoreFile|SSLCertificateFile)$/i.test(name),
  );
  if (!old || isBefore(version, '10.0') === false) return;
  report({ path, span: old.span, message: 'plainOld', data: { name: old.name }, fixes });
}
