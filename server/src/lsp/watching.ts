import { DidChangeWatchedFilesNotification, type FileSystemWatcher, WatchKind } from 'vscode-languageserver';
import { anywhere } from '../languages/names';
import type { LanguageTable } from '../languages/table';
import { guardEvent } from './guard';
import type { Session } from './session';
import { pathOf } from './uris';

/** Everything that can be ours; deletions of anything, since a deleted folder is told without its files. */
const watchersOf = ({ languages }: LanguageTable): FileSystemWatcher[] => [
  ...languages
    .flatMap(({ names, perhaps = [] }) => [...names, ...perhaps])
    .map((pattern) => ({ globPattern: anywhere(pattern) })),
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
      await connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: watchersOf(session.languages),
      });
    },
  };
}
