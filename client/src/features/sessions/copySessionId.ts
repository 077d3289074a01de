import { env, l10n, window } from 'vscode';
import { sessionOf } from './arguments';

/** Copies the whole ID of the session whose row was clicked. */
export async function copySessionId(argument: unknown): Promise<void> {
  const id = sessionOf(argument)?.id;
  if (id === undefined) return;
  await env.clipboard.writeText(id);
  window.setStatusBarMessage(l10n.t('Session ID copied'), 3000);
}
