import { t } from '@vscode/l10n';
import type { LabApp, LabDocument } from '../languages/labFile/tree';
import type { NamedAs } from '../languages/language';
import { baseName, entryOf, folderOf, isInside, join } from '../languages/text/paths';
import { isVersion, lineOf } from '../languages/text/versions';
import { parseNginx } from '../languages/nginx/parser';
import { contextPathOf } from './deployments';
import type { Fact } from './facts';
import type { Mount } from './mount';
import type { App, Deployed, TomcatNode } from './model';
import { NGINX_FOLDER } from './resolve';
import type { Place, SourceFile } from './source';
import type { Stock } from './stock';

/** The name of the file by which a workspace says what nothing else in it tells. */
export const LAB_FILE = 'cluster-lab.json';

/** What cluster-lab.json settles, its paths absolute. */
export interface Settled {
  readonly path: string;
  readonly document: LabDocument;
  /** The Compose files that are started together, the first one's folder being the project's; undefined: nothing is said. */
  readonly compose: readonly string[] | undefined;
  readonly main: string | undefined;
  /** Files that the main file includes in `http`, where it is not here. */
  readonly http: readonly string[];
  readonly nginxVersion: Fact<string> | undefined;
  readonly tomcatVersion: Fact<string> | undefined;
  readonly apps: readonly SettledApp[];
  /** The nodes by host name, address, or either with a port; in lower case. */
  readonly hosts: ReadonlyMap<string, string>;
}

interface SettledApp {
  readonly written: LabApp;
  readonly source: string;
  /** As Tomcat names it; undefined where nothing is said. */
  readonly contextPath: string | undefined;
  /** Undefined: all. */
  readonly nodes: readonly string[] | undefined;
}

const known = new WeakMap<LabDocument, Settled>();

/** What the cluster-lab.json of a project says: of several the outermost, and of those the first. */
export function settledIn(files: ReadonlyMap<string, SourceFile>): Settled | undefined {
  let found: Extract<SourceFile, { kind: 'cluster-lab.json' }> | undefined;
  for (const file of files.values())
    if (file.kind === 'cluster-lab.json' && (!found || depthOf(file.path) < depthOf(found.path)))
      found = file;
  if (!found) return undefined;
  const last = known.get(found.document);
  if (last?.path === found.path) return last;
  const read = readSettled(found.path, found.document);
  known.set(found.document, read);
  return read;
}

const depthOf = (path: string): number => path.split('/').length;

function readSettled(path: string, document: LabDocument): Settled {
  const { compose, nginx, tomcat, apps, hosts } = document;
  const at = (written: string): string => join(folderOf(path), written);
  const fact = (
    word: LabDocument['nginx']['version'],
    value: string | undefined,
  ): Fact<string> | undefined =>
    word && value !== undefined ? { value, place: { path, span: word.span }, from: 'lab' } : undefined;
  const nginxVersion = nginx.version?.value;
  return {
    path,
    document,
    compose: compose.length > 0 ? compose.map(({ value }) => at(value)) : undefined,
    main: nginx.main && at(nginx.main.value),
    http: nginx.http.map(({ value }) => at(value)),
    nginxVersion: fact(
      nginx.version,
      nginxVersion !== undefined && isVersion(nginxVersion) ? nginxVersion : undefined,
    ),
    tomcatVersion: fact(tomcat.version, lineOf(tomcat.version?.value ?? '')),
    apps: apps.flatMap((written): readonly SettledApp[] =>
      written.source
        ? [
            {
              written,
              source: at(written.source.value),
              contextPath: written.path && contextPathAt(written.path.value),
              nodes: written.nodes?.map(({ value }) => value),
            },
          ]
        : [],
    ),
    hosts: new Map(hosts.map(({ host, node }) => [host.value.toLowerCase(), node.value])),
  };
}

/** `/`, `ROOT`, `shop` and `/shop/` as Tomcat names them. */
const contextPathAt = (written: string): string => contextPathOf(written.replace(/^\/+|\/+$/g, '') || 'ROOT');

/** All that the file names by a path: the folders that these lie in belong together. */
export const namedBy = ({ compose = [], main, http, apps }: Settled): readonly string[] => [
  ...compose,
  ...(main === undefined ? [] : [main]),
  ...http,
  ...apps.map(({ source }) => source),
];

/** The files that must be read to know what cluster-lab.json means, and what it takes them for. */
export function namedBySettled(
  file: Extract<SourceFile, { kind: 'cluster-lab.json' }>,
): readonly (readonly [path: string, as: NamedAs])[] {
  const { compose = [], main, http } = readSettled(file.path, file.document);
  return [
    ...compose.map((path) => [path, 'compose'] as const),
    ...(main === undefined ? http : [main, ...http]).map((path) => [path, 'nginx'] as const),
  ];
}

/** Whether a name means a node: its own, its service's, or the path of its CATALINA_BASE or server.xml. */
export function isMeant(
  { name, service, serverXml }: TomcatNode,
  written: string,
  { path }: Settled,
): boolean {
  if (written === name || written === service?.name) return true;
  const there = join(folderOf(path), written);
  return serverXml !== undefined && (serverXml.path === there || baseFolderOf(serverXml.path) === there);
}

/** The CATALINA_BASE around a server.xml. */
export const baseFolderOf = (serverXml: string): string => {
  const folder = folderOf(serverXml);
  return baseName(folder) === 'conf' ? folderOf(folder) : folder;
};

/** Whether an entry's source is an app, or what its build makes. */
export const isSourceOf = ({ webRoot, builds, outputs }: App, source: string): boolean =>
  webRoot === source ||
  builds.includes(source) ||
  outputs.some((folder) => isInside(source, folder)) ||
  isInside(webRoot, source);

/** The apps that an entry means: one, but for a folder that holds several. */
export const appsAt = (source: string, apps: readonly App[]): readonly App[] =>
  apps.filter((app) => isSourceOf(app, source));

/** The nodes with what is settled of them. */
export function settleNodes(
  nodes: readonly TomcatNode[],
  settled: Settled | undefined,
  apps: readonly App[],
): readonly TomcatNode[] {
  if (!settled || (settled.apps.length === 0 && settled.hosts.size === 0)) return nodes;
  return nodes.map((node): TomcatNode => {
    const reachedAs = [...settled.hosts].flatMap(([host, name]) =>
      isMeant(node, name, settled) ? [host] : [],
    );
    const own = settled.apps.filter(
      (app) => !app.nodes || app.nodes.some((name) => isMeant(node, name, settled)),
    );
    if (reachedAs.length === 0 && own.length === 0) return node;
    const serves = own.flatMap(({ source }) => appsAt(source, apps).map(({ webRoot }) => webRoot));
    const deployments = own.flatMap((app) => deployedAs(app, node, apps));
    return {
      ...node,
      isLoose: false,
      reachedAs,
      serves,
      deployments: [
        ...deployments,
        ...node.deployments.filter(({ target }) => deployments.every((one) => one.target !== target)),
      ],
    };
  });
}

/** An app at the context path that is settled; where none is, its path is not known. */
function deployedAs(
  { source, contextPath }: SettledApp,
  { base }: TomcatNode,
  apps: readonly App[],
): readonly Deployed[] {
  const [app, another] = appsAt(source, apps);
  if (contextPath === undefined || another) return [];
  const name = contextPath === '' ? 'ROOT' : contextPath.slice(1).replaceAll('/', '#');
  return [{ localPath: app?.webRoot ?? source, contextPath, target: `${base}/webapps/${name}` }];
}

/** Whether an address is one that is settled to lead to a node. */
export const isSettledFor = (
  { reachedAs }: Pick<TomcatNode, 'reachedAs'>,
  host: string,
  port: number | undefined,
): boolean =>
  reachedAs?.some((one) => one === host.toLowerCase() || one === `${host}:${port}`.toLowerCase()) === true;

/** Whether cluster-lab.json says where a host is, at whatever port. */
export const isSettledHost = (host: string, { hosts }: Settled): boolean =>
  [...hosts.keys()].some((one) => one === host.toLowerCase() || one.startsWith(`${host.toLowerCase()}:`));

/** nginx' own main file around the files that are settled to be included in `http`; undefined where there are none. */
export function settledStart({
  path,
  document,
  http,
}: Settled): { readonly stock: Stock; readonly mounts: readonly Mount[] } | undefined {
  if (http.length === 0) return undefined;
  const folder = `${NGINX_FOLDER}/conf.d`;
  const place: Place | undefined = document.nginx.http[0] && { path, span: document.nginx.http[0].span };
  return {
    stock: {
      mainFile: `${path}!${NGINX_FOLDER}/nginx.conf`,
      title: t('the main file of nginx, which is not here'),
      document: parseNginx(`events {\n}\nhttp {\n    include ${folder}/*;\n}\n`),
      place,
      mayHide: () => true,
    },
    mounts: http.map((localPath, index) => ({
      localPath,
      target: entryOf(folder, `${String(index + 1).padStart(3, '0')}-${baseName(localPath)}`),
    })),
  };
}
