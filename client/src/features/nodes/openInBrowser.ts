import { env, l10n, Uri, window } from 'vscode';
import type { Messages } from '../../kernel/messages';
import type { NodesDeps } from './deps';
import { nodeElement } from './arguments';

/** Opens a port of a node, the node's first one, a URL given, or one that somebody chooses. */
export async function openInBrowser({ host, messages }: NodesDeps, argument: unknown): Promise<void> {
  const element = nodeElement(argument);
  const port = element?.kind === 'port' ? element.port : element?.node.ports[0];
  const url = port
    ? host.urlOf(port)
    : typeof argument === 'string'
      ? argument
      : await choose(host, messages);
  // openExternal leads through the tunnel of a remote window by itself.
  if (url) await env.openExternal(Uri.parse(url));
}

async function choose({ lab }: NodesDeps['host'], messages: Messages): Promise<string | undefined> {
  if (!lab) {
    messages.tell('information', l10n.t('No cluster lab is running.'));
    return undefined;
  }
  const items = lab.urls.map(({ title, url }) => ({ label: title, description: url }));
  return (await window.showQuickPick(items, { placeHolder: l10n.t('Page to open') }))?.description;
}
