import { DidChangeConfigurationNotification } from 'vscode-languageserver';
import type { RuleSettings } from '../rules/run';
import { guardEvent } from './guard';
import type { Session } from './session';
import { pathOf } from './uris';

const section = 'clusterLab.rules';
const levels = ['off', 'hint', 'information', 'warning', 'error'] as const;

/** Keeps `clusterLab.rules` of every workspace folder; a client without configuration requests gets the defaults. */
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
    const settings = new Map<string, RuleSettings>();
    for (const [index, uri] of scopes.entries()) {
      const { rules, problems } = readRules(answers[index]);
      settings.set(uri === '' ? '' : (pathOf(uri) ?? uri), rules);
      if (uri === '' || folders().length === 1)
        for (const problem of problems) connection.console.warn(problem);
    }
    session.settings = settings;
    session.checker.rejudge();
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

/** What somebody wrote into the setting; an entry that is no severity is left out and told. */
export function readRules(value: unknown): { rules: RuleSettings; problems: string[] } {
  const rules: Record<string, (typeof levels)[number]> = {};
  const problems: string[] = [];
  if (value === null || value === undefined) return { rules, problems };
  if (typeof value !== 'object') return { rules, problems: [`${section} is no object and is not used`] };
  for (const [id, written] of Object.entries(value)) {
    const level = levels.find((known) => known === written);
    if (level) rules[id] = level;
    else
      problems.push(`${section}: "${id}" takes ${levels.join(', ')}; ${JSON.stringify(written)} is not used`);
  }
  return { rules, problems };
}
