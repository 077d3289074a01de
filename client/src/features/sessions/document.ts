import {
  EventEmitter,
  l10n,
  Uri,
  window,
  workspace,
  type Disposable,
  type TextDocumentContentProvider,
} from 'vscode';
import type { LabHost } from '../lab/host';
import { groupSessions } from './group';
import { sessionText, type Words } from './text';

const SCHEME = 'cluster-lab-session';
const LIMIT_MS = 15_000;
/** Characters of a value: enough to read it, too few to hurt an editor. */
const LONGEST_VALUE = 4_000;

/** Read-only documents of one session each, as the nodes hold it when the document is opened. */
export class SessionDocuments implements TextDocumentContentProvider, Disposable {
  private readonly changed = new EventEmitter<Uri>();
  private readonly registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  readonly onDidChange = this.changed.event;

  constructor(private readonly host: LabHost) {}

  /** Opens a session beside; one that is open is read again. */
  async show({ id, contextPath }: { readonly id: string; readonly contextPath: string }): Promise<void> {
    const query = new URLSearchParams({ id, contextPath }).toString();
    const uri = Uri.from({ scheme: SCHEME, path: `/${id}.txt`, query });
    this.changed.fire(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  async provideTextDocumentContent({ query }: Uri): Promise<string> {
    const asked = new URLSearchParams(query);
    const id = asked.get('id') ?? '';
    const { lab } = this.host;
    if (!lab) return l10n.t('The lab of this session does not run any more.');
    const nodes = await lab.sessions.read(AbortSignal.timeout(LIMIT_MS), {
      limit: 0,
      ids: [id],
      longest: LONGEST_VALUE,
    });
    const session = groupSessions(nodes).find((it) => it.contextPath === asked.get('contextPath'));
    const silent = nodes.flatMap(({ node, error }) => (error === undefined ? [] : [`${node} ${error}`]));
    const text = session
      ? sessionText(session, words())
      : l10n.t('No node holds the session {0} any more.', id);
    return silent.length > 0 ? `${text}\n${silent.join('\n')}\n` : text;
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}

const words = (): Words => ({
  session: l10n.t('Session'),
  context: l10n.t('Context'),
  role: l10n.t('role'),
  primary: l10n.t('primary'),
  backup: l10n.t('backup'),
  notReplicated: l10n.t('not replicated'),
  manager: l10n.t('manager'),
  created: l10n.t('created'),
  lastUsed: l10n.t('last used'),
  notHere: l10n.t('(does not hold it)'),
  silent: l10n.t('(does not answer)'),
  missing: l10n.t('(missing)'),
  note: l10n.t('not equal on all nodes that hold the session'),
  values: l10n.t('Values'),
});
