import { commands, type LogOutputChannel } from 'vscode';

/** Tells menus, welcome texts and the walkthrough a context key: `clusterLab.KEY`. */
export function setContext(key: string, value: string | boolean, log: LogOutputChannel): void {
  commands
    .executeCommand('setContext', `clusterLab.${key}`, value)
    .then(undefined, (error: unknown) => log.error(`setContext ${key}: ${String(error)}`));
}
