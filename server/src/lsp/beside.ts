import type { InitializeParams } from 'vscode-languageserver';
import { isRecord } from '../languages/text/record';
import { type Beside, Notifications } from '../protocol';
import type { Diagnostic } from '../rules/support/diagnostic';
import { guardEvent } from './guard';
import type { OpenFile } from './openFile';
import type { Session } from './session';

/** Hears which other extensions there are, at the start and whenever that changes. */
export function leaveToOthers(session: Session, { initializationOptions }: InitializeParams): void {
  const { connection } = session;
  session.beside = besideOf(isRecord(initializationOptions) ? initializationOptions['beside'] : undefined);
  connection.onNotification(
    Notifications.beside,
    guardEvent(connection, 'beside', (told: unknown) => {
      session.beside = besideOf(told);
      session.retell();
    }),
  );
}

const besideOf = (told: unknown): Beside => ({
  json: isRecord(told) && told['json'] === true,
  xml: isRecord(told) && told['xml'] === true,
  validates: !isRecord(told) || told['validates'] !== false,
});

/** Whether another extension shows the structure of a file: it would be there twice. */
export const isLeft = ({ beside }: Session, at: OpenFile | undefined): boolean =>
  beside.xml && at?.file.file.language.id === 'tomcat';

/**
 * Whether another extension says the same of an open document: what no parser of XML takes, and, in VS Code, which has
 * JSON and our schema of it, what is no JSON.
 */
export const isSaidBeside = (session: Session, { code, path }: Diagnostic): boolean =>
  ((code === 'tomcat/malformed-xml' && session.beside.xml && session.beside.validates) ||
    (code === 'project/malformed' && session.beside.json === true)) &&
  session.isOpen(path);
