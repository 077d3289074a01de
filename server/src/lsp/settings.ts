import { CodeLensRefreshRequest, DidChangeConfigurationNotification } from 'vscode-languageserver';
import { isRecord } from '../languages/text/record';
import { isVersion } from '../languages/text/versions';
import type { RuleSettings } from '../rules/run';
import type { CheckSettings } from '../workspace/check';
import { guardEvent } from './guard';
import type { Session } from './session';
import { pathOf } from './uris';

const section = 'clusterLab';
const levels = ['off', 'hint', 'information', 'warning', 'error'] as const;

/** Keeps what is set for every workspace folder; a client without configuration requests gets the defaults. */
export function registerSettings(
  session: Session,
  folders: () => readonly string[],
): { load(): Promise<void> } {
  const { connection } = session;

  const load = async (): Promise<void> => {
    if (!session.client.workspace?.configuration) return;
    const scopes = ['', ...folders()];
    const answers: unknown[] = await connection.workspace.getConfiguration(
      scopes.map((uri) => (uri === '' ? { section } : { section, scopeUri: uri })),
    );
    const settings = new Map<string, CheckSettings>();
    for (const [index, uri] of scopes.entries()) {
      const { settings: own, problems } = readSettings(answers[index]);
      settings.set(uri === '' ? '' : (pathOf(uri) ?? uri), own);
      if (uri === '' || folders().length === 1)
        for (const problem of problems) connection.console.warn(problem);
    }
    session.settings = settings;
    session.checker.rejudge();
    if (session.client.workspace?.inlayHint?.refreshSupport) await connection.languages.inlayHint.refresh();
    if (session.client.workspace?.codeLens?.refreshSupport)
      await connection.sendRequest(CodeLensRefreshRequest.type);
  };

  connection.onDidChangeConfiguration(
    guardEvent(connection, 'didChangeConfiguration', async () => {
      await load();
      session.schedule();
    }),
  );

  return {
    async load() {
      if (session.client.workspace?.didChangeConfiguration?.dynamicRegistration) {
        await connection.client.register(DidChangeConfigurationNotification.type, { section: 'clusterLab' });
      }
      await load();
    },
  };
}

/** What somebody wrote into the settings; what cannot be used is left out and told. */
export function readSettings(value: unknown): { settings: CheckSettings; problems: string[] } {
  const written = isRecord(value) ? value : {};
  const { rules, problems } = readRules(written['rules']);
  const { nginx, tomcat } = written;
  const version = (product: 'nginx' | 'tomcat'): string | undefined => {
    const group = written[product];
    const text = isRecord(group) && typeof group['version'] === 'string' ? group['version'].trim() : '';
    if (text === '') return undefined;
    if (isVersion(text)) return text;
    problems.push(`${section}.${product}.version takes a version such as 1.28; "${text}" is not used`);
    return undefined;
  };
  return {
    settings: {
      rules,
      nginxVersion: version('nginx'),
      tomcatVersion: version('tomcat'),
      ...(isRecord(tomcat) && tomcat['inlayHints'] === false && { inlayHints: false }),
      ...(isRecord(nginx) && nginx['routeLens'] === true && { routeLens: true }),
    },
    problems,
  };
}

function readRules(value: unknown): { rules: RuleSettings; problems: string[] } {
  const rules: Record<string, (typeof levels)[number]> = {};
  const problems: string[] = [];
  if (value === null || value === undefined) return { rules, problems };
  if (!isRecord(value)) return { rules, problems: [`${section}.rules is no object and is not used`] };
  for (const [id, written] of Object.entries(value)) {
    const level = levels.find((known) => known === written);
    if (level) rules[id] = level;
    else
      problems.push(
        `${section}.rules: "${id}" takes ${levels.join(', ')}; ${JSON.stringify(written)} is not used`,
      );
  }
  return { rules, problems };
}
