import { Disposable, languages, type LogOutputChannel, type Memento } from 'vscode';
import { readLine } from '../../lab/logs/formats';
import { setContext } from '../../kernel/setContext';
import type { LabHost } from '../lab/host';
import type { LanguageService } from '../language/client';
import { isSampleOpen } from './openSample';

const SEEN = 'clusterLab.walkthrough.problemSeen';

export interface ProgressDeps {
  readonly host: LabHost;
  readonly language: Pick<LanguageService, 'summary' | 'onDidChange'>;
  readonly log: LogOutputChannel;
  readonly memory: Memento;
}

/**
 * Tells the walkthrough of package.json what was reached, each once: `clusterLab.sampleOpen`, `.problemSeen`, `.fixed`,
 * `.sessionSeen`. The rest VS Code knows by itself.
 */
export function followProgress({ host, language, log, memory }: ProgressDeps): Disposable {
  const set = (key: string): void => setContext(key, true, log);
  if (isSampleOpen(memory)) set('sampleOpen');
  let seen = memory.get<boolean>(SEEN, false);
  const problems = languages.onDidChangeDiagnostics(({ uris }) => {
    const isOurs = uris.some((uri) =>
      languages.getDiagnostics(uri).some(({ source }) => source === 'cluster-lab'),
    );
    if (!isOurs) return;
    seen = true;
    set('problemSeen');
    memory.update(SEEN, true).then(undefined, (error: unknown) => log.error(String(error)));
    problems.dispose();
  });
  const fixed = language.onDidChange(() => {
    const { summary } = language;
    if (!seen || !summary || summary.files === 0 || summary.errors + summary.warnings > 0) return;
    set('fixed');
    fixed.dispose();
  });
  const session = host.onLine(({ node, text }) => {
    const role = host.nodes.find(({ name }) => name === node)?.role;
    const record = role === 'tomcat' ? readLine(role, text) : undefined;
    if (record?.kind !== 'request' || !record.session) return;
    set('sessionSeen');
    session.dispose();
  });
  return Disposable.from(problems, fixed, session);
}
