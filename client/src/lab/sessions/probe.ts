import { get } from 'node:http';
import type { ContextSessions, LabNode, NodeSessions, SessionEntry, SessionSource } from '../lab';

const LIMIT_MS = 3_000;
/** The first answer of a node waits for Tomcat to compile the probe, which takes a busy machine some seconds. */
const FIRST_LIMIT_MS = 15_000;
/** More than a tree shows; a probe that says more is not ours. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Reads the sessions of a lab through the small context that the lab put beside the app (`client/assets/probe`). */
export class ProbeSource implements SessionSource {
  /** Nodes that have answered once. */
  private readonly answered = new Set<string>();

  constructor(
    private readonly host: string,
    private readonly path: string,
    private readonly nodes: () => readonly LabNode[],
  ) {}

  async read(signal: AbortSignal): Promise<NodeSessions[]> {
    return await Promise.all(this.nodes().map((node) => this.readNode(node, signal)));
  }

  private async readNode(node: LabNode, signal: AbortSignal): Promise<NodeSessions> {
    const unread = (error: string): NodeSessions => ({ node: node.name, error, contexts: [] });
    if (node.state === 'exited') return unread('is not running');
    if (node.state === 'created' || node.state === 'starting') return unread('is starting');
    const port = node.ports.find(({ scheme }) => scheme === 'http')?.host;
    if (port === undefined) return unread('has no HTTP port that could be asked');
    const limit = this.answered.has(node.name) ? LIMIT_MS : FIRST_LIMIT_MS;
    try {
      const text = await this.fetch(port, AbortSignal.any([signal, AbortSignal.timeout(limit)]));
      this.answered.add(node.name);
      return { node: node.name, contexts: this.contexts(JSON.parse(text) as ProbeAnswer) };
    } catch (error) {
      if (signal.aborted) throw error;
      return unread(inWords(error, limit));
    }
  }

  private fetch(port: number, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const url = { host: this.host, port, path: `${this.path}/sessions.jsp`, signal, agent: false };
      const request = get(url, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_BYTES) request.destroy(new Error('answers with more than 32 MB'));
          else chunks.push(chunk);
        });
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString('utf8'));
          else reject(new Error(`answers the probe with status ${response.statusCode}`));
        });
      });
      request.on('error', reject);
    });
  }

  private contexts(answer: ProbeAnswer): ContextSessions[] {
    return answer.contexts
      .filter(({ path }) => path !== this.path)
      .map(({ path, manager, count, sessions }) => ({
        path: path || '/',
        manager,
        count,
        sessions: sessions.map(({ primary, ...session }): SessionEntry => ({
          ...session,
          primary: primary ?? undefined,
        })),
      }));
  }
}

interface ProbeAnswer {
  contexts: {
    path: string;
    manager: string;
    count: number;
    sessions: (Omit<SessionEntry, 'primary'> & { primary: boolean | null })[];
  }[];
}

function inWords(error: unknown, limit: number): string {
  const { name, code, message } = error as NodeJS.ErrnoException;
  if (name === 'AbortError' || name === 'TimeoutError')
    return `does not answer within ${limit / 1000} seconds`;
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'does not take connections';
  if (error instanceof SyntaxError) return 'answers the probe with something else than sessions';
  return message;
}
