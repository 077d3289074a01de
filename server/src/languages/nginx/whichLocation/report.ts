import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import { serverAt } from '../http';
import { notDetermined } from './describe';
import { wordsOf } from './settings';
import { placeOf, type Step } from './state';
import { toText } from './uri';
import { urlOf } from './url';
import type { Answer } from './whichLocation';

/** A line of the report, with the place that it tells of. */
export interface ReportLine {
  readonly text: string;
  readonly place?: Step['place'];
}

/** A configuration may hold thousands of servers; nobody reads why each of them was passed over. */
const longestList = 100;

/** The whole answer in words, the answer itself first, what lies beyond nginx, then how nginx came to it, then what it passed over and why. */
export function reportOf(answer: Answer, beyond: readonly ReportLine[] = []): ReportLine[] {
  const { request, server, location, outcome, steps } = answer;
  const lines: ReportLine[] = [{ text: urlOf(request) }, { text: '' }];
  const result = steps.findLast(({ kind }) => kind === 'result');
  const title = (label: string, text: string, at: Placement | undefined): void => {
    lines.push({ text: `  ${label.padEnd(11)} ${text}`, ...(at && { place: placeOf(at) }) });
  };
  if (server) title('server', namesOf(server), server);
  if (server)
    title(
      'location',
      location ? wordsOf(location).join(' ') : t('none: the server itself answers'),
      location,
    );
  if (outcome.kind === 'passed on') {
    title(outcome.by.directive.name.value, toText(outcome.to), outcome.by);
    if (outcome.uri !== undefined) title(t('asked for'), toText(outcome.uri), undefined);
    for (const { address, parameters, placement } of outcome.candidates) {
      title(t('candidate'), parameters === '' ? address : `${address} ${parameters}`, placement);
    }
  }
  const text = result?.text ?? (outcome.kind === 'undecided' ? notDetermined(outcome.why) : '');
  if (server) lines.push({ text: '' });
  lines.push({ text, ...(result?.place && { place: result.place }) });

  if (beyond.length > 0) {
    lines.push({ text: '' }, { text: t('In Tomcat') });
    for (const { text: line, place } of beyond) lines.push({ text: `  ${line}`, ...(place && { place }) });
  }

  const assumed = steps.filter(({ kind }) => kind === 'assumed');
  section(t('Assumed, because the URL does not determine it'), assumed);
  section(
    t('What happens'),
    steps.filter(({ kind }) => kind === 'server' || kind === 'step' || kind === 'location'),
  );
  section(
    t('Not chosen'),
    steps.filter(({ kind }) => kind === 'passed'),
  );
  return lines;

  function section(heading: string, own: readonly Step[]): void {
    if (own.length === 0) return;
    lines.push({ text: '' }, { text: heading });
    const seen = new Set<string>();
    for (const { text: line, place } of own) {
      if (seen.size === longestList) {
        lines.push({ text: `  ${t('… and {count} more', { count: own.length - longestList })}` });
        return;
      }
      const key = `${line} ${place?.path}:${place?.span.start}`;
      if (seen.has(key)) continue;
      seen.add(key);
      lines.push({ text: `  ${line}`, ...(place && { place }) });
    }
  }
}

const namesOf = (server: Placement): string =>
  serverAt(server)
    .names.map(({ word }) => word.value)
    .join(' ') || t('without a server_name');
