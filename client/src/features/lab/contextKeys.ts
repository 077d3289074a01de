import { commands, type Disposable, type LogOutputChannel } from 'vscode';
import type { LabHost } from './host';

/** Tells menus and welcome texts what the lab is doing: `clusterLab.state` and `clusterLab.engineMissing`. */
export function publishContextKeys(host: LabHost, log: LogOutputChannel): Disposable {
  const published = new Map<string, string | boolean>();
  const publish = (key: string, value: string | boolean): void => {
    if (published.get(key) === value) return;
    published.set(key, value);
    commands
      .executeCommand('setContext', key, value)
      .then(undefined, (error: unknown) => log.error(`setContext ${key}: ${String(error)}`));
  };
  const update = (): void => {
    publish('clusterLab.state', host.state);
    publish('clusterLab.engineMissing', host.engineMissing);
  };
  update();
  return host.onDidChange(update);
}
