import type { Upstream } from '../languages/nginx/http';
import { namesOf } from './names';
import { nginxDocument } from './stock';
import type { ClusterModel, ModelIndexes, TomcatNode } from './model';

/** What is asked of a model by many, each made once, when it is first asked. */
export function indexesOf({
  files,
  apps,
  balancers,
  clusters,
  configurations,
  tomcatFiles,
}: Pick<
  ClusterModel,
  'files' | 'apps' | 'balancers' | 'clusters' | 'configurations' | 'tomcatFiles'
>): ModelIndexes {
  // Of two apps that share a source the first counts.
  const appAt = once(
    () => new Map(apps.toReversed().flatMap((app) => app.sources.map((path) => [path, app]))),
  );
  const owners = once(() => new Map(balancers.map((balancer) => [balancer.configuration, balancer])));
  const behind = once(() => {
    const found = new Map<Upstream, TomcatNode[]>();
    for (const { upstream, node } of clusters.flatMap(({ links }) => links)) {
      const nodes = found.get(upstream);
      if (nodes) nodes.push(node);
      else found.set(upstream, [node]);
    }
    return found;
  });
  const textOf = (path: string): string =>
    files.get(path)?.language.text ?? nginxDocument({ files, configurations }, path)?.text ?? '';
  const readers = once(() => new Map(tomcatFiles.map(({ path, nodes }) => [path, nodes])));
  const serverXmlsOf = (path: string): readonly string[] | undefined => {
    const nodes = readers().get(path) ?? none;
    return nodes.length > 0
      ? [...new Set(nodes.flatMap(({ serverXml }) => serverXml?.path ?? []))]
      : undefined;
  };
  return {
    appOf: (path) => appAt().get(path),
    balancerOf: (configuration) => owners().get(configuration),
    nodesBehind: (upstream) => behind().get(upstream) ?? none,
    textOf,
    names: once(() => namesOf({ files, configurations, textOf, serverXmlsOf })),
  };
}

const none: readonly TomcatNode[] = [];

function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}
