import { t } from '@vscode/l10n';
import { isBefore } from '../../text/versions';
import { directivesNamed, moduleOf } from '../catalogue';
import { parseSize } from '../check/values';
import type { Placement } from '../configuration';
import { hasGap, inEffect, isSeen, written } from '../effective';
import { hasVariable } from '../variables';
import type { Word } from '../tree';
import { isOpen, type Report } from './problem';

/** Directives that nginx refuses because of another: each looks at one and at what stands beside it. */

type Check = (placement: Placement, report: Report, version: string | undefined) => void;

const say = (
  placement: Placement,
  says: string,
  told: string,
  report: Report,
  word: Word = placement.directive.name,
): void => report({ family: 'incompatible', placement, word, says, told });

/** What a block holds before a directive; undefined where something there cannot be read. */
function before(placement: Placement): readonly Placement[] | undefined {
  const { parent } = placement;
  if (!parent || hasGap(parent)) return undefined;
  const at = parent.children.indexOf(placement);
  return at === -1 ? undefined : parent.children.slice(0, at);
}

/** `ngx_http_proxy_redirect`: the default comes from the URL of the `proxy_pass` above it. */
const redirectDefault: Check = (placement, report) => {
  const { args } = placement.directive;
  if (args.length !== 1 || args[0]?.value !== 'default') return;
  const above = before(placement);
  if (!above) return;
  const passed = above.find(({ directive }) => directive.name.value === 'proxy_pass');
  const [url] = passed?.directive.args ?? [];
  if (url && isOpen(url)) return;
  if (!url)
    say(
      placement,
      '"proxy_redirect default" should be placed after the "proxy_pass" directive',
      t(
        '"proxy_redirect default" takes its URL from the proxy_pass above it in the same block. Move it below proxy_pass.',
      ),
      report,
    );
  else if (hasVariable(url.value))
    say(
      placement,
      '"proxy_redirect default" cannot be used with "proxy_pass" directive with variables',
      t(
        'The proxy_pass above has variables, so that there is no default. Write what is to be replaced: proxy_redirect http://… /;',
      ),
      report,
    );
};

const isOff = ({ directive }: Placement): boolean => directive.args[0]?.value === 'off';

/** `ngx_http_proxy_store`, `ngx_http_proxy_cache` and their like: what is stored is not cached. */
const storeOrCache =
  (own: string, other: string): Check =>
  (placement, report) => {
    if (isOff(placement)) return;
    const above = before(placement) ?? [];
    const first = above.find((one) => one.directive.name.value === other && !isOff(one));
    if (first)
      say(
        placement,
        `"${own}" directive is incompatible with "${other}"`,
        t('"{own}" and "{other}" exclude each other. Keep one of them.', { own, other }),
        report,
      );
  };

/** `ngx_http_secure_link_merge_conf`. */
const secureLink: Check = (placement, report) => {
  const { parent } = placement;
  if (!parent || !['secure_link', 'secure_link_md5'].some((name) => written(parent, name).length > 0)) return;
  say(
    placement,
    '"secure_link_secret" cannot be mixed with "secure_link" and "secure_link_md5"',
    t(
      '"secure_link_secret" is the older way, and excludes "secure_link" and "secure_link_md5". Keep one way.',
    ),
    report,
  );
};

/** `ngx_http_core_merge_srv_conf`. */
const headerBuffers: Check = (placement, report) => {
  const { parent } = placement;
  const [, size] = placement.directive.args;
  const bytes = size && parseSize(size.value);
  if (!parent || bytes === undefined || !isSeen(parent, 'connection_pool_size')) return;
  const [line] = inEffect(parent, 'connection_pool_size')?.lines ?? [];
  const [word] = line?.directive.args ?? [];
  // 64 words of 64 bits.
  const pool = word ? parseSize(word.value) : 512;
  if (pool !== undefined && bytes < pool)
    say(
      placement,
      'the "large_client_header_buffers" size must be equal to or greater than "connection_pool_size"',
      t(
        'These buffers are smaller than connection_pool_size, which is {pool} bytes. Write a larger size, such as 8k.',
        {
          pool,
        },
      ),
      report,
    );
};

const isHost = ({ value }: Word): boolean => !/^(none|blocked|server_names|~.*)$/s.test(value);

/** `ngx_http_referer_merge_conf`: none and blocked alone are no referers, and expressions do not count. */
const referers: Check = (placement, report) => {
  const { parent } = placement;
  if (!parent || hasGap(parent)) return;
  const lines = written(parent, 'valid_referers');
  if (lines[0] !== placement) return;
  const words = lines.flatMap(({ directive }) => directive.args);
  if (words.some((word) => isOpen(word) || word.value === 'server_names' || isHost(word))) return;
  if (!words.some(({ value }) => value === 'none' || value === 'blocked')) return;
  say(
    placement,
    'the "none" or "blocked" referers are specified in the "valid_referers" directive without any valid referer',
    t('"none" and "blocked" need a host beside them. Name one, or write "server_names".'),
    report,
  );
};

/** `ngx_http_core_root`. */
const namedAlias: Check = (placement, report) => {
  const { name, args } = placement.parent?.directive ?? {};
  if (name?.value !== 'location' || !args?.[0]?.value.startsWith('@')) return;
  say(
    placement,
    'the "alias" directive cannot be used inside the named location',
    t('A named location has no path that alias could replace. Write root.'),
    report,
  );
};

/** `ngx_http_proxy_store` from 1.27.3 on. */
const emptyStore =
  (look: Check): Check =>
  (placement, report, version) => {
    const [path] = placement.directive.args;
    if (path?.value === '' && isBefore(version, '1.27.3') === false)
      say(placement, 'empty path', t('Write where to store, on, or off.'), report, path);
    else look(placement, report, version);
  };

/** `ngx_http_v2_push`; later releases push nothing and take everything. */
const push: Check = (placement, report, version) => {
  if (isBefore(version, '1.25.1') !== true) return;
  const above = (before(placement) ?? []).filter(({ directive }) => directive.name.value === 'http2_push');
  const [first] = above;
  if (!first || (!isOff(placement) && !above.some(isOff))) return;
  const says = !isOff(placement)
    ? 'URI cannot be used with "off" parameter'
    : above.some(isOff)
      ? 'is duplicate'
      : '"off" parameter cannot be used with URI';
  say(
    placement,
    `"http2_push" directive ${says}`,
    t('"http2_push off" stands alone. Keep one of the two.'),
    report,
  );
};

const isOurs = (name: string): boolean =>
  directivesNamed(name).some((entry) => moduleOf(entry)?.origin === 'nginx');

/** `ngx_stream_core_merge_srv_conf` before 1.25.5: something has to answer; modules of others may. */
export function checkHandler(server: Placement, version: string | undefined, report: Report): void {
  const { directive, children } = server;
  if (isBefore(version, '1.25.5') !== true || hasGap(server) || !directive.block?.close) return;
  const names = children.map((child) => child.directive.name.value);
  if (names.some((name) => /^(proxy_pass|return|pass|include)$/.test(name) || !isOurs(name))) return;
  say(
    server,
    'no handler for server',
    t('This server does nothing with its connections. Add proxy_pass or return.'),
    report,
  );
}

const mainBlocks: ReadonlySet<string> = new Set(['events', 'http', 'stream', 'mail']);

/** `ngx_load_module` in src/core/nginx.c: modules are counted when the first block of one is read. */
export function checkLoadModules(placements: readonly Placement[], report: Report): void {
  const first = placements.findIndex(({ directive }) => mainBlocks.has(directive.name.value));
  if (first === -1) return;
  for (const placement of placements.slice(first))
    if (placement.directive.name.value === 'load_module' && placement.context === 'main')
      say(
        placement,
        '"load_module" directive is specified too late',
        t('Modules are loaded before the first block. Move this line to the top of the file.'),
        report,
      );
}

/** `ngx_http_sub_filter`: the patterns of a block are counted in a byte. */
const subFilters: Check = (placement, report) => {
  const { parent } = placement;
  if (!parent || written(parent, 'sub_filter')[255] !== placement) return;
  say(
    placement,
    'number of search patterns exceeds 255',
    t('A block has at most 255 of these. Remove some.'),
    report,
  );
};

const caches = ['proxy', 'fastcgi', 'uwsgi', 'scgi'];

export const incompatible: readonly (readonly [string, Check])[] = [
  ['proxy_redirect', redirectDefault],
  ['secure_link_secret', secureLink],
  ['large_client_header_buffers', headerBuffers],
  ['valid_referers', referers],
  ['alias', namedAlias],
  ['http2_push', push],
  ['sub_filter', subFilters],
  ...caches.map(
    (name) => [`${name}_store`, emptyStore(storeOrCache(`${name}_store`, `${name}_cache`))] as const,
  ),
];

/** Beside what else is asked of a cache. */
export function checkCacheOrStore(placement: Placement, report: Report): void {
  const { value: name } = placement.directive.name;
  storeOrCache(name, name.replace(/_cache$/, '_store'))(placement, report, undefined);
}
