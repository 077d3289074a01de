import type { Explanation, Features, FeatureView } from '../../features';
import type { NginxDocument } from '../tree';
import { variablesIn } from '../variables';
import { contextsAt, typingAt, versionAt, wordAt } from './at';
import { outlineOf } from './documentSymbols';
import { foldsOf } from './folding';
import { formatNginx } from './format';
import { describeDirective, describeVariable } from './hover';
import { selectionsAt } from './selection';
import { signaturesAt } from './signature';

/** What editors get of an nginx file. */
export const featuresOf = (document: NginxDocument): Features => ({
  hover: (offset, view) => explain(document, offset, view),
  signature: (offset, { configurations, path }) => {
    const typing = typingAt(document.text, offset);
    if (!typing) return undefined;
    const contexts = contextsAt(configurations, path, typing.around);
    // In map, geo and the like no word is a directive.
    if (contexts.has('entries')) return undefined;
    return signaturesAt(typing, contexts, versionAt(configurations, path));
  },
  outline: () => outlineOf(document),
  folding: (lines) => foldsOf(document, lines),
  selection: (offset) => selectionsAt(document, offset),
  format: (options, range) => formatNginx(document, options, range),
});

/** What a directive means on its name, and a variable wherever it stands. */
function explain(
  document: NginxDocument,
  offset: number,
  { configurations, path }: FeatureView,
): Explanation | undefined {
  const found = wordAt(document, offset);
  if (!found) return undefined;
  const { directive, word, index } = found;
  const contexts = contextsAt(configurations, path, directive.parent);
  if (index === 0 && !contexts.has('entries')) {
    const version = versionAt(configurations, path);
    return explained(describeDirective(directive.name.value, contexts, version), word.span);
  }
  const variable = variableAt(document, offset);
  return variable && explained(describeVariable(variable.name), variable.span);
}

const explained = (markdown: string | undefined, span: Explanation['span']): Explanation | undefined =>
  markdown === undefined ? undefined : { markdown, span };

/** The variable at an offset of a word, as it is written: `$name` or `${name}`. */
function variableAt(
  { text }: NginxDocument,
  offset: number,
): { readonly name: string; readonly span: Explanation['span'] } | undefined {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  for (const { name, ...found } of variablesIn(text.slice(line, end === -1 ? undefined : end))) {
    const span = { start: line + found.start, end: line + found.end };
    if (span.start <= offset && offset <= span.end) return { name, span };
  }
  return undefined;
}
