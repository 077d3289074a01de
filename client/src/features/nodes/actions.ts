import { l10n, window } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { Lab } from '../../lab/lab';
import { chosenNode, type Wanted } from './choose';
import type { NodesDeps } from './deps';

/** What is done to one node and then over: whom it serves, what the log says of it, and how it is done. */
interface Action extends Wanted {
  readonly says: (node: string) => string;
  readonly run: (lab: Lab, node: string) => Promise<void>;
}

export const nodeActions: Readonly<Record<string, Action>> = {
  [Commands.restartNode]: {
    states: ['running', 'paused', 'starting', 'exited'],
    says: (node) => l10n.t('Restarting {0}', node),
    run: (lab, node) => lab.restartNode(node),
  },
  [Commands.stopNode]: {
    states: ['running', 'paused', 'starting'],
    says: (node) => l10n.t('Stopping {0}', node),
    run: (lab, node) => lab.stopNode(node),
  },
  [Commands.startNode]: {
    states: ['exited'],
    says: (node) => l10n.t('Starting {0}', node),
    run: (lab, node) => lab.startNode(node),
  },
  [Commands.killNode]: {
    states: ['running', 'paused', 'starting'],
    says: (node) => l10n.t('Killing {0}', node),
    run: (lab, node) => lab.killNode(node),
  },
  [Commands.pauseNode]: {
    states: ['running', 'starting'],
    says: (node) => l10n.t('Pausing {0}', node),
    run: (lab, node) => lab.pauseNode(node),
  },
  [Commands.unpauseNode]: {
    states: ['paused'],
    says: (node) => l10n.t('Letting {0} go on', node),
    run: (lab, node) => lab.unpauseNode(node),
  },
};

/** Does so with the node whose row was clicked, or that somebody chooses. */
export async function act(deps: NodesDeps, action: Action, argument: unknown): Promise<void> {
  const node = await chosenNode(deps, argument, action);
  const { lab } = deps.host;
  if (!node || !lab) return;
  const title = action.says(node.name);
  deps.log.info(title);
  // In the status bar too: the view may be hidden where the palette was used.
  window.setStatusBarMessage(title, 3000);
  await window.withProgress({ location: { viewId: 'clusterLab.nodes' } }, () => action.run(lab, node.name));
}
