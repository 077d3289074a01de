import { commands, env, type Extension } from 'vscode';
import { isRecord } from '../../../server/src/languages/text/record';

/**
 * Opens the settings of these ids, or all of the extension's. In a remote window those that belong to a machine stand with
 * the remote's: among the user's nothing would be found.
 */
export async function openSettings(extension: Extension<unknown>, ids: readonly string[]): Promise<void> {
  const query = ids.length > 0 ? `@id:${ids.join(',')}` : `@ext:${extension.id}`;
  const isRemote = env.remoteName !== undefined && ids.some((id) => isOfMachine(extension, id));
  await commands.executeCommand(
    isRemote ? 'workbench.action.openRemoteSettings' : 'workbench.action.openSettings',
    { query },
  );
}

function isOfMachine({ packageJSON }: Extension<unknown>, id: string): boolean {
  const groups = at(at(packageJSON, 'contributes'), 'configuration');
  if (!Array.isArray(groups)) return false;
  return groups.some((group: unknown) =>
    String(at(at(at(group, 'properties'), id), 'scope')).startsWith('machine'),
  );
}

const at = (value: unknown, key: string): unknown => (isRecord(value) ? value[key] : undefined);
