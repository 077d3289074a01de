import { CompletionItemKind, CompletionItemTag, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import type { CompletionItem, CompletionList } from 'vscode-languageserver';
import type { NginxContext } from '../languages/nginx/contexts';
import { contextsAt, typingAt, versionAt } from '../languages/nginx/features/at';
import { suggest, type Suggestion, type SuggestionKind } from '../languages/nginx/features/completion';
import { describeDirective, describeVariable } from '../languages/nginx/features/hover';
import { rangeOf } from './convert';
import { guardRequest } from './guard';
import { nginxFile } from './nginxFile';
import { pathItems } from './pathCompletion';
import type { Session } from './session';

const kinds: Record<SuggestionKind, CompletionItemKind> = {
  block: CompletionItemKind.Module,
  directive: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  parameter: CompletionItemKind.Field,
  variable: CompletionItemKind.Variable,
  name: CompletionItemKind.Reference,
};

/** What an item needs to be described when it is looked at. */
interface ItemData {
  readonly directive?: string;
  readonly variable?: string;
  readonly contexts?: readonly NginxContext[];
  readonly version?: string;
}

/** Completion in nginx files; what an item means is told when it is looked at. */
export function registerCompletion(session: Session): void {
  const { connection } = session;

  connection.onCompletion(
    guardRequest(connection, 'completion', null, async ({ textDocument, position }) => {
      const at = await nginxFile(session, textDocument.uri);
      if (!at) return null;
      const { check, file } = at;
      const offset = file.lines.offsetAt(position);
      const typing = typingAt(file.text, offset);
      if (!typing) return null;
      const contexts = contextsAt(check.model.configurations, file.path, typing.around);
      // In map, geo and the like no word is a directive.
      if (contexts.has('entries') && typing.words.length === 1) return null;
      const version = versionAt(check.model.configurations, file.path);
      const rest = /^[^\n]*/.exec(file.text.slice(offset))?.[0] ?? '';
      const { span, items } = suggest({
        typing,
        contexts,
        version,
        // Most of what is typed asks for none of the names in the files.
        get symbols() {
          return check.model.names();
        },
        isInLine: /^[\w-]*[ \t]*[^\s}#]/.test(rest),
      });
      const snippets = session.client.textDocument?.completion?.completionItem?.snippetSupport ?? false;
      const range = rangeOf(file, span);
      const data = { contexts: [...contexts], ...(version !== undefined && { version }) };
      return {
        isIncomplete: false,
        items: [
          ...items.map((item) => itemOf(item, range, snippets, data)),
          ...(await pathItems(session, at, typing)),
        ],
      } satisfies CompletionList;
    }),
  );

  connection.onCompletionResolve((item) => {
    const data: ItemData = item.data ?? {};
    const { directive, variable, contexts = [], version } = data;
    const value =
      directive !== undefined
        ? describeDirective(directive, new Set(contexts), version)
        : variable !== undefined
          ? describeVariable(variable)
          : undefined;
    return value === undefined ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value } };
  });
}

function itemOf(
  { kind, label, detail, text, isSnippet, rank }: Suggestion,
  range: ReturnType<typeof rangeOf>,
  snippets: boolean,
  data: ItemData,
): CompletionItem {
  const isDirective = kind === 'block' || kind === 'directive';
  const own: ItemData = isDirective
    ? { ...data, directive: label }
    : kind === 'variable'
      ? { variable: label.replace(/^\$|…$/g, '') }
      : {};
  return {
    label,
    kind: kinds[kind],
    ...(detail !== undefined && { labelDetails: { description: detail } }),
    ...(detail?.includes('deprecated') && { tags: [CompletionItemTag.Deprecated] }),
    sortText: `${rank}${label}`,
    // The dollar stands before the range.
    ...(kind === 'variable' && { filterText: text }),
    insertTextFormat: isSnippet && snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range, newText: isSnippet && !snippets ? label : text },
    ...((isDirective || kind === 'variable') && { data: own }),
  };
}
