import { Disposable } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { RegisterCommand } from '../../kernel/commands';
import type { NodesDeps } from './deps';
import { killNode } from './killNode';
import { openInBrowser } from './openInBrowser';
import { startNode } from './startNode';
import { NodesView } from './tree';

/** nginx and the Tomcats of the lab: the view, and what can be done with each. */
export const registerNodes = (deps: NodesDeps, command: RegisterCommand): Disposable =>
  Disposable.from(
    new NodesView(deps.host),
    command(Commands.killNode, (row) => killNode(deps, row)),
    command(Commands.startNode, (row) => startNode(deps, row)),
    command(Commands.openInBrowser, (target) => openInBrowser(deps, target)),
  );
