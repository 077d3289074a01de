import { l10n } from 'vscode';
import type { NodesDeps } from './deps';
import { nodeOf } from './arguments';

/** Ends a Tomcat as a crash would, to see what becomes of its sessions. */
export async function killNode({ host, log }: NodesDeps, argument: unknown): Promise<void> {
  const node = nodeOf(argument);
  if (!node || !host.lab) return;
  log.info(l10n.t('Killing {0}', node.name));
  await host.lab.killNode(node.name);
}
