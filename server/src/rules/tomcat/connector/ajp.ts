import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { lineOf, isBefore } from '../../../languages/text/versions';
import type { Component } from '../../../languages/tomcat/components';
import {
  hasStrictAjp,
  isConnector,
  isLoopback,
  protocolOf,
  removedProtocol,
} from '../../../languages/tomcat/connector';
import { setAttribute } from '../../../languages/xml/edit';
import { attributeOf, isTrue, textOf, valueOf } from '../../../languages/tomcat/values';
import { type Fix, type Rule, rule, type Severity } from '../../define';
import { fixIn, nameSpanOf, removeFix, setFix } from '../../support/tomcat';

/** AbstractAjpProtocol.start: "The AJP Connector is configured with secretRequired="true" but the secret attribute is either null or """ */
const noSecret = rule({
  meta: {
    id: 'tomcat/ajp-no-secret',
    severity: 'information',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      dead: 'This AJP connector has no secret, and Tomcat requires one unless secretRequired="false" is set: the connector does not start, Tomcat runs on, and the port accepts connections without ever answering. Set a secret here and in the web server that connects to it.',
      unknown:
        'This AJP connector has no secret. Tomcat requires one from 8.5.51, 9.0.31 and 10 on, unless secretRequired="false" is set: the connector does not start there, Tomcat runs on, and the port accepts connections without ever answering. Set a secret here and in the web server that connects to it.',
    },
  },
  elements: ['Connector'],
  component(connector, { file, secret, report }) {
    if (!isAjp(connector, file) || hasSecret(connector, file) !== false) return;
    if (isSecretRequired(connector, file) !== true) return;
    const isStrict = hasStrictAjp(file.version);
    if (isStrict === false) return;
    report({
      path: file.path,
      span: connector.element.nameSpan,
      message: isStrict ? 'dead' : 'unknown',
      severity: severityFor(file.version, isStrict),
      fixes: secretFixes(file, connector, secret),
    });
  },
});

/** Of a line of releases nearly all that run are newer than the first that wanted a secret. */
function severityFor(version: string | undefined, isStrict: boolean | undefined): Severity {
  if (isStrict) return 'error';
  return version !== undefined && lineOf(version) !== undefined ? 'warning' : 'information';
}

/** What AJP says of a request Tomcat believes: user, client address, TLS (AjpProcessor.prepareRequest). */
const exposed = rule({
  meta: {
    id: 'tomcat/ajp-exposed',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      address:
        'This AJP connector listens on {address} and takes requests from anybody, as secretRequired="false" lets it, and nothing is logged. Tomcat believes what AJP says about the user, the client address and TLS. Set a secret, or listen on 127.0.0.1.',
      everywhere:
        'Tomcat {version} lets an AJP connector without an address listen on all addresses, and takes requests from anybody: they can read the files of every application (Ghostcat, CVE-2020-1938). Update Tomcat, or set address="127.0.0.1".',
    },
  },
  elements: ['Connector'],
  component(connector, { file, secret, report }) {
    if (!isAjp(connector, file) || hasSecret(connector, file) !== false) return;
    const { path, version, properties } = file;
    const address = valueOf(connector, 'address', properties);
    const local = setFix(file, connector, 'address', '127.0.0.1', false);
    if (address === undefined && version !== undefined && hasStrictAjp(version) === false) {
      const span = connector.element.nameSpan;
      report({ path, span, message: 'everywhere', data: { version }, severity: 'error', fixes: [local] });
      return;
    }
    if (address === undefined || address === 'unknown' || isLoopback(address.text)) return;
    if (isSecretRequired(connector, file) !== false || attributeOf(connector, 'path')) return;
    report({
      path,
      span: nameSpanOf(connector, 'secretRequired'),
      message: 'address',
      data: { address: address.text },
      severity: isBehindCompose(connector, file) ? 'information' : 'warning',
      fixes: [...secretFixes(file, connector, secret), local],
    });
  },
});

/** Whether only containers of one network reach it. */
function isBehindCompose(connector: Component, { nodes }: TomcatFile): boolean {
  return (
    nodes.length > 0 &&
    nodes.every(
      (node) =>
        node.service &&
        node.connectors.some(
          ({ element, published }) => element === connector.element && published.length === 0,
        ),
    )
  );
}

/** AbstractAjpProtocol.setRequiredSecret: "Replaced by setSecret. Will be removed in Tomcat 11 onwards". */
const requiredSecret = rule({
  meta: {
    id: 'tomcat/ajp-required-secret',
    severity: 'information',
    refusedBy: 'tomcat',
    fix: 'safe',
    messages: {
      deprecated:
        '"requiredSecret" was renamed to "secret", and Tomcat 11 no longer reads it. Write "secret".',
      dead: 'Tomcat 11 does not know "requiredSecret": the connector is left without a secret and does not start, and Tomcat runs on. Write "secret".',
      ignored: 'Tomcat 11 does not know "requiredSecret" and ignores it with a warning. {advice}',
    },
  },
  elements: ['Connector'],
  component(connector, { file, report }) {
    const attribute = attributeOf(connector, 'requiredSecret');
    // Releases that have this name only must go on with it.
    if (!attribute || !isAjp(connector, file) || hasStrictAjp(file.version) === false) return;
    const { path, version } = file;
    const isGone = isBefore(version, '11.0') === false;
    const hasOther = attributeOf(connector, 'secret') !== undefined;
    if (isGone && !hasOther && attribute.value === '' && isSecretRequired(connector, file) !== false) return;
    // Where none was required, requests without one were answered until now.
    const isSafe = hasStrictAjp(version) === true && !(isGone && isSecretRequired(connector, file) !== true);
    const rename = fixIn(file, t('Write "secret"'), isSafe, [{ span: attribute.nameSpan, text: 'secret' }]);
    const fixes = hasOther ? [removeFix(file, connector, attribute.name, isGone)] : [rename];
    const span = attribute.nameSpan;
    if (!isGone) return report({ path, span, message: 'deprecated', fixes });
    if (!hasOther && isSecretRequired(connector, file) === true)
      return report({ path, span, message: 'dead', severity: 'error', fixes });
    const advice = hasOther ? t('Remove it.') : t('Write "secret".');
    report({ path, span, message: 'ignored', data: { advice }, severity: 'warning', fixes });
  },
});

/** A live AJP connector of a protocol class that is there. */
function isAjp(connector: Component, { properties }: TomcatFile): boolean {
  return (
    isConnector(connector) &&
    protocolOf(connector, properties) === 'ajp' &&
    !removedProtocol(textOf(connector, 'protocol', properties) ?? '')
  );
}

/** Whether it has a secret, under either name; undefined where that is not known. An empty one is none. */
function hasSecret(connector: Component, { version, properties }: TomcatFile): boolean | undefined {
  if (attributeOf(connector, 'requiredSecret') && textOf(connector, 'requiredSecret', properties) !== '')
    // Tomcat 11 does not read it; that is told where it stands.
    return isBefore(version, '11.0') ? true : undefined;
  const value = valueOf(connector, 'secret', properties);
  return value === 'unknown' ? undefined : (value?.text ?? '') !== '';
}

const isSecretRequired = (connector: Component, { properties }: TomcatFile): boolean | undefined =>
  attributeOf(connector, 'secretRequired') ? isTrue(connector, 'secretRequired', properties) : true;

/** Not safe: the web server in front must be told the same secret. */
const secretFixes = (file: TomcatFile, { element }: Component, secret: string | undefined): readonly Fix[] =>
  secret === undefined
    ? []
    : [fixIn(file, t('Set a new secret'), false, setAttribute(file.document, element, 'secret', secret))];

export const ajpRules: readonly Rule[] = [noSecret, exposed, requiredSecret];
