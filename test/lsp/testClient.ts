import { EventEmitter, once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  createConnection,
  createProtocolConnection,
  MessageType,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type {
  ClientCapabilities,
  CodeAction,
  CodeActionContext,
  ConfigurationItem,
  Diagnostic,
  DocumentDiagnosticReport,
  FileChangeType,
  InitializeResult,
  ProtocolConnection,
  PublishDiagnosticsParams,
  Range,
  Registration,
  TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Notifications } from '../../server/src/protocol';
import type { WorkspaceSummary } from '../../server/src/protocol';
import { serve } from '../../server/src/lsp/server';
import type { LanguageTable } from '../../server/src/languages/table';
import type { Session } from '../../server/src/lsp/session';
import { nodeFileSystem } from '../../server/src/workspace/nodeFileSystem';

export interface ClientOptions {
  /** Without: a client that knows no pull diagnostics. */
  readonly pulls?: boolean;
  readonly documentChanges?: boolean;
  readonly snippets?: boolean;
  /** Edits of code actions may come when they are taken. */
  readonly resolves?: boolean;
  /** Answers to workspace/configuration for `clusterLab`. */
  readonly settings?: (scope: string | undefined) => unknown;
  readonly processId?: number | null;
  readonly initializationOptions?: unknown;
}

/** The other end of the language server: what an editor keeps and does, as far as our tests need it. */
export class TestClient {
  /** What the server pushed last, by path. */
  readonly pushed = new Map<string, Diagnostic[]>();
  readonly registrations: Registration[] = [];
  /** Errors and warnings that the server logged. */
  readonly logged: string[] = [];
  refreshes = 0;
  hintRefreshes = 0;
  summary: WorkspaceSummary | undefined;
  /** Files that nginx reads and that do not look so. */
  nginxFiles: readonly string[] = [];
  capabilities: InitializeResult['capabilities'] = {};
  private readonly documents = new Map<string, TextDocument>();
  private readonly resultIds = new Map<string, string>();
  private readonly events = new EventEmitter();

  constructor(
    readonly connection: ProtocolConnection,
    private readonly options: ClientOptions = {},
  ) {
    connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, diagnostics }: PublishDiagnosticsParams) => {
        this.pushed.set(fileURLToPath(uri), diagnostics);
        this.events.emit('change');
      },
    );
    connection.onNotification(Notifications.summary, (summary: WorkspaceSummary) => {
      this.summary = summary;
      this.events.emit('change');
    });
    connection.onNotification(Notifications.nginxFiles, (uris: readonly string[]) => {
      this.nginxFiles = uris;
      this.events.emit('change');
    });
    connection.onNotification(
      'window/logMessage',
      ({ type, message }: { type: MessageType; message: string }) => {
        if (type <= MessageType.Warning) this.logged.push(message);
        this.events.emit('change');
      },
    );
    connection.onRequest(
      'client/registerCapability',
      ({ registrations }: { registrations: Registration[] }) => {
        this.registrations.push(...registrations);
        return null;
      },
    );
    connection.onRequest('workspace/configuration', ({ items }: { items: ConfigurationItem[] }) =>
      items.map(({ scopeUri }) => options.settings?.(scopeUri && fileURLToPath(scopeUri)) ?? null),
    );
    connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++;
      this.events.emit('change');
      return null;
    });
    connection.onRequest('workspace/inlayHint/refresh', () => {
      this.hintRefreshes++;
      this.events.emit('change');
      return null;
    });
    connection.listen();
  }

  /** Initializes the server for these folders. */
  async start(...folders: string[]): Promise<void> {
    const capabilities: ClientCapabilities = {
      textDocument: {
        publishDiagnostics: { relatedInformation: true },
        ...(this.options.resolves && { codeAction: { resolveSupport: { properties: ['edit'] } } }),
        completion: { completionItem: { snippetSupport: this.options.snippets ?? false } },
        ...(this.options.pulls !== false && { diagnostic: { dynamicRegistration: false } }),
      },
      workspace: {
        configuration: true,
        workspaceFolders: true,
        didChangeConfiguration: { dynamicRegistration: true },
        didChangeWatchedFiles: { dynamicRegistration: true },
        diagnostics: { refreshSupport: true },
        inlayHint: { refreshSupport: true },
        workspaceEdit: {
          documentChanges: this.options.documentChanges ?? true,
          changeAnnotationSupport: {},
          resourceOperations: ['create'],
        },
      },
    };
    const result: InitializeResult = await this.connection.sendRequest('initialize', {
      processId: this.options.processId ?? null,
      rootUri: null,
      initializationOptions: this.options.initializationOptions,
      capabilities,
      workspaceFolders: folders.map((folder) => ({ uri: uriOf(folder), name: folder })),
    });
    this.capabilities = result.capabilities;
    await this.connection.sendNotification('initialized', {});
  }

  /** Waits until something holds; the test's own time limit ends it. */
  async until<Value>(value: () => Value | undefined | false): Promise<Value> {
    for (;;) {
      const found = value();
      if (found !== undefined && found !== false) return found;
      await once(this.events, 'change');
    }
  }

  /** Opens a file with its text on disk, or another. */
  async open(path: string, text?: string, languageId = 'plaintext'): Promise<void> {
    const document = TextDocument.create(uriOf(path), languageId, 1, text ?? (await readFile(path, 'utf8')));
    this.documents.set(path, document);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: document.uri, languageId, version: 1, text: document.getText() },
    });
  }

  /** Edits an open buffer without saving it. */
  async edit(path: string, change: (text: string) => string): Promise<void> {
    const old = this.document(path);
    const version = old.version + 1;
    const text = change(old.getText());
    this.documents.set(path, TextDocument.create(old.uri, old.languageId, version, text));
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: old.uri, version },
      contentChanges: [{ range: { start: { line: 0, character: 0 }, end: old.positionAt(1e9) }, text }],
    });
  }

  async close(path: string): Promise<void> {
    const { uri } = this.document(path);
    this.documents.delete(path);
    this.resultIds.delete(path);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  textOf(path: string): string {
    return this.document(path).getText();
  }

  /** The report as it came; what was said last is told to the server, as editors do. */
  async pullReport(path: string): Promise<DocumentDiagnosticReport> {
    const report: DocumentDiagnosticReport = await this.connection.sendRequest('textDocument/diagnostic', {
      textDocument: { uri: uriOf(path) },
      previousResultId: this.resultIds.get(path),
    });
    if (report.resultId !== undefined) this.resultIds.set(path, report.resultId);
    return report;
  }

  async pull(path: string): Promise<Diagnostic[]> {
    this.resultIds.delete(path);
    const report = await this.pullReport(path);
    return report.kind === 'full' ? report.items : [];
  }

  async changedOnDisk(changes: Readonly<Record<string, FileChangeType>>): Promise<void> {
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: Object.entries(changes).map(([path, type]) => ({ uri: uriOf(path), type })),
    });
  }

  async actions(path: string, range: Range, context: Partial<CodeActionContext> = {}): Promise<CodeAction[]> {
    return await this.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri: uriOf(path) },
      range,
      context: { diagnostics: [], ...context },
    });
  }

  /** Applies edits as an editor would: to the buffer of an open document, to the disk for others. */
  async apply(edits: readonly { readonly uri: string; readonly edits: TextEdit[] }[]): Promise<void> {
    for (const { uri, edits: own } of edits) {
      const path = fileURLToPath(uri);
      if (this.documents.has(path)) {
        await this.edit(path, () => TextDocument.applyEdits(this.document(path), own));
      } else {
        const text = await readFile(path, 'utf8');
        await writeFile(path, TextDocument.applyEdits(TextDocument.create(uri, '', 0, text), own));
        await this.changedOnDisk({ [path]: 2 });
      }
    }
  }

  /** Applies the edit of a code action with versioned changes. */
  async applyAction({ edit }: CodeAction): Promise<void> {
    const changes = (edit?.documentChanges ?? []).filter((change) => 'textDocument' in change);
    for (const made of edit?.documentChanges ?? [])
      if ('kind' in made && made.kind === 'create')
        await writeFile(fileURLToPath(made.uri), '', { flag: 'wx' });
    for (const { textDocument, edits } of changes) {
      const open = this.documents.get(fileURLToPath(textDocument.uri));
      if (open && textDocument.version !== open.version) throw new Error(`${textDocument.uri} has moved on`);
      await this.apply([{ uri: textDocument.uri, edits: edits.filter((one) => 'newText' in one) }]);
    }
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
  }

  private document(path: string): TextDocument {
    const document = this.documents.get(path);
    if (!document) throw new Error(`${path} is not open`);
    return document;
  }
}

export const uriOf = (path: string): string => pathToFileURL(path).href;

/** A server in this process and its client, over two streams. */
export const startInMemory = (options: ClientOptions = {}, languages?: LanguageTable): TestClient =>
  startWithSession(options, languages).client;

/** The same, with the server's own end. */
export function startWithSession(
  options: ClientOptions = {},
  languages?: LanguageTable,
): { client: TestClient; session: Session } {
  const up = new PassThrough();
  const down = new PassThrough();
  const session = serve(
    createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)),
    nodeFileSystem,
    '0.0.0',
    languages,
  );
  const client = new TestClient(
    createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up)),
    options,
  );
  return { client, session };
}
