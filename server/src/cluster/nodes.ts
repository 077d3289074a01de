import { imageVersion } from '../languages/compose/image';
import type { ComposeService } from '../languages/compose/tree';
import type { App, Connector, Deployed, TomcatNode } from './model';
import { baseName, entryOf, folderOf, isInside, join } from '../languages/text/paths';
import { lineOf, majorOf } from '../languages/text/versions';
import { bindMounts } from './images';
import { holdsEntities } from '../languages/xml/query';
import { readServerXml, readSessionStore, type ServerXml } from './serverXml';
import type { SourceFile } from './source';

export type ComposeFile = Extract<SourceFile, { kind: 'compose' }>;

/** More replicas than anybody runs on one machine. */
const MAX_REPLICAS = 64;

const EMPTY: ServerXml = {
  engine: undefined,
  cluster: undefined,
  commentedCluster: undefined,
  connectors: [],
  sessionStore: undefined,
  isWhole: true,
};

/** Names of a Compose file that Compose reads by itself, the first wins. */
const STANDARD_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/**
 * The Compose files that stand for something that runs: in a folder with one of the standard names, that one, because the
 * others are overrides or alternatives of it; else all.
 */
export function composeFiles(files: ReadonlyMap<string, SourceFile>): readonly ComposeFile[] {
  const all = [...files.values()].filter((file): file is ComposeFile => file.kind === 'compose');
  return all.filter(({ path }) => {
    const folder = folderOf(path);
    const standard = STANDARD_NAMES.map((name) => entryOf(folder, name)).find((name) => files.has(name));
    return standard === undefined || standard === path;
  });
}

/** All Tomcats of the folder: Compose services, one a replica, and CATALINA_BASE folders that no service uses. */
export function readNodes(
  files: ReadonlyMap<string, SourceFile>,
  apps: readonly App[],
  tomcatVersion: string | undefined,
): readonly TomcatNode[] {
  const reader = new ServerXmlReader(files);
  const inContainers = composeFiles(files).flatMap((compose) =>
    compose.document.services.flatMap((service) =>
      serviceNodes(service, compose.path, files, apps, reader, tomcatVersion),
    ),
  );
  const used = new Set(inContainers.map((node) => node.serverXml?.path));
  const bases = [...files.values()]
    .filter(({ kind, path }) => kind === 'server.xml' && path.endsWith('/conf/server.xml') && !used.has(path))
    .map(({ path }) => baseNode(path, files, apps, reader, tomcatVersion));
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
  service: ComposeService,
  composeFile: string,
  files: ReadonlyMap<string, SourceFile>,
  apps: readonly App[],
  reader: ServerXmlReader,
  tomcatVersion: string | undefined,
): readonly TomcatNode[] {
  const mounts = bindMounts(service, composeFile);
  const context = service.build && join(folderOf(composeFile), service.build.context);
  const image = service.image?.value ?? '';
  const isTomcat = isTomcatImage(image);
  const mounted = mounts.flatMap((mount) => serverXmlOf(mount) ?? [])[0];
  const serverXmlPath = mounted ?? (context === undefined ? undefined : onlyServerXml(context, files));
  if (!isTomcat && serverXmlPath === undefined) return [];

  const facts = reader.at(serverXmlPath);
  const file = serverXmlPath === undefined ? undefined : files.get(serverXmlPath);
  const base: Omit<TomcatNode, 'name'> = {
    serverXml:
      file?.kind === 'server.xml'
        ? {
            path: file.path,
            span: file.document.root?.span ?? { start: 0, end: 0 },
            document: file.document,
          }
        : undefined,
    service: { ...service, composeFile },
    version: tomcatVersion ?? (isTomcat ? tomcatVersionOf(image) : undefined),
    connectors:
      serverXmlPath === undefined && service.image && !service.build
        ? [stockConnector(composeFile, service)]
        : facts.connectors.map((connector) => ({
            ...connector,
            published: publishedAs(service, connector.port),
          })),
    engine: facts.engine,
    cluster: facts.cluster,
    commentedCluster: facts.commentedCluster,
    deployments: mounts.flatMap((mount) => deployedBy(mount, apps)),
    ...sessionsOf(facts, mounts, files),
  };
  const count = Math.max(1, Math.min(service.replicas, MAX_REPLICAS));
  if (count === 1) return [{ name: service.name, ...base }];
  return Array.from({ length: count }, (_, index) => ({ name: `${service.name}-${index + 1}`, ...base }));
}

function baseNode(
  path: string,
  files: ReadonlyMap<string, SourceFile>,
  apps: readonly App[],
  reader: ServerXmlReader,
  tomcatVersion: string | undefined,
): TomcatNode {
  const base = folderOf(folderOf(path));
  const facts = reader.at(path);
  const file = files.get(path);
  const mounts = [{ localPath: `${base}/conf`, target: '/conf' }];
  return {
    name: baseName(base),
    serverXml:
      file?.kind === 'server.xml'
        ? { path, span: file.document.root?.span ?? { start: 0, end: 0 }, document: file.document }
        : undefined,
    service: undefined,
    version: tomcatVersion,
    connectors: facts.connectors.map((connector) => ({ ...connector, published: [] })),
    engine: facts.engine,
    cluster: facts.cluster,
    commentedCluster: facts.commentedCluster,
    deployments: deployedBy({ localPath: `${base}/webapps`, target: '/webapps' }, apps),
    ...sessionsOf(facts, mounts, files),
  };
}

/** Whether an image is one of Tomcat by its name: `tomcat:10.1`, `bitnami/tomcat`, `registry:5000/my-tomcat`. */
const isTomcatImage = (image: string): boolean => /(^|[-_.])tomcat([-_.]|$)/.test(imageVersion(image).name);

/** The line of releases that a bare major in a tag means. */
const NEWEST: Readonly<Record<string, string>> = {
  '7': '7.0',
  '8': '8.5',
  '9': '9.0',
  '10': '10.1',
  '11': '11.0',
};

/** `10.1` of `tomcat:10.1.30-jdk17`; undefined for other tags and for numbers that are none of Tomcat's. */
function tomcatVersionOf(image: string): string | undefined {
  const { version = '' } = imageVersion(image);
  const newest = NEWEST[majorOf(version)];
  return newest && (lineOf(version) ?? newest);
}

/** The stock server.xml of every Tomcat has one live connector: HTTP/1.1 on 8080. */
function stockConnector(composeFile: string, service: ComposeService): Connector {
  return {
    path: composeFile,
    span: service.image?.span ?? service.nameSpan,
    element: undefined,
    port: 8080,
    protocol: 'http',
    tls: false,
    published: publishedAs(service, 8080),
  };
}

function publishedAs(service: ComposeService, port: number | undefined): readonly number[] {
  if (port === undefined) return [];
  if (service.networkMode === 'host') return [port];
  return service.ports.flatMap(({ container, host, protocol }) =>
    container === port && host !== undefined && protocol === 'tcp' ? [host] : [],
  );
}

interface LocalMount {
  readonly localPath: string;
  readonly target: string;
}

/** The local server.xml that a mount puts into `conf`, as a file, as the folder `conf`, or as the whole base. */
function serverXmlOf({ localPath, target }: LocalMount): string | undefined {
  if (target.endsWith('/conf/server.xml')) return localPath;
  if (target.endsWith('/conf')) return `${localPath}/server.xml`;
  return target.endsWith('/tomcat') ? `${localPath}/conf/server.xml` : undefined;
}

/** A build context with one server.xml in it: which one a Dockerfile copies is not read, so two say nothing. */
function onlyServerXml(context: string, files: ReadonlyMap<string, SourceFile>): string | undefined {
  const inside = [...files.values()].filter(
    ({ kind, path }) => kind === 'server.xml' && isInside(path, context),
  );
  return inside.length === 1 ? inside[0]?.path : undefined;
}

/** A context.xml in `conf` counts for all apps of a node. */
function sessionsOf(
  facts: ServerXml,
  mounts: readonly LocalMount[],
  files: ReadonlyMap<string, SourceFile>,
): Pick<TomcatNode, 'sessionStore' | 'isWhole'> {
  const [context] = mounts.flatMap(({ localPath, target }) => {
    const isFile = target.endsWith('/conf/context.xml');
    const file =
      isFile || target.endsWith('/conf')
        ? files.get(isFile ? localPath : `${localPath}/context.xml`)
        : undefined;
    return file?.kind === 'context.xml' ? [file] : [];
  });
  const root = context?.document.root;
  return {
    sessionStore: facts.sessionStore ?? (context && readSessionStore(context.path, context.document)),
    isWhole: facts.isWhole && (!root || !holdsEntities(root)),
  };
}

const WEBAPPS = /\/webapps(?:-javaee)?(?:\/([^/]+))?$/;

/** What a mount puts into `webapps`: one app, or all apps of a local folder. */
function deployedBy({ localPath, target }: LocalMount, apps: readonly App[]): readonly Deployed[] {
  const match = WEBAPPS.exec(target);
  if (!match) return [];
  if (match[1] !== undefined) return [{ localPath, contextPath: contextPathOf(match[1]) }];
  return apps
    .filter(({ webRoot }) => folderOf(webRoot) === localPath)
    .map(({ webRoot }) => ({ localPath: webRoot, contextPath: contextPathOf(baseName(webRoot)) }));
}

/** Tomcat's naming: `ROOT` is the root context, `a#b` is /a/b, `app##2` is a version of /app. */
export function contextPathOf(name: string): string {
  const bare = name.replace(/\.war$/i, '').replace(/##.*$/, '');
  return bare === 'ROOT' ? '' : `/${bare.replaceAll('#', '/')}`;
}
