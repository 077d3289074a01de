import { t } from '@vscode/l10n';
import { baseName, folderOf, isInside, join } from '../languages/text/paths';
import { childrenNamed, descendants, holdsEntities, localName, textOf } from '../languages/xml/query';
import type { XmlDocument, XmlElement } from '../languages/xml/tree';
import { ObjectGraph, type Stop } from '../languages/java/objects';
import { judgeValue, type ValueVerdict } from '../languages/java/values';
import type { SessionValue } from '../languages/java/tree';
import { Kept } from './kept';
import { type Module, neededBy, readModules } from './modules';
import type { App } from './model';
import { readSessionStore } from './serverXml';
import type { Place, SourceFile } from './source';
import { readTypes } from './types';

type JavaFile = Extract<SourceFile, { kind: 'java' }>;
type GradleFile = Extract<SourceFile, { kind: 'gradle' }>;
type PomFile = Extract<SourceFile, { kind: 'pom.xml' }>;
type XmlFile = Extract<SourceFile, { document: XmlDocument }>;

/** Where the parts of an app lie, as its build says it or as is usual. */
interface Layout {
  readonly name: string;
  readonly webRoot: string;
  /** The folder whose files are the app's, but for those of modules inside it. */
  readonly module: string;
  /** The part of it that holds Java sources. */
  readonly sourceFolder: string;
  /** Where a build puts the app. */
  readonly outputs: readonly string[];
  readonly pom: PomFile | undefined;
}

/** Web content that only tests run. */
const MAVEN_TESTS = /\/src\/(?:test|it)\//;

const MAVEN_WEB_ROOT = '/src/main/webapp';

/** Folders of Eclipse, NetBeans and others that hold the web content of a project. */
const CONTENT = /^(?:web-?(?:content|root|app)?|www|war|public(?:_html)?|htdocs|doc-?root)$/i;

/** Folders of apps: Tomcat's `webapps` and `webapps-javaee`, `webapps.dist` of the image, Eclipse's `wtpwebapps`. */
const WEBAPPS = /^(?:wtp)?webapps(?:[-.]\w+)?$/;

/** The apps of a folder as they were before: one of which nothing changed since is the same object. */
export class KnownApps {
  readonly layouts = new Kept(layoutsOf);
  readonly modules = new Kept(readModules);
  private readonly apps = new Map<string, Kept<Parameters<typeof readApp>, App>>();

  of(...args: Parameters<typeof readApp>): App {
    const [{ webRoot }] = args;
    const kept = this.apps.get(webRoot) ?? new Kept(readApp);
    this.apps.set(webRoot, kept);
    return kept.of(...args);
  }
}

/**
 * Every web app of the folder: what holds a WEB-INF/web.xml, and Maven modules that make a WAR. Not those that come with
 * Tomcat, and not what a build has made or only tests run.
 */
export function readApps(
  files: ReadonlyMap<string, SourceFile>,
  shipped: readonly string[],
  known = new KnownApps(),
): readonly App[] {
  const all = [...files.values()];
  const poms = all.filter((file): file is PomFile => file.kind === 'pom.xml');
  const builds = all.filter((file): file is GradleFile => file.kind === 'gradle');
  const java = all.filter((file): file is JavaFile => file.kind === 'java');
  const outputs = poms.flatMap((pom) => inPom(pom, pom.buildDirectory) ?? []);
  const webXmls = all.filter(
    (file): file is XmlFile =>
      file.kind === 'web.xml' &&
      file.path.endsWith('/WEB-INF/web.xml') &&
      !MAVEN_TESTS.test(file.path) &&
      !outputs.some((folder) => isInside(file.path, folder)),
  );
  const isShipped = ({ path }: SourceFile): boolean => shipped.some((root) => isInside(path, root));
  const roots = webXmls.filter((file) => !isShipped(file)).map(({ path }) => folderOf(folderOf(path)));

  const layouts = known.layouts.of(roots, poms);
  const modules = known.modules.of(poms, builds);
  const apps = new Set(layouts.map(({ module }) => module));
  const folders = new Set([...apps, ...modules.keys()]);
  const own = new Map<string, JavaFile[]>();
  const shared: JavaFile[] = [];
  for (const file of java) {
    if (isShipped(file)) continue;
    const module = innermost(folders, file.path);
    if (module === undefined || !apps.has(module)) shared.push(file);
    if (module === undefined) continue;
    const others = own.get(module);
    if (others) others.push(file);
    else own.set(module, [file]);
  }
  const sourcesOf = ({ folder, sourceFolders }: Module): readonly JavaFile[] =>
    (own.get(folder) ?? []).filter(({ path }) => sourceFolders.some((one) => isInside(path, one)));
  return layouts.map((layout) => {
    const { webRoot, module, pom } = layout;
    const webXmlPaths = [pom && inPom(pom, pom.webXml), `${webRoot}/WEB-INF/web.xml`];
    const web = webXmlPaths.map((path) => files.get(path ?? '')).find((file) => file !== undefined);
    const context = files.get(`${webRoot}/META-INF/context.xml`);
    // Another app's classes are not packaged with this one.
    const needed = neededBy(module, modules).filter(({ folder }) => !apps.has(folder));
    const added = modules.get(module)?.sourceFolders ?? [];
    const its = needed.flatMap(sourcesOf);
    return known.of(layout, own.get(module) ?? [], added, its, shared, web, context);
  });
}

/** A path that a pom names. */
const inPom = ({ path: pom }: PomFile, path: string | undefined): string | undefined =>
  path === undefined ? undefined : join(folderOf(pom), path);

/** Of some folders the innermost that a path lies in. */
function innermost(folders: ReadonlySet<string>, path: string): string | undefined {
  for (let folder = path; ; folder = folderOf(folder)) {
    if (folders.has(folder)) return folder;
    if (folder === '/') return undefined;
  }
}

/** The apps by their web roots: those of Maven as their poms say, then what else holds web content. */
function layoutsOf(roots: readonly string[], poms: readonly PomFile[]): readonly Layout[] {
  const folders = new Set(poms.map(({ path }) => folderOf(path)));
  const byMaven = poms.flatMap((pom): Layout[] => {
    const module = folderOf(pom.path);
    const within = roots.filter((root) => innermost(folders, root) === module);
    const webRoot = webRootOf(pom, within);
    if (webRoot === undefined) return [];
    const sourceFolder = inPom(pom, pom.sourceDirectory) ?? module;
    const outputs = [inPom(pom, pom.buildDirectory) ?? `${module}/target`, `${module}/build/libs`];
    return [{ name: baseName(module), webRoot, module, sourceFolder, outputs, pom }];
  });
  const taken = new Set(byMaven.map(({ webRoot }) => webRoot));
  const all = [...new Set([...roots, ...taken])];
  const modules = new Set(byMaven.map(({ module }) => module));
  const others = all.filter((root) => !taken.has(root)).map((root) => layoutOf(root, all, modules));
  return [...byMaven, ...others].toSorted((a, b) => (a.webRoot < b.webRoot ? -1 : 1));
}

/**
 * The web content of a Maven module. One that lies elsewhere than the pom says is the module's too where it is the only one:
 * a parent or a profile can say so.
 */
function webRootOf(pom: PomFile, roots: readonly string[]): string | undefined {
  const said = inPom(pom, pom.warSourceDirectory);
  if (said !== undefined && roots.includes(said)) return said;
  if (pom.packaging !== 'war') return undefined;
  const [first, ...others] = roots.filter(
    (root) => !WEBAPPS.test(baseName(folderOf(root))) && !isTest(root.slice(folderOf(pom.path).length)),
  );
  const isByDefault = said === undefined || said.endsWith(MAVEN_WEB_ROOT);
  if (first === undefined || !isByDefault) return said;
  return others.length === 0 ? first : undefined;
}

/**
 * An app whose build is not known. Sources lie inside its web content, or beside it: in the project whose web content it is,
 * or wherever there is no other app.
 */
function layoutOf(webRoot: string, roots: readonly string[], taken: ReadonlySet<string>): Layout {
  const layout = { name: baseName(webRoot), webRoot, outputs: [], pom: undefined };
  if (webRoot.endsWith(MAVEN_WEB_ROOT)) {
    const module = webRoot.slice(0, -MAVEN_WEB_ROOT.length);
    const outputs = [`${module}/target`, `${module}/build/libs`];
    return { ...layout, name: baseName(module), module, sourceFolder: `${module}/src/main/java`, outputs };
  }
  const folder = folderOf(webRoot);
  const isAmongApps = WEBAPPS.test(baseName(folder));
  const beside = isAmongApps ? folderOf(folder) : folder;
  const isContent = !isAmongApps && CONTENT.test(baseName(webRoot));
  const isOnly = roots.every(
    (root) => root === webRoot || (isContent ? folderOf(root) !== beside : !isInside(root, beside)),
  );
  const module = isOnly && !taken.has(beside) ? beside : webRoot;
  return {
    ...layout,
    name: isContent && module === beside ? baseName(beside) : layout.name,
    module,
    sourceFolder: module,
  };
}

function readApp(
  { name, webRoot, module, sourceFolder, outputs, pom }: Layout,
  java: readonly JavaFile[],
  /** Folders of sources that its build names. */
  added: readonly string[],
  /** Sources of modules that it needs. */
  needed: readonly JavaFile[],
  shared: readonly JavaFile[],
  web: SourceFile | undefined,
  context: SourceFile | undefined,
): App {
  const real = java.filter((file) => !isTest(rootOf(file).slice(module.length)));
  const own = real.filter(({ path }) => [sourceFolder, ...added].some((folder) => isInside(path, folder)));
  const sources = [...own, ...needed];
  const document = web?.kind === 'web.xml' ? web.document : undefined;
  const root = document?.root && localName(document.root) === 'web-app' ? document.root : undefined;
  // What a generator has made elsewhere in the module is known too.
  const types = readTypes([...sources, ...real, ...shared]);
  const objects = new ObjectGraph(types);
  const verdicts = new Map<SessionValue, ValueVerdict>();
  const stops = new Map<SessionValue, Stop | undefined>();
  return {
    name,
    webRoot,
    webXml: web && document && root ? { path: web.path, span: root.span, document, root } : undefined,
    hasNoWebXml: !web && !(pom && (pom.overlays || pom.webXml === undefined)),
    distributable: root && childrenNamed(root, 'distributable')[0],
    contextXml: context?.path,
    sources: sources.map(({ path }) => path).toSorted(),
    sourceFolders:
      sourceFolder === module
        ? sourceFoldersOf(sources)
        : [...new Set([sourceFolder, ...sourceFoldersOf(sources)])].toSorted(),
    types,
    objects,
    verdictOf: (write, source) => {
      const verdict = verdicts.get(write) ?? judgeValue(write.value, source, write.inType, types);
      verdicts.set(write, verdict);
      return verdict;
    },
    stopOf: (write, source) => {
      if (!stops.has(write)) stops.set(write, objects.stopOf(write.value, source, write.inType));
      return stops.get(write);
    },
    usesSessions: sources.some((file) => file.document.usesSession),
    sessionUse: sessionUse(sources),
    builds:
      pom?.packaging === 'war'
        ? [pom.webappDirectory, pom.warFile].flatMap((path) => inPom(pom, path) ?? [])
        : [],
    outputs,
    servletApi: servletApiOf(sources, root),
    sessionStore:
      (context?.kind === 'context.xml' ? readSessionStore(context.path, context.document) : undefined) ??
      filterStore(web?.path, document) ??
      springSession(sources),
    isWhole: [document?.root, context?.kind === 'context.xml' ? context.document.root : undefined].every(
      (one) => !one || !holdsEntities(one),
    ),
    configuredInCode: imports(sources, 'org.springframework.boot') !== undefined,
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

const isTest = (path: string): boolean => /(^|\/)(test|tests|it)(\/|$)/.test(path);

/** The folder from which packages count: a source's folder without its package. */
function rootOf({ path, document }: JavaFile): string {
  const inner = document.package ? `/${document.package.replaceAll('.', '/')}` : '';
  const folder = folderOf(path);
  return inner && folder.endsWith(inner) ? folder.slice(0, -inner.length) : folder;
}

const sourceFoldersOf = (sources: readonly JavaFile[]): readonly string[] =>
  [...new Set(sources.map(rootOf))].toSorted();

/** Imports decide, since Tomcat 10 takes a web.xml in the old namespace too; else the namespace of web.xml. */
function servletApiOf(sources: readonly JavaFile[], root: XmlElement | undefined): App['servletApi'] {
  if (imports(sources, 'jakarta.servlet')) return 'jakarta';
  if (imports(sources, 'javax.servlet')) return 'javax';
  const namespace = root?.attributes.find(
    ({ name }) => /^xmlns(:|$)/.test(name) && name !== 'xmlns:xsi',
  )?.value;
  if (!namespace) return undefined;
  if (namespace.startsWith('https://jakarta.ee/')) return 'jakarta';
  return /java\.sun\.com|xmlns\.jcp\.org/.test(namespace) ? 'javax' : undefined;
}

/** The first import of a package or of what lies below it. */
function imports(sources: readonly JavaFile[], name: string): Place | undefined {
  const below = `${name}.`;
  for (const { path, document } of sources) {
    const found = document.imports.find((one) => one.name.startsWith(below) || one.name === name);
    if (found) return { path, span: found.span };
  }
  return undefined;
}

function springSession(sources: readonly JavaFile[]): App['sessionStore'] {
  const place = imports(sources, 'org.springframework.session');
  return place && { ...place, says: t('sessions are kept by Spring Session') };
}

/** Filters that take the place of Tomcat's sessions. */
function filterStore(path: string | undefined, document: XmlDocument | undefined): App['sessionStore'] {
  if (path === undefined || !document?.root) return undefined;
  for (const element of descendants(document.root)) {
    const text = /^filter-(class|name)$/.test(localName(element)) ? textOf(element) : '';
    if (
      /^(com\.hazelcast\.web\.WebFilter|springSessionRepositoryFilter)$|\.SessionRepositoryFilter$/.test(text)
    ) {
      return { path, span: element.nameSpan, says: t('sessions are kept by the filter {text}', { text }) };
    }
  }
  return undefined;
}
