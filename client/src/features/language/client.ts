import {
  EventEmitter,
  extensions,
  l10n,
  Uri,
  workspace,
  type Diagnostic,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
  type WorkspaceEdit as VsCodeEdit,
} from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  type StaticFeature,
} from 'vscode-languageclient/node';
import {
  EditorCommands,
  Notifications,
  Requests,
  type Beside,
  type DeploymentAnswer,
  type DeploymentWishes,
  type FixAllAnswer,
  type InitializationOptions,
  type NginxMain,
  type PlainWorkspaceEdit,
  type ReadinessAnswer,
  type SettingPlace,
  type SettingQuestion,
  type TemplateAnswer,
  type TemplateWish,
  type TomcatServer,
  type UrlQuestion,
  type WhichLocationAnswer,
  type WhichLocationQuestion,
  type WorkspaceSummary,
} from '../../../../server/src/protocol';
import type { Messages } from '../../kernel/messages';
import { CrashPolicy } from './crashPolicy';
import { documentSelector } from './selector';

/** Leaves telling failures to LanguageService: the library's own notifications name neither cause nor next step. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/**
 * Everything is pushed, nothing pulled: the library pulls for documents in tabs, the server cannot know which those
 * are, and a document that is open without a tab (a peek, another extension's, an edit of many files) would show
 * nothing.
 */
const pushOnly: StaticFeature = {
  fillClientCapabilities(capabilities) {
    delete capabilities.textDocument?.diagnostic;
    delete capabilities.workspace?.diagnostics;
  },
  initialize: () => {},
  getState: () => ({ kind: 'static' }),
  clear: () => {},
};

export type ServerState = 'starting' | 'running' | 'stopped';

/**
 * A large file is a hundred thousand small objects that stay: with V8's 16 MB for new ones half of the time went into moving
 * them about. `npm run bench` measures with the same.
 */
const YOUNG = ['--max-semi-space-size=64'];

/** Of Red Hat's XML extension; true where it is not set. */
const VALIDATION = 'xml.validation.enabled';

/** Which extensions say a part of what we say: where one is active, it is theirs. */
const besideUs = (): Beside => ({
  xml: extensions.getExtension('redhat.vscode-xml') !== undefined,
  json: true,
  validates: workspace.getConfiguration().get<boolean>(VALIDATION) !== false,
});

/** The page of a rule is in the package: its link leads there, and not into the network. */
function withOwnPage(diagnostic: Diagnostic): Diagnostic {
  const { code } = diagnostic;
  if (typeof code === 'object' && typeof code.value === 'string')
    diagnostic.code = {
      value: code.value,
      target: Uri.from({
        scheme: 'command',
        path: EditorCommands.explainRule,
        query: JSON.stringify([code.value]),
      }),
    };
  return diagnostic;
}

/** The language server, from here: its state, what it last said of the workspace, and the requests beyond LSP. */
export class LanguageService implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly nginxFiles = new EventEmitter<readonly string[]>();
  private readonly crashes = new CrashPolicy();
  private readonly client: LanguageClient;
  private readonly subscriptions: Disposable[];
  /** One message a failure, however many of its parts fail. */
  private explained = false;
  state: ServerState = 'starting';
  summary: WorkspaceSummary | undefined;
  readonly onDidChange = this.changed.event;
  /** URIs of files that nginx reads and that do not look so. */
  readonly onNginxFiles = this.nginxFiles.event;

  constructor(
    context: ExtensionContext,
    private readonly log: LogOutputChannel,
    private readonly messages: Messages,
  ) {
    const module = context.asAbsolutePath('dist/server.js');
    this.client = new QuietClient(
      'clusterLab',
      'Cluster Lab',
      { module, transport: TransportKind.ipc, options: { execArgv: YOUNG } },
      {
        documentSelector,
        initializationOptions: (): InitializationOptions => ({
          ...(l10n.uri && { l10n: l10n.uri.fsPath }),
          beside: besideUs(),
          commands: true,
        }),
        middleware: {
          handleDiagnostics: (uri, diagnostics, next) => next(uri, diagnostics.map(withOwnPage)),
        },
        outputChannel: log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        // Told by start() below, with the buttons that help.
        initializationFailedHandler: () => false,
        errorHandler: {
          error: () => ({ action: ErrorAction.Continue }),
          closed: () => {
            if (this.crashes.restarts()) return { action: CloseAction.Restart, handled: true };
            this.explain(
              l10n.t(
                'The language server of Cluster Lab ended twice within minutes, so it was not started again.',
              ),
            );
            return { action: CloseAction.DoNotRestart, handled: true };
          },
        },
      },
    );
    this.client.registerFeature(pushOnly);
    this.subscriptions = [
      extensions.onDidChange(() => this.tellBeside()),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(VALIDATION)) this.tellBeside();
      }),
      this.client.onDidChangeState(({ newState }) => {
        this.state =
          newState === State.Running ? 'running' : newState === State.Starting ? 'starting' : 'stopped';
        if (newState === State.Running) this.explained = false;
        this.changed.fire();
      }),
      this.client.onNotification(Notifications.summary, (summary: WorkspaceSummary) => {
        this.summary = summary;
        this.changed.fire();
      }),
      this.client.onNotification(Notifications.nginxFiles, (uris: readonly string[]) =>
        // As the editor writes them.
        this.nginxFiles.fire(uris.map((uri) => Uri.parse(uri).toString())),
      ),
    ];
  }

  /** Does not wait: the editor goes on while the server starts. */
  start(): void {
    this.client.start().catch((error: unknown) => this.failed(error));
  }

  async restart(): Promise<void> {
    this.summary = undefined;
    try {
      if (this.client.needsStop()) await this.client.stop();
    } catch (error) {
      // A server that does not answer is killed by the client; the next one starts all the same.
      this.log.warn(`The language server did not stop by itself: ${String(error)}`);
    }
    try {
      await this.client.start();
    } catch (error) {
      this.failed(error);
    }
  }

  /** Extensions come and go while the server runs. */
  private tellBeside(): void {
    if (this.state !== 'running') return;
    this.client
      .sendNotification(Notifications.beside, besideUs())
      .catch((error: unknown) => this.log.warn(`beside: ${String(error)}`));
  }

  showLog(): void {
    this.log.show();
  }

  async deployment(wishes: DeploymentWishes): Promise<DeploymentAnswer> {
    return await this.request<DeploymentAnswer>(Requests.deployment, wishes);
  }

  async checkWorkspace(): Promise<WorkspaceSummary> {
    return await this.request<WorkspaceSummary>(Requests.checkWorkspace, null);
  }

  async nginxMainFiles(): Promise<readonly NginxMain[]> {
    return await this.request<NginxMain[]>(Requests.nginxMainFiles, null);
  }

  async template(wish: TemplateWish): Promise<TemplateAnswer> {
    return await this.request<TemplateAnswer>(Requests.template, wish);
  }

  async tomcatServers(): Promise<readonly TomcatServer[]> {
    return await this.request<TomcatServer[]>(Requests.tomcatServers, null);
  }

  async fixWorkspace(): Promise<FixAllAnswer> {
    return await this.request<FixAllAnswer>(Requests.fixWorkspace, null);
  }

  async readiness(): Promise<ReadinessAnswer> {
    return await this.request<ReadinessAnswer>(Requests.readiness, null);
  }

  /** An edit of the server as the editor makes it. */
  async editOf(edit: PlainWorkspaceEdit): Promise<VsCodeEdit> {
    return await this.client.protocol2CodeConverter.asWorkspaceEdit(edit);
  }

  async whichLocation(question: WhichLocationQuestion): Promise<WhichLocationAnswer> {
    return await this.request<WhichLocationAnswer>(Requests.whichLocation, question);
  }

  /** Where the workspace sets what a log tells of. */
  async settings(question: SettingQuestion): Promise<readonly SettingPlace[]> {
    return await this.request<SettingPlace[]>(Requests.settings, question);
  }

  /** A URL that the server and location at a place are for. */
  async urlAt(question: UrlQuestion): Promise<string | null> {
    return await this.request<string | null>(Requests.urlAt, question);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
    this.nginxFiles.dispose();
  }

  /** Ends the server; waits for it, as the end of the window does. */
  async stop(): Promise<void> {
    if (this.client.needsStop()) await this.client.stop();
  }

  /** Waits for a server that is still starting. */
  private async request<Answer>(method: string, params: unknown): Promise<Answer> {
    await this.client.start();
    return await this.client.sendRequest<Answer>(method, params);
  }

  private failed(error: unknown): void {
    this.log.error(`The language server did not start: ${String(error)}`);
    this.state = 'stopped';
    this.changed.fire();
    this.explain(l10n.t('The language server of Cluster Lab did not start: {0}', messageOf(error)));
  }

  private explain(message: string): void {
    if (this.explained) return;
    this.explained = true;
    this.messages.tell('error', message, [
      { title: l10n.t('Restart server'), run: () => this.restart() },
      { title: l10n.t('Show log'), run: () => this.log.show() },
    ]);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
