import { Disposable, type Uri } from 'vscode';
import { EditorCommands } from '../../../../server/src/protocol';
import type { RegisterCommand } from '../../kernel/commands';
import type { Messages } from '../../kernel/messages';
import { explainRule } from './explainRule';
import { turnRuleOff } from './turnRuleOff';

/** What the light bulb offers beside fixes: the page of a rule, from the package, and to have the rule off. */
export const registerRules = (
  { extensionUri, messages }: { extensionUri: Uri; messages: Messages },
  command: RegisterCommand,
): Disposable =>
  Disposable.from(
    command(EditorCommands.explainRule, (id) => explainRule(extensionUri, id)),
    command(EditorCommands.turnRuleOff, (id) => turnRuleOff(messages, id)),
  );
