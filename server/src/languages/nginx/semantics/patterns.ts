import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import type { Word } from '../tree';
import { isOpen, type Report } from './problem';
import { regexFault } from './regex';

/** A regular expression in a directive, and the word that it is (part of). */
export interface Pattern {
  readonly word: Word;
  readonly text: string;
}

const none: readonly Pattern[] = [];

/** Directives with regular expressions; entries of a map may be such too. */
export const compiling: ReadonlySet<string> = new Set(['location', 'server_name', 'rewrite', 'if']);

/** The regular expressions of a directive, as its module compiles them. */
export function patternsOf({ directive, context }: Placement): readonly Pattern[] {
  const { name, args } = directive;
  const [first, second] = args;
  switch (name.value) {
    case 'location': {
      if (first && !first.value.startsWith('~')) return none;
      if (first && second) return /^~\*?$/.test(first.value) ? [{ word: second, text: second.value }] : [];
      const text = /^~\*?(.+)$/s.exec(first?.value ?? '')?.[1];
      return first && text !== undefined ? [{ word: first, text }] : [];
    }
    case 'server_name':
      if (!args.some(({ value }) => value.startsWith('~'))) return none;
      return args.flatMap((word) => {
        const text = /^~(.+)$/s.exec(word.value)?.[1];
        return text === undefined ? [] : [{ word, text }];
      });
    case 'rewrite':
      return first ? [{ word: first, text: first.value }] : [];
    case 'if': {
      const at = args.findIndex(({ value }) => /^!?~\*?$/.test(value));
      const word = args[at + 1];
      if (at === -1 || !word) return [];
      const isLast = at + 1 === args.length - 1;
      return [{ word, text: isLast && !word.quote ? word.value.replace(/\)$/, '') : word.value }];
    }
    default: {
      // An entry of a map.
      const text = context === 'entries' ? /^~\*?(.+)$/s.exec(name.value)?.[1] : undefined;
      return text === undefined ? none : [{ word: name, text }];
    }
  }
}

export function checkPatterns(placement: Placement, patterns: readonly Pattern[], report: Report): void {
  for (const { word, text } of patterns) {
    const fault = isOpen(word) ? undefined : regexFault(text);
    if (fault === undefined) continue;
    const { what, at } = fault;
    report({
      family: 'invalid-regex',
      placement,
      word,
      says: `pcre2_compile() failed: ${what} in "${text}"${at < text.length ? ` at "${text.slice(at)}"` : ''}`,
      told: t('This regular expression is invalid: {fault}.', { fault: spoken[what]?.() ?? what }),
    });
  }
}

const spoken: Readonly<Record<string, () => string>> = {
  'missing closing parenthesis': () => t('a group is not closed'),
  'unmatched closing parenthesis': () => t('a ")" closes nothing; write "\\)" for the character'),
  'missing terminating ] for character class': () => t('a "[" is not closed; write "\\[" for the character'),
  'quantifier does not follow a repeatable item': () => t('a *, +, ? or {…} has nothing to repeat'),
  'numbers out of order in {} quantifier': () => t('the second number of {…} is the smaller one'),
};
