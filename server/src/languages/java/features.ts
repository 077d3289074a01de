import written from '../../../../snippets/java.json';
import type { Features, Suggestion } from '../features';
import { snippetsOf, suggestionOf } from '../snippets';
import { Tokens } from './lexer';
import type { JavaDocument, JavaType } from './tree';

/** Behind what extensions for Java offer. */
const rank = 9;

const [ofFiles = [], ofClasses = []] = [false, true].map((inClass) =>
  snippetsOf(written).filter(({ in: places = [] }) => places.includes('class') === inClass),
);

/** What editors get of a Java source beyond what their own extension does: pieces for classes that go into sessions. */
export const featuresOf = (document: JavaDocument): Features => ({
  complete: (offset) => complete(document, offset),
});

function complete({ text, types }: JavaDocument, offset: number): readonly Suggestion[] {
  const [word = ''] = /[A-Za-z]\w*$/.exec(text.slice(0, offset)) ?? [];
  if (word === '') return [];
  const tokens = new Tokens(text);
  const at = tokens.starts.indexOf(offset - word.length);
  // In a comment, a text, or behind something that it belongs to.
  if (at === -1 || !(at === 0 || ['{', '}', ';'].some((sign) => tokens.is(at - 1, sign)))) return [];
  const span = { start: offset - word.length, end: offset };
  const around = aroundOf(tokens, at);
  const offered = around === undefined ? ofFiles : isSpaceForField(types, tokens, around) ? ofClasses : [];
  return offered.map((snippet) => suggestionOf(snippet, rank, span));
}

/** The innermost brace that is open before a token. */
function aroundOf(tokens: Tokens, index: number): number | undefined {
  for (let at = index - 1; at >= 0; at--) {
    const opener = tokens.is(at, '}') ? tokens.opener(at) : -1;
    if (opener >= 0) at = opener;
    else if (tokens.is(at, '{')) return at;
  }
  return undefined;
}

/** Whether a brace begins a class that has no serialVersionUID yet. */
function isSpaceForField(types: readonly JavaType[], tokens: Tokens, brace: number): boolean {
  const type = types.find(({ bodyStart }) => bodyStart === tokens.starts[brace]);
  return type?.kind === 'class' && type.fields.every(({ name }) => name !== 'serialVersionUID');
}
