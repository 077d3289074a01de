import { DiagnosticSeverity } from 'vscode-languageserver';
import type { Diagnostic as LspDiagnostic, Range, TextEdit as LspTextEdit } from 'vscode-languageserver';
import type { Span, TextEdit } from '../languages/text/span';
import type { Diagnostic } from '../rules/support/diagnostic';
import type { Severity } from '../rules/define';
import type { Check } from '../workspace/check';
import type { LoadedFile } from '../workspace/loadedFile';
import { uriOf } from './uris';

export const source = 'cluster-lab';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/**
 * The range of a span. Editors take a byte order mark for no character of the first line, while a file read from disk
 * still has it.
 */
export function rangeOf(file: LoadedFile, span: Span): Range {
  const range = file.lines.rangeOf(span);
  if (!file.text.startsWith('\ufeff')) return range;
  return { start: withoutMark(range.start), end: withoutMark(range.end) };
}

const withoutMark = ({ line, character }: Range['start']): Range['start'] => ({
  line,
  character: line === 0 ? Math.max(0, character - 1) : character,
});

export const editsOf = (file: LoadedFile, edits: readonly TextEdit[]): LspTextEdit[] =>
  edits.map(({ span, text }) => ({ range: rangeOf(file, span), newText: text }));

/** A diagnostic as the client gets it. `uris`: how the client itself writes the URIs of open documents. */
export function diagnosticOf(
  diagnostic: Diagnostic,
  { files }: Check,
  uris: (path: string) => string = uriOf,
): LspDiagnostic[] {
  const file = files.get(diagnostic.path);
  if (!file) return [];
  return [
    {
      range: rangeOf(file, diagnostic.span),
      severity: severities[diagnostic.severity],
      code: diagnostic.code,
      codeDescription: { href: diagnostic.href },
      source,
      message: diagnostic.message,
      relatedInformation: diagnostic.related.flatMap(({ path, span, message }) => {
        const other = files.get(path);
        return other ? [{ location: { uri: uris(path), range: rangeOf(other, span) }, message }] : [];
      }),
    },
  ];
}
