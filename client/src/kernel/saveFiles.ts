import { Uri, workspace } from 'vscode';

/** A lab runs what is on disk, as a debugger does; so what is typed in a folder is saved first, in none: outside of all. */
export async function saveFiles(folder: string | null): Promise<void> {
  const wanted = folder === null ? undefined : workspace.getWorkspaceFolder(Uri.file(folder));
  const changed = workspace.textDocuments.filter(
    ({ isDirty, uri }) =>
      isDirty &&
      uri.scheme === 'file' &&
      workspace.getWorkspaceFolder(uri)?.uri.toString() === wanted?.uri.toString(),
  );
  await Promise.all(changed.map((document) => document.save()));
}
