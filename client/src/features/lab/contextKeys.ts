import type { Disposable, LogOutputChannel } from 'vscode';
import { setContext } from '../../kernel/setContext';
import type { LabHost } from './host';

/** Tells menus and welcome texts what the lab is doing: `clusterLab.state` and `clusterLab.engineMissing`. */
export function publishContextKeys(host: LabHost, log: LogOutputChannel): Disposable {
  const published = new Map<string, string | boolean>();
  const publish = (key: string, value: string | boolean): void => {
    if (published.get(key) === value) return;
    published.set(key, value);
    setContext(key, value, log);
  };
  const update = (): void => {
    publish('state', host.state);
    publish('engineMissing', host.engineMissing);
  };
  update();
  return host.onDidChange(update);
}
