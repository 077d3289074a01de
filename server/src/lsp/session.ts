import type { ClientCapabilities, Connection } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { LanguageTable } from '../languages/table';
import type { Check, CheckSettings } from '../workspace/check';
import { WorkspaceChecker } from '../workspace/checker';
import type { FileSystem } from '../workspace/fileSystem';
import type { Beside } from '../protocol';
import { guardEvent } from './guard';
import { HalfTyped } from './halfTyped';
import { pathOf, uriOf } from './uris';

/** Long enough to bundle the keystrokes of one word, short enough to feel at once. */
const debounceMilliseconds = 200;

/** What all features share: the connection, the open documents, the checks, and what the client can do. */
export class Session {
  readonly documents = new TextDocuments(TextDocument);
  readonly checker: WorkspaceChecker;
  readonly halfTyped = new HalfTyped();
  /** By workspace folder; '' for files outside of all. */
  settings: ReadonlyMap<string, CheckSettings> = new Map();
  client: ClientCapabilities = {};
  /** Whether the editor has our commands. */
  hasCommands = false;
  beside: Beside = { xml: false, validates: false };
  private readonly openUris = new Map<string, string>();
  private readonly listeners: ((checks: readonly Check[]) => void)[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private told: readonly Check[] = [];
  private pending: NodeJS.Timeout | undefined;
  private markReady: () => void = () => {};
  private readonly ready = new Promise<void>((resolve) => (this.markReady = resolve));

  constructor(
    readonly connection: Connection,
    fileSystem: FileSystem,
    readonly languages: LanguageTable,
  ) {
    this.checker = new WorkspaceChecker(fileSystem, {
      languages,
      settings: (root) => this.settings.get(root) ?? this.settings.get('') ?? {},
      note: (message) => connection.console.warn(message),
    });
    this.documents.onDidOpen(({ document }) => {
      const path = pathOf(document.uri);
      if (path === undefined) return;
      this.openUris.set(path, document.uri);
      this.halfTyped.opened(path, document.getText());
    });
    this.documents.onDidChangeContent(
      guardEvent(connection, 'didChange', ({ document }) => {
        const path = pathOf(document.uri);
        if (path === undefined) return;
        const text = document.getText();
        this.halfTyped.changed(path, text);
        this.checker.open(path, text, document.languageId);
        this.schedule();
      }),
    );
    this.documents.onDidClose(
      guardEvent(connection, 'didClose', ({ document }) => {
        const path = pathOf(document.uri);
        if (path === undefined) return;
        this.openUris.delete(path);
        this.halfTyped.closed(path);
        this.checker.close(path);
        this.schedule();
      }),
    );
  }

  isOpen(path: string): boolean {
    return this.openUris.has(path);
  }

  /** Open paths. */
  get open(): string[] {
    return [...this.openUris.keys()];
  }

  /** The URI of a path, as the client writes it where it has the document open. */
  uriOf(path: string): string {
    return this.openUris.get(path) ?? uriOf(path);
  }

  documentAt(path: string): TextDocument | undefined {
    const uri = this.openUris.get(path);
    return uri === undefined ? undefined : this.documents.get(uri);
  }

  /** Whether diagnostics of open documents are pulled by the client; otherwise all are pushed. */
  get pulls(): boolean {
    return this.client.textDocument?.diagnostic !== undefined;
  }

  /** Folders and settings are known: checks may begin. */
  start(): void {
    this.markReady();
    this.schedule();
  }

  /** Called when the rules are to be asked: some time after a change, and not while requests wait for the model alone. */
  onChecked(listener: (checks: readonly Check[]) => void): void {
    this.listeners.push(guardEvent(this.connection, 'publishing', listener));
  }

  /** Checks soon and tells it; calls in quick succession become one. */
  schedule(): void {
    clearTimeout(this.pending);
    this.pending = this.later(debounceMilliseconds, async () => {
      this.pending = undefined;
      await this.announce();
    });
  }

  /** Runs something after a while, unless the session ends before. */
  later(milliseconds: number, work: () => Promise<void> | void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      guardEvent(this.connection, 'checking', work)(undefined);
    }, milliseconds);
    this.timers.add(timer);
    return timer;
  }

  /** The projects as they are now, all changes worked off. What the rules say of them is told later. */
  async settle(): Promise<readonly Check[]> {
    await this.ready;
    const checks = await this.checker.settle();
    if (!this.pending && this.isNews(checks)) this.schedule();
    return checks;
  }

  /** The same, told at once. */
  async announce(): Promise<readonly Check[]> {
    await this.ready;
    const checks = await this.checker.settle();
    if (this.isNews(checks)) {
      this.told = checks;
      for (const listener of this.listeners) listener(checks);
    }
    return checks;
  }

  /** Tells again what the checks say. */
  retell(): void {
    for (const listener of this.listeners) listener(this.told);
  }

  private isNews(checks: readonly Check[]): boolean {
    return checks.length !== this.told.length || checks.some((check, index) => check !== this.told[index]);
  }

  /** The check that a file belongs to. */
  async checkOf(path: string): Promise<Check | undefined> {
    return (await this.settle()).find(({ files }) => files.has(path));
  }

  dispose(): void {
    this.checker.stop();
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.markReady();
  }
}
