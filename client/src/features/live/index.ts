import { Disposable } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { RegisterCommand } from '../../kernel/commands';
import { applyChanges } from './applyChanges';
import type { LiveDeps } from './deps';
import { Live, publishOutdated } from './live';
import { LiveStatus } from './status';

/** Files that change while a lab runs: nginx follows a save, the rest is marked and applied on demand. */
export function registerLive(deps: LiveDeps, command: RegisterCommand): Disposable {
  const status = new LiveStatus(deps.host);
  const live = new Live(deps, status);
  return Disposable.from(
    status,
    live,
    publishOutdated(deps),
    command(Commands.applyConfig, () => applyChanges(deps, live, status)),
  );
}
