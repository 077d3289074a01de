import { t } from '@vscode/l10n';
import { isTaken } from '../catalogue';
import type { NginxContext } from '../contexts';
import type { Word } from '../tree';
import { isCidr } from './addresses';
import { hasPlaceholder } from '../../text/placeholders';
import { parametersIn } from './forms';
import { either } from '../../text/suggest';
import type { ValueFault } from './valueFault';
import { parseNumber, parseSize, parseTime } from './values';

/** Directives with a handler of their own, whose values one look at them decides; by name, with their source. */
type Handler = (args: readonly Word[], name: string, context: NginxContext) => ValueFault | undefined;

/** What the handler of a directive refuses of its values. Those that hold `${…}` are not known. */
export const handlerFault: Handler = (args, name, context) => {
  const handler = handlers.get(name);
  return handler && !args.some(({ value }) => hasPlaceholder(value))
    ? handler(args, name, context)
    : undefined;
};

const fault = (word: Word, says: string, wants: string, choices?: readonly string[]): ValueFault => ({
  word,
  says,
  wants,
  ...(choices && { choices }),
});

const parameter = (word: Word, wants: string, choices?: readonly string[]): ValueFault =>
  fault(word, `invalid parameter "${word.value}"`, wants, choices);

const value = (word: Word, name: string, wants: string, choices?: readonly string[]): ValueFault =>
  fault(word, `"${name}" directive invalid value`, wants, choices);

const levels = ['debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'];
const debugLevels = /^debug_(core|alloc|mutex|event|http|mail|stream)$/;

/** `ngx_log_set_levels` in src/core/ngx_log.c. */
const errorLog: Handler = ([, ...given]) => {
  let level: Word | undefined;
  for (const word of given) {
    const isLevel = levels.includes(word.value);
    if (!isLevel && !debugLevels.test(word.value))
      return fault(word, `invalid log level "${word.value}"`, t('one of its levels'), levels);
    if (isLevel && level) return fault(word, `duplicate log level "${word.value}"`, t('a single level'));
    if (isLevel) level = word;
  }
  return undefined;
};

/** `ngx_http_log_set_log` in src/http/modules/ngx_http_log_module.c. */
const accessLog: Handler = ([path, ...rest]) => {
  if (path?.value === 'off') {
    const [more] = rest;
    return more && parameter(more, t('"off" alone'));
  }
  for (const word of rest.slice(1)) {
    const [, key = '', text = ''] = /^(\w+)=([\s\S]*)$/.exec(word.value) ?? [];
    if (key === 'buffer') {
      if ((parseSize(text) ?? 0) === 0)
        return fault(word, `invalid buffer size "${text}"`, t('a size such as buffer=32k'));
    } else if (key === 'flush') {
      if ((parseTime(text) ?? 0) === 0)
        return fault(word, `invalid flush time "${text}"`, t('a time such as flush=5m'));
    } else if (key !== 'if' && key !== 'gzip' && word.value !== 'gzip') {
      return parameter(word, either(['buffer=', 'gzip', 'flush=', 'if=']));
    }
  }
  return undefined;
};

/** `ngx_http_headers_add` in src/http/modules/ngx_http_headers_filter_module.c. */
const addHeader: Handler = ([, , third]) =>
  third && third.value !== 'always'
    ? parameter(third, t('"always", or quote the value'), ['always'])
    : undefined;

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

/** `ngx_set_worker_processes` in src/core/nginx.c. */
const workerProcesses: Handler = ([first], name) =>
  first && first.value !== 'auto' && parseNumber(first.value) === undefined
    ? value(first, name, t('"auto" or a number'))
    : undefined;

/** `ngx_http_parse_expires` in src/http/modules/ngx_http_headers_filter_module.c. */
const expires: Handler = (args, name) => {
  const last = args.at(-1);
  if (!last || last.value.includes('$')) return undefined;
  const [first] = args;
  if (args.length === 2 && first && first.value !== 'modified')
    return value(first, name, t('"modified" and a time, or a time alone'));
  if (args.length === 1 && /^(epoch|max|off)$/.test(last.value)) return undefined;
  const daily = last.value.startsWith('@') && args.length === 1;
  const time = parseTime(last.value.replace(daily ? /^@/ : /^[+-]/, ''), true);
  if (time === undefined) return value(last, name, t('a time, @ and a time of day, epoch, max or off'));
  return daily && time > 86_400_000
    ? fault(last, `"${name}" directive daily time value must be less than 24 hours`, t('a time of day'))
    : undefined;
};

/** `ngx_http_core_error_page` in src/http/ngx_http_core_module.c. */
const errorPage: Handler = (args) => {
  const codes = args.slice(0, -1);
  const target = codes.at(-1);
  if (target?.value.startsWith('=')) {
    codes.pop();
    if (target.value !== '=' && parseNumber(target.value.slice(1)) === undefined)
      return fault(target, `invalid value "${target.value}"`, t('= and a status code, or = alone'));
    if (codes.length === 0) return undefined;
  }
  for (const word of codes) {
    const code = parseNumber(word.value);
    if (code === undefined || code === 499)
      return fault(word, `invalid value "${word.value}"`, t('status codes from 300 to 599, then the page'));
    if (code < 300 || code > 599)
      return fault(
        word,
        `value "${word.value}" must be between 300 and 599`,
        t('status codes from 300 to 599'),
      );
  }
  return undefined;
};

/** `ngx_http_access_rule` in src/http/modules/ngx_http_access_module.c. */
const access: Handler = ([first]) =>
  first && first.value !== 'all' && first.value !== 'unix:' && !isCidr(first.value)
    ? parameter(first, t('an address, a network such as 10.0.0.0/8, unix: or all'))
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

const list =
  (says: (text: string) => string, ...words: readonly string[]): Handler =>
  ([first]) =>
    first && !words.includes(first.value) ? fault(first, says(first.value), either(words), words) : undefined;

/**
 * The variable that a directive makes (`ngx_http_add_variable`, `ngx_stream_add_variable`): ngx_http_rewrite_set and the
 * blocks of map, split_clients and geo.
 */
function made(word: Word | undefined, context: NginxContext): ValueFault | undefined {
  if (!word) return undefined;
  const name = /^\$(.+)/s.exec(word.value)?.[1];
  if (name === undefined)
    return fault(word, `invalid variable name "${word.value}"`, t('a variable: $ and a name'));
  return isTaken(name, context)
    ? fault(
        word,
        `the duplicate "${name.toLowerCase()}" variable`,
        t('another name: this variable is built into nginx'),
      )
    : undefined;
}

const set: Handler = ([first], _, context) => made(first, context);

const maker: Handler = (args, _, context) => made(args.at(-1), context);

/** `ngx_mail_ssl_starttls`. */
const starttls = list((text) => `invalid value "${text}"`, 'off', 'on', 'only');

/** `ngx_http_upstream_keepalive` in src/http/modules/ngx_http_upstream_keepalive_module.c; 0 is taken from 1.29.7 on. */
const keepalive: Handler = ([first]) =>
  first && parseNumber(first.value) === undefined
    ? fault(first, `invalid value "${first.value}" in "keepalive" directive`, t('a number of connections'))
    : undefined;

/** `ngx_http_upstream_hash`. */
const hash: Handler = ([, second]) =>
  second && second.value !== 'consistent'
    ? parameter(second, t('"{word}" or nothing', { word: 'consistent' }), ['consistent'])
    : undefined;

/** `ngx_http_upstream_random`. */
const random: Handler = ([first, second]) => {
  if (first && first.value !== 'two')
    return parameter(first, t('"{word}" or nothing', { word: 'two' }), ['two']);
  const methods = ['least_conn', 'least_time', 'least_time=header', 'least_time=last_byte'];
  return second &&
    !methods.some((method) => second.value === method || second.value.startsWith('least_time='))
    ? parameter(second, t('"{word}" or nothing', { word: 'least_conn' }), ['least_conn'])
    : undefined;
};

/** `ngx_http_log_set_format`. */
const logFormat: Handler = ([, second]) => {
  const escape = /^escape=([\s\S]*)$/.exec(second?.value ?? '')?.[1];
  return second && escape !== undefined && !/^(json|default|none)$/.test(escape)
    ? fault(
        second,
        `unknown log format escaping "${escape}"`,
        either(['escape=json', 'escape=default', 'escape=none']),
      )
    : undefined;
};

/** `ngx_http_userid_expires` in src/http/modules/ngx_http_userid_filter_module.c. */
const useridExpires: Handler = ([first], name) =>
  first && !/^(max|off)$/.test(first.value) && parseTime(first.value, true) === undefined
    ? value(first, name, t('a time, max or off'))
    : undefined;

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['error_log', errorLog],
  ['access_log', accessLog],
  ['add_header', addHeader],
  ['add_trailer', addHeader],
  ['proxy_cookie_path', oneWord('off')],
  ['proxy_cookie_domain', oneWord('off')],
  ['proxy_redirect', oneWord('off', 'default')],
  ['limit_rate', rate],
  ['limit_rate_after', rate],
  ['worker_processes', workerProcesses],
  ['expires', expires],
  ['error_page', errorPage],
  ['allow', access],
  ['deny', access],
  ['proxy_cache_valid', cacheValid],
  ['fastcgi_cache_valid', cacheValid],
  ['uwsgi_cache_valid', cacheValid],
  ['scgi_cache_valid', cacheValid],
  ['protocol', list((text) => `unknown protocol "${text}"`, 'imap', 'pop3', 'smtp')],
  ['starttls', starttls],
  ['set', set],
  ['map', maker],
  ['split_clients', maker],
  ['geo', maker],
  ['keepalive', keepalive],
  ['hash', hash],
  ['random', random],
  ['log_format', logFormat],
  ['userid_expires', useridExpires],
]);
