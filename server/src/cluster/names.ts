import { SymbolIndex } from '../languages/symbols/index';
import type { LanguageSymbols, Mention, MentionView } from '../languages/symbols/kinds';

/** The names of a project, in all languages of its files. */
export function namesOf(view: MentionView): SymbolIndex {
  const languages = new Set<LanguageSymbols>();
  for (const { language } of view.files.values()) if (language.symbols) languages.add(language.symbols);
  const kinds = new Map([...languages].flatMap((language) => [...language.kinds]));
  return new SymbolIndex(mentionsIn(languages, view), kinds);
}

function* mentionsIn(
  languages: Iterable<LanguageSymbols>,
  view: MentionView,
): Generator<Mention, void, undefined> {
  for (const language of languages) yield* language.mentions(view);
}
