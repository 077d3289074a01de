import { t } from '@vscode/l10n';
import type { ClusterModel } from '../../../cluster/model';
import { attributeOf } from '../../../languages/tomcat/values';
import { managerOf } from '../../cluster/manager-differs';
import { deviations, namesOf, relatedTo, type Said } from '../../cluster/differ';
import type { Peer } from '../../cluster/peers';
import { rule } from '../../define';
import { hasSeveral, type Manifest, manifestsOf, type Running } from '../../support/kubernetes';
import { valueSpanOf } from '../../support/tomcat';
import { cloudChannelOf, inCloud } from './running';

interface Ported extends Said {
  readonly port: number;
}

/** CloudMembershipProvider: members have the addresses of pods and the port of the node's own Receiver. */
export const cloudPort = rule({
  meta: {
    id: 'tomcat/cloud-port',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      differs:
        'The Receiver has port {port} on {nodes} and port {other} on {others}. A cloud provider tells a node the addresses of the others and no port, so each sends to its own: they never meet, and nothing is logged. Use the same port on all nodes.',
      moved:
        'These pods share the network of their machine, and a Receiver whose port is taken there takes the next one. A cloud provider tells the others no port, so they send to the one they have themselves, and nothing is logged. Set autoBind="1", and one pod a machine.',
    },
  },
  group(group, { model, report }) {
    for (const { at, own, from } of deviations(group, model, (peer) => portOf(peer, model))) {
      report({
        path: at.peer.file.path,
        span: at.span,
        message: 'differs',
        severity: 'error',
        data: { nodes: namesOf(from), port: from[0].port, others: namesOf(own), other: at.port },
        related: relatedTo(from, t('the port of {nodes}', { nodes: namesOf(from) })),
      });
    }
  },
  tomcatFile(file, { model, report }) {
    const cloud = inCloud(file, model);
    if (!cloud?.running.workload.isOnHostNetwork) return;
    const { receiver, cluster } = cloud.channel;
    if (receiver.ports.first === receiver.ports.last) return;
    const { running } = cloud;
    report({
      path: file.path,
      span: receiver.component ? valueSpanOf(receiver.component, 'autoBind') : cluster.element.nameSpan,
      message: 'moved',
      related: [{ path: running.path, span: running.object.span, message: t('where it runs') }],
    });
  },
});

function portOf(peer: Peer, model: ClusterModel): Ported | undefined {
  const cloud = cloudChannelOf(peer.file, model);
  if (!cloud) return undefined;
  const { receiver, cluster } = cloud.channel;
  const port = receiver.ports.first;
  const span = receiver.component ? valueSpanOf(receiver.component, 'port') : cluster.element.nameSpan;
  return { peer, port, key: String(port), span };
}

/** KubernetesMembershipProvider reads the pods of the API server: 403 without the right to. */
export const cloudRights = rule({
  meta: {
    id: 'tomcat/cloud-rights',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      unbound:
        'Nothing here lets this ServiceAccount list pods, which the Tomcats that run with it have to: they log "Failed to open stream" every few seconds and find no other node. Bind it to a Role with the verb list on pods.',
      lacking:
        'The Tomcats that run with the ServiceAccount "{account}" have to list pods, and this {kind} does not let them: they log "Failed to open stream" every few seconds and find no other node. Add the verb list on pods.',
    },
  },
  tomcatFile(file, { model, report }) {
    const cloud = inCloud(file, model);
    const account = cloud?.running.workload.serviceAccount;
    if (cloud?.provider !== 'kubernetes' || account === undefined) return;
    const all = manifestsOf(model);
    const own = all.find(({ object }) => object.kind === 'ServiceAccount' && object.name === account);
    const bindings = all.flatMap(({ object: { binding } }) =>
      binding?.subjects.some((subject) => subject === account || subject.startsWith('system:serviceaccounts'))
        ? [binding]
        : [],
    );
    const roles = bindings.map(({ role }) =>
      all.find(({ object }) => object.rules !== undefined && object.name === role),
    );
    // A role that is not here may let it do anything: view, edit and admin do.
    if (!own || roles.some((role) => role === undefined || mayListPods(role))) return;
    const [role] = roles;
    if (!role) report({ path: own.path, span: own.object.span, message: 'unbound' });
    else
      report({
        path: role.path,
        span: role.object.span,
        message: 'lacking',
        data: { account, kind: role.object.kind },
      });
  },
});

const mayListPods = ({ object: { rules = [] } }: Manifest): boolean =>
  rules.some(
    ({ resources, verbs }) =>
      resources.some((one) => one === 'pods' || one === '*') &&
      verbs.some((one) => one === 'list' || one === '*'),
  );

/** DeltaManager.getAllClusterSessions asks the oldest member, which may be waiting for an answer itself: 60 seconds by default. */
export const cloudStart = rule({
  meta: {
    id: 'tomcat/cloud-start',
    severity: 'information',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      together:
        'The pods of this {kind} start at the same time, and Tomcats with DeltaManager that do may wait for each other: an application then starts a minute late. A StatefulSet that starts them one by one, with a readinessProbe, avoids it.',
      parallel:
        'With podManagementPolicy: Parallel the pods start at the same time, and Tomcats with DeltaManager that do may wait for each other: an application then starts a minute late. OrderedReady, the default, with a readinessProbe avoids it.',
      unprobed:
        'Without a readinessProbe the next pod starts as soon as the container of the one before runs, and Tomcats with DeltaManager that start together may wait for each other: an application then starts a minute late. Add a readinessProbe.',
    },
  },
  tomcatFile(file, { model, report }) {
    const cloud = inCloud(file, model);
    if (!cloud || !hasSeveral(cloud.running, model)) return;
    const manager = managerOf(cloud.channel.peer);
    if (manager?.name !== 'DeltaManager') return;
    if (manager.manager && attributeOf(manager.manager, 'stateTransferTimeout')) return;
    const message = howTogether(cloud.running);
    const { path, object } = cloud.running;
    if (message === 'together') report({ path, span: object.span, message, data: { kind: object.kind } });
    else if (message) report({ path, span: object.span, message });
  },
});

function howTogether({
  object,
  workload,
  container,
}: Running): 'together' | 'parallel' | 'unprobed' | undefined {
  if (object.kind !== 'StatefulSet') return object.kind === 'Pod' ? undefined : 'together';
  if (workload.podManagementPolicy === 'Parallel') return 'parallel';
  return container.hasReadinessProbe ? undefined : 'unprobed';
}
