import { t } from '@vscode/l10n';
import { imageVersion } from '../../../languages/compose/image';
import { rule } from '../../define';
import { manifestsOf, runsElse } from '../../support/kubernetes';
import { environmentOf, inCloud } from './running';

const NAMESPACE = ['OPENSHIFT_KUBE_PING_NAMESPACE', 'KUBERNETES_NAMESPACE'];
const LABELS = ['OPENSHIFT_KUBE_PING_LABELS', 'KUBERNETES_LABELS'];
const SERVICE_NAME = ['DNS_MEMBERSHIP_SERVICE_NAME'];

/** CloudMembershipProvider.getNamespace: "Namespace not set", and it is "tomcat". */
export const cloudNamespace = rule({
  meta: {
    id: 'tomcat/cloud-namespace',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      kubernetes:
        'KUBERNETES_NAMESPACE is not set for this container: Tomcat logs "Namespace not set", looks for its other nodes in the namespace "tomcat", and finds none. Set it, best by a fieldRef to metadata.namespace.',
      dns: 'DNS_MEMBERSHIP_SERVICE_NAME is not set for this container, and no namespace either: Tomcat asks DNS for the name "tomcat" and finds no other node. Set it to the name of a headless Service of these pods.',
    },
  },
  tomcatFile(file, { model, report }) {
    const cloud = inCloud(file, model);
    if (!cloud || cloud.running.object.namespace === 'tomcat') return;
    const { running, provider } = cloud;
    if (environmentOf(running, NAMESPACE, model) !== undefined) return;
    if (provider === 'dns' && environmentOf(running, SERVICE_NAME, model) !== undefined) return;
    const { channel } = cloud;
    report({
      path: running.path,
      span: running.container.nameSpan,
      message: provider,
      related: [
        {
          path: file.path,
          span: (channel.membership ?? channel.cluster).element.nameSpan,
          message: t('the membership of its Cluster'),
        },
      ],
    });
  },
});

/** KubernetesMembershipProvider.fetchMembers lists the pods of a namespace that have the labels. */
export const cloudLabels = rule({
  meta: {
    id: 'tomcat/cloud-labels',
    severity: 'information',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      none: 'KUBERNETES_LABELS is not set for this container: every running pod of the namespace that answers on the port of the Receiver becomes a member of this cluster, also the Tomcat of another app. Set it to the labels of these pods{labels}.',
    },
  },
  tomcatFile(file, { model, report }) {
    const cloud = inCloud(file, model);
    if (cloud?.provider !== 'kubernetes') return;
    const { running } = cloud;
    if (environmentOf(running, LABELS, model) !== undefined) return;
    const labels = [...running.workload.labels].map(([name, value]) => `${name}=${value}`).join(',');
    const [other] = manifestsOf(model).filter(
      ({ object }) =>
        object !== running.object && object.namespace === running.object.namespace && runsElse(object),
    );
    report({
      path: running.path,
      span: running.container.nameSpan,
      message: 'none',
      ...(other ? { severity: 'warning' } : {}),
      data: { labels: labels === '' ? '' : t(', {labels}', { labels }) },
      related: other
        ? [
            {
              path: other.path,
              span: other.object.span,
              message: t('also in this namespace: {image}', {
                image:
                  other.object.workload?.containers
                    .map(({ image }) => imageVersion(image?.value ?? '').name)
                    .join(', ') ?? '',
              }),
            },
          ]
        : [],
    });
  },
});

/** DNSMembershipProvider.fetchMembers asks for all addresses of a name. */
export const cloudDns = rule({
  meta: {
    id: 'tomcat/cloud-dns',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      virtual:
        'Tomcat asks DNS for the addresses of the Service "{name}" to find its other nodes, and this Service is not headless: DNS gives one address, which is no pod, and no node finds another. Set clusterIP: None, or name a headless Service.',
      notReady:
        'Tomcat asks DNS for the addresses of the Service "{name}" to find its other nodes, and DNS only has those of pods that are ready: nodes that start together do not see each other. Set publishNotReadyAddresses: true.',
    },
  },
  tomcatFile(file, { model, report }) {
    const cloud = inCloud(file, model);
    if (cloud?.provider !== 'dns') return;
    const { running } = cloud;
    const set = environmentOf(running, SERVICE_NAME, model);
    if (set === undefined || set === 'unknown') return;
    const [name = '', namespace] = set.value.split('.');
    const found = manifestsOf(model).filter(
      ({ object }) =>
        object.kind === 'Service' &&
        object.name === name &&
        (namespace === undefined || object.namespace === undefined || object.namespace === namespace),
    );
    const [only, another] = found;
    const { service } = only?.object ?? {};
    if (!only || another || !service) return;
    const place = { path: only.path, span: only.object.span, data: { name } };
    if (service.clusterIp !== 'None') report({ ...place, message: 'virtual' });
    else if (!service.publishesNotReady) report({ ...place, message: 'notReady', severity: 'information' });
  },
});
