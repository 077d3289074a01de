import {
  EventEmitter,
  window,
  type Disposable,
  type LogOutputChannel,
  type TreeDataProvider,
  type TreeItem,
} from 'vscode';
import type { ReadinessOfCluster } from '../../../../server/src/protocol';
import { setContext } from '../../kernel/setContext';
import type { LanguageService } from '../language/client';
import { itemOf, pointsOf, type ReadinessElement } from './items';

/** Long enough for the checks of one word, short enough to feel at once. */
const delayMilliseconds = 400;

/**
 * What each cluster of the workspace has, lacks, and what files do not tell; asked for as long as somebody looks. Rows are
 * drawn of what is known already: VS Code loses those that are still awaited when it is told to draw anew.
 */
export class ReadinessView implements TreeDataProvider<ReadinessElement>, Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly subscriptions: Disposable[];
  private readonly view;
  private pending: NodeJS.Timeout | undefined;
  private clusters: readonly ReadinessOfCluster[] = [];
  /** How often it was asked: an answer that came too late is not shown. */
  private asked = 0;
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
    this.refresh();
  }

  getTreeItem(element: ReadinessElement): TreeItem {
    return itemOf(element);
  }

  getChildren(element?: ReadinessElement): ReadinessElement[] {
    if (element) return element.kind === 'cluster' ? pointsOf(element.cluster) : [];
    return this.clusters.map((cluster) => ({ kind: 'cluster', cluster }));
  }

  dispose(): void {
    clearTimeout(this.pending);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private refresh(): void {
    clearTimeout(this.pending);
    if (this.view.visible) this.pending = setTimeout(() => void this.read(), delayMilliseconds);
  }

  private async read(): Promise<void> {
    const mine = ++this.asked;
    const isThere = this.language.state === 'running';
    try {
      const clusters = isThere ? (await this.language.readiness()).clusters : [];
      if (mine !== this.asked) return;
      // Not before: that no cluster was found is untrue while nobody has looked.
      if (isThere) setContext('readinessKnown', true, this.log);
      if (JSON.stringify(clusters) === JSON.stringify(this.clusters)) return;
      this.clusters = clusters;
      this.changed.fire();
    } catch (error) {
      this.log.warn(`The readiness of clusters is not known: ${String(error)}`);
    }
  }
}
