import written from '../../../../../snippets/tomcat.json';
import type { Suggestion } from '../../features';
import { snippetsOf, suggestionOf } from '../../snippets';
import { isBefore } from '../../text/versions';
import type { TypedElement } from './wanted';

/** Behind the elements themselves. */
const rank = 5;

const known = snippetsOf(written).map((snippet) => ({
  snippet,
  element: /^<([\w-]+)/.exec(snippet.body)?.[1] ?? '',
}));

/** Elements with all that they mostly have. `offered`: the names that may stand here. */
export function templatesIn(
  parent: string,
  { span, before, isAlone }: TypedElement,
  offered: readonly string[],
  version: string | undefined,
): readonly Suggestion[] {
  if (!isAlone) return [];
  return known
    .filter(
      ({ snippet, element }) =>
        snippet.in?.includes(parent) === true &&
        offered.includes(element) &&
        (snippet.since === undefined || isBefore(version, snippet.since) !== true),
    )
    .map(({ snippet }) => {
      const suggestion = suggestionOf(snippet, rank, span);
      return { ...suggestion, text: before + suggestion.text.slice(1) };
    });
}
