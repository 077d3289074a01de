import {
  EventEmitter,
  l10n,
  window,
  type Disposable,
  type LogOutputChannel,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
} from 'vscode';
import type { LabHost } from '../lab/host';
import type { NodeSessions } from '../../lab/lab';
import { groupSessions, totalOf, type SessionGroup } from './group';
import { cookieNote, itemOf, type SessionElement } from './items';
import { sessionMask } from '../../kernel/settings';
import { verdictOf, type Verdict } from './verdict';

const firstPage = 100;
const nextPage = 200;
/** Sessions that were looked for stay in the tree; so many of them. */
const mostFound = 20;
const findLimit = 50;
const findMilliseconds = 15_000;

const busyMilliseconds = 2000;
/** Where nothing changes, nodes are asked a little less often each time, down to this. */
const quietMilliseconds = 5000;
const stepMilliseconds = 500;

type SessionRow = Extract<SessionElement, { kind: 'session' }>;

/**
 * The tree of live sessions. Asks the nodes every few seconds while somebody looks at it, and nobody at all while it is
 * hidden or there is no lab. The newest come first, and only as many as were asked for.
 */
export class SessionsView implements TreeDataProvider<SessionElement>, Disposable {
  private readonly changed = new EventEmitter<SessionElement[] | undefined>();
  private readonly view: TreeView<SessionElement>;
  private readonly subscriptions: Disposable[];
  private nodes: readonly NodeSessions[] = [];
  /** Rows by the key of their session. They stay the same over refreshes, so that one can be drawn again alone. */
  private rows = new Map<string, SessionRow>();
  private roots: SessionElement[] = [];
  private limit = firstPage;
  /** IDs of sessions that were looked for. */
  private found: string[] = [];
  private unchanged = 0;
  /** Which nodes saw which, when the rows were drawn. */
  private seen = '';
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
        return this.roots;
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

  /** Only rows of sessions are revealed, and they have none. */
  getParent(): undefined {
    return undefined;
  }

  /** Reads now, and from then on every two seconds again. */
  refresh(): void {
    this.pause();
    this.unchanged = 0;
    this.follow();
  }

  /** More of the older sessions. */
  showMore(): void {
    this.limit += nextPage;
    this.refresh();
  }

  /** Sessions of the lab with this text in their ID, or in the name or value of an attribute, the newest first. */
  async find(text: string, given: AbortSignal): Promise<SessionGroup[]> {
    const { lab } = this.host;
    if (!lab) return [];
    const signal = AbortSignal.any([given, AbortSignal.timeout(findMilliseconds)]);
    const mask = sessionMask();
    const page = { limit: findLimit, ...(text !== '' && { find: text }) };
    const found = groupSessions(await lab.sessions.read(signal, { ...page, mask }), findLimit);
    // A node that holds another value has not found it; asked by their IDs, all nodes tell what they have.
    const ids = found.map(({ id }) => id);
    const whole = groupSessions(await lab.sessions.read(signal, { limit: 0, ids, mask }));
    return whole.filter(({ key }) => found.some((it) => it.key === key));
  }

  /** What the copies of a session say together. */
  verdict(session: SessionGroup): Verdict {
    return verdictOf(session, this.host.nodes);
  }

  /** Shows one session, also where it stands beyond those that are shown. */
  async reveal({ id, key }: SessionGroup): Promise<void> {
    if (!this.found.includes(id)) this.found = [...this.found, id].slice(-mostFound);
    this.pause();
    await this.read();
    const row = this.rows.get(key);
    if (row) await this.view.reveal(row, { select: true, focus: true, expand: true });
  }

  dispose(): void {
    this.pause();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Starts or stops reading, as the view and the lab are now. */
  private follow(): void {
    if (!this.host.lab) {
      this.pause();
      this.limit = firstPage;
      this.found = [];
      this.show([]);
      return;
    }
    if (!this.view.visible) this.pause();
    else if (!this.reading && !this.timer) void this.read();
  }

  private seeing(): string {
    return JSON.stringify(this.host.nodes.map(({ sees }) => sees));
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
      const nodes = await lab.sessions.read(reading.signal, {
        limit: this.limit,
        ids: this.found,
        mask: sessionMask(),
      });
      if (!reading.signal.aborted) this.show(nodes);
    } catch (error) {
      if (reading.signal.aborted) return;
      this.log.warn(`Sessions could not be read: ${String(error)}`);
    }
    if (reading.signal.aborted) return;
    this.reading = undefined;
    if (!this.view.visible) return;
    const wait = Math.min(quietMilliseconds, busyMilliseconds + stepMilliseconds * this.unchanged);
    this.timer = setTimeout(() => void this.read(), wait);
  }

  /** Draws only what changed, so that a selection and an open tooltip stay. */
  private show(nodes: readonly NodeSessions[]): void {
    const isLagging = [...this.rows.values()].some(({ verdict }) => verdict.kind === 'lagging');
    if (isSame(nodes, this.nodes) && !isLagging && this.seen === this.seeing()) {
      this.unchanged++;
      return;
    }
    this.unchanged = 0;
    this.seen = this.seeing();
    this.nodes = nodes;
    const total = totalOf(nodes);
    const groups = groupSessions(nodes, this.limit, this.found);
    this.view.message = groups.length > 0 ? cookieNote() : '';
    this.view.description = describe(groups.length, total);
    const redrawn = this.renew(groups);
    const roots: SessionElement[] = [
      ...nodes.flatMap(({ node, error }): SessionElement[] =>
        error === undefined ? [] : [{ kind: 'error', node, error }],
      ),
      ...groups.flatMap(({ key }) => this.rows.get(key) ?? []),
      ...(total > groups.length && groups.length > 0
        ? [{ kind: 'more', count: Math.min(nextPage, total - groups.length) } as const]
        : []),
    ];
    const same = outlineOf(roots) === outlineOf(this.roots);
    this.roots = same ? this.roots : roots;
    if (!same) this.changed.fire(undefined);
    else if (redrawn.length > 0) this.changed.fire(redrawn);
  }

  /** Gives the rows their sessions, and tells which of them are drawn otherwise than before. */
  private renew(groups: readonly SessionGroup[]): SessionRow[] {
    const redrawn: SessionRow[] = [];
    this.rows = new Map(
      groups.map((session) => {
        const verdict = this.verdict(session);
        const row = this.rows.get(session.key) ?? { kind: 'session', session, verdict };
        if (row.session !== session && lookOf(row.session, row.verdict) !== lookOf(session, verdict))
          redrawn.push(row);
        row.session = session;
        row.verdict = verdict;
        return [session.key, row];
      }),
    );
    return redrawn;
  }
}

/** What a row shows; the nodes' time goes on by itself. */
const lookOf = (session: SessionGroup, verdict: Verdict): string =>
  JSON.stringify([{ ...session, now: 0, apps: [...session.apps] }, verdict]);

/** A node that has nothing new gives the very contexts that it gave before. */
const isSame = (nodes: readonly NodeSessions[], before: readonly NodeSessions[]): boolean =>
  nodes.length === before.length &&
  nodes.every(({ node, error, contexts }, index) => {
    const old = before[index];
    const same =
      old?.contexts === contexts ||
      (contexts.length === 0 && old?.contexts.length === 0 && error !== undefined);
    return old?.node === node && old.error === error && same;
  });

/** What the rows are and in which order, without what they say. */
const outlineOf = (elements: readonly SessionElement[]): string =>
  JSON.stringify(
    elements.map((element) =>
      element.kind === 'session' ? element.session.key : element.kind === 'copy' ? '' : { ...element },
    ),
  );

function describe(shown: number, total: number): string {
  if (total === 0) return '';
  if (total <= shown)
    return total === 1 ? l10n.t('1 session') : l10n.t('{0} sessions', total.toLocaleString());
  return l10n.t('{0} sessions, showing {1}', total.toLocaleString(), shown.toLocaleString());
}
