import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { isBefore } from '../../../languages/text/versions';
import { type Component, childrenNamed, uncapitalized } from '../../../languages/tomcat/components';
import { protocolOf, speaksTls } from '../../../languages/tomcat/connector';
import {
  CERTIFICATE_ATTRIBUTES,
  defaultHostOf,
  hostConfigsOf,
  type Moved,
  OLD_TLS_ATTRIBUTES,
} from '../../../languages/tomcat/tls';
import { hasPlaceholder } from '../../../languages/text/placeholders';
import { insertChild, removeAttribute } from '../../../languages/xml/edit';
import type { XmlAttribute } from '../../../languages/xml/tree';
import { type Fix, rule } from '../../define';
import { fixIn } from '../../support/tomcat';
import { isJudged, oldTlsAttributes } from './tls';

/** Up to 9.0, AbstractHttp11Protocol makes an SSLHostConfig for the default host of them; from 10.0 on they are gone. */
export const tlsOldAttributes = rule({
  meta: {
    id: 'tomcat/tls-old-attributes',
    severity: 'warning',
    refusedBy: 'tomcat',
    versions: 'the one in use, where it is known',
    fix: 'safe',
    messages: {
      dead: 'Tomcat 10 and later do not read {names} here and warn about it: the connector has no certificate and does not start, and Tomcat runs on. Move them into <SSLHostConfig> and <Certificate>.',
      ignored:
        'Tomcat 10 and later do not read {names} here, and warn about it. Move them into <SSLHostConfig> and <Certificate>, or remove them.',
      plain:
        'Tomcat 10 and later do not read {names} here, and warn about it. Without SSLEnabled="true" the connector speaks plain HTTP. Set it, and move these into <SSLHostConfig> and <Certificate>.',
      both: 'Tomcat 8.5 and 9 make an <SSLHostConfig> for "{host}" of {names}, and this Connector has one already: Tomcat does not start. Later releases do not read them. Keep one of the two.',
    },
  },
  elements: ['Connector'],
  component(connector, { file, report }) {
    const { path, version, properties } = file;
    if (!isJudged(connector, file) || protocolOf(connector, properties) !== 'http') return;
    const isGone = isBefore(version, '10.0') === false;
    if (isGone) for (const config of childrenNamed(connector, 'SSLHostConfig')) checkConfig(config);
    const old = oldTlsAttributes(connector);
    const [first] = old;
    const tls = speaksTls(connector, properties);
    if (!first || tls === undefined) return;
    const names = namesOf(old);
    const configs = hostConfigsOf(connector, properties);
    if (isGone) {
      const fix = configs.length === 0 ? conversion(file, connector, old, tls) : undefined;
      const fixes = fix ? [fix] : [];
      if (!tls) return report({ path, span: first.span, message: 'plain', data: { names }, fixes });
      if (configs.length > 0) return report({ path, span: first.span, message: 'ignored', data: { names } });
      return report({ path, span: first.span, message: 'dead', data: { names }, severity: 'error', fixes });
    }
    const host = defaultHostOf(connector, properties);
    if (!tls || host === undefined || !configs.some((one) => one.host === host)) return;
    const severity = isBefore(version, '10.0') ? 'error' : 'warning';
    report({ path, span: first.span, message: 'both', data: { host, names }, severity });

    /** From 10.0 on, only Certificate has what up to then SSLHostConfig had too. */
    function checkConfig(config: Component): void {
      const inConfig = config.element.attributes.filter(({ name }) => CERTIFICATE_ATTRIBUTES.includes(name));
      const [one] = inConfig;
      if (!one) return;
      const data = { names: namesOf(inConfig) };
      if (childrenNamed(config, 'Certificate').length > 0)
        return report({ path, span: one.span, message: 'ignored', data });
      const markup = tag(
        'Certificate',
        inConfig.map((attribute) => [attribute.name, rawOf(file, attribute)]),
      );
      const edits = [
        ...inConfig.flatMap(({ name }) => removeAttribute(file.document, config.element, name)),
        ...insertChild(file.document, config.element, `${markup}/>`),
      ];
      const fixes = [fixIn(file, t('Move them into a <Certificate>'), true, edits)];
      report({ path, span: one.span, message: 'dead', data, severity: 'error', fixes });
    }
  },
});

const namesOf = (attributes: readonly XmlAttribute[]): string =>
  attributes.map(({ name }) => name).join(', ');

type Written = readonly (readonly [string, string])[];

const tag = (name: string, attributes: Written): string =>
  `<${[name, ...attributes.map(([one, value]) => `${one}="${value}"`)].join(' ')}`;

/** As it is written, with its entities, for double quotes. */
const rawOf = ({ document }: TomcatFile, { valueSpan, value }: XmlAttribute): string =>
  (valueSpan ? document.text.slice(valueSpan.start, valueSpan.end) : value).replaceAll('"', '&quot;');

/** What the same says in an SSLHostConfig; undefined where two would be one there, or what one means is not known. */
function conversion(
  file: TomcatFile,
  connector: Component,
  old: readonly XmlAttribute[],
  tls: boolean,
): Fix | undefined {
  const config = new Map<string, string>();
  const certificate = new Map<string, string>();
  for (const attribute of old) {
    const moved = OLD_TLS_ATTRIBUTES.get(uncapitalized(attribute.name));
    const value = moved && convert(moved, attribute, rawOf(file, attribute));
    if (!moved || value === undefined) return undefined;
    const into = moved.to === 'Certificate' ? certificate : config;
    if (into.has(moved.name)) return undefined;
    into.set(moved.name, value);
  }
  const host = connector.element.attributes.find(
    ({ name }) => uncapitalized(name) === 'defaultSSLHostConfigName',
  );
  const named: Written = host ? [['hostName', rawOf(file, host)]] : [];
  const markup = `${tag('SSLHostConfig', [...named, ...config])}>\n  ${tag('Certificate', [...certificate])}/>\n</SSLHostConfig>`;
  const edits = [
    ...old.flatMap(({ name }) => removeAttribute(file.document, connector.element, name)),
    ...insertChild(file.document, connector.element, markup),
  ];
  // Where TLS is off, what is meant is not known.
  return fixIn(file, t('Move them into an <SSLHostConfig>'), tls, edits);
}

/** SSLHostConfigCertificate and SSLHostConfig.setProtocols: a list takes "+", where "," draws a warning. */
function convert({ name }: Moved, attribute: XmlAttribute, raw: string): string | undefined {
  if (name === 'certificateVerification') {
    if (hasPlaceholder(attribute.value)) return undefined;
    const known: Readonly<Record<string, string>> = { true: 'required', want: 'optional', false: 'none' };
    return known[attribute.value.toLowerCase()] ?? raw;
  }
  return name === 'protocols' ? raw.split(/\s*,\s*/).join('+') : raw;
}
