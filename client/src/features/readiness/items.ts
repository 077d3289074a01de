import { l10n, Range, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from 'vscode';
import type { ReadinessOfCluster } from '../../../../server/src/protocol';
import { inOrder, nameOf, type Point } from '../language/readinessPoints';

export type ReadinessElement =
  | { readonly kind: 'cluster'; readonly cluster: ReadinessOfCluster }
  | { readonly kind: 'point'; readonly cluster: ReadinessOfCluster; readonly point: Point };

export const itemOf = (element: ReadinessElement): TreeItem =>
  element.kind === 'cluster' ? clusterItem(element.cluster) : pointItem(element.cluster, element.point);

/** The points of a cluster, as they are shown below it. */
export const pointsOf = (cluster: ReadinessOfCluster): ReadinessElement[] =>
  inOrder(cluster.points).map((point) => ({ kind: 'point', cluster, point }));

function clusterItem({ id, nodes, points }: ReadinessOfCluster): TreeItem {
  const item = new TreeItem(nodes.join(', '), TreeItemCollapsibleState.Expanded);
  const holding = points.filter(({ state }) => state === 'holds').length;
  item.id = id;
  item.description = l10n.t('{0} of {1} hold', holding, points.length);
  item.iconPath = new ThemeIcon('server-environment');
  item.contextValue = 'cluster';
  item.accessibilityInformation = { label: `${nodes.join(', ')}: ${item.description}` };
  return item;
}

function pointItem({ id }: ReadinessOfCluster, { title, state, says, places, fix }: Point): TreeItem {
  const item = new TreeItem(title, TreeItemCollapsibleState.None);
  const name = nameOf(state);
  item.id = `${id}\n${title}`;
  item.iconPath = icons[state]();
  item.contextValue = `point.${state}`;
  item.tooltip = [`${name}: ${says}`, ...(fix ? [l10n.t('Quick fix: {0}', fix.title)] : [])].join('\n');
  item.accessibilityInformation = { label: `${name}: ${title}. ${says}` };
  const [place] = places;
  if (place) {
    const { start, end } = place.range;
    const selection = new Range(start.line, start.character, end.line, end.character);
    item.command = {
      title: l10n.t('Show where it is decided'),
      command: 'vscode.open',
      arguments: [Uri.parse(place.uri), { selection }],
    };
  }
  return item;
}

const icons: Readonly<Record<Point['state'], () => ThemeIcon>> = {
  holds: () => new ThemeIcon('pass', new ThemeColor('testing.iconPassed')),
  lacks: () => new ThemeIcon('error', new ThemeColor('testing.iconFailed')),
  unknown: () => new ThemeIcon('question', new ThemeColor('testing.iconUnset')),
};
