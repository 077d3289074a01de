import type { ProjectService } from '../../cluster/compose';
import type { ClusterModel, TomcatFile } from '../../cluster/model';
import { baseName } from '../../languages/text/paths';
import type { Component } from '../../languages/tomcat/components';
import { classOf, isOwn, valueOf } from '../../languages/tomcat/values';
import { imageVersion } from '../../languages/compose/image';
import { rule, type Fix } from '../define';
import { servicesBeside, shareNetwork } from '../support/compose';
import { replaceFix } from '../support/tomcat';

/** Where managers of Redis and memcached have the address: `memcachedNodes="n1:localhost:11211"`, `host`. */
const ADDRESSES = [
  'host',
  'hosts',
  'memcachedNodes',
  'sentinels',
  'address',
  'addresses',
  'endpoint',
  'redisUri',
];

const LOOPBACK = /(?<![\w.-])(?:localhost|127(?:\.\d{1,3}){3})(?![\w.-])/i;

/** Images of what keeps sessions. */
const STORES = /^(?:redis|valkey|memcached|keydb|dragonfly|hazelcast)/i;

export const storeHost = rule({
  meta: {
    id: 'cluster/store-host',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      loopback:
        'In the container of {node}, {host} is that container itself, where no store of sessions runs: sessions are not kept, or requests fail. Write the name of its service.',
    },
  },
  elements: ['Manager'],
  component(manager, { file, model, report }) {
    const name = classOf(manager, file.properties);
    const services = file.nodes.map(({ service }) => service);
    if (manager.parent?.name !== 'Context' || name === undefined || isOwn(name)) return;
    const [first] = services;
    if (!first || !services.every((service) => service && isAlone(service, model))) return;
    for (const found of loopbacksIn(manager, file)) {
      report({
        path: file.path,
        span: found.span,
        message: 'loopback',
        data: { node: first.name, host: found.host },
        fixes: fixesOf(found, first, file, model),
      });
    }
  },
});

interface Found {
  readonly host: string;
  readonly span: { readonly start: number; readonly end: number };
}

function loopbacksIn(manager: Component, file: TomcatFile): readonly Found[] {
  return ADDRESSES.flatMap((name): readonly Found[] => {
    const value = valueOf(manager, name, file.properties);
    const { valueSpan } = value !== undefined && value !== 'unknown' ? value.attribute : {};
    if (!value || value === 'unknown' || !valueSpan) return [];
    const match = LOOPBACK.exec(value.attribute.value);
    if (!match || valueSpan.end - valueSpan.start !== value.attribute.value.length) return [];
    const start = valueSpan.start + match.index;
    return [{ host: match[0], span: { start, end: start + match[0].length } }];
  });
}

/** Whether nothing else runs in the network of a container, and it has one of its own. */
const isAlone = (service: ProjectService, model: ClusterModel): boolean =>
  !service.networkMode &&
  !service.build &&
  servicesBeside(service, model).every(({ networkMode }) => networkMode !== `service:${service.name}`);

/** The stores beside it. */
function fixesOf(
  { span }: Found,
  service: ProjectService,
  file: TomcatFile,
  model: ClusterModel,
): readonly Fix[] {
  return servicesBeside(service, model)
    .filter(
      (one) =>
        STORES.test(baseName(imageVersion(one.image?.value ?? '').repository)) && shareNetwork(service, one),
    )
    .map(({ name }) => replaceFix(file, span, name, false));
}
