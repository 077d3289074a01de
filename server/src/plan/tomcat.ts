import { t } from '@vscode/l10n';
import { attribute, elements, localName } from '../languages/xml/query';
import type { Adaptation, CompilePlan, Entry, FilePlan, PortPlan } from '../protocol';
import { CATALINA_HOME } from '../cluster/images';
import type { Mount } from '../cluster/mount';
import type { App, ClusterModel, Deployed, TomcatNode } from '../cluster/model';
import { baseName, isInside, rebase } from '../languages/text/paths';
import { applyEdits } from '../languages/text/span';
import { certificateFiles, type NamedFile } from './certificates';
import {
  type AppFolder,
  appsIn,
  entriesOf,
  labFiles,
  NODE_MEMORY,
  nodeEnvironment,
  type Part,
} from './parts';
import { addressChanges } from './clusterAddresses';
import { accessValveEdits } from './serverXml';
import type { NamedNode } from './targets';

export interface TomcatInput {
  readonly model: ClusterModel;
  /** All Tomcats of the lab. */
  readonly nodes: readonly NamedNode[];
  /** Apps to deploy where the node itself names none. */
  readonly apps: readonly App[];
  readonly image: string;
  readonly probePath: string;
  /** Further names of the node in the network of the lab. */
  readonly aliases: readonly string[];
  readonly present: ReadonlySet<string>;
}

export interface TomcatPart extends Part {
  readonly entries: readonly Entry[];
  readonly compile: CompilePlan | undefined;
  readonly hasApp: boolean;
  /** Where its Host looks for apps. */
  readonly folder: AppFolder;
}

/** A Tomcat of the user's, as it runs in the lab. */
export function planTomcat(named: NamedNode, input: TomcatInput): TomcatPart {
  const { name, node, copyOf } = named;
  const { present, image, probePath, aliases } = input;
  const { serverXml } = node;
  // Where an official image takes the place of another, its files go where that has them.
  const base = image === node.image ? node.base : CATALINA_HOME;
  const mounts = mountsOf(node, base).filter(
    ({ localPath }) => localPath !== serverXml?.path && present.has(localPath),
  );
  const folder: AppFolder = { base, appBase: appBaseOf(node) };
  const adapted = serverXml && adaptServerXml(serverXml, named, input.nodes);
  const certificates = certificatesOf(node, base, input, mounts);
  const apps = appFiles(node, folder, input, mounts);
  const container: Part['container'] = {
    name,
    role: 'tomcat',
    image,
    aliases: [...aliases],
    env: nodeEnvironment(name, node.service?.environment ?? new Map(), base),
    ports: portsOf(node, copyOf !== undefined),
    memoryBytes: NODE_MEMORY,
    files: [
      ...mounts.map(({ localPath, target }) => copy(localPath, target)),
      ...certificates.files,
      ...apps.files,
      ...labFiles(probePath, folder),
      ...(serverXml && adapted !== undefined
        ? [
            {
              target: `${base}/conf/server.xml`,
              content: { kind: 'text' as const, text: adapted.text },
              origin: serverXml.path,
            },
          ]
        : []),
    ],
  };
  return {
    container,
    entries: entriesOf(container),
    compile: apps.compile,
    folder,
    hasApp:
      apps.files.length > 0 ||
      mounts.some(({ target }) => isAmongApps(target, folder)) ||
      node.deployments.some((deployed) => isBrought(deployed, mounts, folder)),
    adaptations: [...(adapted?.adaptations ?? []), ...certificates.adaptations, ...apps.adaptations],
  };
}

/** Whether a path is in a folder of apps. */
const isAmongApps = (path: string, folder: AppFolder): boolean =>
  isInside(path, appsIn(folder)) || /\/webapps(?:-javaee)?(?:\/|$)/.test(path);

/** Whether mounts bring an app to where its Tomcat looks for it. */
const isBrought = ({ localPath, target }: Deployed, mounts: readonly Mount[], folder: AppFolder): boolean =>
  mounts.some((mount) => {
    const there = rebase(localPath, mount.localPath, mount.target);
    return there !== undefined && (there === target || isAmongApps(there, folder));
  });

/**
 * The copy of server.xml, in which no line moves. A file with faults stays as it is: Tomcat refuses it anyway, and shall
 * speak of what the user wrote.
 */
function adaptServerXml(
  { path, document }: NonNullable<TomcatNode['serverXml']>,
  named: NamedNode,
  nodes: readonly NamedNode[],
): { readonly text: string; readonly adaptations: readonly Adaptation[] } {
  if (document.faults.length > 0) return { text: document.text, adaptations: [] };
  const valves = accessValveEdits(document);
  const changes = addressChanges(named, nodes);
  return {
    text: applyEdits(document.text, [...valves, ...changes]),
    adaptations: [
      ...(valves.length > 0 ? [consoleLog(path)] : []),
      ...changes.map(({ id, title }): Adaptation => ({ id, title, file: path })),
    ],
  };
}

const consoleLog = (file: string): Adaptation => ({
  id: 'access-log',
  title: t('Every request is logged to the console with its session; the log configured in the file stays'),
  file,
});

const copy = (from: string, target: string): FilePlan => ({
  target,
  content: { kind: 'copy', from },
  origin: from,
});

/** What a node's CATALINA_BASE gets, in one of the lab: what counts first comes last. */
function mountsOf({ files, deployments, base: own }: TomcatNode, base: string): readonly Mount[] {
  return files
    .flatMap(({ localPath, target }): readonly Mount[] => {
      const inside = rebase(target, own, base);
      if (inside !== undefined) return [{ localPath, target: inside }];
      const part = rebase(own, target, localPath);
      if (part !== undefined) return [{ localPath: part, target: base }];
      // Of what lies elsewhere only the apps.
      return deployments.some((deployed) => isInside(deployed.localPath, localPath))
        ? [{ localPath, target }]
        : [];
    })
    .toReversed();
}

function appBaseOf({ serverXml }: TomcatNode): string {
  const host =
    serverXml && [...elements(serverXml.document)].find((element) => localName(element) === 'Host');
  const appBase = host && attribute(host, 'appBase')?.value;
  return appBase && /^[\w./-]+$/.test(appBase) ? appBase : 'webapps';
}

const CERTIFICATES: Readonly<Record<string, 'certificate' | 'key' | 'keystore'>> = {
  certificateFile: 'certificate',
  certificateKeyFile: 'key',
  certificateChainFile: 'certificate',
  caCertificateFile: 'certificate',
  SSLCertificateFile: 'certificate',
  SSLCertificateKeyFile: 'key',
  certificateKeystoreFile: 'keystore',
  keystoreFile: 'keystore',
};

/** Files that connectors name: PEM files can be stood in for, a keystore that is missing leaves its connector dead. */
function certificatesOf(
  node: TomcatNode,
  base: string,
  { present }: TomcatInput,
  mounts: readonly Mount[],
): { files: readonly FilePlan[]; adaptations: readonly Adaptation[] } {
  const named = namedCertificates(node, base, mounts);
  const pem = named.flatMap(({ kind, ...file }): NamedFile[] =>
    kind === 'keystore' ? [] : [{ kind, ...file }],
  );
  const { files, adaptations } = certificateFiles(pem, present);
  const missing = named.filter(
    ({ kind, local }) => kind === 'keystore' && !local.some((path) => present.has(path)),
  );
  return {
    // What is there came with its mount.
    files: files.filter(({ content }) => content.kind !== 'copy'),
    adaptations: [
      ...adaptations,
      ...missing.map(({ path, target }): Adaptation => ({
        id: 'certificate',
        title: t(
          '{file} is missing and the lab can create only PEM files, so its connector will not answer',
          { file: baseName(target) },
        ),
        file: path,
      })),
    ],
  };
}

function namedCertificates(
  { serverXml }: TomcatNode,
  base: string,
  mounts: readonly Mount[],
): (Omit<NamedFile, 'kind'> & { readonly kind: 'certificate' | 'key' | 'keystore' })[] {
  if (!serverXml) return [];
  return [...elements(serverXml.document)].flatMap((pair) =>
    pair.attributes.flatMap(({ name, value }) => {
      const kind = CERTIFICATES[name];
      const path = value.replace(/^\$\{catalina\.(?:base|home)\}/, base);
      if (!kind || path === '' || /\$\{|^\w+:/.test(path)) return [];
      const target = path.startsWith('/') ? path : `${base}/${path}`;
      const local = mounts.flatMap((mount) => rebase(target, mount.target, mount.localPath) ?? []);
      return [{ path: serverXml.path, target, kind, local, pair }];
    }),
  );
}

/** Apps as they were built; those that no build has made yet run from their web content, with their sources compiled beside. */
function appFiles(
  node: TomcatNode,
  folder: AppFolder,
  { model, apps, image, present }: TomcatInput,
  mounts: readonly Mount[],
): { files: FilePlan[]; compile: CompilePlan | undefined; adaptations: Adaptation[] } {
  const wanted =
    node.deployments.length > 0
      ? node.deployments.flatMap((deployed) => {
          const target = rebase(deployed.target, node.base, folder.base) ?? deployed.target;
          const app = isBrought({ ...deployed, target }, mounts, folder)
            ? undefined
            : appAt(deployed.localPath, model.apps);
          return app ? [{ app, target }] : [];
        })
      : (node.serves ? apps.filter(({ webRoot }) => node.serves?.includes(webRoot)) : apps)
          .slice(0, 1)
          .map((app) => ({ app, target: `${appsIn(folder)}/ROOT` }));
  let compile: CompilePlan | undefined;
  const adaptations: Adaptation[] = [];
  const files = wanted.map(({ app, target }): FilePlan => {
    const built = app.builds.find((path) => present.has(path));
    const isPacked = built?.endsWith('.war') === true;
    if (built !== undefined && isInside(target, appsIn(folder)))
      return copy(built, isPacked ? `${target}.war` : target);
    if (built !== undefined && isPacked === target.endsWith('.war')) return copy(built, target);
    if (app.sources.length > 0 && !compile) {
      compile = {
        image,
        sources: [...app.sourceFolders],
        libraries: [`${app.webRoot}/WEB-INF/lib`].filter((path) => present.has(path)),
        target: `${target}/WEB-INF/classes`,
      };
      adaptations.push({
        id: 'compiled-sources',
        title: t('{app} is not built, so its Java sources are compiled for the lab', { app: app.name }),
        file: null,
      });
    }
    return copy(app.webRoot, target);
  });
  return { files, compile, adaptations };
}

const appAt = (localPath: string, apps: readonly App[]): App | undefined =>
  apps.find(
    ({ builds, outputs, webRoot }) =>
      webRoot === localPath ||
      builds.includes(localPath) ||
      outputs.some((output) => isInside(localPath, output)),
  );

/** A copy of another node takes any free ports: those that Compose publishes are the other's. */
function portsOf({ connectors }: TomcatNode, isCopy: boolean): PortPlan[] {
  return connectors.flatMap(({ port, protocol, tls, published }): PortPlan[] => {
    if (port === undefined || protocol !== 'http') return [];
    const [preferred] = isCopy ? [] : published;
    return [
      {
        container: port,
        scheme: tls ? 'https' : 'http',
        preferred: preferred ?? null,
        reason:
          preferred === undefined ? t('a free port') : t('Compose publishes {preferred}', { preferred }),
      },
    ];
  });
}

/** Paths of this machine that the plan would take if they exist. */
export function tomcatCandidates(node: TomcatNode): readonly string[] {
  const mounts = mountsOf(node, CATALINA_HOME);
  return [
    ...mounts.map(({ localPath }) => localPath),
    ...namedCertificates(node, CATALINA_HOME, mounts).flatMap(({ local }) => local),
  ];
}

export const appCandidates = (app: App): readonly string[] => [`${app.webRoot}/WEB-INF/lib`, ...app.builds];
