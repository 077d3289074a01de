import { CodeActionKind, TextDocumentSyncKind } from 'vscode-languageserver';
import type { Connection, InitializeParams, ServerCapabilities } from 'vscode-languageserver';
import { isRecord } from '../languages/text/record';
import type { FileSystem } from '../workspace/fileSystem';
import { type LanguageTable, languages as standard } from '../languages/table';
import { fixAllKind, registerCodeActions } from './codeActions';
import { registerCodeLenses } from './codeLenses';
import { leaveToOthers } from './beside';
import { registerCompletion } from './completion';
import { registerDiagnostics } from './diagnostics';
import { registerFormatting } from './formatting';
import { guardEvent } from './guard';
import { registerHover } from './hover';
import { speakLanguage } from './language';
import { registerInlayHints } from './inlayHints';
import { registerLinks } from './links';
import { registerNavigation } from './navigation';
import { registerNginxFiles } from './nginxFiles';
import { registerRename } from './rename';
import { registerRequests } from './requests';
import { Session } from './session';
import { registerSettingPlaces } from './settingPlaces';
import { registerSettings } from './settings';
import { registerSignatureHelp } from './signatureHelp';
import { pathOf } from './uris';
import { registerStructure } from './structure';
import { registerWatching } from './watching';
import { registerReadiness } from './readiness';
import { registerWhichLocation } from './whichLocation';

/** The language server on a connection that is not yet listened to. Wires the features; holds no logic. */
export function serve(
  connection: Connection,
  fileSystem: FileSystem,
  version: string,
  languages: LanguageTable = standard,
): Session {
  const session = new Session(connection, fileSystem, languages);
  let folders: string[] = [];
  const settings = registerSettings(session, () => folders);
  const watching = registerWatching(session);
  registerDiagnostics(session);
  registerCodeActions(session);
  registerRequests(session);
  registerCompletion(session);
  registerHover(session);
  registerSignatureHelp(session);
  registerNavigation(session);
  registerRename(session);
  registerStructure(session);
  registerInlayHints(session);
  registerLinks(session);
  registerFormatting(session);
  registerReadiness(session);
  registerWhichLocation(session);
  registerSettingPlaces(session);
  registerCodeLenses(session);
  registerNginxFiles(session);

  connection.onInitialize((params) => {
    speakLanguage(params, connection);
    leaveToOthers(session, params);
    session.client = params.capabilities;
    session.hasCommands =
      isRecord(params.initializationOptions) && params.initializationOptions['commands'] === true;
    folders = foldersOf(params);
    return { serverInfo: { name: 'cluster-lab', version }, capabilities: capabilities(session) };
  });

  connection.onInitialized(
    guardEvent(connection, 'initialized', async () => {
      session.checker.setFolders(folders.flatMap((uri) => pathOf(uri) ?? []));
      if (session.client.workspace?.workspaceFolders) {
        connection.workspace.onDidChangeWorkspaceFolders(
          guardEvent(connection, 'didChangeWorkspaceFolders', async ({ added, removed }) => {
            const gone = new Set(removed.map(({ uri }) => uri));
            folders = [...folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
            session.checker.setFolders(folders.flatMap((uri) => pathOf(uri) ?? []));
            await settings.load();
            session.schedule();
          }),
        );
      }
      try {
        await Promise.all([watching.start(), settings.load()]);
      } finally {
        // Whatever the client made of these requests, the files are there to be checked.
        session.start();
      }
    }),
  );

  connection.onShutdown(() => session.dispose());
  session.documents.listen(connection);
  connection.listen();
  return session;
}

/** URIs of the workspace folders; older clients know one root only. */
function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri);
  return rootUri ? [rootUri] : [];
}

function capabilities(session: Session): ServerCapabilities {
  const triggers = new Set(session.languages.languages.flatMap((language) => language.triggers ?? []));
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind],
      resolveProvider: true,
    },
    completionProvider: { triggerCharacters: [...triggers], resolveProvider: true },
    hoverProvider: true,
    signatureHelpProvider: { triggerCharacters: [' '] },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: session.client.textDocument?.rename?.prepareSupport ? { prepareProvider: true } : true,
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    linkedEditingRangeProvider: true,
    inlayHintProvider: true,
    codeLensProvider: {},
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentLinkProvider: { resolveProvider: false },
    ...(session.pulls && {
      diagnosticProvider: {
        identifier: 'cluster-lab',
        interFileDependencies: true,
        workspaceDiagnostics: false,
      },
    }),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}
