import { Disposable, languages, window, type LogOutputChannel, type Memento, type Uri } from 'vscode';
import type { LogRecord } from '../../lab/logs/record';
import { setContext } from '../../kernel/setContext';
import type { LabHost } from '../lab/host';
import type { LanguageService } from '../language/client';
import { isSampleOpen } from './openSample';

const HAD = 'clusterLab.walkthrough.problemSeen';

export interface ProgressDeps {
  readonly host: LabHost;
  readonly language: Pick<LanguageService, 'summary' | 'onDidChange'>;
  readonly log: LogOutputChannel;
  readonly memory: Memento;
}

/**
 * Tells the walkthrough of package.json what was reached, each once: `clusterLab.sampleOpen`, `.problemSeen`, `.fixed`,
 * `.loggedIn`, `.nodeDown`. The rest VS Code knows by itself.
 */
export function followProgress({ host, language, log, memory }: ProgressDeps): Disposable {
  const set = (key: string): void => setContext(key, true, log);
  if (isSampleOpen(memory)) set('sampleOpen');
  let had = memory.get<boolean>(HAD, false);
  const found = languages.onDidChangeDiagnostics(({ uris }) => {
    if (!uris.some(hasProblem)) return;
    had = true;
    memory.update(HAD, true).then(undefined, (error: unknown) => log.error(String(error)));
    found.dispose();
  });
  // In an editor; the Problems view VS Code knows by itself.
  const look = (): void => {
    if (!window.visibleTextEditors.some(({ document }) => hasProblem(document.uri))) return;
    set('problemSeen');
    seen.dispose();
  };
  const seen = Disposable.from(
    window.onDidChangeVisibleTextEditors(look),
    languages.onDidChangeDiagnostics(look),
  );
  const fixed = language.onDidChange(() => {
    const { summary } = language;
    if (!had || !summary || summary.files === 0 || summary.errors + summary.warnings > 0) return;
    set('fixed');
    fixed.dispose();
  });
  const login = host.onLine(({ node, record }) => {
    const role = host.nodes.find(({ name }) => name === node)?.role;
    if (role !== 'tomcat' || !isLogin(record)) return;
    set('loggedIn');
    login.dispose();
  });
  const down = host.onDidChange(() => {
    const isDown = host.nodes.some(({ role, state }) => role === 'tomcat' && state === 'exited');
    if (host.state !== 'running' || !isDown) return;
    set('nodeDown');
    down.dispose();
  });
  return Disposable.from(found, seen, fixed, login, down);
}

const hasProblem = (uri: Uri): boolean =>
  languages.getDiagnostics(uri).some(({ source }) => source === 'cluster-lab');

/** A form that was sent and taken, with a session: a page alone makes one, too. */
const isLogin = (record: LogRecord): boolean =>
  record.kind === 'request' &&
  Boolean(record.session) &&
  record.request.startsWith('POST ') &&
  (record.status ?? 500) < 400;
