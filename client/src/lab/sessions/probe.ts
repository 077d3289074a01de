import { t } from '@vscode/l10n';
import { get } from 'node:http';
import type {
  ContextSessions,
  Disposable,
  LabNode,
  NodeSessions,
  SessionCount,
  SessionEntry,
  SessionQuery,
  SessionSource,
} from '../lab';

const LIMIT_MS = 3_000;
/** The first answer of a node waits for Tomcat to compile the probe, which takes a busy machine some seconds. */
const FIRST_LIMIT_MS = 15_000;
/** Of sixteen nodes, what two views ask in turn. */
const KEPT_ANSWERS = 48;
/** More than a tree shows; a probe that says more is not ours. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Reads the sessions of a lab through the small context that the lab put beside the app (`client/assets/probe`). */
export class ProbeSource implements SessionSource {
  /** The last answers to each question of each node; one that would be the same is not sent again. */
  private readonly kept = new Map<string, Answer>();
  /** Nodes that have answered. */
  private readonly answered = new Set<string>();
  private readonly listeners = new Set<(counts: readonly SessionCount[]) => void>();

  constructor(
    private readonly host: string,
    private readonly path: string,
    private readonly nodes: () => readonly LabNode[],
    private readonly firstLimitMs = FIRST_LIMIT_MS,
  ) {}

  async read(signal: AbortSignal, query: SessionQuery = {}): Promise<NodeSessions[]> {
    const answers = await Promise.all(this.nodes().map((node) => this.readNode(node, query, signal)));
    for (const listener of this.listeners) listener(countsOf(answers));
    return answers;
  }

  async count(signal: AbortSignal): Promise<SessionCount[]> {
    return countsOf(await this.read(signal, { limit: 0 }));
  }

  onCount(listener: (counts: readonly SessionCount[]) => void): Disposable {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /** Whether a Tomcat is up, as far as its probe tells within the limit. */
  async answers(node: LabNode, limitMs: number): Promise<boolean> {
    const port = portOf(node);
    if (port === undefined) return false;
    try {
      await this.fetch(port, pathOf(this.path, { limit: 0 }), undefined, AbortSignal.timeout(limitMs));
      return true;
    } catch {
      // Whatever the reason: it has not shown that it is up.
      return false;
    }
  }

  private async readNode(node: LabNode, query: SessionQuery, signal: AbortSignal): Promise<NodeSessions> {
    const unread = (error: string): NodeSessions => ({ node: node.name, error, contexts: [] });
    if (node.state === 'exited') return { ...unread(t('is not running')), down: true };
    if (node.state === 'paused') return unread(t('is paused'));
    if (node.state === 'created' || node.state === 'starting') return unread(t('is starting'));
    const port = portOf(node);
    if (port === undefined) return unread(t('has no HTTP port that can be queried'));
    const limit = this.answered.has(node.name) ? LIMIT_MS : this.firstLimitMs;
    const path = pathOf(this.path, query);
    const question = `${node.name} ${path}`;
    try {
      const waiting = AbortSignal.any([signal, AbortSignal.timeout(limit)]);
      const answer = await this.fetch(port, path, this.kept.get(question), waiting);
      this.answered.add(node.name);
      this.remember(question, answer);
      return { node: node.name, now: answer.now, contexts: answer.contexts };
    } catch (error) {
      if (signal.aborted) throw error;
      return unread(inWords(error, limit));
    }
  }

  /** Those that were given longest ago are forgotten first. */
  private remember(question: string, answer: Answer): void {
    this.kept.delete(question);
    this.kept.set(question, answer);
    for (const [oldest] of this.kept) if (this.kept.size > KEPT_ANSWERS) this.kept.delete(oldest);
  }

  private fetch(port: number, path: string, known: Answer | undefined, signal: AbortSignal): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = { ...(known?.tag !== undefined && { 'if-none-match': known.tag }) };
      const request = get({ host: this.host, port, path, headers, signal, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_BYTES) request.destroy(new Error(t('answers with more than 32 MB')));
          else chunks.push(chunk);
        });
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode } = response;
          const now = Date.parse(response.headers.date ?? '') || undefined;
          if (known && statusCode === 304) return resolve({ ...known, now });
          if (statusCode !== 200)
            return reject(
              new Error(t('answers the probe with status {status}', { status: String(statusCode) })),
            );
          try {
            const contexts = contextsOf(Buffer.concat(chunks).toString('utf8'));
            resolve({ now, tag: response.headers.etag, contexts });
          } catch {
            reject(new Error(t('answers the probe with something other than sessions')));
          }
        });
      });
      request.on('error', reject);
    });
  }
}

const countsOf = (answers: readonly NodeSessions[]): SessionCount[] =>
  answers.map(({ node, error, contexts }) => ({
    node,
    count: contexts.reduce((sum, { count }) => sum + count, 0),
    owned: contexts.reduce((sum, { owned }) => sum + owned, 0),
    ...(error !== undefined && { error }),
  }));

interface Answer {
  readonly now: number | undefined;
  /** Its ETag. */
  readonly tag: string | undefined;
  readonly contexts: readonly ContextSessions[];
}

const portOf = ({ ports }: LabNode): number | undefined =>
  ports.find(({ scheme }) => scheme === 'http')?.host;

function pathOf(probePath: string, { limit, ids = [], find, mask, longest }: SessionQuery): string {
  const query = new URLSearchParams({
    ...(limit !== undefined && { limit: String(limit) }),
    ...(ids.length > 0 && { ids: ids.join(',') }),
    ...(find !== undefined && { find }),
    ...(mask && { mask }),
    ...(longest !== undefined && { longest: String(longest) }),
  });
  return `${probePath}/sessions.jsp${query.size > 0 ? `?${query.toString()}` : ''}`;
}

interface ProbeAnswer {
  contexts: {
    path: string;
    manager: string;
    started: number;
    count: number;
    owned: number;
    sessions: (Omit<SessionEntry, 'primary'> & { primary: boolean | null })[];
  }[];
}

const contextsOf = (text: string): ContextSessions[] =>
  (JSON.parse(text) as ProbeAnswer).contexts.map(({ path, sessions, ...context }) => ({
    path: path || '/',
    ...context,
    sessions: sessions.map(({ primary, ...session }): SessionEntry => ({
      ...session,
      primary: primary ?? undefined,
    })),
  }));

function inWords(error: unknown, limit: number): string {
  const { name, code, message } = error as NodeJS.ErrnoException;
  if (name === 'AbortError' || name === 'TimeoutError')
    return t('does not answer within {seconds} seconds', { seconds: limit / 1000 });
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return t('does not accept connections');
  return message;
}
