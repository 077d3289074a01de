import { Disposable, l10n, workspace } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { RegisterCommand } from '../../kernel/commands';
import type { Messages } from '../../kernel/messages';
import { chooseEngine } from './chooseEngine';
import { publishContextKeys } from './contextKeys';
import type { LabDeps } from './deps';
import { lookForLabs } from './leftovers';
import { restartLab } from './restartLab';
import { planReports, showPlan } from './showPlan';
import { startLab } from './startLab';
import { createStatusBar } from './statusBar';
import { stopLab } from './stopLab';

/** The one lab of this window: its start and end, what menus and the status bar tell of it. */
export function registerLab(deps: LabDeps, command: RegisterCommand): Disposable {
  const { host, log, messages } = deps;
  const reports = planReports();
  return Disposable.from(
    command(Commands.start, () => startLab(deps)),
    command(Commands.stop, () => stopLab(deps)),
    command(Commands.restart, () => restartLab(deps)),
    reports,
    command(Commands.showPlan, () => showPlan({ ...deps, reports })),
    command(Commands.chooseEngine, () => chooseEngine(deps)),
    createStatusBar(host, deps.language),
    publishContextKeys(host, log),
    host.onGone(() => tellGone(messages)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('clusterLab.lab.onClose')) host.configured();
    }),
    lookForLabs(deps),
  );
}

const tellGone = (messages: Messages): void =>
  messages.tell(
    'information',
    l10n.t(
      "The cluster lab was removed from elsewhere: by another window, a terminal, or Docker's own commands.",
    ),
  );
