import type { TomcatFileKind } from '../source';
import { parseXml } from '../xml/parse';
import { attribute, childElements, localName } from '../xml/query';
import type { XmlDocument, XmlElement } from '../xml/tree';

/** The root element is looked for here: licence texts before it are shorter. */
const rootWithin = 8192;
/** What shows that it is Tomcat's stands within this many characters in every server.xml seen. */
const evidenceWithin = 65536;

/** Children of `<Server>`: https://tomcat.apache.org/tomcat-10.1-doc/config/server.html */
const serverChildren = new Set(['Service', 'Listener', 'GlobalNamingResources']);

/** Children of `<Context>`: https://tomcat.apache.org/tomcat-10.1-doc/config/context.html and globalresources.html */
const contextChildren = new Set(
  (
    'CookieProcessor CredentialHandler Ejb Environment InstanceListener JarScanner Listener Loader Manager Parameter ' +
    'Realm Resource ResourceEnvRef ResourceLink Resources ServiceRef SessionIdGenerator Transaction Valve ' +
    'WatchedResource WrapperLifecycle WrapperListener'
  ).split(' '),
);

const contextAttributes = new Set(
  (
    'allowCasualMultipartParsing altDDName antiResourceLocking backgroundProcessorDelay cachingAllowed className ' +
    'cookies createUploadTargets crossContext docBase override path privileged reloadable sessionCookieDomain ' +
    'sessionCookieName sessionCookiePath sessionTimeout swallowOutput unloadDelay unpackWAR useHttpOnly workDir'
  ).split(' '),
);

/**
 * Which of Tomcat's files an XML text is, by its root element and what lies in it; undefined for all other XML.
 * @param source the text, its first kilobytes, or the parsed document
 */
export function recogniseXml(path: string, source: string | XmlDocument): TomcatFileKind | undefined {
  const text = typeof source === 'string' ? source : source.text;
  // Most XML is none of ours: its root element alone says so, before the whole is read.
  if (
    typeof source === 'string' &&
    !/<(?:[\w.-]+:)?(?:Server|Context|web-app|web-fragment|tomcat-users)\b/.test(text.slice(0, rootWithin))
  )
    return undefined;
  const { root } = typeof source === 'string' ? parseXml(text.slice(0, evidenceWithin)) : source;
  if (!root) return undefined;
  if (localName(root) === 'web-app') return 'web.xml';
  if (localName(root) === 'web-fragment') return 'web-fragment.xml';
  if (localName(root) === 'tomcat-users') return 'tomcat-users.xml';
  // Neither file has a namespace: one that has is somebody else's.
  if (attribute(root, 'xmlns')) return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (root.name === 'Server')
    return (name === 'server.xml' && mayBeServer(root)) || isServer(root) ? 'server.xml' : undefined;
  if (root.name === 'Context')
    return isContextPath(path, name) || isContext(root) ? 'context.xml' : undefined;
  return undefined;
}

/** Other programs have a server.xml too: what lies in theirs is none of Tomcat's. */
function mayBeServer(root: XmlElement): boolean {
  const children = childElements(root);
  return children.length === 0 || children.some((child) => serverChildren.has(child.name));
}

function isServer(root: XmlElement): boolean {
  if (attribute(root, 'shutdown')) return true;
  return childElements(root).some(
    (child) =>
      serverChildren.has(child.name) &&
      (child.name !== 'Service' ||
        childElements(child).some((inner) => inner.name === 'Engine' || inner.name === 'Connector')),
  );
}

/** Where Tomcat looks for contexts: any name under conf/Engine/host, else these. */
function isContextPath(path: string, name: string): boolean {
  return (
    name === 'context.xml' ||
    name === 'context.xml.default' ||
    /\/conf\/Catalina\/[^/]+\/[^/]+\.xml$/.test(path)
  );
}

function isContext(root: XmlElement): boolean {
  const children = childElements(root);
  return (
    children.every((child) => contextChildren.has(child.name)) &&
    (root.attributes.some(({ name }) => contextAttributes.has(name)) ||
      children.some((child) => child.name === 'WatchedResource' || attribute(child, 'className')))
  );
}
