import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import { type Location, locationName, locationsIn } from '../location';
import { regexOf } from './regex';
import { inEffect, wordsOf } from './settings';
import { toBytes } from './uri';

export interface HttpLocation extends Location {
  /** Its pattern in bytes; a named location with its `@`. */
  readonly name: string;
}

/** Why a location was not taken, or that it was. */
export interface Judged {
  readonly location: HttpLocation;
  readonly verdict: 'taken' | 'passed' | 'unknown';
  readonly reason: string;
}

export interface Found {
  /** Undefined: the server itself answers. */
  readonly location: HttpLocation | undefined;
  /** The URI lacks only the slash at its end: nginx sends the client there (301). */
  readonly redirects: boolean;
  readonly captures: RegExpExecArray | undefined;
  readonly judged: readonly Judged[];
  /** A regular expression that cannot be judged here was reached before the answer. */
  readonly unknown: HttpLocation | undefined;
}

const inBytes = (location: Location): HttpLocation => ({ ...location, name: toBytes(location.pattern) });

/** A location by its block; undefined where nginx refuses its modifier. */
export function locationAt(placement: Placement): HttpLocation | undefined {
  const name = locationName(placement.directive);
  return name && inBytes({ placement, ...name });
}

/** How a location reads in a file. */
export const titleOf = ({ placement }: HttpLocation): string => ['location', ...wordsOf(placement)].join(' ');

/** Handlers for whose locations nginx adds a missing slash by itself (`clcf->auto_redirect`). */
const handlers = /^(proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass$/;

/** Locations that nest deeper than this nobody wrote by hand. */
const maxDepth = 100;

/** `ngx_http_core_find_location`: the longest prefix, those nested in it, then the regular expressions in order. */
export function findLocation(block: Placement, uri: string, depth = 0): Found {
  const all = (depth > maxDepth ? [] : locationsIn(block).map(inBytes)).filter(
    ({ modifier }) => modifier !== '@',
  );
  const prefixes = all.filter(({ modifier }) => modifier === '' || modifier === '^~' || modifier === '=');
  const regexes = all.filter(({ modifier }) => modifier === '~' || modifier === '~*');

  const exact = prefixes.find(({ modifier, name }) => modifier === '=' && name === uri);
  if (exact) {
    return answer(exact, undefined, [
      ...except(all, exact, t('= {uri} matches exactly, which ends the search', { uri })),
      taken(exact, t('It is exactly the URI.')),
    ]);
  }
  let longest: HttpLocation | undefined;
  for (const one of prefixes) {
    const matches = one.modifier !== '=' && uri.startsWith(one.name);
    if (matches && one.name.length > (longest?.name.length ?? -1)) longest = one;
  }
  const withSlash = prefixes.find(
    (one) =>
      one.name === `${uri}/` &&
      one.placement.children.some(({ directive }) => handlers.test(directive.name.value)),
  );
  if (withSlash && longest?.name !== uri) {
    return {
      ...answer(withSlash, undefined, [
        ...except(all, withSlash, t('the client is first redirected to the URI with a slash at its end')),
        taken(
          withSlash,
          t(
            'Only the slash at the end of the URI is missing, and this location passes requests on: nginx redirects.',
          ),
        ),
      ]),
      redirects: true,
    };
  }

  const judged: Judged[] = prefixes
    .filter((one) => one !== longest)
    .map((one) => passedPrefix(one, uri, longest));
  let nested: Found | undefined;
  if (longest) {
    nested = findLocation(longest.placement, uri, depth + 1);
    if (nested.unknown || nested.redirects || decided(nested)) {
      const why = t('the longest prefix is {location}, and a location inside it decides', {
        location: titleOf(longest),
      });
      return {
        ...nested,
        judged: [
          ...judged,
          ...regexes.map((one) => passed(one, why)),
          taken(longest, t('The longest prefix; the search continues inside it.')),
          ...nested.judged,
        ],
      };
    }
  }
  const fallback = nested?.location ?? longest;
  // That of the outer one counts, read before the nested ones are looked at.
  if (longest?.modifier === '^~') {
    judged.push(
      ...regexes.map((one) =>
        passed(
          one,
          t('{location} is the longest prefix, and its ^~ skips regular expressions', {
            location: titleOf(longest),
          }),
        ),
      ),
    );
  } else {
    for (const [index, one] of regexes.entries()) {
      const regex = regexOf(one.pattern, one.modifier === '~*');
      const captures = regex?.exec(uri);
      if (!regex || captures) {
        const later = regexes
          .slice(index + 1)
          .map((other) => passed(other, t('{location} comes first and matches', { location: titleOf(one) })));
        const prefix = longest
          ? [
              passed(
                longest,
                t(
                  'the longest prefix, but {location} matches, and regular expressions take precedence over prefixes without ^~',
                  { location: titleOf(one) },
                ),
              ),
            ]
          : [];
        if (!regex) {
          const unknown: Judged = {
            location: one,
            verdict: 'unknown',
            reason: t(
              'This regular expression uses syntax that only PCRE understands, so it is not known whether it matches.',
            ),
          };
          return {
            location: undefined,
            redirects: false,
            captures: undefined,
            unknown: one,
            judged: [...judged, ...prefix, ...later, unknown],
          };
        }
        const inner = findLocation(one.placement, uri, depth + 1);
        return {
          ...inner,
          redirects: false,
          location: inner.location ?? one,
          captures: inner.captures ?? captures ?? undefined,
          judged: [
            ...judged,
            ...prefix,
            ...later,
            taken(one, t('The first regular expression that matches.')),
            ...inner.judged,
          ],
        };
      }
      judged.push(passed(one, t('the regular expression does not match')));
    }
  }
  if (longest)
    judged.push(
      taken(
        longest,
        regexes.length > 0
          ? t('The longest prefix, and no regular expression takes precedence.')
          : t('The longest prefix.'),
      ),
    );
  return answer(fallback, undefined, [...judged, ...(nested?.judged ?? [])]);
}

/** Whether the search ends with what was found inside: an exact or a regular expression, not a prefix. */
const decided = ({ location }: Found): boolean =>
  location?.modifier === '=' || location?.modifier === '~' || location?.modifier === '~*';

const answer = (
  location: HttpLocation | undefined,
  captures: RegExpExecArray | undefined,
  judged: readonly Judged[],
): Found => ({ location, captures, judged, redirects: false, unknown: undefined });

const taken = (location: HttpLocation, reason: string): Judged => ({ location, verdict: 'taken', reason });
const passed = (location: HttpLocation, reason: string): Judged => ({ location, verdict: 'passed', reason });

const except = (all: readonly HttpLocation[], one: HttpLocation, reason: string): Judged[] =>
  all.filter((other) => other !== one).map((other) => passed(other, reason));

function passedPrefix(one: HttpLocation, uri: string, longest: HttpLocation | undefined): Judged {
  if (one.modifier === '=') return passed(one, t('it is not exactly the URI'));
  if (!uri.startsWith(one.name)) return passed(one, t('the URI does not begin with it'));
  return passed(
    one,
    longest
      ? t('{location} is a longer prefix', { location: titleOf(longest) })
      : t('a longer prefix matches'),
  );
}

/** A named location of a server: they stand directly in it. */
export const namedLocation = (server: Placement, name: string): HttpLocation | undefined =>
  locationsIn(server)
    .map(inBytes)
    .find((one) => one.modifier === '@' && one.name === name);

/** The `internal` that closes a location to requests from outside: nested locations inherit it. */
export const internalLine = ({ placement }: HttpLocation): Placement | undefined =>
  inEffect(placement, 'internal');
