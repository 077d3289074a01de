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
  const taken = (name: string, container: number): number | null =>
    nodes.find((it) => it.name === name)?.ports.find((it) => it.container === container)?.host ?? null;
  const [nginx, ...tomcats] = [deployment.nginx, ...deployment.tomcats].map((it) => ({
    ...it,
    ports: it.ports.map((port) => ({ ...port, preferred: taken(it.name, port.container) })),
  }));
  await stopLab(deps);
  await startLab(deps, { ...deployment, nginx: nginx ?? deployment.nginx, tomcats });
}
