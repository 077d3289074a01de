import {
  CodeLens,
  commands,
  type DocumentSymbol,
  EventEmitter,
  languages,
  l10n,
  SymbolKind,
  workspace,
  Disposable,
  type TextDocument,
} from 'vscode';
import { Commands } from '../../kernel/commandIds';
import { nginxSelector } from './selector';

const SETTING = 'clusterLab.nginx.codeLens';

/** "Which URL comes here?" above every server and location, where the setting wants it. */
export function registerCodeLens(): Disposable {
  const changed = new EventEmitter<void>();
  return Disposable.from(
    changed,
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTING)) changed.fire();
    }),
    languages.registerCodeLensProvider(nginxSelector, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: lenses,
    }),
  );
}

async function lenses(document: TextDocument): Promise<CodeLens[]> {
  if (!workspace.getConfiguration('clusterLab', document.uri).get<boolean>('nginx.codeLens')) return [];
  const symbols = await commands.executeCommand<DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  return [...found(symbols ?? [], undefined)];
}

/** The outline tells servers (classes) with their names and ports, and locations (methods) in them. */
function* found(symbols: readonly DocumentSymbol[], server: DocumentSymbol | undefined): Generator<CodeLens> {
  for (const symbol of symbols) {
    const isServer = symbol.kind === SymbolKind.Class;
    if (isServer || symbol.kind === SymbolKind.Method) {
      yield new CodeLens(symbol.selectionRange, {
        title: l10n.t('Which location serves a URL?'),
        command: Commands.whichLocation,
        arguments: [urlFor(isServer ? symbol : server, isServer ? '/' : symbol.name)],
      });
    }
    yield* found(symbol.children, isServer ? symbol : server);
  }
}

/** A URL to begin with: of the server's first name and port, and of the path that a prefix or exact location names. */
function urlFor(server: DocumentSymbol | undefined, location: string): string {
  const host = server?.name.split(' ').find((name) => /^[\w-]+(\.[\w-]+)+$/.test(name)) ?? 'localhost';
  const listen = server?.detail.split(',')[0]?.trim() ?? '';
  const port = /(?:^|:)(\d+)(?:\s|$)/.exec(listen)?.[1];
  const scheme = /\bssl\b/.test(listen) ? 'https' : 'http';
  const standard = scheme === 'https' ? '443' : '80';
  const path = /^(?:(?:=|\^~)\s*)?(\/\S*)$/.exec(location)?.[1] ?? '/';
  return `GET ${scheme}://${host}${port === undefined || port === standard ? '' : `:${port}`}${path}`;
}
