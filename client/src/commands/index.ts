import { commands, type Disposable } from 'vscode';
import { tellError } from '../labErrors';
import type { Services } from '../services';
import { checkWorkspace } from './checkWorkspace';
import { checkReadiness } from './checkReadiness';
import { chooseEngine } from './chooseEngine';
import { copySessionId } from './copySessionId';
import { findSession } from './findSession';
import { fixWorkspace } from './fixWorkspace';
import { Commands } from './ids';
import { insertCluster, insertHttps, insertRemoteIp } from './insertTemplate';
import { killNode } from './killNode';
import { openInBrowser } from './openInBrowser';
import { showLogs } from './showLogs';
import { showSession } from './showSession';
import { startLab } from './startLab';
import { startNode } from './startNode';
import { stopLab } from './stopLab';
import { testNginx, testTomcat } from './testConfig';
import { whichLocation } from './whichLocation';

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
