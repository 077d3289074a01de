import type { Placement } from '../../languages/nginx/configuration';
import { hasGap, written } from '../../languages/nginx/effective';
import { locationName } from '../../languages/nginx/location';
import { nameOf, valuesOf } from './nginx';

/** What is known of the path that nginx has decoded, where a directive stands. */

/**
 * Whether a path with a line feed in it comes here. An exact location holds one path, and a pattern from `^` to `$` only what it
 * says; nothing is known of a file that stands alone without its server.
 */
export function canHoldLineFeed(placement: Placement): boolean {
  const [pattern = ''] = valuesOf(placement);
  if (nameOf(placement) === 'rewrite' && isNarrow(pattern)) return false;
  let isInServer = false;
  for (let at = placement.parent; at; at = at.parent) {
    const name = nameOf(at);
    isInServer ||= name === 'server' || name === 'http';
    // In http no "if" can stand.
    if (name !== 'http' && hasGap(at)) return false;
    if (isTestOfPath(at) || written(at, 'if').some(isTestOfPath)) return false;
    const location = name === 'location' ? locationName(at.directive) : undefined;
    if (location?.modifier === '=') return false;
    if (location?.modifier.startsWith('~') && isNarrow(location.pattern)) return false;
  }
  return isInServer;
}

const isTestOfPath = (placement: Placement): boolean =>
  nameOf(placement) === 'if' && valuesOf(placement).some((value) => /uri\b/.test(value));

/** A pattern of the whole path, without a part that stands for any character; `.` is none: it stops at a line feed (pcre2pattern(3)). */
export const isNarrow = (pattern: string): boolean =>
  /^\^[\s\S]*\$$/.test(pattern) && !/\[\^|\\[WDsSHNRX]|\(\?\w*s|\|/.test(pattern);

/** The arguments of the request as people write them behind its path. */
export const ARGUMENTS: ReadonlySet<string> = new Set([
  '',
  '?$args',
  '?$query_string',
  '$is_args$args',
  '$is_args$query_string',
]);

/** Whether a `rewrite` around a line may have made the path anew: `$request_uri` is still the one that was asked for. */
export function isRewritten(level: Placement | undefined, own?: Placement): boolean {
  for (let at = level; at; at = at.parent)
    if (written(at, 'rewrite').some((line) => line !== own)) return true;
  return false;
}

/** A negated class that leaves line feeds out, too. */
const WITHOUT = /\[\^[^\]]*\\[snrv][^\]]*\]/g;
/** Other negated classes, and what else takes one. */
const LINE_FEED = /\[\^|\[\\s\\S\]|\[\\S\\s\]|\\[DWs]|\(\?\w*s/;

/** Whether a capture of a location's expression, by its number or name, can hold a line feed; `.` and `\w` cannot. */
export function capturesLineFeed(location: Placement, capture: string): boolean {
  const name = locationName(location.directive);
  if (!name?.modifier.startsWith('~')) return false;
  const groups = [...name.pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|\((\?(?:P?<|')(\w+)[>']|\?)?|\)/g)];
  const open: { readonly name: string | undefined; readonly start: number }[] = [];
  let count = 0;
  for (const group of groups) {
    const [text, special, named] = group;
    if (text.startsWith('(')) {
      const isCapture = special === undefined || named !== undefined;
      if (isCapture) count += 1;
      open.push({
        name: isCapture && (named === capture || String(count) === capture) ? capture : undefined,
        start: group.index,
      });
    } else if (text === ')') {
      const { name: closed, start = 0 } = open.pop() ?? {};
      if (closed !== undefined)
        return LINE_FEED.test(name.pattern.slice(start, group.index).replaceAll(WITHOUT, ''));
    }
  }
  return false;
}
