import { l10n, window } from 'vscode';
import type { LabNode, NodeState } from '../../lab/lab';
import { nodeOf } from './arguments';
import type { NodesDeps } from './deps';
import { stateWords } from './words';

export interface Wanted {
  readonly states: readonly NodeState[];
  readonly role?: LabNode['role'];
}

/** The node whose row a command was called on; from the palette the one that somebody chooses of those that it serves. */
export async function chosenNode(
  { host, messages }: Pick<NodesDeps, 'host' | 'messages'>,
  argument: unknown,
  { states, role }: Wanted,
): Promise<LabNode | undefined> {
  const row = nodeOf(argument);
  if (row) return row;
  if (!host.lab) {
    messages.tell('information', l10n.t('No cluster lab is running.'));
    return undefined;
  }
  const served = host.nodes
    .filter((node) => states.includes(node.state) && (role === undefined || node.role === role))
    // The first is what Enter takes: a Tomcat is what most people mean, and without nginx no page answers.
    .toSorted((a, b) => Number(a.role === 'nginx') - Number(b.role === 'nginx'));
  if (served.length === 0) {
    messages.tell('information', l10n.t('No node of the lab is in a state for that.'));
    return undefined;
  }
  const items = served.map((node) => ({
    label: node.name,
    description: `${stateWords(node.state)} · ${node.image}`,
    node,
  }));
  return (await window.showQuickPick(items, { placeHolder: l10n.t('Node of the lab') }))?.node;
}
