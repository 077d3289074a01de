import { Disposable, type LogOutputChannel } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { RegisterCommand } from '../../kernel/commands';
import type { Messages } from '../../kernel/messages';
import type { LabHost } from '../lab/host';
import { copySessionId } from './copySessionId';
import { findSession } from './findSession';
import { SessionReports } from './reports';
import { showCause } from './showCause';
import { showSession } from './showSession';
import { SessionsView } from './tree';

/** The live sessions of the lab, on every node. */
export function registerSessions(
  { host, log, messages }: { host: LabHost; log: LogOutputChannel; messages: Messages },
  command: RegisterCommand,
): Disposable {
  const view = new SessionsView(host, log);
  const reports = new SessionReports(host, log);
  const deps = { log, messages, host, view, reports };
  return Disposable.from(
    view,
    reports,
    command(Commands.refreshSessions, () => view.refresh()),
    command(Commands.showMoreSessions, () => view.showMore()),
    command(Commands.findSession, () => findSession(deps)),
    command(Commands.showSession, (row) => showSession(deps, row)),
    command(Commands.showSessionCause, (row) => showCause(deps, row)),
    command(Commands.copySessionId, (row) => copySessionId(row)),
  );
}
