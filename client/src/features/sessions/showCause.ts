import { l10n, window } from 'vscode';
import { sessionOf } from './arguments';
import { causesOf, type Cause } from './causes';
import type { SessionsDeps } from './deps';

/** Goes to what the Problems view has that makes a session be as it is; where it has nothing, to the report of the session. */
export async function showCause({ view, reports, messages }: SessionsDeps, argument: unknown): Promise<void> {
  const session = sessionOf(argument);
  if (!session) return;
  const causes = causesOf(view.verdict(session));
  if (causes.length === 0) {
    await reports.show(session);
    messages.tell(
      'information',
      l10n.t('Nothing in the Problems view explains it. The logs of the nodes may tell more.'),
    );
    return;
  }
  const cause = causes.length > 1 ? await choose(causes) : causes[0];
  if (cause) await window.showTextDocument(cause.uri, { selection: cause.diagnostic.range });
}

async function choose(causes: readonly Cause[]): Promise<Cause | undefined> {
  const items = causes.map((cause) => ({
    label: cause.diagnostic.message,
    description: `${cause.uri.path.replace(/^.*\//, '')}:${cause.diagnostic.range.start.line + 1}`,
    cause,
  }));
  return (await window.showQuickPick(items, { placeHolder: l10n.t('Cause to go to') }))?.cause;
}
