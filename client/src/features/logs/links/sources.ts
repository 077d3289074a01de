import { workspace, type Disposable, type Uri } from 'vscode';

/** Sources beyond this number are not looked for. */
const MOST = 20_000;
const GLOB = '**/*.{java,kt,groovy,scala}';
const ELSEWHERE = '**/{node_modules,target,build,out,bin,.git}/**';

/** Where the workspace has the source of a class. Looked up once, when the first log asks; from then on watched. */
export class Sources implements Disposable {
  private byName: Promise<Map<string, Uri[]>> | undefined;
  private subscriptions: Disposable[] = [];

  /** The one file that ends with `shop/LoginServlet.java`; undefined where there is none, or more than one. */
  async find(source: string): Promise<Uri | undefined> {
    const files = (await (this.byName ??= this.look())).get(nameOf(source)) ?? [];
    const found = files.filter(({ path }) => path.endsWith(`/${source}`));
    return found.length === 1 ? found[0] : undefined;
  }

  dispose(): void {
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
  }

  private async look(): Promise<Map<string, Uri[]>> {
    const watcher = workspace.createFileSystemWatcher(GLOB, false, true, false);
    const forget = (): void => {
      this.byName = undefined;
      this.dispose();
    };
    this.subscriptions.push(watcher, watcher.onDidCreate(forget), watcher.onDidDelete(forget));
    const byName = new Map<string, Uri[]>();
    for (const uri of await workspace.findFiles(GLOB, ELSEWHERE, MOST)) {
      const name = nameOf(uri.path);
      byName.set(name, [...(byName.get(name) ?? []), uri]);
    }
    return byName;
  }
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
