import { l10n } from 'vscode';
import type { LabNode, NodeState } from '../../lab/lab';
import type { Figures } from './figures';

const MB = 1024 * 1024;

export const stateWords = (state: NodeState): string =>
  ({
    created: l10n.t('created'),
    starting: l10n.t('starting'),
    running: l10n.t('running'),
    paused: l10n.t('paused'),
    exited: l10n.t('stopped'),
  })[state];

/** Coarse: a figure that changes every second cannot be read, and draws its row anew for nothing. */
export function uptimeWords(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return l10n.t('up for {0} min', '< 1');
  if (minutes < 60) return l10n.t('up for {0} min', minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? l10n.t('up for {0} h {1} min', hours, minutes % 60)
    : l10n.t('up for {0} d', Math.floor(hours / 24));
}

export const memoryWords = (bytes: number): string => l10n.t('{0} MB', Math.round(bytes / MB));

export const sessionWords = (count: number): string =>
  count === 1 ? l10n.t('1 session') : l10n.t('{0} sessions', count.toLocaleString());

/** Tomcats that run and that this one does not see, though it has a cluster; none where it sees one that is not known. */
export function unseen({ name, sees }: LabNode, nodes: readonly LabNode[]): string[] {
  const tomcats = nodes.filter(({ role }) => role === 'tomcat');
  if (!sees?.every((seen) => tomcats.some((it) => it.name === seen))) return [];
  return tomcats
    .filter((it) => it.state === 'running' && it.name !== name && !sees.includes(it.name))
    .map((it) => it.name);
}

/** What a row says behind the node's name, the most telling first; a narrow view cuts the rest. */
export function figureWords(
  node: LabNode,
  { usage, sessions }: Figures,
  nodes: readonly LabNode[],
): string[] {
  if (node.state === 'created' || node.state === 'exited') return [stateWords(node.state)];
  const missing = unseen(node, nodes);
  return [
    ...(node.state === 'running' ? [] : [stateWords(node.state)]),
    ...(sessions?.error !== undefined && node.state === 'running' ? [sessions.error] : []),
    ...(node.role === 'nginx' && node.ports.length > 0
      ? [l10n.t('on {0}', node.ports.map(({ host }) => host).join(', '))]
      : []),
    ...(missing.length > 0 ? [l10n.t('does not see {0}', missing.join(', '))] : []),
    ...(sessions && sessions.error === undefined ? [sessionWords(sessions.count)] : []),
    ...(usage ? [memoryWords(usage.memoryBytes)] : []),
    ...(usage?.cpuPercent === undefined ? [] : [l10n.t('{0} % CPU', Math.round(usage.cpuPercent))]),
    ...(usage ? [uptimeWords(usage.uptimeMs)] : []),
    ...(missing.length === 0 && node.sees && node.sees.length > 0
      ? [l10n.t('sees {0}', node.sees.join(', '))]
      : []),
  ];
}
