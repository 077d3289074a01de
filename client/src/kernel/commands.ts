import { commands, type Disposable, type LogOutputChannel } from 'vscode';
import type { Messages } from './messages';
import { tellError } from './tellError';

/** `given` is what the view, the link or the key binding that calls a command hands over, if anything. */
export type RegisterCommand = (id: string, handler: (...given: unknown[]) => unknown) => Disposable;

/** Registers commands whose failures are told once, here. */
export const commandRegistry =
  (messages: Messages, log: LogOutputChannel): RegisterCommand =>
  (id, handler) =>
    commands.registerCommand(id, async (...given: unknown[]) => {
      try {
        await handler(...given);
      } catch (error) {
        tellError(error, messages, log);
      }
    });
