import {
  EventEmitter,
  window,
  type Disposable,
  type TreeDataProvider,
  type TreeItem,
  type ViewBadge,
} from 'vscode';
import type { LabHost } from '../lab/host';
import { changedSince, itemOf, type NodeElement } from './items';

/** nginx and the Tomcats of the lab, with their ports. */
export class NodesView implements TreeDataProvider<NodeElement>, Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly subscriptions: Disposable[];
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly host: LabHost) {
    const view = window.createTreeView('clusterLab.nodes', { treeDataProvider: this });
    this.subscriptions = [
      view,
      this.changed,
      host.onDidChange(() => {
        // Empty where there is none.
        view.description = host.engine?.origin ?? '';
        view.badge = badgeOf(host);
        this.changed.fire();
      }),
    ];
  }

  getTreeItem(element: NodeElement): TreeItem {
    return itemOf(element, this.host.changedOn(element.node.name));
  }

  getChildren(element?: NodeElement): NodeElement[] {
    if (!element) return this.host.nodes.map((node) => ({ kind: 'node', node }));
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
}

/** How many files the lab does not run as they are on disk. */
function badgeOf({ changedFiles: { length: value } }: LabHost): ViewBadge | undefined {
  return value === 0 ? undefined : { value, tooltip: changedSince(value) };
}
