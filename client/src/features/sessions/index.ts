import { Disposable, type LogOutputChannel } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { RegisterCommand } from '../../kernel/commands';
import type { Messages } from '../../kernel/messages';
import type { LabHost } from '../lab/host';
import { copySessionId } from './copySessionId';
import { SessionDocuments } from './document';
import { findSession } from './findSession';
import { showSession } from './showSession';
import { SessionsView } from './tree';

/** The live sessions of the lab, on every node. */
export function registerSessions(
  { host, log, messages }: { host: LabHost; log: LogOutputChannel; messages: Messages },
  command: RegisterCommand,
): Disposable {
  const view = new SessionsView(host, log);
  const documents = new SessionDocuments(host);
  const deps = { messages, host, view, documents };
  return Disposable.from(
    view,
    documents,
    command(Commands.refreshSessions, () => view.refresh()),
    command(Commands.showMoreSessions, () => view.showMore()),
    command(Commands.findSession, () => findSession(deps)),
    command(Commands.showSession, (row) => showSession(deps, row)),
    command(Commands.copySessionId, (row) => copySessionId(row)),
  );
}
