import { Notifications } from '../protocol';
import { stackOf } from '../workspace/errors';
import type { Session } from './session';

/** Tells which files nginx reads and no editor takes for nginx' by their names. */
export function registerNginxFiles(session: Session): void {
  const { connection, languages } = session;
  let told = '[]';
  session.onChecked((checks) => {
    const paths = checks.flatMap(({ files }) =>
      [...files.values()].flatMap(({ path, file }) => {
        if (file.kind !== 'nginx' || file.inDoubt) return [];
        const promise = languages.promise(path);
        return promise?.isCertain && promise.language.id === 'nginx' ? [] : [path];
      }),
    );
    const uris = [...new Set(paths)].toSorted().map((path) => session.uriOf(path));
    const now = JSON.stringify(uris);
    if (now === told) return;
    told = now;
    connection
      .sendNotification(Notifications.nginxFiles, uris)
      .catch((error: unknown) => connection.console.error(`nginxFiles failed: ${stackOf(error)}`));
  });
}
