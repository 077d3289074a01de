import { t } from '@vscode/l10n';
import { rule } from '../define';
import { circlesOf } from './circles';
import { alignAll } from './differ';
import { manageBy, managerOf } from './manager-differs';
import { peerOf } from './peers';

/** cluster-howto.html: DeltaManager "works great for smaller clusters, but we don't recommend it for larger clusters, say more than 4 nodes or so". */
const MOST = 4;

export const tooManyNodes = rule({
  meta: {
    id: 'cluster/too-many-nodes',
    severity: 'information',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      delta:
        '{count} nodes replicate by DeltaManager, which sends every change of a session to all others and keeps all sessions on each: with more than about 4 nodes Tomcat advises BackupManager, which keeps each session on one other node.',
    },
  },
  group(group, { model, report }) {
    if (!group.intent) return;
    for (const { nodes } of circlesOf(group)) {
      const managed = nodes.flatMap((node) => {
        const peer = peerOf(node, model);
        const manager = peer && managerOf(peer);
        return manager?.name === 'DeltaManager' ? [manager] : [];
      });
      const [first] = managed;
      if (!first || managed.length <= MOST) continue;
      report({
        path: first.peer.file.path,
        span: first.span,
        message: 'delta',
        data: { count: managed.length },
        fixes: [
          alignAll(nodes, model, t('Use {manager} on all nodes', { manager: 'BackupManager' }), (peer) =>
            manageBy(peer, 'org.apache.catalina.ha.session.BackupManager'),
          ),
        ],
      });
    }
  },
});
