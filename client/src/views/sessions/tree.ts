import {
  EventEmitter,
  window,
  type Disposable,
  type LogOutputChannel,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
} from 'vscode';
import type { LabHost } from '../../labHost';
import type { NodeSessions } from '../../lab/lab';
import { groupSessions } from './group';
import { cookieNote, itemOf, type SessionElement } from './items';

const refreshMilliseconds = 2000;

/**
 * The tree of live sessions. Asks the nodes every two seconds while somebody looks at it, and nobody at all while it
 * is hidden or there is no lab.
 */
export class SessionsView implements TreeDataProvider<SessionElement>, Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly view: TreeView<SessionElement>;
  private readonly subscriptions: Disposable[];
  private nodes: readonly NodeSessions[] = [];
  private told = '[]';
  private reading: AbortController | undefined;
  private timer: NodeJS.Timeout | undefined;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly host: LabHost,
    private readonly log: LogOutputChannel,
  ) {
    this.view = window.createTreeView('clusterLab.sessions', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.subscriptions = [
      this.view,
      this.changed,
      this.view.onDidChangeVisibility(() => this.follow()),
      host.onDidChange(() => this.follow()),
    ];
  }

  getTreeItem(element: SessionElement): TreeItem {
    return itemOf(element);
  }

  getChildren(element?: SessionElement): SessionElement[] {
    switch (element?.kind) {
      case undefined:
        return [
          ...this.nodes.flatMap(({ node, error }): SessionElement[] =>
            error === undefined ? [] : [{ kind: 'error', node, error }],
          ),
          ...groupSessions(this.nodes).map((session): SessionElement => ({ kind: 'session', session })),
        ];
      case 'session':
        return element.session.copies.map((copy) => ({ kind: 'copy', session: element.session, copy }));
      case 'copy':
        return element.copy.entry.attributes.map((attribute) => ({
          kind: 'attribute',
          copy: element.copy,
          attribute,
          key: `${element.session.key}#${element.copy.node}#${attribute.name}`,
        }));
      default:
        return [];
    }
  }

  /** Reads now, and from then on every two seconds again. */
  refresh(): void {
    this.pause();
    this.follow();
  }

  dispose(): void {
    this.pause();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Starts or stops reading, as the view and the lab are now. */
  private follow(): void {
    if (!this.host.lab) {
      this.pause();
      this.show([]);
      return;
    }
    if (!this.view.visible) this.pause();
    else if (!this.reading && !this.timer) void this.read();
  }

  private pause(): void {
    this.reading?.abort();
    this.reading = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async read(): Promise<void> {
    const { lab } = this.host;
    if (!lab) return;
    this.timer = undefined;
    const reading = new AbortController();
    this.reading = reading;
    try {
      const nodes = await lab.sessions.read(reading.signal);
      if (!reading.signal.aborted) this.show(nodes);
    } catch (error) {
      if (reading.signal.aborted) return;
      this.log.warn(`Sessions could not be read: ${String(error)}`);
    }
    if (reading.signal.aborted) return;
    this.reading = undefined;
    this.timer = setTimeout(() => void this.read(), refreshMilliseconds);
  }

  /** Draws only what changed, so that a selection and an open tooltip stay. */
  private show(nodes: readonly NodeSessions[]): void {
    const told = JSON.stringify(nodes);
    if (told === this.told) return;
    this.told = told;
    this.nodes = nodes;
    const any = nodes.some(({ contexts }) => contexts.some(({ sessions }) => sessions.length > 0));
    this.view.message = any ? cookieNote() : '';
    this.changed.fire();
  }
}
