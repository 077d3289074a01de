import { CompletionItemKind, CompletionItemTag, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import type { CompletionItem, CompletionList, Position } from 'vscode-languageserver';
import type { Suggestion } from '../languages/features';
import { isRecord } from '../languages/text/record';
import { rangeOf } from './convert';
import { guardRequest } from './guard';
import { openFile, type OpenFile, viewOf } from './openFile';
import { askAgain, pathItems } from './pathCompletion';
import type { Session } from './session';
import { pathOf } from './uris';

const kinds: Record<Suggestion['kind'], CompletionItemKind> = {
  block: CompletionItemKind.Module,
  directive: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  parameter: CompletionItemKind.Field,
  variable: CompletionItemKind.Variable,
  name: CompletionItemKind.Reference,
  element: CompletionItemKind.Struct,
  attribute: CompletionItemKind.Property,
  class: CompletionItemKind.Class,
  snippet: CompletionItemKind.Snippet,
};

/** Where an item of a list comes from. */
interface ItemData {
  readonly list: number;
  readonly index: number;
}

/** What the language of a file and the workspace offer; what an item means is told when it is looked at. */
export function registerCompletion(session: Session): void {
  const { connection } = session;
  /** Only what was offered last is looked at. */
  let offered: readonly Suggestion[] = [];
  let list = 0;

  connection.onCompletion(
    guardRequest(connection, 'completion', null, async ({ textDocument, position, context }) => {
      const trigger = context?.triggerCharacter;
      if (trigger !== undefined && !mayAsk(session, textDocument.uri, position, trigger)) return null;
      const at = await openFile(session, textDocument.uri);
      if (!at) return null;
      const { features, triggers } = at.file.file.language;
      if (trigger !== undefined && !triggers.includes(trigger)) return null;
      const offset = at.file.lines.offsetAt(position);
      const path = features.path?.(offset);
      const paths = path ? await pathItems(session, at, path) : [];
      const all = features.complete?.(offset, viewOf(at), trigger === ' ') ?? [];
      list++;
      const snippets = session.client.textDocument?.completion?.completionItem?.snippetSupport ?? false;
      offered = snippets ? all : all.filter(({ kind }) => kind !== 'snippet');
      const own = offered.map((suggestion, index) => itemOf(at, suggestion, snippets, { list, index }));
      return { isIncomplete: false, items: [...own, ...paths] } satisfies CompletionList;
    }),
  );

  connection.onCompletionResolve((item) => {
    const data: unknown = item.data;
    if (!isRecord(data) || data['list'] !== list || typeof data['index'] !== 'number') return item;
    const value = offered[data['index']]?.documentation?.();
    return value === undefined ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value } };
  });
}

/** Whether a language asks behind this character: told without the project, since people type thousands of blanks. */
function mayAsk(
  { documents, languages }: Session,
  uri: string,
  { line, character }: Position,
  trigger: string,
): boolean {
  const document = documents.get(uri);
  const before = document?.getText({ start: { line, character: 0 }, end: { line, character } });
  // An indentation.
  if (trigger === ' ' && before?.trim() === '') return false;
  const held = document?.languageId;
  const path = pathOf(uri);
  const promised = path === undefined ? undefined : languages.promise(path)?.language;
  const language = languages.languages.find(({ id }) => id === held) ?? promised;
  return language?.triggers?.includes(trigger) !== false;
}

function itemOf(
  { file }: OpenFile,
  {
    kind,
    label,
    detail,
    isDeprecated,
    span,
    text,
    isSnippet,
    filter,
    rank,
    asksAgain,
    documentation,
  }: Suggestion,
  snippets: boolean,
  data: ItemData,
): CompletionItem {
  return {
    label,
    kind: kinds[kind],
    ...(detail !== undefined && { labelDetails: { description: detail } }),
    ...(isDeprecated && { tags: [CompletionItemTag.Deprecated] }),
    sortText: `${String(rank).padStart(4, '0')}${label}`,
    ...(filter !== undefined && { filterText: filter }),
    insertTextFormat: isSnippet && snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range: rangeOf(file, span), newText: isSnippet && !snippets ? label : text },
    ...(asksAgain && { command: askAgain }),
    ...(documentation && { data }),
  };
}
