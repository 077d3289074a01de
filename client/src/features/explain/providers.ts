import {
  CodeLens,
  Disposable,
  DocumentSymbol,
  FoldingRange,
  Hover,
  l10n,
  languages,
  Range,
  SymbolKind,
  type DocumentSelector,
  type TextDocument,
} from 'vscode';
import type { Explanation } from '../../lab';
import { Commands } from '../../kernel/commandIds';
import { LOG_LANGUAGE } from '../logs/channel';
import { nodeOfChannel } from '../logs/logs';
import { LogDocuments } from './documents';
import type { LiveFailures } from './live';
import { headOf, type LogReading, type Start } from './reading';
import { causeInLab, causeOf, markdownOf } from './words';

/** Files, and what was pasted into a new one; channels of the Output view have their own. */
const selector: DocumentSelector = ['file', 'untitled', 'vscode-vfs', 'vscode-remote'].map((scheme) => ({
  language: LOG_LANGUAGE,
  scheme,
}));

/** What an editor shows of a log from elsewhere: stack traces folded away, starts in the outline, failures explained. */
export function registerLogFeatures(failures: LiveFailures): Disposable {
  const documents = new LogDocuments();
  return Disposable.from(
    languages.registerFoldingRangeProvider(selector, {
      provideFoldingRanges: (document) =>
        documents.of(document).entries.map(({ start, end }) => new FoldingRange(start, end)),
    }),
    languages.registerDocumentSymbolProvider(selector, {
      provideDocumentSymbols: (document) => symbolsOf(document, documents.of(document)),
    }),
    languages.registerHoverProvider(selector, {
      provideHover: (document, { line }) => {
        const { entries, told, explanations } = documents.of(document);
        const explanation = explanations[told.get(headOf(entries, line)) ?? -1];
        return explanation && new Hover(markdownOf(explanation));
      },
    }),
    languages.registerHoverProvider(
      { language: LOG_LANGUAGE, scheme: 'output' },
      {
        provideHover: (document, { line }) => {
          const explanation = failures.at(document.lineAt(line).text, nodeOfChannel(document.uri.path));
          return explanation && new Hover(markdownOf(explanation, causeInLab(explanation)));
        },
      },
    ),
    languages.registerCodeLensProvider(selector, {
      provideCodeLenses: (document) => documents.of(document).explanations.flatMap(lensesOf),
    }),
  );
}

/** What happened, and where a click leads. */
function lensesOf(explanation: Explanation): CodeLens[] {
  const { what, count, first } = explanation;
  const range = new Range(first.line - 1, 0, first.line - 1, 0);
  const title = count === 1 ? what : l10n.t('{0} ({1} times)', what, count);
  return [title, l10n.t('Go to the cause')].map(
    (text) =>
      new CodeLens(range, {
        title: text,
        command: Commands.goToCause,
        arguments: [causeOf(explanation)],
      }),
  );
}

/** The starts, each with the failures that were seen first in its time. */
function symbolsOf(document: TextDocument, { starts, explanations }: LogReading): DocumentSymbol[] {
  const last = document.lineCount - 1;
  const symbols = starts.map((start, index) =>
    symbolOf(
      titleOf(start),
      start.ready ? (start.time ?? '') : l10n.t('{0}, not ready', start.time ?? ''),
      SymbolKind.Event,
      start.line,
      (starts[index + 1]?.line ?? last + 1) - 1,
    ),
  );
  const before: DocumentSymbol[] = [];
  for (const { what, first, severity } of explanations) {
    const line = first.line - 1;
    const kind = severity === 'error' ? SymbolKind.Method : SymbolKind.Constant;
    const parent = symbols.findLast(({ range }) => range.start.line <= line);
    (parent?.children ?? before).push(symbolOf(what, first.time ?? '', kind, line, line));
  }
  return [...before, ...symbols];
}

const symbolOf = (name: string, detail: string, kind: SymbolKind, from: number, to: number): DocumentSymbol =>
  new DocumentSymbol(
    name,
    detail,
    kind,
    new Range(from, 0, Math.max(from, to), 0),
    new Range(from, 0, from, 0),
  );

const titleOf = ({ program, source }: Start): string => {
  const name = program === 'tomcat' ? 'Tomcat' : 'nginx';
  return source === '' ? l10n.t('Start of {0}', name) : l10n.t('Start of {0} ({1})', name, source);
};
