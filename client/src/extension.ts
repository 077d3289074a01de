import { window, type ExtensionContext } from 'vscode';
import { registerCommands } from './commands';
import { publishContextKeys } from './contextKeys';
import { LabHost } from './labHost';
import { LanguageService } from './language/client';
import { createLanguageStatus } from './language/status';
import { Messages } from './messages';
import { NginxTest } from './nginxTest/nginxTest';
import { NodeChannels } from './logs/nodeChannels';
import type { Services } from './services';
import { createStatusBar } from './statusBar';
import { NodesView } from './views/nodes/tree';
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
  );
  const channels = new NodeChannels();
  const sessions = new SessionsView(host, log);
  const nginxTest = new NginxTest(language, log);
  running = { log, messages, language, host, channels, sessions, nginxTest };
  context.subscriptions.push(
    log,
    language,
    host,
    channels,
    sessions,
    nginxTest,
    new NodesView(host),
    createLanguageStatus(language),
    createStatusBar(host),
    host.onLine((line) => channels.add(line)),
    publishContextKeys(host, log),
    ...registerCommands(running),
  );
  language.start();
}

/** The window closes: nothing of the lab may stay behind. */
export async function deactivate(): Promise<void> {
  if (!running) return;
  const { host, language } = running;
  running = undefined;
  await Promise.all([host.stop(), language.stop()]);
}
