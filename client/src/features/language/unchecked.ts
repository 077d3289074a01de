import { l10n, Uri, workspace } from 'vscode';
import type { WorkspaceSummary } from '../../../../server/src/protocol';

/** What was not checked, in one sentence: the first one with its reason, of the others how many; empty for none. */
export function uncheckedText(unchecked: WorkspaceSummary['unchecked']): string {
  const [first] = unchecked;
  if (!first) return '';
  const path = workspace.asRelativePath(Uri.parse(first.uri));
  const whole = unchecked.filter(({ extent }) => extent === 'whole').length;
  const part = unchecked.length - whole;
  const example = l10n.t('{0}: {1}', path, first.why);
  if (part === 0) return l10n.t('{0} not checked: {1}.', whole, example);
  if (whole === 0) return l10n.t('{0} checked only in part: {1}.', part, example);
  return l10n.t('{0} not checked, {1} only in part: {2}.', whole, part, example);
}
