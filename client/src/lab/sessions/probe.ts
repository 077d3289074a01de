import { get } from 'node:http';
import type { ContextSessions, LabNode, NodeSessions, SessionEntry, SessionSource } from '../lab';

const LIMIT_MS = 3_000;
/** More than a tree shows; a probe that says more is not ours. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Reads the sessions of a lab through the small context that the lab put beside the app (`client/assets/probe`). */
export class ProbeSource implements SessionSource {
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
    try {
      const text = await this.fetch(port, signal);
      return { node: node.name, contexts: this.contexts(JSON.parse(text) as ProbeAnswer) };
    } catch (error) {
      if (signal.aborted) throw error;
      return unread(inWords(error));
    }
  }

  private fetch(port: number, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const within = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
      const url = { host: this.host, port, path: `${this.path}/sessions.jsp`, signal: within, agent: false };
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

function inWords(error: unknown): string {
  const { name, code, message } = error as NodeJS.ErrnoException;
  if (name === 'AbortError' || name === 'TimeoutError') return 'does not answer within 3 seconds';
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'does not take connections';
  if (error instanceof SyntaxError) return 'answers the probe with something else than sessions';
  return message;
}
