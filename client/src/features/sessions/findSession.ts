import { l10n, window } from 'vscode';
import type { SessionsDeps } from './deps';
import type { SessionGroup } from './group';

/** Asks for the beginning of an ID and shows the session that has it in the tree, wherever it stands there. */
export async function findSession({ host, view, messages }: SessionsDeps): Promise<void> {
  if (!host.lab) {
    messages.tell('information', l10n.t('No cluster lab is running.'));
    return;
  }
  const prefix = await window.showInputBox({
    title: l10n.t('Find session'),
    prompt: l10n.t('Beginning of its ID, or all of it'),
    placeHolder: '9A3F',
  });
  if (!prefix?.trim()) return;
  const found = await window.withProgress({ location: { viewId: 'clusterLab.sessions' } }, () =>
    view.find(prefix.trim()),
  );
  const chosen = found.length > 1 ? await choose(found) : found[0];
  if (chosen) await view.reveal(chosen);
  else if (found.length === 0)
    messages.tell('information', l10n.t('No session has an ID that begins with "{0}".', prefix.trim()));
}

async function choose(found: readonly SessionGroup[]): Promise<SessionGroup | undefined> {
  const items = found.map((session) => ({
    label: session.id,
    description: [
      ...(session.contextPath === '/' ? [] : [session.contextPath]),
      l10n.t('on {0}', session.copies.map(({ node }) => node).join(', ')),
    ].join(' · '),
    session,
  }));
  return (await window.showQuickPick(items, { placeHolder: l10n.t('Session to show') }))?.session;
}
