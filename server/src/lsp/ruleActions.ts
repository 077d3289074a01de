import { t } from '@vscode/l10n';
import { CodeActionKind } from 'vscode-languageserver';
import type { CodeAction, Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import { isRecord } from '../languages/text/record';
import { EditorCommands } from '../protocol';
import type { Diagnostic } from '../rules/support/diagnostic';
import type { Check } from '../workspace/check';
import { fixAll } from '../workspace/fixAll';
import { guardRequest } from './guard';
import type { Session } from './session';
import { workspaceEdit } from './workspaceEdits';

/** Which rule is to be fixed in which project. */
interface Wanted {
  readonly rule: string;
  readonly root: string;
}

/** The safe fixes of all that a rule says in a project, as one edit, which is made when somebody takes it. */
export function fixesOfRule(
  session: Session,
  { diagnostics, root }: Check,
  { code }: Diagnostic,
  shown: LspDiagnostic[],
): CodeAction[] {
  const canResolve =
    session.client.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true;
  const fixable = diagnostics.filter(
    (one) => one.code === code && one.fixes.some(({ safe, creates }) => safe && !creates),
  );
  if (!canResolve || fixable.length < 2) return [];
  const data: Wanted = { rule: code, root };
  return [
    {
      title: t('Fix all {count} of {rule}', { count: fixable.length, rule: code }),
      kind: CodeActionKind.QuickFix,
      diagnostics: shown,
      data,
    },
  ];
}

/** What somebody may want of a rule: to have it off, and to read why it speaks. For editors that have our commands. */
export function aboutRule(session: Session, { code }: Diagnostic, shown: LspDiagnostic[]): CodeAction[] {
  if (!session.hasCommands) return [];
  const action = (title: string, command: string): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: shown,
    command: { title, command, arguments: [code] },
  });
  return [
    action(t('Turn {rule} off', { rule: code }), EditorCommands.turnRuleOff),
    action(t('Explain {rule}', { rule: code }), EditorCommands.explainRule),
  ];
}

/** Makes the edit of an action that was taken. */
export function registerRuleActions(session: Session): void {
  session.connection.onCodeActionResolve(
    guardRequest(session.connection, 'codeAction/resolve', { title: '' }, async (action) => {
      const data: unknown = action.data;
      if (!isRecord(data)) return action;
      const check = (await session.settle()).find(({ root }) => root === data['root']);
      if (!check) return action;
      const { files } = fixAll(check, (_, { code }) => code === data['rule']);
      const edit = workspaceEdit(session, check, new Map(files.map(({ path, edits }) => [path, edits])));
      return edit ? { ...action, edit } : action;
    }),
  );
}
