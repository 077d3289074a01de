import {
  EventEmitter,
  l10n,
  window,
  type Disposable,
  type LogOutputChannel,
  type TreeDataProvider,
  type TreeItem,
  type ViewBadge,
} from 'vscode';
import type { LabHost } from '../lab/host';
import { FigureReader } from './figures';
import { changedSince, nodeItem, portItem, type NodeElement } from './items';

type NodeRow = Extract<NodeElement, { kind: 'node' }>;

/** nginx and the Tomcats of the lab, what each takes and holds, and their ports. */
export class NodesView implements TreeDataProvider<NodeElement>, Disposable {
  private readonly changed = new EventEmitter<NodeElement[] | undefined>();
  private readonly subscriptions: Disposable[];
  private readonly figures: FigureReader;
  /** Rows by the name of their node. They stay the same, so that one can be drawn again alone. */
  private rows = new Map<string, NodeRow>();
  /** What each row shows, and its ports. */
  private shown = new Map<string, string>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly host: LabHost,
    log: LogOutputChannel,
  ) {
    const view = window.createTreeView('clusterLab.nodes', { treeDataProvider: this });
    this.figures = new FigureReader(host, log);
    this.subscriptions = [
      view,
      this.changed,
      this.figures,
      this.figures.onDidRead(() => this.show()),
      view.onDidChangeVisibility(({ visible }) => this.figures.look(visible)),
      host.onDidChange(() => {
        // What runs; which engine runs it stands in the rows' tooltips and in the status bar's.
        view.description = host.plan?.title ?? '';
        // Before there is anything to see of it.
        view.message = host.state === 'starting' ? (host.plan?.runs?.summary ?? '') : '';
        view.badge = badgeOf(host);
        this.figures.follow();
        this.show();
      }),
    ];
    this.figures.look(view.visible);
  }

  getTreeItem(element: NodeElement): TreeItem {
    if (element.kind === 'port') return portItem(element);
    const { host } = this;
    const engine = host.engine && l10n.t('Docker engine: {0}, {1}', host.engine.origin, host.engine.address);
    return nodeItem(element.node, {
      figures: this.figures.of(element.node.name),
      nodes: host.nodes,
      engine,
      changed: host.changedOn(element.node.name),
    });
  }

  getChildren(element?: NodeElement): NodeElement[] {
    if (!element) return [...this.rows.values()];
    if (element.kind === 'port') return [];
    return element.node.ports.map((port) => ({
      kind: 'port',
      node: element.node,
      port,
      url: this.host.urlOf(port),
    }));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Draws only what changed, so that a selection and an open tooltip stay. */
  private show(): void {
    const { nodes } = this.host;
    const before = [...this.rows.keys()].join('\n');
    this.rows = new Map(
      nodes.map((node) => {
        const row = this.rows.get(node.name) ?? { kind: 'node', node };
        row.node = node;
        return [node.name, row];
      }),
    );
    const looks = new Map(
      [...this.rows].map(([name, row]) => [name, lookOf(this.getTreeItem(row), row)] as const),
    );
    const redrawn = [...this.rows].filter(([name]) => looks.get(name) !== this.shown.get(name));
    this.shown = looks;
    if (before !== [...this.rows.keys()].join('\n')) this.changed.fire(undefined);
    else if (redrawn.length > 0) this.changed.fire(redrawn.map(([, row]) => row));
  }
}

/** The processor's tenths in the tooltip are no reason to draw. */
const lookOf = ({ description, contextValue }: TreeItem, { node: { image, ports } }: NodeRow): string =>
  JSON.stringify([description, contextValue, image, ports]);

/** How many files the lab does not run as they are on disk. */
function badgeOf({ changedFiles: { length: value } }: LabHost): ViewBadge | undefined {
  return value === 0 ? undefined : { value, tooltip: changedSince(value) };
}
