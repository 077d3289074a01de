import type { ClusterModel, TomcatFile, TomcatNode } from '../../../cluster/model';
import { childrenNamed, rootComponent, type Component } from '../../../languages/tomcat/components';
import { clusterIn } from './parts';

/** A Cluster with the file it stands in; `none` where there surely is none; undefined where that is not known. */
export type InEffect = { readonly cluster: Component; readonly file: TomcatFile } | 'none' | undefined;

/**
 * The Cluster that a Context, Host or Engine has: its own or the next one above (ContainerBase.getCluster). That of a context.xml is
 * the one of every Host of every Tomcat that reads it, where these agree.
 */
export function clusterFor(container: Component, file: TomcatFile, model: ClusterModel): InEffect {
  if (file.kind === 'server.xml') return above(container, file);
  if (!file.isWhole || file.nodes.length === 0) return undefined;
  return agreed(file.nodes.flatMap((node) => ofHosts(node, model)));
}

function above(container: Component, file: TomcatFile): InEffect {
  for (let at: Component | undefined = container; at; at = at.parent) {
    if (at.name !== 'Host' && at.name !== 'Engine') continue;
    const cluster = clusterIn(at);
    if (cluster) return { cluster, file };
  }
  return file.isWhole ? 'none' : undefined;
}

function ofHosts({ serverXml }: TomcatNode, { tomcatFiles }: ClusterModel): readonly InEffect[] {
  const file = tomcatFiles.find(({ path }) => path === serverXml?.path);
  const root = file && rootComponent(file.document);
  if (!root || file.document.faults.length > 0) return [undefined];
  const engines = childrenNamed(root, 'Service').flatMap((service) => childrenNamed(service, 'Engine'));
  const hosts = engines.flatMap((engine) => childrenNamed(engine, 'Host'));
  return hosts.length > 0 ? hosts.map((host) => above(host, file)) : [undefined];
}

function agreed(all: readonly InEffect[]): InEffect {
  const [first] = all;
  if (first === 'none') return all.every((one) => one === 'none') ? first : undefined;
  return all.every((one) => one !== 'none' && one !== undefined) ? first : undefined;
}
