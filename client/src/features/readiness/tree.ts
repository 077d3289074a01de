import {
  EventEmitter,
  window,
  type Disposable,
  type LogOutputChannel,
  type TreeDataProvider,
  type TreeItem,
} from 'vscode';
import type { ReadinessOfCluster } from '../../../../server/src/protocol';
import type { LanguageService } from '../language/client';
import { itemOf, pointsOf, type ReadinessElement } from './items';

/** Long enough for the checks of one word, short enough to feel at once. */
const delayMilliseconds = 400;

/** What each cluster of the workspace has, lacks, and what files do not tell; asked for as long as somebody looks. */
export class ReadinessView implements TreeDataProvider<ReadinessElement>, Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly subscriptions: Disposable[];
  private readonly view;
  private pending: NodeJS.Timeout | undefined;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly language: Pick<LanguageService, 'readiness' | 'onDidChange' | 'state'>,
    private readonly log: LogOutputChannel,
  ) {
    this.view = window.createTreeView('clusterLab.readiness', { treeDataProvider: this });
    this.subscriptions = [
      this.view,
      this.changed,
      language.onDidChange(() => this.refresh()),
      this.view.onDidChangeVisibility(() => this.refresh()),
    ];
  }

  getTreeItem(element: ReadinessElement): TreeItem {
    return itemOf(element);
  }

  async getChildren(element?: ReadinessElement): Promise<ReadinessElement[]> {
    if (element) return element.kind === 'cluster' ? pointsOf(element.cluster) : [];
    return (await this.clusters()).map((cluster) => ({ kind: 'cluster', cluster }));
  }

  dispose(): void {
    clearTimeout(this.pending);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async clusters(): Promise<readonly ReadinessOfCluster[]> {
    if (this.language.state !== 'running') return [];
    try {
      return (await this.language.readiness()).clusters;
    } catch (error) {
      this.log.warn(`The readiness of clusters is not known: ${String(error)}`);
      return [];
    }
  }

  private refresh(): void {
    clearTimeout(this.pending);
    if (this.view.visible) this.pending = setTimeout(() => this.changed.fire(), delayMilliseconds);
  }
}
