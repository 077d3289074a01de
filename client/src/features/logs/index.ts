import { Disposable, type LogOutputChannel } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { RegisterCommand } from '../../kernel/commands';
import type { LabHost } from '../lab/host';
import { NodeChannels } from './nodeChannels';
import { showLogs } from './showLogs';

/** The logs of the lab's containers, an output channel each. */
export function registerLogs(
  { host, log }: { host: LabHost; log: LogOutputChannel },
  command: RegisterCommand,
): Disposable {
  const channels = new NodeChannels();
  return Disposable.from(
    channels,
    host.onPlan((plan) => channels.open(plan)),
    host.onLine((line) => channels.add(line)),
    command(Commands.showLogs, (row) => showLogs({ channels, log }, row)),
    command(Commands.showLog, () => log.show()),
  );
}
