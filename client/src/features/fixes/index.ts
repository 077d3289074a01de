import { Disposable } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { RegisterCommand } from '../../kernel/commands';
import type { Messages } from '../../kernel/messages';
import type { LanguageService } from '../language/client';
import { Before } from './before';
import { fixWorkspace } from './fixWorkspace';

/** The safe fixes of the whole workspace: made, shown, taken back. */
export function registerFixes(
  { language, messages }: { language: LanguageService; messages: Messages },
  command: RegisterCommand,
): Disposable {
  const before = new Before();
  const deps = { language, messages, before };
  return Disposable.from(
    before,
    command(Commands.fixWorkspace, () => fixWorkspace(deps, { preview: false })),
    command(Commands.previewFixes, () => fixWorkspace(deps, { preview: true })),
  );
}
