import { Disposable, workspace, type LogOutputChannel } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { RegisterCommand } from '../../kernel/commands';
import type { Messages } from '../../kernel/messages';
import { logLevel } from '../../kernel/settings';
import type { LabHost } from '../lab/host';
import { chooseLevel } from './chooseLevel';
import { NodeHover } from './hover';
import { registerLogLinks } from './links';
import { Logs } from './logs';
import { showAllLogs, showLogs } from './showLogs';

export interface LogsDeps {
  readonly host: LabHost;
  readonly log: LogOutputChannel;
  readonly messages: Messages;
}

/** The logs of the lab's containers: an output channel for each and one for all, and what their lines lead to. */
export function registerLogs({ host, log, messages }: LogsDeps, command: RegisterCommand): Disposable {
  const logs = new Logs(logLevel());
  return Disposable.from(
    logs,
    host.onPlan(({ plan, hasRun }) => logs.open(plan, hasRun)),
    host.onLine((line) => logs.add(line)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('clusterLab.logs.level')) logs.setLevel(logLevel());
    }),
    new NodeHover(host),
    registerLogLinks(host),
    command(Commands.showLogs, (row) => showLogs(logs, log, row)),
    command(Commands.showAllLogs, () => showAllLogs(logs, messages)),
    command(Commands.chooseLogLevel, chooseLevel),
    command(Commands.showLog, () => log.show()),
  );
}
