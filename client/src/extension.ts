import { window, type ExtensionContext } from 'vscode';
import { registerConfigTest } from './features/configTest';
import { NginxTest } from './features/configTest/nginx/nginxTest';
import { registerExplain } from './features/explain';
import { registerFirstMinutes } from './features/firstMinutes';
import { registerFixes } from './features/fixes';
import { registerLab } from './features/lab';
import { EarlierAddresses } from './features/lab/earlierAddresses';
import { EngineChoice } from './features/lab/engineChoice';
import { LabHost } from './features/lab/host';
import { registerLanguage } from './features/language';
import { LanguageService } from './features/language/client';
import { registerLive } from './features/live';
import { registerLogs } from './features/logs';
import { registerNodes } from './features/nodes';
import { registerReadiness } from './features/readiness';
import { registerRules } from './features/rules';
import { registerSessions } from './features/sessions';
import { Commands } from './kernel/commandIds';
import { commandRegistry } from './kernel/commands';
import { Messages } from './kernel/messages';
import { openSettings } from './kernel/openSettings';
import { onClose } from './kernel/settings';

let running: { readonly host: LabHost; readonly language: LanguageService } | undefined;

/** Registers everything and waits for nothing: the language server starts beside, Docker is asked by the first lab. */
export function activate(context: ExtensionContext): void {
  const { workspaceState, globalState, extensionUri, subscriptions } = context;
  const log = window.createOutputChannel('Cluster Lab', { log: true });
  const messages = new Messages(log);
  const command = commandRegistry(messages, log);
  const language = new LanguageService(context, log, messages);
  const host = new LabHost(
    { assets: context.asAbsolutePath('client/assets'), guard: context.asAbsolutePath('dist/guard.js') },
    log,
    onClose,
    new EarlierAddresses(workspaceState, log),
  );
  const engines = new EngineChoice(workspaceState);
  const nginxTest = new NginxTest(language, host, engines, log);
  running = { host, language };
  subscriptions.push(
    log,
    language,
    host,
    command(Commands.openSettings, (...ids) => openSettings(context.extension, ids.filter(isText))),
    registerLanguage({ language, messages, workspaceState, log }, command),
    registerFixes({ language, messages }, command),
    registerRules({ extensionUri, messages }, command),
    registerConfigTest({ language, messages, host, nginxTest, log }, command),
    registerLive({ language, messages, host, nginxTest, log }, command),
    registerLogs({ host, log, messages }, command),
    registerExplain({ host, language, log, messages }, command),
    registerNodes({ host, log, messages }, command),
    registerReadiness({ language, log }),
    registerSessions({ host, log, messages }, command),
    registerFirstMinutes({ extensionUri, host, language, log, messages, memory: globalState }, command),
    registerLab({ host, log, messages, language, engines }, command),
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

const isText = (value: unknown): value is string => typeof value === 'string';
