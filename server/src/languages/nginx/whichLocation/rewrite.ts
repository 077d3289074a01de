import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import { madeVariable, soleVariable } from '../variables';
import { regexOf } from './regex';
import type { Outcome, RequestState } from './state';
import { evaluate, variable } from './variables';
import { wordsOf } from './settings';
import { toText } from './uri';

/** `end`: a flag or `break` ended the directives; an outcome ends the request. */
export type RewriteResult = 'next' | 'end' | Outcome;

const redirects = /^(?:http:\/\/|https:\/\/|\$scheme)/;

/** Runs what ngx_http_rewrite_module reads in one block, in the order of the file. */
export function runRewrites(state: RequestState, block: Placement, inLocation: boolean): RewriteResult {
  // nginx takes no `if` inside another.
  const isIf = block.directive.name.value === 'if';
  for (const placement of block.children) {
    const { name, block: inner } = placement.directive;
    let result: RewriteResult = 'next';
    if (name.value === 'set') set(state, placement);
    else if (name.value === 'rewrite') result = rewrite(state, placement);
    else if (name.value === 'return') result = returned(state, placement);
    else if (name.value === 'break') {
      if (state.uriChanged) {
        state.validLocation = false;
        state.uriChanged = false;
      }
      state.say('step', t('break ends the rewrite directives here.'), placement);
      result = 'end';
    } else if (name.value === 'if' && inner && !isIf && holds(state, placement)) {
      if (inLocation) state.block = placement;
      result = runRewrites(state, placement, inLocation);
    }
    if (result !== 'next') return result;
  }
  return 'next';
}

function set(state: RequestState, placement: Placement): void {
  const [target = '', text = ''] = wordsOf(placement);
  const name = madeVariable(target) ?? '';
  const found = evaluate(state, text, { escapes: true });
  const value = 'unknown' in found ? undefined : found.value;
  if (name === 'args') {
    if (value === undefined)
      state.say(
        'assumed',
        t('{name} depends on {variable}, which the URL does not determine.', {
          name: target,
          variable: `$${'unknown' in found ? found.unknown : ''}`,
        }),
        placement,
      );
    state.args = value ?? '';
    state.validUnparsedUri = false;
    return;
  }
  state.variables.set(name, value);
  state.say(
    'step',
    value === undefined
      ? t('{name} is set to something that the URL does not determine.', { name: target })
      : t('{name} is set to "{value}".', { name: target, value: toText(value) }),
    placement,
  );
}

/** Whether an `if` holds; what cannot be told is said, and taken for false. */
function holds(state: RequestState, placement: Placement): boolean {
  const words = [...wordsOf(placement)];
  words[0] = (words[0] ?? '').replace(/^\(/, '');
  if (words[0] === '') words.shift();
  words[words.length - 1] = (words.at(-1) ?? '').replace(/\)$/, '');
  if (words.at(-1) === '' && placement.directive.args.at(-1)?.value === ')') words.pop();
  const shown = words.join(' ');
  const found = condition(state, words);
  if (typeof found === 'boolean') {
    state.say(
      'step',
      found
        ? t('if ({condition}) is true.', { condition: shown })
        : t('if ({condition}) is false.', { condition: shown }),
      placement,
    );
    return found;
  }
  state.say(
    'assumed',
    t('if ({condition}) depends on {what}, which the URL does not determine. Assumed: it is false.', {
      condition: shown,
      what: found,
    }),
    placement,
  );
  return false;
}

function condition(
  state: RequestState,
  [first = '', operator, text = '']: readonly string[],
): boolean | string {
  if (/^!?-[fdex]$/.test(first)) return t('the files on the machine');
  const value = variable(state, soleVariable(first)?.toLowerCase() ?? '');
  if (value === undefined) return first;
  if (operator === undefined) return value !== '' && value !== '0';
  if (operator === '=' || operator === '!=') {
    const other = evaluate(state, text);
    if ('unknown' in other) return `$${other.unknown}`;
    return (value === other.value) === (operator === '=');
  }
  const regex = regexOf(text, operator.endsWith('*'));
  if (!regex) return t('the regular expression {pattern}', { pattern: text });
  const match = regex.exec(value);
  if (match) state.capture(match);
  else state.captures = undefined;
  return (match !== null) !== operator.startsWith('!');
}

function rewrite(state: RequestState, placement: Placement): RewriteResult {
  const [pattern = '', written = '', flag] = wordsOf(placement);
  const regex = regexOf(pattern);
  if (!regex) {
    return undecided(
      placement,
      t('it is not known whether the regular expression {pattern} matches', { pattern }),
    );
  }
  const match = regex.exec(state.uri);
  if (!match) {
    state.captures = undefined;
    return 'next';
  }
  state.capture(match);
  const dropsArgs = written.endsWith('?');
  const replacement = dropsArgs ? written.slice(0, -1) : written;
  if (redirects.test(written) || flag === 'redirect' || flag === 'permanent') {
    const found = evaluate(state, replacement, { escapes: true });
    const to =
      'unknown' in found
        ? undefined
        : found.value +
          (dropsArgs || state.args === '' ? '' : (replacement.includes('?') ? '&' : '?') + state.args);
    state.say('step', t('rewrite {pattern} matches.', { pattern }), placement);
    return {
      kind: 'redirect',
      status: flag === 'permanent' ? 301 : 302,
      to: to === undefined ? to : unescaped(to),
      by: placement,
    };
  }
  state.internal = true;
  state.validUnparsedUri = false;
  if (flag === 'break') {
    state.validLocation = false;
    state.uriChanged = false;
  } else state.uriChanged = true;
  // A literal question mark begins the arguments; one out of a variable does not.
  const question = replacement.indexOf('?');
  const uri = evaluate(state, question === -1 ? replacement : replacement.slice(0, question));
  const args =
    question === -1 ? undefined : evaluate(state, replacement.slice(question + 1), { escapes: true });
  for (const found of [uri, args]) {
    if (found && 'unknown' in found)
      return undecided(
        placement,
        t('the new URI depends on {variable}, which the URL does not determine', {
          variable: `$${found.unknown}`,
        }),
      );
  }
  const before = shownUri(state);
  if (args && 'value' in args) {
    state.args = args.value + (dropsArgs || state.args === '' ? '' : `&${state.args}`);
  } else if (dropsArgs) state.args = '';
  if ('value' in uri) state.uri = uri.value;
  state.say(
    'step',
    t('rewrite {pattern}: {before} becomes {after}.', {
      pattern: flag ? `${pattern} (${flag})` : pattern,
      before,
      after: shownUri(state),
    }),
    placement,
  );
  if (state.uri === '') return { kind: 'response', status: 500, text: undefined, by: placement };
  return flag === 'last' || flag === 'break' ? 'end' : 'next';
}

/** `ngx_unescape_uri` with NGX_UNESCAPE_REDIRECT leaves arguments alone, and what a URL must have escaped. */
const unescaped = (url: string): string => {
  const question = url.indexOf('?');
  const path = question === -1 ? url : url.slice(0, question);
  return (
    path.replace(/%([\dA-Fa-f]{2})/g, (whole, hex: string) => {
      const byte = String.fromCharCode(Number.parseInt(hex, 16));
      return byte > '%' && byte < '\x7f' && byte !== '?' ? byte : whole;
    }) + (question === -1 ? '' : url.slice(question))
  );
};

function returned(state: RequestState, placement: Placement): RewriteResult {
  const [code = '', body] = wordsOf(placement);
  const isUrl = redirects.test(code) && body === undefined;
  const status = isUrl ? 302 : Number.parseInt(code, 10);
  const text = isUrl ? code : body;
  const found = text === undefined ? undefined : evaluate(state, text);
  const value = found && 'value' in found ? found.value : undefined;
  if ([301, 302, 303, 307, 308].includes(status))
    return { kind: 'redirect', status, to: value, by: placement };
  if (status >= 400 && !text) return { kind: 'response', status, text: undefined, by: placement };
  // With a text it goes out at once; error_page has no say.
  return { kind: 'response', status, text: text === undefined ? '' : (value ?? text), by: placement };
}

/** Why an answer is not known: `what` is written, and the variable in it is known only to nginx. */
export const dependsOn = (what: string, name: string): string =>
  t('{what} depends on {variable}, which the URL does not determine', { what, variable: name });

export const undecided = (by: Placement | undefined, why: string): Outcome => ({
  kind: 'undecided',
  why,
  by,
});

export const shownUri = ({ uri, args }: RequestState): string =>
  toText(uri) + (args === '' ? '' : `?${toText(args)}`);
