import { childrenNamed, descendants, localName, textOf } from '../languages/xml/query';
import type { XmlDocument, XmlElement } from '../languages/xml/tree';
import type { App } from './model';
import { baseName, entryOf, folderOf, isInside } from '../languages/text/paths';
import { readSessionStore } from './serverXml';
import type { Place, SourceFile } from './source';
import { readTypes } from './types';

type JavaFile = Extract<SourceFile, { kind: 'java' }>;
type PomFile = Extract<SourceFile, { kind: 'pom.xml' }>;

const MAVEN_WEB_ROOT = '/src/main/webapp';

/** Every web app of the folder: what holds a WEB-INF/web.xml, and Maven modules that make a WAR. */
export function readApps(files: ReadonlyMap<string, SourceFile>): readonly App[] {
  const poms = [...files.values()].filter((file): file is PomFile => file.kind === 'pom.xml');
  const java = [...files.values()].filter((file): file is JavaFile => file.kind === 'java');
  const webRoots = new Set<string>();
  for (const { path, kind } of files.values()) {
    if (kind === 'web.xml' && path.endsWith('/WEB-INF/web.xml')) webRoots.add(folderOf(folderOf(path)));
  }
  for (const { path, packaging } of poms) {
    if (packaging === 'war') webRoots.add(entryOf(folderOf(path), MAVEN_WEB_ROOT.slice(1)));
  }
  const isBuilt = (webRoot: string): boolean =>
    poms.some(({ path }) => isInside(webRoot, entryOf(folderOf(path), 'target')));
  const roots = [...webRoots].filter((webRoot) => !isBuilt(webRoot)).toSorted();
  const modules = roots.map(moduleOf);
  const shared = java.filter(({ path }) => !modules.some((module) => isInside(path, module)));
  return roots.map((webRoot, index) => {
    const module = modules[index] ?? webRoot;
    const nested = modules.filter((other) => other !== module && isInside(other, module));
    const own = java.filter(
      ({ path }) => isInside(path, module) && !nested.some((other) => isInside(path, other)),
    );
    const pom = poms.find(({ path }) => folderOf(path) === module);
    return readApp(webRoot, module, own, shared, pom, files);
  });
}

/** The folder that holds web content and sources: `app` of `app/src/main/webapp` and of `app/WebContent`. */
const moduleOf = (webRoot: string): string =>
  webRoot.endsWith(MAVEN_WEB_ROOT) ? webRoot.slice(0, -MAVEN_WEB_ROOT.length) : folderOf(webRoot);

function readApp(
  webRoot: string,
  module: string,
  java: readonly JavaFile[],
  shared: readonly JavaFile[],
  pom: PomFile | undefined,
  files: ReadonlyMap<string, SourceFile>,
): App {
  const isMaven = webRoot.endsWith(MAVEN_WEB_ROOT);
  const sourceFolder = isMaven ? `${module}/src/main/java` : module;
  const sources = java.filter(
    ({ path }) => isInside(path, sourceFolder) && !isTest(path.slice(module.length)),
  );
  const web = files.get(`${webRoot}/WEB-INF/web.xml`);
  const document = web?.kind === 'web.xml' ? web.document : undefined;
  const root = document?.root && localName(document.root) === 'web-app' ? document.root : undefined;
  const context = files.get(`${webRoot}/META-INF/context.xml`);
  return {
    name: baseName(module),
    webRoot,
    webXml: web && document && root ? { path: web.path, span: root.span, document, root } : undefined,
    distributable: root && childrenNamed(root, 'distributable')[0],
    contextXml: context?.path,
    sources: sources.map(({ path }) => path).toSorted(),
    sourceFolders: isMaven ? [sourceFolder] : sourceFoldersOf(sources),
    types: readTypes([...sources, ...shared]),
    usesSessions: sources.some((file) => file.document.usesSession),
    sessionUse: sessionUse(sources),
    buildOutput:
      pom?.packaging === 'war' && pom.finalName !== undefined
        ? `${module}/target/${pom.finalName}`
        : undefined,
    servletApi: servletApiOf(sources, root),
    sessionStore:
      (context?.kind === 'context.xml' ? readSessionStore(context.path, context.document) : undefined) ??
      filterStore(web?.path, document) ??
      springSession(sources),
    configuredInCode: imports(sources, /^org\.springframework\.boot\./) !== undefined,
  };
}

function sessionUse(sources: readonly JavaFile[]): Place | undefined {
  const users = sources.filter(({ document }) => document.usesSession);
  const writer = users.find(({ document }) => document.sessionWrites.length > 0);
  const { path, document } = writer ?? users[0] ?? {};
  if (path === undefined || !document) return undefined;
  const span = document.sessionWrites[0]?.span ?? document.types[0]?.nameSpan ?? { start: 0, end: 0 };
  return { path, span };
}

const isTest = (path: string): boolean => /(^|\/)(test|tests|it)\//.test(path);

/** The roots from which packages count: a source's folder without its package. */
function sourceFoldersOf(sources: readonly JavaFile[]): readonly string[] {
  const folders = sources.map(({ path, document }) => {
    const inner = document.package ? `/${document.package.replaceAll('.', '/')}` : '';
    const folder = folderOf(path);
    return inner && folder.endsWith(inner) ? folder.slice(0, -inner.length) : folder;
  });
  return [...new Set(folders)].toSorted();
}

/** Imports decide, since Tomcat 10 takes a web.xml in the old namespace too; else the namespace of web.xml. */
function servletApiOf(sources: readonly JavaFile[], root: XmlElement | undefined): App['servletApi'] {
  if (imports(sources, /^jakarta\.servlet\./)) return 'jakarta';
  if (imports(sources, /^javax\.servlet\./)) return 'javax';
  const namespace = root?.attributes.find(
    ({ name }) => /^xmlns(:|$)/.test(name) && name !== 'xmlns:xsi',
  )?.value;
  if (!namespace) return undefined;
  if (namespace.startsWith('https://jakarta.ee/')) return 'jakarta';
  return /java\.sun\.com|xmlns\.jcp\.org/.test(namespace) ? 'javax' : undefined;
}

function imports(sources: readonly JavaFile[], name: RegExp): Place | undefined {
  for (const { path, document } of sources) {
    const found = document.imports.find((candidate) => name.test(`${candidate.name}.`));
    if (found) return { path, span: found.span };
  }
  return undefined;
}

function springSession(sources: readonly JavaFile[]): App['sessionStore'] {
  const place = imports(sources, /^org\.springframework\.session\./);
  return place && { ...place, says: 'sessions are kept by Spring Session' };
}

/** Filters that take the place of Tomcat's sessions. */
function filterStore(path: string | undefined, document: XmlDocument | undefined): App['sessionStore'] {
  if (path === undefined || !document?.root) return undefined;
  for (const element of descendants(document.root)) {
    const text = /^filter-(class|name)$/.test(localName(element)) ? textOf(element) : '';
    if (
      /^(com\.hazelcast\.web\.WebFilter|springSessionRepositoryFilter)$|\.SessionRepositoryFilter$/.test(text)
    ) {
      return { path, span: element.nameSpan, says: `sessions are kept by the filter ${text}` };
    }
  }
  return undefined;
}
