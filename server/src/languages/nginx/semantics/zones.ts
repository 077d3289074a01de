import { t } from '@vscode/l10n';
import { parseNumber, parseSize } from '../check/values';
import type { Placement } from '../configuration';
import type { Word } from '../tree';
import { hasPlaceholder } from '../../text/placeholders';
import { isOpen, type Problem, type Report } from './problem';

/** Eight pages of 4096 bytes: `8 * ngx_pagesize`. */
const LEAST = 8 * 4096;

/** `limit_req_zone` and `limit_conn_zone`: src/http/modules/ngx_http_limit_req_module.c, ngx_http_limit_conn_module.c. */
export function checkZone(placement: Placement, report: Report): void {
  const { directive } = placement;
  const { name, args } = directive;
  if (args.some(isOpen)) return;
  const say = (word: Word, says: string, told: string): void =>
    report({ family: 'limit-zone', placement, word, says, told });
  let zone: Word | undefined;
  for (const word of args.slice(1)) {
    const { value } = word;
    // A name that is empty is none.
    if (value.startsWith('zone=:')) continue;
    if (value.startsWith('zone=')) {
      zone = word;
      const [, text] = /^zone=[^:]+:(.*)$/s.exec(value) ?? [];
      const size = text === undefined ? undefined : parseSize(text);
      if (size === undefined) {
        say(word, `invalid zone size "${value}"`, t('A zone needs a size: zone=name:10m.'));
        return;
      }
      if (size < LEAST) {
        say(
          word,
          `zone "${value}" is too small`,
          t('A zone needs at least 32k; 1m holds about ten thousand addresses.'),
        );
        return;
      }
    } else if (name.value === 'limit_req_zone' && value.startsWith('rate=')) {
      if (!/^rate=0*[1-9]\d*(r\/[sm])?$/.test(value)) {
        say(word, `invalid rate "${value}"`, t('Write a rate such as rate=10r/s or rate=30r/m.'));
        return;
      }
    } else if (!(name.value === 'limit_req_zone' && value === 'sync')) {
      say(
        word,
        `invalid parameter "${value}"`,
        t('"{value}" is not a parameter of {name}. Remove or correct it.', { value, name: name.value }),
      );
      return;
    }
  }
  if (!zone)
    say(
      name,
      `"${name.value}" must have "zone" parameter`,
      t('Give the zone a name and a size: zone=name:10m.'),
    );
}

/** `zone` of an upstream: src/http/modules/ngx_http_upstream_zone_module.c. */
export function checkUpstreamZone(placement: Placement, report: Report): void {
  const [name, word] = placement.directive.args;
  if (name?.value === '') {
    report({
      family: 'limit-zone',
      placement,
      word: name,
      says: 'invalid zone name ""',
      told: t('A zone needs a name. Write one before its size.'),
    });
    return;
  }
  if (!name || !word || isOpen(word)) return;
  const size = parseSize(word.value);
  if (size !== undefined && size >= LEAST) return;
  report({
    family: 'limit-zone',
    placement,
    word,
    says: size === undefined ? `invalid zone size "${word.value}"` : `zone "${name.value}" is too small`,
    told:
      size === undefined
        ? t('"{word}" is not a size. Write one such as 64k.', { word: word.value })
        : t('A zone needs at least 32k; 64k holds about a hundred servers.'),
  });
}

/** `ngx_http_limit_req`. */
export function checkLimitReq(placement: Placement, report: Report): void {
  const { name, args } = placement.directive;
  if (args.some(isOpen)) return;
  const say = (word: Word, says: string, told: string): void =>
    report({ family: 'limit-zone', placement, word, says, told });
  for (const word of args) {
    const { value } = word;
    const [, key = value, text = ''] = /^(\w+)=(.*)$/s.exec(value) ?? [];
    if (key === 'zone' || value === 'nodelay') continue;
    if (key === 'burst') {
      if ((parseNumber(text) ?? 0) === 0) {
        say(word, `invalid burst value "${value}"`, t('burst= takes a number of requests from 1 on.'));
        return;
      }
    } else if (key === 'delay') {
      if ((parseNumber(text) ?? 0) === 0) {
        say(word, `invalid delay value "${value}"`, t('delay= takes a number of requests from 1 on.'));
        return;
      }
    } else {
      say(
        word,
        `invalid parameter "${value}"`,
        t(
          '"{value}" is not a parameter of limit_req; the parameters are zone=, burst=, nodelay and delay=.',
          { value },
        ),
      );
      return;
    }
  }
  if (!args.some(({ value }) => value.startsWith('zone=')))
    say(name, '"limit_req" must have "zone" parameter', t('Name the zone to use: zone=name.'));
}

/** `ngx_http_limit_conn`. */
export function checkLimitConn(placement: Placement, report: Report): void {
  const word = placement.directive.args[1];
  if (!word || isOpen(word)) return;
  const number = parseNumber(word.value) ?? 0;
  if (number > 0 && number <= 65535) return;
  report({
    family: 'limit-zone',
    placement,
    word,
    says:
      number === 0 ? `invalid number of connections "${word.value}"` : 'connection limit must be less 65536',
    told: t('The number of connections must be between 1 and 65535.'),
  });
}

/** Zones by what makes them, and what uses them. */
const kinds = new Map<string, { readonly makes?: string; readonly uses?: string }>(
  Object.entries({
    limit_req_zone: { makes: 'limit_req' },
    limit_req: { uses: 'limit_req' },
    limit_conn_zone: { makes: 'limit_conn' },
    limit_conn: { uses: 'limit_conn' },
    proxy_cache_path: { makes: 'proxy cache' },
    proxy_cache: { uses: 'proxy cache' },
    fastcgi_cache_path: { makes: 'fastcgi cache' },
    fastcgi_cache: { uses: 'fastcgi cache' },
    uwsgi_cache_path: { makes: 'uwsgi cache' },
    uwsgi_cache: { uses: 'uwsgi cache' },
    scgi_cache_path: { makes: 'scgi cache' },
    scgi_cache: { uses: 'scgi cache' },
  }),
);

/** nginx looks at the folder of a cache before its zone (`ngx_add_path`). */
function saysOfSecond({ directive }: Placement, first: Placement, zone: string): string {
  const { value: name } = directive.name;
  const [given, before] = [directive, first.directive].map(({ args }) => args[0]?.value ?? '');
  if (name.startsWith('limit')) return `${name} "${zone}" is already bound to key "${before}"`;
  return given === before ? `the same path name "${given}" used` : `duplicate zone "${zone}"`;
}

/** Which `ngx_shared_memory_add` says first. */
const differInSize = (one: Placement, other: Placement): boolean => {
  const [own, before] = [one, other].map(({ directive: { name, args } }) =>
    name.value.startsWith('limit')
      ? /^zone=[^:]*:(.*)$/s.exec(args.find(({ value }) => value.startsWith('zone='))?.value ?? '')?.[1]
      : undefined,
  );
  return parseSize(own ?? '') !== parseSize(before ?? '');
};

/** Collects the zones of a configuration; at its end those are told that are used and made nowhere. */
export class Zones {
  private readonly made = new Map<string, Placement>();
  private readonly used: { kind: string; key: string; problem: Problem }[] = [];
  /** Kinds of which one has a name that is still to be filled in. */
  private readonly open = new Set<string>();

  add(placement: Placement, report: Report): void {
    const { name, args } = placement.directive;
    const kind = kinds.get(name.value);
    if (!kind) return;
    if (kind.makes !== undefined) {
      const word = args.find(({ value }) => /^(keys_)?zone=/.test(value));
      const zone = /^(?:keys_)?zone=([^:]*)/.exec(word?.value ?? '')?.[1];
      if (zone === undefined ? args.some(isOpen) : hasPlaceholder(zone)) this.open.add(kind.makes);
      if (!word || zone === undefined || hasPlaceholder(zone)) return;
      const key = `${kind.makes} ${zone}`;
      const first = this.made.get(key);
      if (first && first.directive !== placement.directive && !differInSize(placement, first)) {
        report({
          family: 'duplicate-zone',
          placement,
          word,
          says: saysOfSecond(placement, first, zone),
          told: t('A zone "{zone}" is already defined. Give this one another name.', { zone }),
          related: { placement: first, message: t('The first one') },
        });
      }
      this.made.set(key, placement);
      return;
    }
    const word = name.value === 'limit_req' ? args.find(({ value }) => value.startsWith('zone=')) : args[0];
    const zone = word?.value.replace(/^zone=/, '');
    if (
      !word ||
      zone === undefined ||
      zone.includes('$') ||
      isOpen(word) ||
      (zone === 'off' && kind.uses?.endsWith('cache'))
    )
      return;
    this.used.push({
      kind: kind.uses ?? '',
      key: `${kind.uses} ${zone}`,
      problem: {
        family: 'limit-zone',
        placement,
        word,
        says: kind.uses?.endsWith('cache')
          ? `"${name.value}" zone "${zone}" is unknown`
          : `zero size shared memory zone "${zone}"`,
        told: t('No {directive} defines the zone "{zone}". Define it in http, or correct the name.', {
          directive: `${name.value}${kind.uses?.endsWith('cache') ? '_path' : '_zone'}`,
          zone,
        }),
      },
    });
  }

  finish(report: Report): void {
    for (const { kind, key, problem } of this.used)
      if (!this.made.has(key) && !this.open.has(kind)) report(problem);
  }
}
