import { l10n, window } from 'vscode';
import type { NodesDeps } from './deps';
import { nodeOf } from './arguments';

/** Starts a node again that was killed or ended by itself. */
export async function startNode({ host, log }: NodesDeps, argument: unknown): Promise<void> {
  const node = nodeOf(argument);
  const { lab } = host;
  if (!node || !lab) return;
  log.info(l10n.t('Starting {0}', node.name));
  await window.withProgress({ location: { viewId: 'clusterLab.nodes' } }, () => lab.startNode(node.name));
}
