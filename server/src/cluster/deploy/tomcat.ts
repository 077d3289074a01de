import { attribute, elements, localName } from '../../languages/xml/query';
import type { XmlElement } from '../../languages/xml/tree';
import { applyEdits, span, type TextEdit } from '../../languages/text/span';
import type { Adaptation, CompilePlan, Entry, FilePlan, PortPlan } from '../../protocol';
import type { App, ClusterModel, TomcatNode } from '../model';
import { bindMounts } from '../nodes';
import { baseName, folderOf, isWithin } from '../paths';
import { ACCESS_VALVE, CATALINA_HOME, labFiles, NODE_MEMORY, nodeEnvironment, type Part } from './parts';
import type { NamedNode } from './targets';

export interface TomcatInput {
  readonly model: ClusterModel;
  /** Apps to deploy where the node itself names none. */
  readonly apps: readonly App[];
  readonly image: string;
  readonly probePath: string;
  readonly present: ReadonlySet<string>;
}

export interface TomcatPart extends Part {
  readonly entries: readonly Entry[];
  readonly compile: CompilePlan | undefined;
  readonly hasApp: boolean;
}

/** A Tomcat of the user's, as it runs in the lab. */
export function planTomcat({ name, node }: NamedNode, input: TomcatInput): TomcatPart {
  const adaptations: Adaptation[] = [];
  const serverXml = node.serverXml ? adaptServerXml(node.serverXml, adaptations) : undefined;
  const mounts = mountsOf(node).filter(
    ({ localPath }) => localPath !== node.serverXml?.path && input.present.has(localPath),
  );
  const certificates = certificateFiles(node, input, mounts, adaptations);
  const { files, compile } = appFiles(node, input, mounts, adaptations);
  const ports = portsOf(node);
  return {
    adaptations,
    compile,
    hasApp: files.length > 0 || mounts.some(({ target }) => /\/webapps(\/|$)/.test(target)),
    entries: ports.map(({ container, scheme }) => ({
      title: `${name}, ${scheme.toUpperCase()}`,
      container: name,
      port: container,
      scheme,
      path: '/',
    })),
    container: {
      name,
      role: 'tomcat',
      image: input.image,
      aliases: node.service && node.service.name !== name ? [node.service.name] : [],
      env: nodeEnvironment(name, node.service?.environment ?? new Map()),
      ports,
      memoryBytes: NODE_MEMORY,
      files: [
        ...mounts.map(({ localPath, target }) => copy(localPath, target)),
        ...certificates,
        ...files,
        ...labFiles(input.probePath, appBaseOf(node)),
        ...(serverXml && node.serverXml
          ? [
              {
                target: `${CATALINA_HOME}/conf/server.xml`,
                content: { kind: 'text' as const, text: serverXml },
                origin: node.serverXml.path,
              },
            ]
          : []),
      ],
    },
  };
}

const copy = (from: string, target: string): FilePlan => ({
  target,
  content: { kind: 'copy', from },
  origin: from,
});

function mountsOf(node: TomcatNode): readonly { localPath: string; target: string }[] {
  if (node.service) {
    return bindMounts(node.service, node.service.composeFile).filter(({ target }) =>
      isWithin(CATALINA_HOME, target),
    );
  }
  if (!node.serverXml) return [];
  const base = folderOf(folderOf(node.serverXml.path));
  return ['conf', 'webapps', 'lib'].map((folder) => ({
    localPath: `${base}/${folder}`,
    target: `${CATALINA_HOME}/${folder}`,
  }));
}

/** The copy of server.xml: a second access log in front of `</Host>`, on its line, so that no line moves. */
function adaptServerXml(
  { path, document }: NonNullable<TomcatNode['serverXml']>,
  adaptations: Adaptation[],
): string {
  const edits = [...elements(document)]
    .filter((element) => localName(element) === 'Host' && element.closeTag && !hasConsoleLog(element))
    .map(({ closeTag }): TextEdit => {
      const at = closeTag?.start ?? 0;
      return { span: span(at, at), text: ACCESS_VALVE };
    });
  if (edits.length > 0) {
    adaptations.push({
      id: 'access-log',
      title: 'Every request is logged to the console with its session; the own log of the file stays',
      file: path,
    });
  }
  return applyEdits(document.text, edits);
}

const hasConsoleLog = (host: XmlElement): boolean =>
  host.children.some(
    (child) =>
      child.kind === 'element' &&
      attribute(child, 'directory')?.value === '/dev' &&
      attribute(child, 'prefix')?.value === 'stdout',
  );

function appBaseOf({ serverXml }: TomcatNode): string {
  const host =
    serverXml && [...elements(serverXml.document)].find((element) => localName(element) === 'Host');
  const appBase = host && attribute(host, 'appBase')?.value;
  return appBase && /^[\w.-]+$/.test(appBase) ? appBase : 'webapps';
}

const CERTIFICATES: Readonly<Record<string, 'certificate' | 'key'>> = {
  certificateFile: 'certificate',
  certificateKeyFile: 'key',
  SSLCertificateFile: 'certificate',
  SSLCertificateKeyFile: 'key',
};

/** PEM files that connectors name and that are not to be had. A keystore that is missing leaves its connector dead. */
function certificateFiles(
  node: TomcatNode,
  { present }: TomcatInput,
  mounts: readonly { localPath: string; target: string }[],
  adaptations: Adaptation[],
): FilePlan[] {
  return namedCertificates(node).flatMap(({ target, kind }): FilePlan[] => {
    const mount = mounts.find((it) => isWithin(it.target, target));
    if (mount && present.has(mount.localPath + target.slice(mount.target.length))) return [];
    if (kind === 'certificate' && node.serverXml) {
      adaptations.push({
        id: 'certificate',
        title: `${baseName(target)} is not to be had: a self-signed certificate stands in for it`,
        file: node.serverXml.path,
      });
    }
    return [{ target, content: { kind } }];
  });
}

function namedCertificates({ serverXml }: TomcatNode): { target: string; kind: 'certificate' | 'key' }[] {
  if (!serverXml) return [];
  return [...elements(serverXml.document)].flatMap((element) =>
    element.attributes.flatMap(({ name, value }) => {
      const kind = CERTIFICATES[name];
      if (!kind || value.includes('${')) return [];
      return [{ kind, target: value.startsWith('/') ? value : `${CATALINA_HOME}/${value}` }];
    }),
  );
}

/** Apps that no build has made yet run from their web content, with their sources compiled beside. */
function appFiles(
  node: TomcatNode,
  { model, apps, image, present }: TomcatInput,
  mounts: readonly { localPath: string; target: string }[],
  adaptations: Adaptation[],
): { files: FilePlan[]; compile: CompilePlan | undefined } {
  const wanted =
    node.deployments.length > 0
      ? node.deployments.flatMap(({ localPath, contextPath }) => {
          if (mounts.some((mount) => mount.localPath === localPath)) return [];
          const app = model.apps.find(
            ({ buildOutput, webRoot }) => buildOutput === localPath || webRoot === localPath,
          );
          return app ? [{ app, contextPath }] : [];
        })
      : apps.slice(0, 1).map((app) => ({ app, contextPath: '' }));
  let compile: CompilePlan | undefined;
  const files = wanted.map(({ app, contextPath }): FilePlan => {
    const built = app.buildOutput !== undefined && present.has(app.buildOutput) ? app.buildOutput : undefined;
    const target = `${CATALINA_HOME}/webapps/${folderNameOf(contextPath)}`;
    if (built) return copy(built, built.endsWith('.war') ? `${target}.war` : target);
    if (app.sources.length > 0 && !compile) {
      compile = {
        image,
        sources: [...app.sourceFolders],
        libraries: [`${app.webRoot}/WEB-INF/lib`].filter((path) => present.has(path)),
        target: `${target}/WEB-INF/classes`,
      };
      adaptations.push({
        id: 'compiled-sources',
        title: `${app.name} has not been built: its Java sources are compiled for the lab`,
        file: null,
      });
    }
    return copy(app.webRoot, target);
  });
  return { files, compile };
}

/** `ROOT`, `app`, `a#b`: how Tomcat names the folder of a context path (Automatic Application Deployment). */
const folderNameOf = (contextPath: string): string =>
  contextPath === '' ? 'ROOT' : contextPath.replace(/^\//, '').replaceAll('/', '#');

function portsOf({ connectors }: TomcatNode): PortPlan[] {
  return connectors.flatMap(({ port, protocol, tls, published }): PortPlan[] => {
    if (port === undefined || protocol !== 'http') return [];
    const [preferred] = published;
    return [
      {
        container: port,
        scheme: tls ? 'https' : 'http',
        preferred: preferred ?? null,
        reason: preferred === undefined ? 'a free port' : `Compose publishes ${preferred}`,
      },
    ];
  });
}

/** Paths of this machine that the plan would take if they exist. */
export function tomcatCandidates(node: TomcatNode): readonly string[] {
  const mounts = mountsOf(node);
  const certificates = namedCertificates(node).flatMap(({ target }) =>
    mounts.flatMap((mount) =>
      isWithin(mount.target, target) ? [mount.localPath + target.slice(mount.target.length)] : [],
    ),
  );
  return [...mounts.map(({ localPath }) => localPath), ...certificates];
}

export const appCandidates = ({ webRoot, buildOutput }: App): readonly string[] => [
  `${webRoot}/WEB-INF/lib`,
  ...(buildOutput === undefined ? [] : [buildOutput]),
];
