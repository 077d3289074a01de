import type { ProjectService } from './compose';
import { baseName, folderOf, isInside, rebase } from '../languages/text/paths';
import { CATALINA_HOME, type Images, type ServiceImage } from './images';
import type { App, Connector, Deployed, TomcatNode } from './model';
import { lineOf, majorOf } from '../languages/text/versions';
import { holdsEntities } from '../languages/xml/query';
import { propertiesOf, routeOf } from './properties';
import { deploymentsOf, hasSomethingIn, STOCK_HOSTS, WEBAPPS } from './deployments';
import { publishedAs } from './ports';
import { readServerXml, readSessionStore, type ServerXml } from './serverXml';
import type { SourceFile } from './source';

/** More replicas than anybody runs on one machine. */
const MAX_REPLICAS = 64;

const EMPTY: ServerXml = {
  engine: undefined,
  cluster: undefined,
  commentedCluster: undefined,
  connectors: [],
  sessionStore: undefined,
  hosts: STOCK_HOSTS,
  isWhole: true,
};

/** What nodes are read from. */
export interface NodeSources {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly images: Images;
  readonly apps: readonly App[];
  /** What somebody set counts before what an image's tag says. */
  readonly version: string | undefined;
  /** What cluster-lab.json says counts where nothing else does. */
  readonly settled?: string | undefined;
}

/** All Tomcats of the folder: Compose services, one a replica, and CATALINA_BASE folders that no service uses. */
export function readNodes(sources: NodeSources): readonly TomcatNode[] {
  const { files } = sources;
  const reader = new ServerXmlReader(files);
  const inContainers = sources.images.projects.flatMap(({ services }) =>
    services.flatMap((service) => serviceNodes(service, sources, reader)),
  );
  const used = new Set(inContainers.map((node) => node.serverXml?.path));
  const bases = [...files.values()]
    .filter(({ kind, path }) => kind === 'server.xml' && !used.has(path))
    .map(({ path }) => baseNode(path, sources, reader));
  return [...inContainers, ...bases];
}

/** Reads each server.xml once, however many nodes share it. */
class ServerXmlReader {
  private readonly read = new Map<string, ServerXml>();

  constructor(private readonly files: ReadonlyMap<string, SourceFile>) {}

  at(path: string | undefined): ServerXml {
    const file = path === undefined ? undefined : this.files.get(path);
    if (file?.kind !== 'server.xml') return EMPTY;
    const known = this.read.get(file.path) ?? readServerXml(file.path, file.document);
    this.read.set(file.path, known);
    return known;
  }
}

function serviceNodes(
  service: ProjectService,
  { files, images, apps, version, settled }: NodeSources,
  reader: ServerXmlReader,
): readonly TomcatNode[] {
  const image = images.of(service);
  if (image.official === 'nginx') return [];
  const isOfficial = image.official === 'tomcat';
  const home = isOfficial ? (service.environment.get('CATALINA_BASE') ?? CATALINA_HOME) : undefined;
  const container = { ...image, home };
  const configured = broughtInto('server.xml', container, files);
  const base = configured?.base ?? baseOf(service, image, apps);
  if (base === undefined) return [];

  const facts = reader.at(configured?.path);
  const known = propertiesOf(
    {
      base,
      mounts: image.files,
      hidden: image.hidden,
      serverXml: configured?.path,
      environment: image.environment,
      service,
    },
    files,
  );
  const { properties } = known;
  const connectors =
    isOfficial && !configured
      ? [stockConnector(service)]
      : facts.connectors.map(({ portOf, ...connector }) => {
          const port = portOf(properties);
          return { ...connector, port, published: publishedAs(service, port) };
        });
  const release = version ?? tomcatVersionOf(image.version?.value) ?? settled;
  const places = { base, mounts: image.files, hosts: facts.hosts };
  const node: Omit<TomcatNode, 'name'> = {
    serverXml: placeOf(configured?.path, files),
    service,
    image: service.build || service.image?.value.includes('$') ? undefined : service.image?.value,
    base,
    files: image.files,
    isLoose: false,
    version: release,
    connectors,
    engine: facts.engine,
    jvmRoute: routeOf(facts.engine?.element, known, release, !configured || configured.path !== undefined),
    properties,
    cluster: facts.cluster,
    commentedCluster: facts.commentedCluster,
    deployments: deploymentsOf(places, apps, files),
    hasApps:
      hasSomethingIn(places, [...image.files.map(({ target }) => target), ...image.hidden]) ||
      image.runs.some((run) => /\.war\b|webapps/.test(run)),
    ...sessionsOf(facts, broughtInto('context.xml', container, files), files),
  };
  const count = Math.max(1, Math.min(service.replicas, MAX_REPLICAS));
  if (count === 1) return [{ name: service.name, ...node }];
  return Array.from({ length: count }, (_, index) => ({ name: `${service.name}-${index + 1}`, ...node }));
}

/**
 * A CATALINA_BASE that nothing says is run. One whose server.xml does not lie in `conf` under its own name is perhaps none:
 * a copy of a file, kept for another machine.
 */
function baseNode(path: string, sources: NodeSources, reader: ServerXmlReader): TomcatNode {
  const { files, apps, version = sources.settled } = sources;
  const isStandard = path.endsWith('/conf/server.xml');
  const base = isStandard ? folderOf(folderOf(path)) : folderOf(path);
  const facts = reader.at(path);
  const mounts = [
    ...(isStandard ? [] : [{ localPath: path, target: `${CATALINA_HOME}/conf/server.xml` }]),
    ...['conf', 'webapps', 'lib'].map((name) => ({
      localPath: `${base}/${name}`,
      target: `${CATALINA_HOME}/${name}`,
    })),
  ];
  const known = propertiesOf(
    {
      base: CATALINA_HOME,
      mounts: [...mounts, { localPath: `${base}/bin`, target: `${CATALINA_HOME}/bin` }],
      hidden: [],
      serverXml: path,
      environment: new Map(),
      service: undefined,
    },
    files,
  );
  const { properties } = known;
  const file = baseName(path);
  return {
    name: file === 'server.xml' ? baseName(base) : file.replace(/\.xml$/, ''),
    isLoose: !isStandard,
    serverXml: placeOf(path, files),
    service: undefined,
    image: undefined,
    base: CATALINA_HOME,
    files: mounts,
    version,
    connectors: facts.connectors.map(({ portOf, ...connector }) => ({
      ...connector,
      port: portOf(properties),
      published: [],
    })),
    engine: facts.engine,
    jvmRoute: routeOf(facts.engine?.element, known, version, true),
    properties,
    cluster: facts.cluster,
    commentedCluster: facts.commentedCluster,
    deployments: deploymentsOf(
      { base: CATALINA_HOME, localBase: base, mounts, hosts: facts.hosts },
      apps,
      files,
    ),
    hasApps: false,
    ...sessionsOf(facts, broughtInto('context.xml', { files: mounts }, files), files),
  };
}

function placeOf(path: string | undefined, files: ReadonlyMap<string, SourceFile>): TomcatNode['serverXml'] {
  const file = path === undefined ? undefined : files.get(path);
  if (file?.kind !== 'server.xml') return undefined;
  return { path: file.path, span: file.document.root?.span ?? { start: 0, end: 0 }, document: file.document };
}

/** The line of releases that a bare major in a tag means. */
const NEWEST: Readonly<Record<string, string>> = {
  '7': '7.0',
  '8': '8.5',
  '9': '9.0',
  '10': '10.1',
  '11': '11.0',
};

/** `10.1` of the tag `10.1.30-jdk17`; undefined for numbers that are none of Tomcat's. */
export function tomcatVersionOf(tag = ''): string | undefined {
  const newest = NEWEST[majorOf(tag)];
  return newest && (lineOf(tag) ?? newest);
}

/** The stock server.xml of every Tomcat has one live connector: HTTP/1.1 on 8080. */
function stockConnector(service: ProjectService): Connector {
  return {
    path: service.composeFile,
    span: service.image?.span ?? service.nameSpan,
    element: undefined,
    port: 8080,
    protocol: 'http',
    tls: false,
    published: publishedAs(service, 8080),
  };
}

/** Where files of a Tomcat may come from. */
interface Container extends Pick<ServiceImage, 'files'>, Partial<Pick<ServiceImage, 'hidden' | 'runs'>> {
  /** The CATALINA_BASE of an official image. */
  readonly home?: string | undefined;
}

/** A file of `conf` that a container is given; the path of the workspace, undefined where it is not known here. */
interface Brought {
  readonly base: string;
  readonly path: string | undefined;
}

/** The server.xml or context.xml that takes the place of an image's own, or shows that there is a Tomcat. */
function broughtInto(
  name: 'server.xml' | 'context.xml',
  { files: mounts, hidden = [], runs = [], home }: Container,
  files: ReadonlyMap<string, SourceFile>,
): Brought | undefined {
  for (const { localPath, target } of mounts) {
    const base = baseAt(target, name, home);
    if (base === undefined) continue;
    const path = rebase(`${base}/conf/${name}`, target, localPath);
    if (path !== undefined && files.get(path)?.kind === name) return { base, path };
    if (base === home && !isKnown(localPath, files)) return { base, path: undefined };
  }
  if (home === undefined) return undefined;
  const isChanged =
    hidden.some((path) => isInside(`${home}/conf/${name}`, path)) || runs.some((run) => run.includes(name));
  return isChanged ? { base: home, path: undefined } : undefined;
}

/** Whether files below a folder are known, so that what is not among them is not there. */
function isKnown(folder: string, files: ReadonlyMap<string, SourceFile>): boolean {
  for (const path of files.keys()) if (path !== folder && isInside(path, folder)) return true;
  return false;
}

/** The CATALINA_BASE in which a mount may put a file of `conf`: the file, the folder, or the whole. */
function baseAt(target: string, name: string, home: string | undefined): string | undefined {
  const folder = baseName(target) === name ? folderOf(target) : target;
  if (baseName(folder) === 'conf') return folderOf(folder);
  if (home !== undefined && isInside(home, target)) return home;
  return folder === target && /tomcat|catalina/i.test(baseName(target)) ? target : undefined;
}

/** Servers that have a folder `webapps` too, or what they run in. */
const NO_TOMCAT =
  /jetty|resin|jboss|wildfly|glassfish|payara|weblogic|websphere|liberty|activemq|artemis|solr|hadoop|nginx|httpd/i;

/** The CATALINA_BASE of an image of which nothing but its name is known: above the `webapps` that gets an app. */
function baseOf(
  { name: service }: ProjectService,
  { official, name = '', files, runs }: ServiceImage,
  apps: readonly App[],
): string | undefined {
  if (official !== undefined) return official === 'tomcat' ? CATALINA_HOME : undefined;
  for (const mount of files) {
    const [, base, inside = ''] = WEBAPPS.exec(mount.target) ?? [];
    if (base === undefined || [service, name, base, ...runs].some((text) => NO_TOMCAT.test(text))) continue;
    const isApp = /^\/[^/]+(?:\.war|\/WEB-INF(?:\/.*)?)$/i.test(inside);
    if (
      isApp ||
      deploymentsOf({ base, mounts: [mount], hosts: STOCK_HOSTS }, apps, NO_FILES).some((deployed) =>
        isAppAt(deployed, apps),
      )
    )
      return base;
  }
  return undefined;
}

const NO_FILES: ReadonlyMap<string, SourceFile> = new Map();

const isAppAt = ({ localPath }: Deployed, apps: readonly App[]): boolean =>
  apps.some(({ webRoot, builds }) => localPath === webRoot || builds.includes(localPath));

/** A context.xml in `conf` counts for all apps of a node. */
function sessionsOf(
  facts: ServerXml,
  context: Brought | undefined,
  files: ReadonlyMap<string, SourceFile>,
): Pick<TomcatNode, 'sessionStore' | 'isWhole'> {
  const file = files.get(context?.path ?? '');
  if (file?.kind !== 'context.xml')
    return { sessionStore: facts.sessionStore, isWhole: facts.isWhole && !context };
  const { root } = file.document;
  return {
    sessionStore: facts.sessionStore ?? readSessionStore(file.path, file.document),
    isWhole: facts.isWhole && (!root || !holdsEntities(root)),
  };
}
