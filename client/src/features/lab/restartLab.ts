import { l10n } from 'vscode';
import type { LabDeps } from './deps';
import { startLab } from './startLab';
import { stopLab } from './stopLab';

/** Removes the lab and starts it anew, from what is on disk now, with the settings of now, at the ports that it had. */
export async function restartLab(deps: LabDeps): Promise<void> {
  const { host, messages } = deps;
  const { lab } = host;
  if (!lab) {
    messages.tell('information', l10n.t('No cluster lab is running.'));
    return;
  }
  const { deployment, nodes } = lab;
  const portOf = (node: string, container: number): number | undefined =>
    nodes.find(({ name }) => name === node)?.ports.find((it) => it.container === container)?.host;
  await stopLab(deps);
  await startLab(deps, { deployment, portOf });
}
