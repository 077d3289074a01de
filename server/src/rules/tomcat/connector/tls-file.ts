import type { TomcatFile, TomcatNode } from '../../../cluster/model';
import { isInside, join } from '../../../languages/text/paths';
import { isBefore } from '../../../languages/text/versions';
import { type Component, componentsIn, uncapitalized } from '../../../languages/tomcat/components';
import { isConnector, speaksTls } from '../../../languages/tomcat/connector';
import { textOf } from '../../../languages/tomcat/values';
import { rule } from '../../define';
import { valueSpanOf } from '../../support/tomcat';
import { startsPlainly } from './plainStart';

/** Files without which a connector has no certificate, or no trust: SSLUtilBase and SSLHostConfig.adjustRelativePath. */
const FILES = ['certificateFile', 'certificateKeyFile', 'certificateKeystoreFile', 'truststoreFile'];
/** What up to Tomcat 9 a Connector has for the same. */
const OLD_FILES = ['keystoreFile', 'truststoreFile', 'sSLCertificateFile', 'sSLCertificateKeyFile'];

export const tlsFileMissing = rule({
  meta: {
    id: 'tomcat/tls-file-missing',
    severity: 'error',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      missing:
        'Nothing brings {file} into the container of {service}, and its image has no such file: this connector does not start, and Tomcat runs on. Mount the file.',
    },
  },
  elements: ['Connector', 'SSLHostConfig', 'Certificate'],
  component(component, { file, report }) {
    const { path, properties, nodes } = file;
    const connector = connectorOf(component);
    if (!connector || speaksTls(connector, properties) !== true || nodes.length === 0) return;
    if (!nodes.every(startsPlainly) || !bringsOthers(file)) return;
    for (const { name } of component.element.attributes) {
      if (!isRead(component, uncapitalized(name), file)) continue;
      const written = textOf(component, uncapitalized(name), BASES);
      const node = written === undefined ? undefined : nodes.find((one) => !hasFile(one, written));
      if (!node?.service || written === undefined || !nodes.every((one) => !hasFile(one, written))) continue;
      report({
        path,
        span: valueSpanOf(component, uncapitalized(name)),
        message: 'missing',
        data: { file: written.replace(/^\.\//, ''), service: node.service.name },
      });
      return;
    }
  },
});

/**
 * Whether something brings other files of this kind into the container. Certificates are kept out of repositories, and who
 * brings none has them from elsewhere.
 */
const bringsOthers = (file: TomcatFile): boolean =>
  [...componentsIn(file.document)].some((component) =>
    component.element.attributes.some(({ name }) => {
      const attribute = uncapitalized(name);
      const written = isRead(component, attribute, file) ? textOf(component, attribute, BASES) : undefined;
      return written !== undefined && file.nodes.some((node) => isBrought(node, written));
    }),
  );

/** The two are one in the official image. */
const BASES = (name: string): string | undefined =>
  /^catalina\.(?:base|home)$/.test(name) ? '.' : undefined;

function connectorOf(component: Component): Component | undefined {
  for (let at: Component | undefined = component; at; at = at.parent) if (isConnector(at)) return at;
  return undefined;
}

const isRead = ({ name }: Component, attribute: string, { version }: TomcatFile): boolean =>
  name === 'Connector'
    ? OLD_FILES.includes(attribute) && isBefore(version, '10.0') === true
    : FILES.includes(attribute);

/** Whether it may be there. Of what lies outside of Tomcat's own folder, the image may have anything. */
function hasFile({ base, files, service }: TomcatNode, written: string): boolean {
  if (written === '' || /^[a-z][\w+.-]+:/i.test(written)) return true;
  const path = join(base, written);
  return !isInside(path, base) || isBrought({ base, files, service }, written);
}

function isBrought(
  { base, files, service }: Pick<TomcatNode, 'base' | 'files' | 'service'>,
  written: string,
): boolean {
  const path = join(base, written);
  const targets = [
    ...files.map(({ target }) => target),
    ...(service?.mounts ?? []).map(({ target }) => target),
  ];
  return targets.some((target) => isInside(path, join('/', target)));
}
