import { t } from '@vscode/l10n';
import type { NginxConfiguration } from '../languages/nginx/configuration';
import { reportOf, type ReportLine } from '../languages/nginx/whichLocation/report';
import { readUrl } from '../languages/nginx/whichLocation/url';
import { whichLocation, type Answer } from '../languages/nginx/whichLocation/whichLocation';
import type { Check } from './check';

export interface Located {
  readonly check: Check;
  readonly configuration: NginxConfiguration;
  readonly answer: Answer;
  readonly report: readonly ReportLine[];
}

/**
 * Asks the nginx configurations of some projects who serves a URL: those that read the file `near` first, then main
 * files, and of them the first that listens on the port. A sentence where that cannot be asked.
 */
export function locate(
  checks: readonly Check[],
  text: string,
  near?: string,
): Located | { readonly problem: string } {
  const all = checks.flatMap((check) =>
    check.model.configurations.map((configuration) => ({ check, configuration })),
  );
  const rank = ({ configuration: { files, kind } }: (typeof all)[number]): number =>
    (near !== undefined && files.includes(near) ? 0 : 2) + (kind === 'main' ? 0 : 1);
  const candidates = all.toSorted((a, b) => rank(a) - rank(b));
  let first: Located | undefined;
  let problem = t('There is no nginx configuration in this workspace.');
  for (const { check, configuration } of candidates) {
    const read = readUrl(text, configuration);
    if ('problem' in read) {
      problem = read.problem;
      continue;
    }
    const answer = whichLocation(configuration, read.request);
    const found: Located = { check, configuration, answer, report: reportOf(answer) };
    if (answer.server) return found;
    first ??= found;
  }
  return first ?? { problem };
}
