import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { LabNode, NodeState, PublishedPort } from '../../lab/lab';

export type NodeElement =
  | { readonly kind: 'node'; readonly node: LabNode }
  | { readonly kind: 'port'; readonly node: LabNode; readonly port: PublishedPort; readonly url: string };

/** `changed`: how many files on disk a node does not run as they are. */
export function itemOf(element: NodeElement, changed: number): TreeItem {
  return element.kind === 'node' ? nodeItem(element.node, changed) : portItem(element);
}

function nodeItem({ name, role, image, state, ports }: LabNode, changed: number): TreeItem {
  const collapsible =
    state === 'running' && ports.length > 0
      ? TreeItemCollapsibleState.Collapsed
      : TreeItemCollapsibleState.None;
  const item = new TreeItem(name, collapsible);
  item.id = name;
  item.contextValue = `${role}.${state}`;
  item.iconPath = icons[state]();
  const words = stateWords(state);
  const since = changed > 0 ? [changedSince(changed)] : [];
  item.description = [
    ...(changed > 0 ? [changedFiles(changed)] : []),
    state === 'running' ? ports.map(({ host }) => host).join(', ') : words,
  ].join(' · ');
  item.tooltip = [`${name}: ${words}`, image, ...since].join('\n');
  return item;
}

/** As many as a row has room for. */
const changedFiles = (files: number): string =>
  files === 1 ? l10n.t('1 file changed') : l10n.t('{0} files changed', files);

/** Of a node or of the lab: what it runs is older than what is on disk. */
export const changedSince = (files: number): string =>
  files === 1 ? l10n.t('1 file changed since the start') : l10n.t('{0} files changed since the start', files);

function portItem({ node, port, url }: Extract<NodeElement, { kind: 'port' }>): TreeItem {
  const item = new TreeItem(url);
  item.id = `${node.name}#${port.container}`;
  item.contextValue = 'port';
  item.description = l10n.t('port {0} in the container', port.container);
  item.iconPath = new ThemeIcon(port.scheme === 'https' ? 'lock' : 'globe');
  item.tooltip = port.reason;
  return item;
}

const icons: Readonly<Record<NodeState, () => ThemeIcon>> = {
  created: () => new ThemeIcon('circle-outline'),
  starting: () => new ThemeIcon('loading~spin'),
  running: () => new ThemeIcon('vm-running', new ThemeColor('testing.iconPassed')),
  exited: () => new ThemeIcon('vm-outline', new ThemeColor('testing.iconFailed')),
};

const stateWords = (state: NodeState): string =>
  ({
    created: l10n.t('created'),
    starting: l10n.t('starting'),
    running: l10n.t('running'),
    exited: l10n.t('stopped'),
  })[state];
