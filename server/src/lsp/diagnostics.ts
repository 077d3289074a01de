import { createHash } from 'node:crypto';
import { DocumentDiagnosticReportKind } from 'vscode-languageserver';
import type { Diagnostic as LspDiagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import type { Check } from '../workspace/check';
import { isSaidBeside } from './beside';
import { diagnosticOf } from './convert';
import { guardRequest } from './guard';
import type { Session } from './session';
import { pathOf } from './uris';
import { stackOf } from '../workspace/errors';

/** Time for a client to pull by itself what an edit changed in its other open documents. */
const refreshMilliseconds = 300;

/**
 * Open documents are pulled by the client, all other files are pushed, never both for one file. A client that cannot
 * pull gets everything pushed.
 */
export function registerDiagnostics(session: Session): void {
  const { connection } = session;
  /** What was pushed last, by path. */
  const pushed = new Map<string, { readonly uri: string; readonly id: string }>();
  /** What was pulled last, by path. */
  const pulled = new Map<string, string>();
  let refresh: NodeJS.Timeout | undefined;

  const isPulled = (path: string): boolean => session.pulls && session.isOpen(path);

  const push = (path: string, diagnostics: LspDiagnostic[]): void => {
    const uri = session.uriOf(path);
    const id = idOf(diagnostics);
    const last = pushed.get(path);
    if (last?.id === id && last.uri === uri) return;
    if (diagnostics.length > 0) pushed.set(path, { uri, id });
    else pushed.delete(path);
    if (last && last.uri !== uri) send(last.uri, []);
    if (diagnostics.length > 0 || last?.uri === uri) send(uri, diagnostics);
  };

  const send = (uri: string, diagnostics: LspDiagnostic[]): void => {
    connection
      .sendDiagnostics({ uri, diagnostics })
      .catch((error: unknown) => connection.console.error(`publishDiagnostics failed: ${stackOf(error)}`));
  };

  const refreshIfStale = async (checks: readonly Check[]): Promise<void> => {
    const all = diagnosticsByPath(checks, session);
    const isStale = session.open.some((path) => {
      const last = pulled.get(path);
      return last !== undefined && last !== idOf(all.get(path) ?? []);
    });
    if (isStale) await connection.languages.diagnostics.refresh();
  };

  session.onChecked((checks) => {
    const all = diagnosticsByPath(checks, session);
    for (const path of new Set([...all.keys(), ...pushed.keys()])) {
      push(path, isPulled(path) ? [] : (all.get(path) ?? []));
    }
    if (session.pulls && session.client.workspace?.diagnostics?.refreshSupport) {
      clearTimeout(refresh);
      refresh = session.later(refreshMilliseconds, () => refreshIfStale(checks));
    }
  });

  /** What another extension says of open documents alone is told here of all others. */
  const retellBeside = (): void => {
    if (session.beside.xml && session.beside.validates) session.retell();
  };

  session.documents.onDidOpen(({ document }) => {
    const path = pathOf(document.uri);
    if (path !== undefined && isPulled(path)) push(path, []);
    retellBeside();
  });
  session.documents.onDidClose(({ document }) => {
    const path = pathOf(document.uri);
    if (path !== undefined) pulled.delete(path);
    retellBeside();
  });

  connection.languages.diagnostics.on(
    guardRequest(connection, 'diagnostic', emptyReport, async ({ textDocument, previousResultId }) => {
      const path = pathOf(textDocument.uri);
      if (path === undefined) return emptyReport;
      const check = await session.checkOf(path);
      const items = check ? (diagnosticsByPath([check], session).get(path) ?? []) : [];
      const resultId = idOf(items);
      pulled.set(path, resultId);
      return resultId === previousResultId
        ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
        : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
    }),
  );
}

const emptyReport: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

function diagnosticsByPath(checks: readonly Check[], session: Session): Map<string, LspDiagnostic[]> {
  const all = new Map<string, LspDiagnostic[]>();
  for (const one of checks) {
    for (const { diagnostic, check } of session.halfTyped.of(one)) {
      if (isSaidBeside(session, diagnostic)) continue;
      const own = all.get(diagnostic.path) ?? [];
      own.push(...diagnosticOf(diagnostic, check, (path) => session.uriOf(path)));
      all.set(diagnostic.path, own);
    }
  }
  return all;
}

/** Equal for equal diagnostics: tells the client that nothing changed, and us that nothing need be sent. */
const idOf = (diagnostics: readonly LspDiagnostic[]): string =>
  createHash('sha1').update(JSON.stringify(diagnostics)).digest('base64');
