import { DidChangeWatchedFilesNotification, WatchKind } from 'vscode-languageserver';
import { guardEvent } from './guard';
import type { Session } from './session';
import { pathOf } from './uris';

/** Everything that can be ours; deletions of anything, since a deleted folder is told without its files. */
const watchers = [
  { globPattern: '**/*.{conf,nginx,nginxconf,xml,java,yaml,yml}' },
  { globPattern: '**/{sites-available,sites-enabled,conf.d,snippets}/*' },
  { globPattern: '**/{Dockerfile*,*.Dockerfile,Containerfile*}' },
  { globPattern: '**/*', kind: WatchKind.Delete },
];

/** Files that change on disk, by whatever hand. */
export function registerWatching(session: Session): { start(): Promise<void> } {
  const { connection } = session;
  connection.onDidChangeWatchedFiles(
    guardEvent(connection, 'didChangeWatchedFiles', ({ changes }) => {
      session.checker.changed(changes.flatMap(({ uri }) => pathOf(uri) ?? []));
      session.schedule();
    }),
  );
  return {
    async start() {
      if (!session.client.workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    },
  };
}
