import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { LabNode, NodeState, PublishedPort } from '../../lab/lab';
import type { Figures } from './figures';
import { figureWords, memoryWords, sessionWords, stateWords, unseen, uptimeWords } from './words';

export type NodeElement =
  /** One object a node, whatever becomes of it. */
  | { readonly kind: 'node'; node: LabNode }
  | { readonly kind: 'port'; readonly node: LabNode; readonly port: PublishedPort; readonly url: string };

/** What a row of a node is drawn from besides the node. */
export interface Surroundings {
  readonly figures: Figures;
  readonly nodes: readonly LabNode[];
  /** Which engine runs it, in a line; undefined while there is none. */
  readonly engine: string | undefined;
  /** How many files on disk the node does not run as they are. */
  readonly changed: number;
}

export function nodeItem(node: LabNode, around: Surroundings): TreeItem {
  const { name, role, state, ports } = node;
  const collapsible =
    state === 'running' && ports.length > 0
      ? TreeItemCollapsibleState.Collapsed
      : TreeItemCollapsibleState.None;
  const item = new TreeItem(name, collapsible);
  item.id = name;
  item.contextValue = `${role}.${state}`;
  item.iconPath = icons[state]();
  const words = [
    ...(around.changed > 0 ? [changedFiles(around.changed)] : []),
    ...figureWords(node, around.figures, around.nodes),
  ];
  item.description = words.join(' · ');
  item.tooltip = tooltipOf(node, around).join('\n');
  const spoken = stateWords(state);
  item.accessibilityInformation = {
    label: [name, spoken, ...words.filter((word) => word !== spoken)].join(', '),
  };
  return item;
}

function tooltipOf(
  node: LabNode,
  { figures: { usage, sessions }, nodes, engine, changed }: Surroundings,
): string[] {
  const missing = unseen(node, nodes);
  return [
    `${node.name}: ${stateWords(node.state)}${usage ? `, ${uptimeWords(usage.uptimeMs)}` : ''}`,
    ...(node.address === undefined ? [] : [l10n.t('Address in the lab: {0}', node.address)]),
    node.image,
    ...(changed > 0 ? [changedSince(changed)] : []),
    ...(usage
      ? [l10n.t('Memory: {0} of {1}', memoryWords(usage.memoryBytes), memoryWords(usage.memoryLimit))]
      : []),
    ...(usage?.cpuPercent === undefined
      ? []
      : [l10n.t('CPU: {0} % of one processor', usage.cpuPercent.toFixed(1))]),
    ...(sessions === undefined
      ? []
      : [
          sessions.error === undefined
            ? l10n.t('{0}, owner of {1}', sessionWords(sessions.count), sessions.owned.toLocaleString())
            : l10n.t('Sessions: {0} {1}', node.name, sessions.error),
        ]),
    ...(node.sees === undefined
      ? []
      : [
          node.sees.length === 0
            ? l10n.t('Sees no other node of the cluster, by its log')
            : l10n.t('Sees {0}, by its log', node.sees.join(', ')),
        ]),
    ...(missing.length > 0 ? [l10n.t('Does not see {0}, which runs', missing.join(', '))] : []),
    ...node.ports.map(({ host, container, reason }) =>
      l10n.t('Port {0} for {1}: {2}', host, container, reason),
    ),
    ...(engine === undefined ? [] : [engine]),
  ];
}

/** As many as a row has room for. */
const changedFiles = (files: number): string =>
  files === 1 ? l10n.t('1 file changed') : l10n.t('{0} files changed', files);

/** Of a node or of the lab: what it runs is older than what is on disk. */
export const changedSince = (files: number): string =>
  files === 1 ? l10n.t('1 file changed since the start') : l10n.t('{0} files changed since the start', files);

export function portItem({ node, port, url }: Extract<NodeElement, { kind: 'port' }>): TreeItem {
  const item = new TreeItem(url);
  item.id = `${node.name}#${port.container}`;
  item.contextValue = 'port';
  item.description = l10n.t('port {0} in the container', port.container);
  item.iconPath = new ThemeIcon(port.scheme === 'https' ? 'lock' : 'globe');
  item.tooltip = port.reason;
  item.accessibilityInformation = {
    label: l10n.t('{0} of {1} at {2}, {3}', port.scheme.toUpperCase(), node.name, url, item.description),
  };
  return item;
}

const icons: Readonly<Record<NodeState, () => ThemeIcon>> = {
  created: () => new ThemeIcon('circle-outline'),
  starting: () => new ThemeIcon('loading~spin'),
  running: () => new ThemeIcon('vm-running', new ThemeColor('testing.iconPassed')),
  paused: () => new ThemeIcon('debug-pause', new ThemeColor('list.warningForeground')),
  exited: () => new ThemeIcon('vm-outline', new ThemeColor('testing.iconFailed')),
};
