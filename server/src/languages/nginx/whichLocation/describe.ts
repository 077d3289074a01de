import { titleOf, type HttpLocation } from './locations';
import type { Outcome } from './state';
import { toText } from './uri';

/** The outcome in one sentence. */
export function describe(outcome: Outcome, location?: HttpLocation): string {
  const where = location ? `${titleOf(location)} answers` : 'nginx answers';
  switch (outcome.kind) {
    case 'passed on':
      return `${where}: passes the request on to ${toText(outcome.to)}${outcome.uri === undefined ? '' : `, which is asked for ${toText(outcome.uri)}`}.`;
    case 'response':
      return `${where}: ${outcome.status}${outcome.text ? ` with the text "${toText(outcome.text)}"` : ''}.`;
    case 'redirect':
      return `${where}: ${outcome.status}, the client is sent to ${outcome.to === undefined ? 'what the URL does not tell' : toText(outcome.to)}.`;
    case 'file':
      return `${where}: the file ${outcome.path}.`;
    case 'handler':
      return `${where}: by ${outcome.by.directive.name.value}.`;
    case 'undecided':
      return `It cannot be told from here: ${outcome.why}.`;
  }
}
