import { l10n, StatusBarAlignment, window, type Disposable } from 'vscode';
import type { LabHost } from './host';

/** `Cluster 2/2`: how many Tomcats of the lab run. Not there without a lab. */
export function createStatusBar(host: LabHost): Disposable {
  const item = window.createStatusBarItem('clusterLab.status', StatusBarAlignment.Left);
  item.name = l10n.t('Cluster lab');
  item.command = 'clusterLab.nodes.focus';
  const update = (): void => {
    if (host.state === 'idle') {
      item.hide();
      return;
    }
    const { text, tooltip } = describe(host);
    item.text = text;
    item.tooltip = [tooltip, ...engineLine(host)].join('\n');
    item.show();
  };
  update();
  const subscription = host.onDidChange(update);
  return {
    dispose() {
      subscription.dispose();
      item.dispose();
    },
  };
}

/** Which engine runs it, as a person knows it. */
function engineLine({ engine }: LabHost): string[] {
  return engine ? [l10n.t('Docker engine: {0}, {1}', engine.origin, engine.address)] : [];
}

function describe({ state, nodes, lastStep, plan }: LabHost): { text: string; tooltip: string } {
  if (state === 'starting')
    return { text: l10n.t('{0} Cluster starting', '$(loading~spin)'), tooltip: lastStep };
  if (state === 'stopping')
    return { text: l10n.t('{0} Cluster stopping', '$(loading~spin)'), tooltip: lastStep };
  const tomcats = nodes.filter(({ role }) => role === 'tomcat');
  const running = tomcats.filter((node) => node.state === 'running').length;
  const icon = running === tomcats.length ? '$(server-environment)' : '$(warning)';
  return {
    text: l10n.t('{0} Cluster {1}/{2}', icon, running, tomcats.length),
    tooltip: l10n.t('{0}: {1} of {2} Tomcats run', plan?.title ?? '', running, tomcats.length),
  };
}
