import { commands, type Disposable } from 'vscode';
import { tellError } from '../kernel/tellError';
import type { Services } from '../services';
import { checkWorkspace } from '../features/language/checkWorkspace';
import { checkReadiness } from '../features/language/checkReadiness';
import { chooseEngine } from '../features/lab/chooseEngine';
import { copySessionId } from '../features/sessions/copySessionId';
import { findSession } from '../features/sessions/findSession';
import { fixWorkspace } from '../features/language/fixWorkspace';
import { Commands } from '../kernel/commandIds';
import { insertCluster, insertHttps, insertRemoteIp } from '../features/language/insertTemplate';
import { killNode } from '../features/nodes/killNode';
import { openInBrowser } from '../features/nodes/openInBrowser';
import { showLogs } from '../features/logs/showLogs';
import { showSession } from '../features/sessions/showSession';
import { startLab } from '../features/lab/startLab';
import { startNode } from '../features/nodes/startNode';
import { stopLab } from '../features/lab/stopLab';
import { testNginx, testTomcat } from '../features/configTest/testConfig';
import { whichLocation } from '../features/language/whichLocation';

/** A command; `argument` is what the view, the link or the key binding that calls it hands over, if anything. */
type Handler = (services: Services, argument: unknown) => unknown;

const handlers: readonly (readonly [string, Handler])[] = [
  [Commands.start, startLab],
  [Commands.stop, stopLab],
  [Commands.chooseEngine, chooseEngine],
  [Commands.showLogs, showLogs],
  [Commands.checkWorkspace, checkWorkspace],
  [Commands.fixWorkspace, fixWorkspace],
  [Commands.testNginx, testNginx],
  [Commands.testTomcat, testTomcat],
  [Commands.insertCluster, insertCluster],
  [Commands.insertRemoteIp, insertRemoteIp],
  [Commands.insertHttps, insertHttps],
  [Commands.whichLocation, whichLocation],
  [Commands.checkReadiness, checkReadiness],
  [Commands.refreshSessions, ({ sessions }) => sessions.refresh()],
  [Commands.showMoreSessions, ({ sessions }) => sessions.showMore()],
  [Commands.findSession, findSession],
  [Commands.showSession, showSession],
  [Commands.copySessionId, copySessionId],
  [Commands.openInBrowser, openInBrowser],
  [Commands.killNode, killNode],
  [Commands.startNode, startNode],
  [Commands.restartServer, ({ language }) => language.restart()],
  [Commands.showLog, ({ log }) => log.show()],
];

/** Registers every command. What a handler throws is told once, here. */
export function registerCommands(services: Services): Disposable[] {
  return handlers.map(([id, handler]) =>
    commands.registerCommand(id, async (argument: unknown) => {
      try {
        await handler(services, argument);
      } catch (error) {
        tellError(error, services.messages, services.log);
      }
    }),
  );
}
