import type { Directive, Word } from '../../languages/nginx/tree';
import { rule } from '../define';
import { locationName } from '../../languages/nginx/location';

/**
 * A group that is nothing but one repeated atom, repeated again, with something behind it that must be there: PCRE tries every way to
 * share the letters out (pcre2pattern(3), "Atomic grouping and possessive quantifiers").
 */
const nested =
  /\((?:\?:|\?P?<\w+>)?(?:\\[\w.]|\[\^?\]?(?:\\.|[^\]\\])*\]|[\w./-])[+*]\)[+*](?=[\w/-](?![?*{])|\\[./-](?![?*{])|(?<!\.[+*]\)[+*])\$)/;

/** A regular expression that takes exponential time on some requests. */
export const regexBacktracking = rule({
  meta: {
    id: 'nginx/regex-backtracking',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      exponential:
        '"{part}" repeats what is already repeated: for a request that almost matches, matching time doubles with every character, so one client can keep a worker busy. Repeat only once.',
    },
  },
  directives: ['location', 'rewrite', 'if'],
  nginxPlacement({ directive, path, context: place }, context) {
    if (place === 'entries' || place === 'unknown') return;
    const word = patternOf(directive);
    // nginx refuses longer words.
    const [part] = (word && word.value.length < 4096 && nested.exec(word.value)) || [];
    if (word && part !== undefined)
      context.report({ path, span: word.span, message: 'exponential', data: { part } });
  },
});

/** The regular expression of a directive that has one. */
function patternOf(directive: Directive): Word | undefined {
  const { name, args } = directive;
  switch (name.value) {
    case 'location': {
      const location = locationName(directive);
      return location?.modifier === '~' || location?.modifier === '~*' ? location.word : undefined;
    }
    case 'rewrite':
      return args[0];
    case 'if':
      return /^!?~\*?$/.test(args[1]?.value ?? '') ? args[2] : undefined;
    default:
      return undefined;
  }
}
