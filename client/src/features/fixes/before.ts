import {
  commands,
  EventEmitter,
  Uri,
  workspace,
  type Disposable,
  type TextDocumentContentProvider,
} from 'vscode';

const SCHEME = 'cluster-lab-before';

/** A file that was fixed, with its texts before and after. */
export interface Fixed {
  readonly uri: Uri;
  readonly before: string;
  readonly after: string;
}

/** The texts of files as they were before the last fixes, for the editor of changes. */
export class Before implements TextDocumentContentProvider, Disposable {
  private readonly changed = new EventEmitter<Uri>();
  private readonly registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  private texts = new Map<string, string>();
  readonly onDidChange = this.changed.event;

  /** Shows what was changed, file by file. */
  async show(title: string, files: readonly Fixed[]): Promise<void> {
    this.texts = new Map(files.map(({ uri, before }) => [uri.toString(), before]));
    const changes = files.map(({ uri }) => {
      const original = Uri.from({ scheme: SCHEME, path: uri.path, query: uri.toString() });
      this.changed.fire(original);
      return [uri, original, uri];
    });
    await commands.executeCommand('vscode.changes', title, changes);
  }

  provideTextDocumentContent({ query }: Uri): string {
    return this.texts.get(query) ?? '';
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
