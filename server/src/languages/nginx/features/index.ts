import type { Explanation, Features, FeatureView, Suggestion } from '../../features';
import { baseName } from '../../text/paths';
import type { NginxContext } from '../contexts';
import type { NginxDocument } from '../tree';
import { variablesIn } from '../variables';
import { type Typing, typingAt, versionAt, wordAt } from './at';
import { suggest } from './completion';
import { outlineOf } from './documentSymbols';
import { foldsOf } from './folding';
import { formatNginx } from './format';
import { lackOf } from './halfTyped';
import { describeArgument, describeDirective, describeVariable } from './hover';
import { contextsOf, levelsAt, linesBeside } from './levels';
import { linksIn, wantedPath } from './links';
import { selectionsAt } from './selection';
import { signaturesAt } from './signature';
import { declarationAt, lineAround } from './statement';

/** What editors get of an nginx file. */
export function featuresOf(document: NginxDocument): Features {
  const typing = lastTyping(document);
  return {
    hover: (offset, view) => explain(document, offset, view),
    declaration: (offset) => declarationAt(document, offset),
    line: (offset) => lineAround(document, offset),
    complete: (offset, view, isAfterBlank) => complete(document, offset, typing(offset), view, isAfterBlank),
    path: (offset) => {
      const written = typing(offset);
      return written && wantedPath(written);
    },
    lacks: (offset) => lackOf(document, offset),
    links: (view) => linksIn(document, view),
    signature: (offset, { configurations, path }) => {
      const written = typing(offset);
      if (!written) return undefined;
      const contexts = contextsOf(levelsAt(configurations, path, written.around));
      // In map, geo and the like no word is a directive.
      if (contexts.has('entries')) return undefined;
      return signaturesAt(written, contexts, versionAt(configurations, path));
    },
    outline: () => outlineOf(document),
    folding: (lines) => foldsOf(document, lines),
    selection: (offset) => selectionsAt(document, offset),
    format: (options, range) => formatNginx(document, options, range),
  };
}

/** Several features ask what is being written at one offset. */
function lastTyping({ text }: NginxDocument): (offset: number) => Typing | undefined {
  let last: { readonly offset: number; readonly typing: Typing | undefined } | undefined;
  return (offset) => {
    if (last?.offset !== offset) last = { offset, typing: typingAt(text, offset) };
    return last.typing;
  };
}

function complete(
  { text }: NginxDocument,
  offset: number,
  typing: Typing | undefined,
  { configurations, names, path }: FeatureView,
  isAfterBlank = false,
): readonly Suggestion[] {
  // A blank in front of a line is no question.
  if (!typing || (isAfterBlank && typing.words.length === 1)) return [];
  const levels = levelsAt(configurations, path, typing.around);
  // A file in which nothing stands yet is one of nginx by its name alone.
  const contexts: ReadonlySet<NginxContext> =
    levels.length === 0 && !typing.around && baseName(path) === 'nginx.conf'
      ? new Set(['main'])
      : contextsOf(levels);
  // In map, geo and the like no word is a directive.
  if (contexts.has('entries') && typing.words.length === 1) return [];
  const rest = /^[^\n]*/.exec(text.slice(offset))?.[0] ?? '';
  return suggest({
    typing,
    contexts,
    levels,
    version: versionAt(configurations, path),
    // Most of what is typed asks for none of the names in the files.
    get symbols() {
      return names();
    },
    isInLine: /^[\w-]*[ \t]*[^\s}#]/.test(rest),
    beside: linesBeside(levels, path, text, typing),
  });
}

/** What a directive means on its name, a variable wherever it stands, and a word whose meaning is known. */
function explain(
  document: NginxDocument,
  offset: number,
  { configurations, path }: FeatureView,
): Explanation | undefined {
  const found = wordAt(document, offset);
  if (!found) return undefined;
  const { directive, word, index } = found;
  const contexts = contextsOf(levelsAt(configurations, path, directive.parent));
  if (index === 0 && !contexts.has('entries')) {
    const version = versionAt(configurations, path);
    return explained(describeDirective(directive.name.value, contexts, version), word.span);
  }
  const variable = variableAt(document, offset);
  if (variable) return explained(describeVariable(variable.name), variable.span);
  const argument = index > 0 ? describeArgument(directive.name.value, index, word.value) : undefined;
  return explained(argument, word.span);
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
