import type { Link } from '../../features';
import { hasPlaceholder } from '../../text/placeholders';
import { isAbsolute } from '../../text/paths';
import type { XmlAttribute, XmlDocument } from '../../xml/tree';
import { type Component, componentsIn } from '../components';
import { classOf, simpleName, textOf } from '../values';

/** Attributes of connectors and what is in them that name a file. */
const files =
  /^(?:certificate(?:File|KeyFile|ChainFile|KeystoreFile|KeyPasswordFile|KeystorePasswordFile|RevocationListFile)|caCertificateFile|truststoreFile|truststorePasswordFile|keystoreFile|SSLCertificate(?:Chain|Key)?File|SSLCACertificateFile)$/i;

/** HostConfig: the folder of a host's applications where nothing is written. */
const APP_BASE = 'webapps';

/** Words that lead to files of the workspace: certificates and keystores, users, and the web.xml of a Context. */
export const linksOf = (document: XmlDocument): readonly Link[] =>
  [...componentsIn(document)].flatMap((component) =>
    component.element.attributes.flatMap((attribute): readonly Link[] => {
      const path = pathIn(component, attribute);
      return path === undefined || !attribute.valueSpan
        ? []
        : [{ span: attribute.valueSpan, basePath: path }];
    }),
  );

/** Absolute or relative to CATALINA_BASE. */
function pathIn(component: Component, { name, value }: XmlAttribute): string | undefined {
  const path = value.replace(/^\$\{catalina\.(?:base|home)\}\//, '');
  if (path === '' || hasPlaceholder(path) || /^[a-z]{2,}:/i.test(path)) return undefined;
  if (isFile(component, name)) return path;
  if (component.name !== 'Context' || name !== 'docBase' || path.endsWith('.war')) return undefined;
  const { parent } = component;
  const appBase = (parent?.name === 'Host' ? textOf(parent, 'appBase') : undefined) ?? APP_BASE;
  return `${isAbsolute(path) ? path : `${appBase}/${path}`}/WEB-INF/web.xml`;
}

function isFile(component: Component, name: string): boolean {
  if (/^(?:Connector|SSLHostConfig|Certificate)$/.test(component.name)) return files.test(name);
  if (name !== 'pathname') return false;
  if (component.name === 'Realm') return simpleName(classOf(component) ?? '') === 'MemoryRealm';
  return component.name === 'Resource' && textOf(component, 'type') === 'org.apache.catalina.UserDatabase';
}
