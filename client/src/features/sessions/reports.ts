import { l10n, window, type Disposable, type LogOutputChannel } from 'vscode';
import { Reports, TABLE, type ReportLine } from '../../kernel/reports';
import { wrapped } from '../../kernel/columns';
import { sessionMask } from '../../kernel/settings';
import type { LabHost } from '../lab/host';
import { causesOf } from './causes';
import { groupSessions, type SessionGroup } from './group';
import { sessionTable, type Words } from './text';
import { isTrouble, verdictOf } from './verdict';
import { verdictNotes, verdictSentences } from './verdictWords';

const LIMIT_MS = 15_000;
/** Between two readings for reports that somebody sees. */
const PAUSE_MS = 2_000;
/** Columns of a line of prose: a table does not wrap, and stands beside a file. */
const PROSE = 60;
/** Characters of a value: enough to read it, too few to hurt an editor. */
const LONGEST_VALUE = 4_000;

type Asked = Pick<SessionGroup, 'id' | 'contextPath'>;

/** Reports of one session each, the nodes side by side. They are read anew as long as an editor shows them. */
export class SessionReports implements Disposable {
  private readonly reports = new Reports(
    'cluster-lab-session',
    () => l10n.t('The lab of this session does not run any more.'),
    TABLE,
  );
  private readonly asked = new Map<string, Asked>();
  private readonly subscriptions: Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: LabHost,
    private readonly log: LogOutputChannel,
  ) {
    this.subscriptions = [this.reports, window.onDidChangeVisibleTextEditors(() => this.follow())];
  }

  /** Opens a session beside; one that is open is read again. */
  async show(session: Asked): Promise<void> {
    const { id, contextPath } = session;
    const query = new URLSearchParams({ id, contextPath }).toString();
    await this.reports.show(titleOf(session), query, await this.linesOf(session));
    this.asked.set(query, { id, contextPath });
    this.follow();
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private follow(): void {
    const isSeen = [...this.asked].some(([query, session]) => this.reports.isShown(titleOf(session), query));
    if (!isSeen) {
      clearTimeout(this.timer);
      this.timer = undefined;
    } else this.timer ??= setTimeout(() => void this.renew(), PAUSE_MS);
  }

  private async renew(): Promise<void> {
    try {
      for (const [query, session] of this.asked) {
        if (!this.reports.isShown(titleOf(session), query)) this.asked.delete(query);
        else this.reports.renew(titleOf(session), query, await this.linesOf(session));
      }
    } catch (error) {
      this.log.debug(`A session could not be read: ${String(error)}`);
    }
    this.timer = undefined;
    this.follow();
  }

  private async linesOf({ id, contextPath }: Asked): Promise<ReportLine[]> {
    const { lab } = this.host;
    if (!lab) return [{ text: l10n.t('The lab of this session does not run any more.') }];
    const nodes = await lab.sessions.read(AbortSignal.timeout(LIMIT_MS), {
      limit: 0,
      ids: [id],
      longest: LONGEST_VALUE,
      mask: sessionMask(),
    });
    const session = groupSessions(nodes).find((it) => it.contextPath === contextPath);
    const silent = nodes.flatMap(({ node, error }) =>
      error === undefined ? [] : [{ text: `! ${node} ${error}` }],
    );
    const head = [{ text: l10n.t('Session {0}', id) }, { text: `  ${l10n.t('Context: {0}', contextPath)}` }];
    if (!session) return [...head, { text: `  ${l10n.t('No node holds it any more.')}` }, ...silent];
    const verdict = verdictOf(session, lab.nodes);
    const mark = isTrouble(verdict) ? '✗' : ({ lagging: '~', same: '✓' }[verdict.kind as string] ?? ' ');
    const causes = causesOf(verdict);
    return [
      ...head,
      { text: '' },
      ...verdictSentences(verdict).flatMap((text) => prose(text, `${mark} `)),
      ...verdictNotes(verdict).flatMap((text) => prose(text)),
      ...silent,
      ...(causes.length > 0
        ? [{ text: '' }, { text: l10n.t('What the Problems view has to say of that') }]
        : []),
      ...causes.flatMap(({ uri, diagnostic: { message, range } }) => [
        ...prose(message.replaceAll(/\s*\n\s*/g, ' ')),
        { text: '    →', place: { uri, range } },
      ]),
      { text: '' },
      ...sessionTable(session, words()).map((text) => ({ text })),
    ];
  }
}

/** With a mark before its first line. */
const prose = (text: string, mark = '  '): ReportLine[] =>
  wrapped(PROSE, text).map((line, index) => ({ text: `${index === 0 ? mark : '  '}${line}` }));

const titleOf = ({ id }: Asked): string => l10n.t('Session {0}', id.slice(0, 8));

const words = (): Words => ({
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
  values: l10n.t('Values'),
});
