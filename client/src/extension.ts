import { window, type ExtensionContext } from 'vscode';
import { registerConfigTest } from './features/configTest';
import { registerLab } from './features/lab';
import { EngineChoice } from './features/lab/engineChoice';
import { LabHost } from './features/lab/host';
import { registerLanguage } from './features/language';
import { LanguageService } from './features/language/client';
import { registerLogs } from './features/logs';
import { registerNodes } from './features/nodes';
import { registerSessions } from './features/sessions';
import { commandRegistry } from './kernel/commands';
import { Messages } from './kernel/messages';
import { onClose } from './kernel/settings';

let running: { readonly host: LabHost; readonly language: LanguageService } | undefined;

/** Registers everything and waits for nothing: the language server starts beside, Docker is asked by the first lab. */
export function activate(context: ExtensionContext): void {
  const { workspaceState, subscriptions } = context;
  const log = window.createOutputChannel('Cluster Lab', { log: true });
  const messages = new Messages(log);
  const command = commandRegistry(messages, log);
  const language = new LanguageService(context, log, messages);
  const host = new LabHost(
    { assets: context.asAbsolutePath('client/assets'), guard: context.asAbsolutePath('dist/guard.js') },
    log,
    onClose,
  );
  running = { host, language };
  subscriptions.push(
    log,
    language,
    host,
    registerLanguage({ language, messages, workspaceState }, command),
    registerConfigTest({ language, messages, host, log }, command),
    registerLogs({ host, log }, command),
    registerNodes({ host, log, messages }, command),
    registerSessions({ host, log, messages }, command),
    registerLab({ host, log, messages, language, engines: new EngineChoice(workspaceState) }, command),
  );
  language.start();
}

/** The window closes, or is loaded again: what becomes of the lab is its guard's to do, as the settings say. */
export async function deactivate(): Promise<void> {
  if (!running) return;
  const { host, language } = running;
  running = undefined;
  await Promise.all([host.leave(), language.stop()]);
}
