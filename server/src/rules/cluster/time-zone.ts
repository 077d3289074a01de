import { t } from '@vscode/l10n';
import type { ProjectService } from '../../cluster/compose';
import type { ClusterModel, NodeGroup } from '../../cluster/model';
import { rule } from '../define';

/** The official images of nginx and Tomcat have UTC where TZ is not set. */
export const timeZone = rule({
  meta: {
    id: 'cluster/time-zone',
    severity: 'information',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      differs:
        '{service} writes its logs in the time zone {zone}, and {other} in {otherZone}: lines of one request are hours apart when you read them side by side. Set the same TZ for all services.',
    },
  },
  group(group, { model, report }) {
    const zones = servicesOf(group, model).flatMap((service) => {
      const zone = zoneOf(service);
      return zone === undefined ? [] : [{ service, zone }];
    });
    // Somebody has set one: what differs from that is told.
    const set = zones.find(({ service }) => service.environment.get('TZ') !== undefined);
    if (!set) return;
    for (const { service, zone } of zones) {
      if (zone === set.zone) continue;
      report({
        path: service.composeFile,
        span: service.nameSpan,
        message: 'differs',
        data: { service: service.name, zone, other: set.service.name, otherZone: set.zone },
        related: [
          { path: set.service.composeFile, span: set.service.nameSpan, message: t('TZ is set here') },
        ],
      });
    }
  },
});

/** The Tomcats of a group and what balances over them. */
function servicesOf({ nodes, links }: NodeGroup, { balancers }: ClusterModel): readonly ProjectService[] {
  const upstreams = new Set(links.map(({ upstream }) => upstream));
  const front = balancers.filter(({ targets }) => [...targets.values()].some((one) => upstreams.has(one)));
  const all = [
    ...nodes.flatMap(({ service }) => service ?? []),
    ...front.flatMap(({ service }) => service?.service ?? []),
  ];
  return [...new Map(all.map((service) => [`${service.project}\n${service.name}`, service])).values()];
}

/** Images that have UTC. */
const OFFICIAL = /^(?:docker\.io\/)?(?:library\/)?(?:tomcat|nginx)(?::|@|$)/;

/** Undefined where something else may set it: an image of somebody, a file of the machine, an option of Java. */
function zoneOf({ environment, build, image, mounts, command }: ProjectService): string | undefined {
  if (build || command !== undefined || !OFFICIAL.test(image?.value ?? '')) return undefined;
  if (mounts.some(({ target }) => /^\/etc(?:\/(?:localtime|timezone))?\/?$/.test(target))) return undefined;
  const options = ['JAVA_OPTS', 'CATALINA_OPTS', 'JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS'];
  if (options.some((name) => environment.has(name) && /\$|timezone|^$/.test(environment.get(name) ?? '')))
    return undefined;
  const zone = environment.has('TZ') ? environment.get('TZ') : 'UTC';
  return zone === undefined ? undefined : /^(?:Etc\/)?(?:UTC|GMT|UCT|Zulu)$|^$/i.test(zone) ? 'UTC' : zone;
}
