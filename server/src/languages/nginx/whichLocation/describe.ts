import { t } from '@vscode/l10n';
import { titleOf, type HttpLocation } from './locations';
import type { Outcome } from './state';
import { toText } from './uri';

/** The outcome in one sentence. */
export function describe(outcome: Outcome, location?: HttpLocation): string {
  if (outcome.kind === 'undecided') return notDetermined(outcome.why);
  const what = told(outcome);
  return location
    ? t('{location} answers: {what}.', { location: titleOf(location), what })
    : t('nginx answers: {what}.', { what });
}

export const notDetermined = (why: string): string => t('This cannot be determined here: {why}.', { why });

function told(outcome: Exclude<Outcome, { kind: 'undecided' }>): string {
  switch (outcome.kind) {
    case 'passed on': {
      const address = toText(outcome.to);
      return outcome.uri === undefined
        ? t('it passes the request on to {address}', { address })
        : t('it passes the request on to {address} and asks for {uri}', {
            address,
            uri: toText(outcome.uri),
          });
    }
    case 'response':
      return outcome.text
        ? t('status {status} with the text "{text}"', { status: outcome.status, text: toText(outcome.text) })
        : t('status {status}', { status: outcome.status });
    case 'redirect':
      return outcome.to === undefined
        ? t('status {status}, a redirect to an address that the URL does not determine', {
            status: outcome.status,
          })
        : t('status {status}, a redirect to {url}', { status: outcome.status, url: toText(outcome.to) });
    case 'file':
      return t('the file {path}', { path: outcome.path });
    case 'handler':
      return t('the directive {directive}', { directive: outcome.by.directive.name.value });
  }
}
