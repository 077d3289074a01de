import { l10n, window } from 'vscode';
import type { LanguageDeps } from './deps';

/**
 * Asks for a URL, and shows which server, location and upstream answer it. `argument`: a URL to begin with; without one that
 * of the server and location at the cursor.
 */
export async function whichLocation(
  { language, locationReports, messages }: LanguageDeps,
  argument: unknown,
): Promise<void> {
  const editor = window.activeTextEditor;
  const near = editor?.document.uri.toString();
  const { line = 0, character = 0 } = editor?.selection.active ?? {};
  const here =
    typeof argument === 'string' || near === undefined
      ? argument
      : await language.urlAt({ uri: near, position: { line, character } });
  const suggested = typeof here === 'string' ? locationReports.from(here) : locationReports.last;
  const url = await window.showInputBox({
    title: l10n.t('Which location serves a URL?'),
    prompt: l10n.t('A URL, with a method before it if it is not GET. A path alone goes to the first server.'),
    placeHolder: 'GET https://example.com/app/',
    value: suggested,
    // The path is what people change from one question to the next.
    valueSelection: [pathStart(suggested), suggested.length],
  });
  if (url === undefined || url.trim() === '') return;
  await locationReports.remember(url.trim(), here);
  const answer = await language.whichLocation({ url, ...(near !== undefined && { near }) });
  if (!answer.ok) {
    messages.tell('warning', answer.message);
    return;
  }
  await locationReports.show(url.trim(), answer);
}

const pathStart = (url: string): number =>
  /^(?:[A-Za-z]+\s+)?(?:https?:\/\/[^/]*)?/.exec(url)?.[0].length ?? 0;
