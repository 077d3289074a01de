import { baseName, folderOf, isInside, join } from '../../languages/text/paths';
import {
  type Component,
  childrenNamed,
  componentsIn,
  rootComponent,
} from '../../languages/tomcat/components';
import { type Properties, textOf, valueOf } from '../../languages/tomcat/values';
import { textOf as contentOf } from '../../languages/xml/query';
import { isDeployedAs } from '../groups';
import type { App, ClusterModel, Connector, Deployed, TomcatFile, TomcatNode } from '../model';
import { contextPathOf } from '../deployments';

/** A component with the file it stands in. */
export interface Part {
  readonly component: Component;
  readonly path: string;
  readonly properties: Properties;
}

/** What a connector hands its requests to. */
export interface Container {
  readonly node: TomcatNode;
  /** Undefined: the stock one of an image. */
  readonly connector: Part | undefined;
  readonly engine: Part | undefined;
  readonly hosts: readonly Part[];
  /** Whether the file says all itself. */
  readonly isWhole: boolean;
}

/** Reads the Service that a connector belongs to; undefined where it cannot be told. */
export function containerOf(
  node: TomcatNode,
  { element }: Connector,
  model: ClusterModel,
): Container | undefined {
  const { serverXml } = node;
  const stock = { node, connector: undefined, engine: undefined, hosts: [], isWhole: true };
  if (!element) return serverXml ? undefined : stock;
  if (!serverXml || serverXml.document.faults.length > 0) return undefined;
  const file = model.tomcatFiles.find(({ path }) => path === serverXml.path);
  if (!file) return undefined;
  const { path, properties } = file;
  const part = (component: Component): Part => ({ component, path, properties });
  for (const component of componentsIn(serverXml.document)) {
    if (component.element !== element || component.parent?.name !== 'Service') continue;
    const [engine, ...others] = childrenNamed(component.parent, 'Engine');
    if (!engine || others.length > 0) return undefined;
    return {
      node,
      connector: part(component),
      engine: part(engine),
      hosts: childrenNamed(engine, 'Host').map(part),
      isWhole: file.isWhole,
    };
  }
  return undefined;
}

/** The name of a host for those who ask for none of them: stock server.xml, and StandardEngine without defaultHost. */
const STOCK_HOST = 'localhost';

/** The Host for a name as Mapper finds it; undefined within: the stock one. `unknown`: it cannot be told. */
export function hostFor(
  { engine, hosts }: Container,
  serverName: string,
): { readonly host: Part | undefined } | 'unknown' {
  if (!engine) return { host: undefined };
  const wanted = serverName.toLowerCase();
  const names = hosts.map((host) => ({ host, names: namesOf(host) }));
  if (names.some((one) => one.names === 'unknown')) return 'unknown';
  const has = (name: string) => names.find((one) => one.names.includes(name))?.host;
  const exact = has(wanted);
  if (exact) return { host: exact };
  const dot = wanted.indexOf('.');
  const wild = dot > 0 ? has(`*${wanted.slice(dot)}`) : undefined;
  if (wild) return { host: wild };
  const standard = valueOf(engine.component, 'defaultHost', engine.properties);
  if (standard === 'unknown') return 'unknown';
  const host = has((standard?.text ?? STOCK_HOST).toLowerCase());
  return host ? { host } : 'unknown';
}

function namesOf({ component, properties }: Part): readonly string[] | 'unknown' {
  const name = valueOf(component, 'name', properties);
  const aliases = childrenNamed(component, 'Alias').map(({ element }) => contentOf(element));
  if (name === 'unknown' || !name || aliases.some((alias) => alias.includes('${'))) return 'unknown';
  return [name.text, ...aliases].map((one) => one.toLowerCase());
}

/** What a Host serves at a path. */
export interface Served {
  /** Empty for ROOT, else `/app`. */
  readonly contextPath: string;
  readonly deployed: Deployed | undefined;
  /** Undefined: its files are not here. */
  readonly app: App | undefined;
  /** Its `<Context>`: of server.xml, of a descriptor or of its own, else undefined; then the defaults for all. */
  readonly context: Part | undefined;
}

/** The applications of a Host that are seen; of two at one path the one that server.xml names. */
export function servedBy(
  container: Container,
  host: Part | undefined,
  model: ClusterModel,
): readonly Served[] {
  const { node } = container;
  const found = new Map<string, Served>();
  const add = (one: Served): void => {
    if (!found.has(one.contextPath)) found.set(one.contextPath, one);
  };
  const name = host ? (textOf(host.component, 'name', host.properties) ?? '') : STOCK_HOST;
  const folder = appsOf(node, host);
  // `legacyAppBase` has what was written for Java EE.
  const deployed = node.deployments.filter(
    ({ target }) => isInside(target, folder) || isInside(target, `${folder}-javaee`),
  );
  for (const component of host ? childrenNamed(host.component, 'Context') : []) {
    const path = valueOf(component, 'path', host?.properties);
    if (path === 'unknown' || !path || !host) continue;
    const contextPath = path.text === '/' ? '' : path.text.replace(/\/$/, '');
    const base = node.deployments.find((one) => one.contextPath === contextPath);
    add({ contextPath, deployed: base, app: appOf(base, model), context: { ...host, component } });
  }
  for (const file of filesOf(node, model, 'descriptor')) {
    const component = rootComponent(file.document);
    if (!component || baseName(folderOf(file.path)).toLowerCase() !== name.toLowerCase()) continue;
    const contextPath = contextPathOf(baseName(file.path).replace(/\.xml$/, ''));
    const base = node.deployments.find((one) => one.contextPath === contextPath);
    add({ contextPath, deployed: base, app: appOf(base, model), context: partOf(file, component) });
  }
  for (const one of deployed) {
    const app = appOf(one, model);
    const file = model.tomcatFiles.find(({ path }) => path === app?.contextXml);
    const component = file && rootComponent(file.document);
    add({
      contextPath: one.contextPath,
      deployed: one,
      app,
      context: file && component && partOf(file, component),
    });
  }
  return [...found.values()];
}

/** The folder of a Host's applications, as its Tomcat sees it. */
const appsOf = ({ base }: TomcatNode, host: Part | undefined): string =>
  join(base, host ? (textOf(host.component, 'appBase', host.properties) ?? 'webapps') : 'webapps');

const appOf = (deployed: Deployed | undefined, { apps }: ClusterModel): App | undefined =>
  deployed && apps.find((app) => isDeployedAs(deployed, app));

const partOf = ({ path, properties }: TomcatFile, component: Component): Part => ({
  component,
  path,
  properties,
});

/** The files of a kind that a Tomcat reads. */
const filesOf = (
  node: TomcatNode,
  { tomcatFiles }: ClusterModel,
  role: TomcatFile['role'],
): readonly TomcatFile[] =>
  tomcatFiles.filter(
    (file) => file.role === role && file.nodes.includes(node) && file.kind === 'context.xml',
  );

/** The context.xml files that hold for every application of a Tomcat. */
export const defaultContexts = (node: TomcatNode, model: ClusterModel): readonly Part[] =>
  filesOf(node, model, 'default').flatMap((file) => {
    const component = rootComponent(file.document);
    return component ? [partOf(file, component)] : [];
  });

/** What a Tomcat says in the place of a stock file of `conf`; undefined: nothing of its own. */
export const defaultWebXml = (node: TomcatNode, { tomcatFiles }: ClusterModel): TomcatFile | undefined =>
  tomcatFiles.find((file) => file.role === 'default' && file.kind === 'web.xml' && file.nodes.includes(node));
