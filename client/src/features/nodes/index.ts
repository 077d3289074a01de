import { Disposable } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { RegisterCommand } from '../../kernel/commands';
import { act, nodeActions } from './actions';
import type { NodesDeps } from './deps';
import { openInBrowser } from './openInBrowser';
import { openShell } from './shell';
import { dumpThreads, threadDumpReports } from './threadDump';
import { NodesView } from './tree';

/** nginx and the Tomcats of the lab: the view, and what can be done with each. */
export function registerNodes(deps: NodesDeps, command: RegisterCommand): Disposable {
  const reports = threadDumpReports();
  return Disposable.from(
    new NodesView(deps.host, deps.log),
    reports,
    ...Object.entries(nodeActions).map(([id, action]) => command(id, (row) => act(deps, action, row))),
    command(Commands.openShell, (row) => openShell(deps, row)),
    command(Commands.dumpThreads, (row) => dumpThreads({ ...deps, reports }, row)),
    command(Commands.openInBrowser, (target) => openInBrowser(deps, target)),
  );
}
