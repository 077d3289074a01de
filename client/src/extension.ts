import { l10n, window, workspace, type ExtensionContext } from 'vscode';
import { registerCommands } from './commands';
import { publishContextKeys } from './contextKeys';
import { EngineChoice } from './engineChoice';
import { LabHost } from './labHost';
import { LanguageService } from './language/client';
import { registerCodeLens } from './language/codeLens';
import { registerShowPlaces } from './language/places';
import { LocationReports } from './language/locationReports';
import { ReadinessReports } from './language/readinessReports';
import { createLanguageStatus } from './language/status';
import { registerNginxFiles } from './language/nginxFiles';
import { lookForLabs } from './leftovers';
import { Messages } from './messages';
import { NginxTest } from './configTest/nginx/nginxTest';
import { TomcatTest } from './configTest/tomcat/tomcatTest';
import { NodeChannels } from './logs/nodeChannels';
import type { Services } from './services';
import { onClose } from './settings';
import { createStatusBar } from './statusBar';
import { NodesView } from './views/nodes/tree';
import { SessionDocuments } from './views/sessions/document';
import { SessionsView } from './views/sessions/tree';

let running: Services | undefined;

/** Registers everything and waits for nothing: the language server starts beside, Docker is asked by the first lab. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Cluster Lab', { log: true });
  const messages = new Messages(log);
  const language = new LanguageService(context, log, messages);
  const host = new LabHost(
    { assets: context.asAbsolutePath('client/assets'), guard: context.asAbsolutePath('dist/guard.js') },
    log,
    onClose,
  );
  const engines = new EngineChoice(context.workspaceState);
  const channels = new NodeChannels();
  const sessions = new SessionsView(host, log);
  const documents = new SessionDocuments(host);
  const nginxTest = new NginxTest(language, host, log);
  const tomcatTest = new TomcatTest(language, host, log);
  const locationReports = new LocationReports(context.workspaceState);
  const readinessReports = new ReadinessReports();
  running = {
    log,
    messages,
    language,
    engines,
    host,
    channels,
    sessions,
    documents,
    nginxTest,
    tomcatTest,
    locationReports,
    readinessReports,
  };
  context.subscriptions.push(
    log,
    language,
    host,
    channels,
    sessions,
    documents,
    nginxTest,
    tomcatTest,
    locationReports,
    readinessReports,
    registerCodeLens(),
    registerShowPlaces(),
    registerNginxFiles(language, context.workspaceState, log),
    new NodesView(host),
    createLanguageStatus(language),
    createStatusBar(host),
    host.onLine((line) => channels.add(line)),
    publishContextKeys(host, log),
    host.onGone(() => tellGone(messages)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('clusterLab.lab.onClose')) host.configured();
    }),
    lookForLabs(running),
    ...registerCommands(running),
  );
  language.start();
}

const tellGone = (messages: Messages): void =>
  messages.tell(
    'information',
    l10n.t(
      "The cluster lab was removed from elsewhere: by another window, a terminal, or Docker's own commands.",
    ),
  );

/** The window closes, or is loaded again: what becomes of the lab is its guard's to do, as the settings say. */
export async function deactivate(): Promise<void> {
  if (!running) return;
  const { host, language } = running;
  running = undefined;
  await Promise.all([host.leave(), language.stop()]);
}
