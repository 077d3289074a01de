import { t } from '@vscode/l10n';
import { either } from '../../../text/suggest';
import { hasVariable } from '../../variables';
import type { Word } from '../../tree';
import { isIpv4, isIpv6 } from '../addresses';
import { parametersIn } from '../forms';
import { groupsOf } from '../regex';
import { parseNumber, parseSize, parseTime } from '../values';
import { fault, type Handler, handed, parameter, value } from './handler';

/** Words of releases that had more of them are none of its faults. */
const oneWord =
  (...words: readonly string[]): Handler =>
  (args, name, context) => {
    const [only, second] = args;
    return only && !second && !parametersIn(name, context).has(only.value)
      ? parameter(only, t('{words}, or two arguments', { words: either(words) }))
      : undefined;
  };

/** `ngx_http_set_complex_value_size_slot`: a size, unless it holds variables. */
const rate: Handler = ([first], name) =>
  first && !first.value.includes('$') && parseSize(first.value) === undefined
    ? value(first, name, t('bytes per second, such as 100k or 1m'))
    : undefined;

/** `ngx_http_file_cache_valid_set_slot` in src/http/ngx_http_file_cache.c. */
const cacheValid: Handler = (args) => {
  const last = args.at(-1);
  if (!last) return undefined;
  if (parseTime(last.value, true) === undefined)
    return fault(last, `invalid time value "${last.value}"`, t('a time such as 10m as the last argument'));
  for (const word of args.slice(0, -1)) {
    const status = parseNumber(word.value) ?? 0;
    if (word.value !== 'any' && (status < 100 || status > 599))
      return fault(word, `invalid status "${word.value}"`, t('status codes or any, then the time'));
  }
  return undefined;
};

/** `ngx_parse_addr_port`: an address, in brackets where a port follows one of IPv6. */
function isLocalAddress(text: string): boolean {
  if (isIpv6(text)) return true;
  const [, v6, v4, port] = /^(?:\[(.*)\]|([^:]*))(?::(.*))?$/s.exec(text) ?? [];
  const number = port === undefined ? 1 : (parseNumber(port) ?? 0);
  return (v6 === undefined ? isIpv4(v4 ?? '') : isIpv6(v6)) && number >= 1 && number <= 65_535;
}

/** `ngx_http_upstream_bind_set_slot`, `ngx_stream_proxy_bind`. */
const bind: Handler = ([address, second]) => {
  if (!address || (address.value === 'off' && !second)) return undefined;
  if (!hasVariable(address.value) && !isLocalAddress(address.value))
    return fault(
      address,
      `invalid address "${address.value}"`,
      t('an address of this machine, a variable or off'),
    );
  return second && second.value !== 'transparent'
    ? parameter(second, '"transparent"', ['transparent'])
    : undefined;
};

/** `ngx_http_upstream_param_set_slot`. */
const param: Handler = ([, , third]) =>
  third && third.value !== 'if_not_empty'
    ? parameter(third, t('"{word}" or nothing', { word: 'if_not_empty' }), ['if_not_empty'])
    : undefined;

/** `ngx_http_fastcgi_split_path_info`. */
const splitPathInfo: Handler = ([pattern]) => {
  const groups = pattern && groupsOf(pattern.value);
  return pattern && groups !== undefined && groups !== 2
    ? fault(
        pattern,
        `pattern "${pattern.value}" must have 2 captures`,
        t('an expression with two groups: the script and the path behind it'),
      )
    : undefined;
};

/** `ngx_http_upstream_keepalive` in src/http/modules/ngx_http_upstream_keepalive_module.c; 0 is taken from 1.29.7 on. */
const keepalive: Handler = ([first, second]) => {
  if (first && parseNumber(first.value) === undefined)
    return fault(
      first,
      `invalid value "${first.value}" in "keepalive" directive`,
      t('a number of connections'),
    );
  return second && second.value !== 'local'
    ? parameter(second, t('"{word}" or nothing', { word: 'local' }), ['local'])
    : undefined;
};

/** `ngx_http_upstream_hash`. */
const hash: Handler = ([, second]) =>
  second && second.value !== 'consistent'
    ? parameter(second, t('"{word}" or nothing', { word: 'consistent' }), ['consistent'])
    : undefined;

/** `ngx_http_upstream_random`; the commercial edition takes `least_time=header` and `least_time=last_byte` as well. */
const random: Handler = ([first, second], name, context) => {
  if (first && first.value !== 'two')
    return parameter(first, t('"{word}" or nothing', { word: 'two' }), ['two']);
  const isKnown = (word: Word): boolean =>
    /^least_(conn|time(=(header|last_byte|first_byte|connect))?)$/.test(word.value) ||
    parametersIn(name, context).has(word.value);
  return second && !isKnown(second)
    ? parameter(second, t('"{word}" or nothing', { word: 'least_conn' }), ['least_conn'])
    : undefined;
};

/** `ngx_http_upstream_least_time`: the second argument comes first. */
const leastTime: Handler = ([first, second], _, context) => {
  if (second && second.value !== 'inflight')
    return parameter(second, t('"{word}" or nothing', { word: 'inflight' }), ['inflight']);
  const choices = context.startsWith('stream')
    ? ['connect', 'first_byte', 'last_byte']
    : ['header', 'last_byte'];
  return first && !choices.includes(first.value)
    ? fault(first, `invalid value "${first.value}"`, either(choices), choices)
    : undefined;
};

/** `ngx_stream_ssl_alpn`, `ngx_stream_proxy_ssl_alpn_set_slot`. */
const alpn: Handler = (args, name) => {
  const long = args.find((word) => word.value.length > 255);
  return long && handed(long, name, 'protocol too long', t('names of at most 255 bytes'));
};

/** `ngx_http_upstream_sticky` in src/http/modules/ngx_http_upstream_sticky_module.c. */
const sticky: Handler = (args, name, context) => {
  const [kind, ...rest] = args;
  switch (kind?.value) {
    case 'cookie':
      return stickyCookie(rest, name, context);
    case 'learn':
      return stickyLearn(args, name, context);
    case 'route': {
      const wrong = rest.find((word) => !word.value.startsWith('$'));
      return (
        wrong && fault(wrong, `invalid variable name "${wrong.value}"`, t('variables, such as $cookie_route'))
      );
    }
    default:
      return kind && fault(kind, `unknown parameter "${kind.value}"`, either(['cookie', 'route', 'learn']));
  }
};

const stickyCookie: Handler = ([cookie, ...rest], name) => {
  if (cookie?.value === '') return handed(cookie, name, 'empty cookie name', t('the name of a cookie'));
  const seen = new Set<string>();
  for (const word of rest) {
    const [, key = word.value, text] = /^(domain|path|expires|samesite)=(.*)$/s.exec(word.value) ?? [];
    if (text === undefined && key !== 'httponly' && key !== 'secure')
      return fault(
        word,
        `unknown parameter "${word.value}"`,
        either(['expires=', 'domain=', 'httponly', 'samesite=', 'secure', 'path=']),
      );
    if (seen.has(key)) return handed(word, name, `parameter "${key}" is duplicate`, t('it once'));
    seen.add(key);
    if (text === '' && (key === 'domain' || key === 'path'))
      return handed(word, name, `no value for "${key}"`, t('a value behind the ='));
    const isRight =
      key === 'expires'
        ? text === 'max' || parseTime(text ?? '', true) !== undefined
        : key !== 'samesite' || /^(strict|lax|none)$|\$/i.test(text ?? '');
    if (!isRight)
      return handed(
        word,
        name,
        `invalid "${key}" parameter value`,
        key === 'expires' ? t('a time or max') : either(['strict', 'lax', 'none']),
      );
  }
  return undefined;
};

/** Eight pages of 4096 bytes. */
const LEAST_ZONE = 8 * 4096;

function zoneFault(text: string): string | undefined {
  const colon = text.indexOf(':');
  if (colon === -1) return 'zone size is not specified';
  if (colon === 0) return 'zone name is not specified';
  const size = parseSize(text.slice(colon + 1));
  if (size === undefined) return 'invalid zone size';
  return size < LEAST_ZONE ? 'zone is too small' : undefined;
}

const stickyLearn: Handler = ([kind, ...rest], name) => {
  const seen = new Set<string>();
  for (const word of rest) {
    const [, key = word.value, text = ''] = /^(zone|timeout|create|lookup)=(.*)$/s.exec(word.value) ?? [];
    if (key === 'header' || key === 'sync') continue;
    const again = seen.has(key) && (key === 'zone' || key === 'timeout') ? `duplicate ${key}` : undefined;
    seen.add(key);
    const says =
      again ??
      (key === 'zone'
        ? zoneFault(text)
        : key === 'timeout'
          ? (parseTime(text) ?? 0) === 0
            ? 'invalid timeout'
            : undefined
          : key === 'create' || key === 'lookup'
            ? text.startsWith('$')
              ? undefined
              : `missing variable in the "${key}" parameter`
            : '');
    if (says === '')
      return fault(
        word,
        `unknown parameter "${word.value}"`,
        either(['zone=', 'create=', 'lookup=', 'timeout=', 'header']),
      );
    if (says !== undefined) return handed(word, name, says, t('zone=name:1m create=$… lookup=$…'));
  }
  const missing = ['lookup', 'create', 'zone'].find((key) => !seen.has(key));
  return kind && missing !== undefined
    ? handed(kind, name, `"${missing}" parameter is not specified`, t('zone=name:1m create=$… lookup=$…'))
    : undefined;
};

const ofCaches = ['proxy', 'fastcgi', 'uwsgi', 'scgi'];

export const upstreamHandlers: readonly (readonly [string, Handler])[] = [
  ['proxy_cookie_path', oneWord('off')],
  ['proxy_cookie_domain', oneWord('off')],
  ['proxy_cookie_flags', oneWord('off')],
  ['proxy_redirect', oneWord('off', 'default')],
  ['limit_rate', rate],
  ['limit_rate_after', rate],
  ['proxy_upload_rate', rate],
  ['proxy_download_rate', rate],
  ...ofCaches.map((name) => [`${name}_limit_rate`, rate] as const),
  ...ofCaches.map((name) => [`${name}_cache_valid`, cacheValid] as const),
  ...[...ofCaches, 'grpc', 'memcached'].map((name) => [`${name}_bind`, bind] as const),
  ...['fastcgi', 'uwsgi', 'scgi'].map((name) => [`${name}_param`, param] as const),
  ['fastcgi_split_path_info', splitPathInfo],
  ['keepalive', keepalive],
  ['hash', hash],
  ['random', random],
  ['least_time', leastTime],
  ['ssl_alpn', alpn],
  ['proxy_ssl_alpn', alpn],
  ['sticky', sticky],
];
