import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import type { Word } from '../tree';
import { isOpen, type Report } from './problem';
import { regexFault } from '../check/regex';

/** A regular expression in a directive, and the word that it is (part of). */
export interface Pattern {
  readonly word: Word;
  readonly text: string;
}

const none: readonly Pattern[] = [];

/** Directives with regular expressions; entries of a map may be such too. */
export const compiling: ReadonlySet<string> = new Set([
  'location',
  'server_name',
  'rewrite',
  'if',
  'gzip_disable',
  'valid_referers',
  'fastcgi_split_path_info',
  'proxy_cookie_path',
  'proxy_cookie_domain',
  'proxy_cookie_flags',
  'proxy_redirect',
]);

/** What stands behind the `~` of a word, as a pattern. */
const behindTilde = (word: Word | undefined, form = /^~(.+)$/s): readonly Pattern[] => {
  const text = form.exec(word?.value ?? '')?.[1];
  return !word || text === undefined ? none : [{ word, text }];
};

/** The regular expressions of a directive, as its module compiles them. */
export function patternsOf({ directive, context }: Placement): readonly Pattern[] {
  const { name, args } = directive;
  const [first, second] = args;
  switch (name.value) {
    case 'location': {
      if (first && !first.value.startsWith('~')) return none;
      if (first && second) return /^~\*?$/.test(first.value) ? [{ word: second, text: second.value }] : [];
      const text = /^~(?!\*$)\*?(.+)$/s.exec(first?.value ?? '')?.[1];
      return first && text !== undefined ? [{ word: first, text }] : [];
    }
    case 'server_name':
    case 'valid_referers':
      if (!args.some(({ value }) => value.startsWith('~'))) return none;
      return args.flatMap((word) => behindTilde(word));
    case 'gzip_disable':
      return args
        .filter(({ value }) => value !== 'msie6' && value !== 'degradation')
        .map((word) => ({ word, text: word.value }));
    case 'proxy_redirect':
    case 'proxy_cookie_path':
      return args.length > 1 ? behindTilde(first, /^~(?!\*$)\*?(.+)$/s) : none;
    case 'proxy_cookie_domain':
    case 'proxy_cookie_flags':
      return args.length > 1 ? behindTilde(first) : none;
    case 'fastcgi_split_path_info':
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
      const text = context === 'entries' ? /^~(?!\*$)\*?(.+)$/s.exec(name.value)?.[1] : undefined;
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
