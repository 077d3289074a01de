import { commands, l10n, Uri, window, workspace, type LogOutputChannel, type Memento } from 'vscode';
import { setContext } from '../../kernel/setContext';
import type { Messages } from '../../kernel/messages';

const NAME = 'cluster-lab-sample';
const KEPT = 'clusterLab.samples';

/** Copies the sample, two Tomcats behind nginx with five mistakes, to where somebody wants it, and opens the copy. */
export async function openSample(
  sample: Uri,
  { memory, messages, log }: { memory: Memento; messages: Messages; log: LogOutputChannel },
): Promise<void> {
  const [parent] =
    (await window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      canSelectMany: false,
      title: l10n.t('Where is the sample to be copied?'),
      openLabel: l10n.t('Copy the sample here'),
    })) ?? [];
  if (!parent) return;
  const folder = await freeName(parent);
  try {
    await workspace.fs.copy(sample, folder, { overwrite: false });
  } catch (error) {
    messages.tell(
      'error',
      l10n.t(
        'The sample could not be copied to {0}: {1} Choose another folder.',
        parent.fsPath,
        String(error),
      ),
    );
    return;
  }
  await memory.update(KEPT, [...memory.get<string[]>(KEPT, []), folder.toString()]);
  // The walkthrough may stay in this window, and the sample open in another.
  setContext('sampleOpen', true, log);
  // In this window where it is empty.
  const forceNewWindow = workspace.workspaceFolders !== undefined;
  await commands.executeCommand('vscode.openFolder', folder, { forceNewWindow });
}

/** Whether a folder of this window is a copy of the sample. */
export const isSampleOpen = (memory: Memento): boolean => {
  const samples = memory.get<string[]>(KEPT, []);
  return (workspace.workspaceFolders ?? []).some(({ uri }) => samples.includes(uri.toString()));
};

/** What lies there already is never written over. */
async function freeName(parent: Uri): Promise<Uri> {
  for (let number = 1; ; number++) {
    const uri = Uri.joinPath(parent, number === 1 ? NAME : `${NAME}-${number}`);
    const isThere = await workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (!isThere) return uri;
  }
}
