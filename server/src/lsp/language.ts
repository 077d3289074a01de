import { config } from '@vscode/l10n';
import type { Connection, InitializeParams } from 'vscode-languageserver';
import { isRecord } from '../languages/text/record';
import { messageOf } from '../workspace/errors';

/** Speaks the language of the editor from here on; English where that cannot be had. Before anything else is said. */
export function speakLanguage({ initializationOptions }: InitializeParams, connection: Connection): void {
  const path = isRecord(initializationOptions) ? initializationOptions['l10n'] : undefined;
  if (typeof path !== 'string') return;
  try {
    config({ fsPath: path });
  } catch (error) {
    connection.console.warn(`Cluster Lab speaks English, since ${path} cannot be read: ${messageOf(error)}`);
  }
}
