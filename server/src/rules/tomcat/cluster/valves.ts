import { t } from '@vscode/l10n';
import type { ClusterModel, TomcatFile } from '../../../cluster/model';
import { childrenNamed, componentsIn, type Component } from '../../../languages/tomcat/components';
import { attributeOf, classOf } from '../../../languages/tomcat/values';
import { insertChild } from '../../../languages/xml/edit';
import { rule, type Fix } from '../../define';
import { fixIn } from '../../support/tomcat';
import { BINDER_VALVE, isClusterValve, isPlainValve, REPLICATION_VALVE, isCluster, isClass } from './parts';

/**
 * SimpleTcpCluster.checkDefaults adds JvmRouteBinderValve and ReplicationValve only where no cluster valve is declared. On two
 * Tomcats 10.1 with JvmRouteBinderValve alone, sessions arrived without attributes, with DeltaManager and with BackupManager.
 */
export const replicationValveMissing = rule({
  meta: {
    id: 'tomcat/replication-valve-missing',
    severity: 'error',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      missing:
        'This Cluster declares valves of its own but no ReplicationValve, so sessions arrive on the other nodes without their attributes, and nothing is logged. Add the ReplicationValve.',
    },
  },
  elements: ['Cluster'],
  component(cluster, { file, model, report }) {
    const valves = declaredValves(cluster, file);
    if (!valves || isElsewhere(cluster, file, model, REPLICATION_VALVE)) return;
    report({
      path: file.path,
      span: cluster.element.nameSpan,
      message: 'missing',
      related: valves.map(({ element }) => ({
        path: file.path,
        span: element.span,
        message: t('with this valve, Tomcat adds none by itself'),
      })),
      fixes: [addFix(file, cluster, `<Valve className="${REPLICATION_VALVE}" filter=""/>`)],
    });
  },
});

/** Without it a session keeps the route of the node that is gone (DeltaSession ids on two Tomcats 10.1: still `.n1` on n2). */
export const binderValveMissing = rule({
  meta: {
    id: 'tomcat/binder-valve-missing',
    severity: 'hint',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      missing:
        'This Cluster declares valves of its own but no JvmRouteBinderValve: after a node failed, its sessions keep its jvmRoute, so the balancer finds no node for them and may send each request to another one. Add the JvmRouteBinderValve.',
    },
  },
  elements: ['Cluster'],
  component(cluster, { file, model, report }) {
    const valves = declaredValves(cluster, file);
    if (!valves || isElsewhere(cluster, file, model, BINDER_VALVE)) return;
    const engine = cluster.parent?.name === 'Engine' ? cluster.parent : cluster.parent?.parent;
    if (!engine || !attributeOf(engine, 'jvmRoute')) return;
    report({
      path: file.path,
      span: cluster.element.nameSpan,
      message: 'missing',
      fixes: [addFix(file, cluster, `<Valve className="${BINDER_VALVE}"/>`)],
    });
  },
});

/** The cluster valves of a Cluster; undefined where there is none, and where one may be more than is known. */
function declaredValves(cluster: Component, file: TomcatFile): readonly Component[] | undefined {
  if (!isCluster(cluster, file) || !file.isWhole) return undefined;
  const valves = childrenNamed(cluster, 'Valve');
  const classes = valves.map((valve) => classOf(valve, file.properties));
  if (classes.some((name) => name === undefined || !(isClusterValve(name) || isPlainValve(name))))
    return undefined;
  const declared = valves.filter((_, index) => isClusterValve(classes[index] ?? ''));
  return declared.length > 0 ? declared : undefined;
}

/**
 * Whether there is a valve of a class, in the Cluster or where it finds it by itself: in its Engine or Host, in what lies below,
 * or in a context.xml.
 */
function isElsewhere(cluster: Component, file: TomcatFile, model: ClusterModel, name: string): boolean {
  const inContexts = model.tomcatFiles.flatMap(({ kind, document }) =>
    kind === 'context.xml' ? [...componentsIn(document)] : [],
  );
  const valves = [...(cluster.parent ? servedBy(cluster.parent, cluster) : []), ...inContexts];
  return valves.some((one) => one.name === 'Valve' && isClass(one, file, name));
}

/** All below a container, other Clusters left out. */
function* servedBy(container: Component, cluster: Component): Generator<Component> {
  for (const child of container.children) {
    if (child.name === 'Cluster' && child !== cluster) continue;
    yield child;
    yield* servedBy(child, cluster);
  }
}

const addFix = (file: TomcatFile, { element }: Component, markup: string): Fix =>
  fixIn(
    file,
    t('Add {element}', { element: markup }),
    true,
    insertChild(file.document, element, markup, {
      before: ['Valve', 'Deployer', 'Listener', 'ClusterListener'],
      after: ['Manager', 'Channel'],
    }),
  );
