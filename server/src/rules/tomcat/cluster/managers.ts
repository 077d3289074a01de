import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { childrenNamed, type Component } from '../../../languages/tomcat/components';
import { attributeOf, classOf, simpleName } from '../../../languages/tomcat/values';
import { insertChild, removeElement } from '../../../languages/xml/edit';
import { rule } from '../../define';
import { fixIn, setFix, valueSpanOf } from '../../support/tomcat';
import { faultsIn } from '../schema/faults';
import { clusterFor } from './inEffect';
import { isClass } from './parts';

export const DELTA_MANAGER = 'org.apache.catalina.ha.session.DeltaManager';
export const BACKUP_MANAGER = 'org.apache.catalina.ha.session.BackupManager';
export const STANDARD_MANAGER = 'org.apache.catalina.session.StandardManager';
export const PERSISTENT_MANAGER = 'org.apache.catalina.session.PersistentManager';

const SESSION_LISTENER = 'org.apache.catalina.ha.session.ClusterSessionListener';

/** The class of a Manager; in a Context StandardManager is what Tomcat takes where none is written. Undefined: not known. */
export function managerClass(manager: Component, file: TomcatFile): string | undefined {
  if (attributeOf(manager, 'className')) return classOf(manager, file.properties);
  return manager.parent?.name === 'Context' ? STANDARD_MANAGER : undefined;
}

const CLUSTER_MANAGER = 'org.apache.catalina.ha.ClusterManager';

/** The digester calls setManagerTemplate(ClusterManager): "argument type mismatch". */
export const managerWrongType = rule({
  meta: {
    id: 'tomcat/manager-wrong-type',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      wrong:
        '{manager} is no manager for a Cluster, so Tomcat does not start. Use DeltaManager, which copies sessions to all nodes, or BackupManager, which keeps one copy.',
    },
  },
  tomcatFile(file, { report }) {
    for (const { component, attribute, className, type } of faultsIn(file, 'class-wrong-type')) {
      if (type !== CLUSTER_MANAGER) continue;
      report({
        path: file.path,
        span: attribute.valueSpan ?? attribute.span,
        message: 'wrong',
        data: { manager: simpleName(className) },
        fixes: [DELTA_MANAGER, BACKUP_MANAGER].map((one) => setFix(file, component, 'className', one, false)),
      });
    }
  },
});

/** DeltaManager.startInternal and BackupManager.startInternal throw where their Context has no Cluster. */
export const managerWithoutCluster = rule({
  meta: {
    id: 'tomcat/manager-without-cluster',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      alone:
        '{manager} needs a Cluster, and there is none in the Engine or the Host: Tomcat does not start {what}. Add a Cluster, or remove the Manager.',
    },
  },
  elements: ['Manager'],
  component(manager, { file, model, report }) {
    const { parent } = manager;
    const name = managerClass(manager, file);
    if (parent?.name !== 'Context' || (name !== DELTA_MANAGER && name !== BACKUP_MANAGER)) return;
    if (clusterFor(parent, file, model) !== 'none') return;
    report({
      path: file.path,
      span: valueSpanOf(manager, 'className'),
      message: 'alone',
      data: {
        manager: simpleName(name),
        what: file.role === 'default' ? t('any application') : t('this application'),
      },
      fixes: [fixIn(file, t('Remove the Manager'), false, removeElement(file.document, manager.element))],
    });
  },
});

/**
 * SimpleTcpCluster.checkDefaults adds ClusterSessionListener only where its own Manager is a DeltaManager and no other
 * ClusterListener is declared. A DeltaManager of a Context then gets no answer.
 */
export const managerNeedsListener = rule({
  meta: {
    id: 'tomcat/manager-needs-listener',
    severity: 'error',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      unheard:
        'This DeltaManager hears nothing from other nodes: its Cluster has another Manager, so Tomcat adds no ClusterSessionListener. While another node runs, the application waits 60 seconds at its start, and gets no sessions. Add the listener to the Cluster.',
    },
  },
  elements: ['Manager'],
  component(manager, { file, model, report }) {
    const { parent } = manager;
    if (parent?.name !== 'Context' || managerClass(manager, file) !== DELTA_MANAGER) return;
    const found = clusterFor(parent, file, model);
    if (!found || found === 'none') return;
    const { cluster, file: serverFile } = found;
    const template = childrenNamed(cluster, 'Manager').at(-1);
    if (!template || !isClass(template, serverFile, BACKUP_MANAGER) || !serverFile.isWhole) return;
    if (childrenNamed(cluster, 'ClusterListener').some((one) => mayListen(one, serverFile))) return;
    const markup = `<ClusterListener className="${SESSION_LISTENER}"/>`;
    report({
      path: file.path,
      span: valueSpanOf(manager, 'className'),
      message: 'unheard',
      related: [
        { path: serverFile.path, span: template.element.span, message: t('the Manager of the Cluster') },
      ],
      fixes: [
        fixIn(
          serverFile,
          t('Add {element}', { element: markup }),
          true,
          insertChild(serverFile.document, cluster.element, markup, {
            after: ['Manager', 'Channel', 'Valve', 'Deployer', 'Listener', 'ClusterListener'],
          }),
        ),
      ],
    });
  },
});

/** Of a listener's class that is not Tomcat's own, nothing is known. */
function mayListen(listener: Component, { properties }: TomcatFile): boolean {
  const name = classOf(listener, properties);
  return name === undefined || name === SESSION_LISTENER || !name.startsWith('org.apache.catalina.');
}
