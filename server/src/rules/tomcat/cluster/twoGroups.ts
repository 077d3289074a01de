import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { childrenNamed, type Component } from '../../../languages/tomcat/components';
import { textOf } from '../../../languages/tomcat/values';
import { removeElement } from '../../../languages/xml/edit';
import { rule } from '../../define';
import { fixIn } from '../../support/tomcat';
import { clusterIn, isCluster } from './parts';

/** Both join one group, each as a member, and answer for apps of the other: "Context manager doesn't exist". */
export const clusterTwoGroups = rule({
  meta: {
    id: 'tomcat/cluster-two-groups',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      shared:
        'The Clusters of the Engine and of this Host are in one multicast group, so each takes the other for a node: session messages go to a Cluster that has no such application. Remove one of them, or give its Membership another port.',
    },
  },
  elements: ['Host'],
  component(host, { file, report }) {
    const inner = clusterIn(host);
    const outer = host.parent && clusterIn(host.parent);
    if (!inner || !outer || !file.isWhole) return;
    const group = groupOf(inner, file);
    if (group === undefined || group !== groupOf(outer, file)) return;
    report({
      path: file.path,
      span: inner.element.nameSpan,
      message: 'shared',
      related: [{ path: file.path, span: outer.element.nameSpan, message: t('the Cluster of the Engine') }],
      fixes: [
        fixIn(file, t('Remove the Cluster of the Host'), false, removeElement(file.document, inner.element)),
        fixIn(
          file,
          t('Remove the Cluster of the Engine'),
          false,
          removeElement(file.document, outer.element),
        ),
      ],
    });
  },
});

/** The multicast group of a Cluster (defaults of McastService); undefined where it has none, or it is not known. */
function groupOf(cluster: Component, file: TomcatFile): string | undefined {
  if (!isCluster(cluster, file)) return undefined;
  const channels = childrenNamed(cluster, 'Channel');
  const [membership, second] = channels.flatMap((channel) => childrenNamed(channel, 'Membership'));
  if (channels.length > 1 || second) return undefined;
  if (!membership) return '228.0.0.4:45564';
  const { properties } = file;
  const valueOf = (name: string, initial: string): string | undefined =>
    membership.element.attributes.some((one) => one.name === name)
      ? textOf(membership, name, properties)
      : initial;
  if (textOf(membership, 'className', properties) !== 'org.apache.catalina.tribes.membership.McastService')
    return undefined;
  const address = valueOf('address', '228.0.0.4');
  const port = valueOf('port', '45564');
  const domain = valueOf('domain', '');
  return address === undefined || port === undefined || domain === undefined
    ? undefined
    : `${address}:${port}:${domain}`.replace(/:$/, '');
}
