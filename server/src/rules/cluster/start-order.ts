import type { ProjectService } from '../../cluster/compose';
import type { ClusterModel, TomcatNode } from '../../cluster/model';
import { all } from '../../languages/text/suggest';
import { rule } from '../define';
import { containerOf, isSaidElsewhere, servicesBeside } from '../support/compose';

/** Docker's name server knows a container while it runs; nginx looks names up when it starts. */
export const startOrder = rule({
  meta: {
    id: 'cluster/start-order',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      missing:
        'nginx waits for {waited}, but not for {tomcats}: where it starts before that, it does not find the name and exits ("host not found in upstream"), and nothing starts it again. Add it to depends_on.',
      unhealthy:
        '{service} waits until {tomcat} is healthy, and {tomcat} has no healthcheck, nor has its image: Compose gives up with "has no healthcheck configured". Add a healthcheck to {tomcat}, or wait for service_started.',
    },
  },
  model(model, { report }) {
    for (const balancer of model.balancers) {
      const own = containerOf(balancer);
      if (!own || isSaidElsewhere(own, model)) continue;
      const upstreams = new Set(balancer.targets.values());
      const links = model.clusters
        .flatMap((cluster) => cluster.links)
        .filter(({ upstream, server }) => upstreams.has(upstream) && !server.parameters.includes('resolve'));
      const tomcats = services(links.map(({ node }) => node)).filter(
        ({ project, name, networkMode }) => project === own.project && name !== own.name && !networkMode,
      );
      const first = startedBefore(own, model);
      const late = tomcats.filter(({ name }) => !first.has(name));
      const waited = tomcats.filter(({ name }) => first.has(name));
      // Who waits for none may be started by hand, one after the other.
      if (late.length === 0 || waited.length === 0) continue;
      if (own.restart !== undefined || own.command !== undefined) continue;
      report({
        path: own.composeFile,
        span: own.nameSpan,
        message: 'missing',
        data: { waited: all(waited.map(({ name }) => name)), tomcats: all(late.map(({ name }) => name)) },
      });
    }
    for (const service of model.projects.flatMap(({ services: every }) => every)) {
      for (const [name, condition] of service.waitsFor ?? []) {
        const node = model.nodes.find(
          (one) => one.service?.project === service.project && one.service.name === name,
        );
        if (condition !== 'service_healthy' || !node?.service || !hasNoHealthcheck(node)) continue;
        if (isSaidElsewhere(node.service, model) || isSaidElsewhere(service, model)) continue;
        report({
          path: service.composeFile,
          span: service.nameSpan,
          message: 'unhealthy',
          severity: 'error',
          data: { service: service.name, tomcat: name },
          related: [{ path: node.service.composeFile, span: node.service.nameSpan, message: name }],
        });
      }
    }
  },
});

const services = (nodes: readonly TomcatNode[]): readonly ProjectService[] => [
  ...new Map(nodes.flatMap(({ service }) => (service ? [[service.name, service] as const] : []))).values(),
];

/** The services that are started before one, however many steps lie between them. */
function startedBefore(own: ProjectService, model: ClusterModel): ReadonlySet<string> {
  const beside = new Map(servicesBeside(own, model).map((service) => [service.name, service]));
  const before = new Set(own.waitsFor?.keys());
  for (const name of before) for (const other of beside.get(name)?.waitsFor?.keys() ?? []) before.add(other);
  return before;
}

/** The official image has none. */
const hasNoHealthcheck = ({ service, image = '' }: TomcatNode): boolean =>
  service !== undefined &&
  !service.build &&
  !service.hasHealthcheck &&
  /^(?:docker\.io\/)?(?:library\/)?tomcat(?::|@|$)/.test(image);
