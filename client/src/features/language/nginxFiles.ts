import {
  Disposable,
  languages,
  workspace,
  type LogOutputChannel,
  type Memento,
  type TextDocument,
} from 'vscode';
import type { LanguageService } from './client';
import { LanguageChoice } from './languageChoice';

const CHOSEN = 'clusterLab.chosenLanguages';

/** Gives files that nginx reads its language, whatever their names say to the editor. */
export function registerNginxFiles(
  service: LanguageService,
  state: Memento,
  log: LogOutputChannel,
): Disposable {
  const choice = new LanguageChoice<TextDocument>(
    ({ uri, languageId }) => ({ uri: uri.toString(), languageId }),
    state.get<string[]>(CHOSEN, []),
    (chosen) => {
      state
        .update(CHOSEN, chosen)
        .then(undefined, (error: unknown) => log.warn(`Chosen languages were not kept: ${String(error)}`));
    },
  );
  const consider = (document: TextDocument): void => {
    if (document.isClosed || isAssociated(document) || !choice.takes(document)) return;
    languages
      .setTextDocumentLanguage(document, 'nginx')
      .then(undefined, (error: unknown) => log.warn(`${document.uri.fsPath}: ${String(error)}`));
  };
  for (const document of workspace.textDocuments) choice.opened(document);
  return Disposable.from(
    workspace.onDidOpenTextDocument((document) => {
      choice.opened(document);
      consider(document);
    }),
    service.onNginxFiles((files) => {
      choice.known(files);
      for (const document of workspace.textDocuments) consider(document);
    }),
  );
}

/** Whether somebody's settings say which language files of this name have. */
function isAssociated(document: TextDocument): boolean {
  const associations = workspace
    .getConfiguration('files', document.uri)
    .get<Record<string, string>>('associations', {});
  return Object.keys(associations).some(
    (pattern) =>
      languages.match({ pattern: pattern.includes('/') ? pattern : `**/${pattern}` }, document) > 0,
  );
}
