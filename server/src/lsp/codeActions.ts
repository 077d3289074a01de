import { t } from '@vscode/l10n';
import { CodeActionKind } from 'vscode-languageserver';
import type { CodeAction, CodeActionParams, Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import type { Span } from '../languages/text/span';
import type { Diagnostic } from '../rules/support/diagnostic';
import type { Check } from '../workspace/check';
import { fixAll } from '../workspace/fixAll';
import type { LoadedFile } from '../workspace/loadedFile';
import { diagnosticOf } from './convert';
import { guardRequest } from './guard';
import { ignoreEdit } from './ignoreComment';
import { aboutRule, fixesOfRule, registerRuleActions } from './ruleActions';
import type { Session } from './session';
import { pathOf } from './uris';
import { fixEdit, workspaceEdit } from './workspaceEdits';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.clusterLab`;

/** Quick fixes at a place, ways to silence or understand its rule, what its language offers beyond them, and `source.fixAll`, which edits its own document only. */
export function registerCodeActions(session: Session): void {
  registerRuleActions(session);
  session.connection.onCodeAction(
    guardRequest(session.connection, 'codeAction', [], async (params) => {
      const path = pathOf(params.textDocument.uri);
      const check = path === undefined ? undefined : await session.checkOf(path);
      const file = path === undefined ? undefined : check?.files.get(path);
      if (!check || !file) return [];
      return [
        ...(wants(params, CodeActionKind.QuickFix) ? quickFixes(session, check, file, params) : []),
        ...(wants(params, CodeActionKind.RefactorRewrite) ? refactorings(session, check, file, params) : []),
        // On request only: nobody wants it in the menu of every light bulb.
        ...(params.context.only && wants(params, fixAllKind) ? fixAllActions(session, check, file) : []),
      ];
    }),
  );
}

/** Kinds are hierarchical: `source` asks for `source.fixAll.clusterLab` too. */
const wants = ({ context: { only } }: CodeActionParams, kind: string): boolean =>
  !only || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));

function quickFixes(
  session: Session,
  check: Check,
  file: LoadedFile,
  params: CodeActionParams,
): CodeAction[] {
  const asked = askedSpan(file, params);
  const actions: CodeAction[] = [];
  for (const diagnostic of check.diagnostics) {
    const isHere = diagnostic.path === file.path && touches(diagnostic.span, asked);
    // A fix is offered where it edits as well: at the class that a session write elsewhere needs Serializable.
    const isRelated = diagnostic.related.some(({ path, span }) => path === file.path && touches(span, asked));
    if (!isHere && !isRelated) continue;
    const shown = isHere ? clientDiagnostics(diagnostic, check, params, session) : [];
    for (const fix of diagnostic.fixes) {
      if (!isHere && !fix.edits.has(file.path)) continue;
      const edit = fixEdit(session, check, fix);
      if (!edit || actions.some(({ title }) => title === fix.title)) continue;
      actions.push({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: shown,
        isPreferred: fix.safe,
        edit,
      });
    }
    if (!isHere) continue;
    const add = (action: CodeAction): void => {
      if (!actions.some(({ title }) => title === action.title)) actions.push(action);
    };
    for (const action of fixesOfRule(session, check, diagnostic, shown)) add(action);
    const ignore = ignoreEdit(file, diagnostic);
    const edit = ignore && workspaceEdit(session, check, new Map([[file.path, [ignore]]]));
    if (edit) {
      const title = t('Ignore {rule} here', { rule: diagnostic.code });
      actions.push({ title, kind: CodeActionKind.QuickFix, diagnostics: shown, edit });
    }
    for (const action of aboutRule(session, diagnostic, shown)) add(action);
  }
  // Fixes first, ways to silence last.
  return actions.toSorted(
    (a, b) => Number(a.isPreferred === undefined) - Number(b.isPreferred === undefined),
  );
}

function refactorings(
  session: Session,
  check: Check,
  file: LoadedFile,
  params: CodeActionParams,
): CodeAction[] {
  const { language, inDoubt } = file.file;
  const found = inDoubt ? [] : (language.features.refactorings?.(askedSpan(file, params)) ?? []);
  return found.flatMap(({ title, edits }) => {
    const edit = workspaceEdit(session, check, new Map([[file.path, edits]]));
    return edit ? [{ title, kind: CodeActionKind.RefactorRewrite, edit }] : [];
  });
}

const askedSpan = ({ lines }: LoadedFile, { range }: CodeActionParams): Span => ({
  start: lines.offsetAt(range.start),
  end: lines.offsetAt(range.end),
});

function fixAllActions(session: Session, check: Check, file: LoadedFile): CodeAction[] {
  const { files } = fixAll(check, ({ edits }) => [...edits.keys()].every((path) => path === file.path));
  const edit = workspaceEdit(session, check, new Map(files.map((fixed) => [fixed.path, fixed.edits])));
  return edit && files.length > 0
    ? [{ title: t('Fix all of Cluster Lab in this file'), kind: fixAllKind, edit }]
    : [];
}

/** The client's own objects for a diagnostic, so that it can tell which one an action mends. */
function clientDiagnostics(
  diagnostic: Diagnostic,
  check: Check,
  { context }: CodeActionParams,
  session: Session,
): LspDiagnostic[] {
  const [ours] = diagnosticOf(diagnostic, check, (path) => session.uriOf(path));
  return context.diagnostics.filter(
    ({ code, range }) =>
      ours !== undefined && code === ours.code && JSON.stringify(range) === JSON.stringify(ours.range),
  );
}

const touches = (a: Span, b: Span): boolean => a.start <= b.end && b.start <= a.end;
