import { t } from '@vscode/l10n';
import { either } from '../../../text/suggest';
import type { Word } from '../../tree';
import { HostKeys } from '../hostKeys';
import { parseNumber, parseTime } from '../values';
import { fault, type Handler, handed, parameter, value, valueOf } from './handler';

/** `ngx_http_headers_add` in src/http/modules/ngx_http_headers_filter_module.c. */
const addHeader: Handler = ([, , third]) =>
  third && third.value !== 'always'
    ? parameter(third, t('"always", or quote the value'), ['always'])
    : undefined;

/** `ngx_http_parse_expires` in src/http/modules/ngx_http_headers_filter_module.c. */
const expires: Handler = (args, name) => {
  const last = args.at(-1);
  if (!last || last.value.includes('$')) return undefined;
  const [first] = args;
  if (args.length === 2 && first && first.value !== 'modified')
    return value(first, name, t('"modified" and a time, or a time alone'));
  if (args.length === 1 && /^(epoch|max|off)$/.test(last.value)) return undefined;
  if (args.length === 2 && last.value.startsWith('@'))
    return handed(last, name, 'daily time cannot be used with "modified" parameter', t('a time without @'));
  const daily = last.value.startsWith('@');
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

/** `ngx_http_userid_expires` in src/http/modules/ngx_http_userid_filter_module.c. */
const useridExpires: Handler = ([first], name) =>
  first && !/^(max|off)$/.test(first.value) && parseTime(first.value, true) === undefined
    ? value(first, name, t('a time, max or off'))
    : undefined;

/** `ngx_http_userid_mark`. */
const useridMark: Handler = ([first], name) =>
  first && first.value !== 'off' && !/^[\da-z=]$/i.test(first.value)
    ? handed(
        first,
        name,
        'value must be "off" or a single letter, digit or "="',
        t('off, or one letter, digit or "="'),
      )
    : undefined;

const methods = 'GET HEAD POST PUT DELETE MKCOL COPY MOVE OPTIONS PROPFIND PROPPATCH LOCK UNLOCK PATCH'.split(
  ' ',
);

/** `ngx_http_core_limit_except`. */
const limitExcept: Handler = (args) => {
  const wrong = args.find((word) => !methods.includes(word.value.toUpperCase()));
  return wrong && fault(wrong, `invalid method "${wrong.value}"`, either(methods), methods);
};

const isServerName = ({ value: text }: Word): boolean =>
  text.startsWith('*') ? text.length > 2 && text[1] === '.' : text !== '.';

/** `ngx_http_core_server_name`; the rest of what a name may not be, `ngx_http_server_names` says only of some sockets. */
const serverName: Handler = (args) => {
  for (const word of args) {
    if (!isServerName(word))
      return fault(
        word,
        `server name "${word.value}" is invalid`,
        t('a name such as example.com, *.example.com or .example.com'),
      );
    if (word.value === '~')
      return fault(word, 'empty regex in server name "~"', t('a regular expression behind the ~'));
  }
  return undefined;
};

/** `ngx_http_index_set_index`. */
const index: Handler = (args, name) => {
  const empty = args.find((word) => word.value === '');
  return empty && fault(empty, `index "" in "${name}" directive is invalid`, t('the name of a file'));
};

/** `ngx_http_try_files`: a `=` alone in the last place is a code as well. */
const tryFiles: Handler = (args) => {
  const last = args.at(-1);
  const code = last?.value.startsWith('=') ? last.value.slice(1) : undefined;
  return last && code !== undefined && (parseNumber(code) ?? 1000) > 999
    ? fault(last, `invalid code "${last.value}"`, t('= and a status code, such as =404'))
    : undefined;
};

/** `ngx_http_disable_symlinks`. */
const disableSymlinks: Handler = (args, name) => {
  const modes = args.filter((word) => ['on', 'off', 'if_not_owner'].includes(word.value));
  const wrong = args.find((word) => !modes.includes(word) && valueOf(word, 'from') === undefined);
  const choices = either(['off', 'on', 'if_not_owner']);
  if (wrong) return parameter(wrong, t('{choices}, perhaps with from=', { choices }));
  const [first, second] = args;
  if (!first) return undefined;
  if (modes.length === 0)
    return fault(first, `"${name}" must have "off", "on" or "if_not_owner" parameter`, choices);
  if (second && modes.length === args.length)
    return fault(second, `duplicate parameters "${first.value} ${second.value}"`, t('one of the two'));
  return second && modes.at(-1)?.value === 'off'
    ? fault(second, '"from=" cannot be used with "off" parameter', t('no from= beside off'))
    : undefined;
};

/** `ngx_http_sub_filter`. */
const subFilter: Handler = ([first]) =>
  first?.value === '' ? fault(first, 'empty search pattern', t('what is to be replaced')) : undefined;

const browsers = ['opera', 'msie', 'gecko', 'konqueror', 'safari'];

/** `ngx_http_modern_browser`: the masks of src/http/modules/ngx_http_browser_module.c. */
const modernBrowser: Handler = ([browser, version]) => {
  if (!browser || !version) return undefined;
  if (!browsers.includes(browser.value.toLowerCase()) && !/^(mozilla|gecko)/i.test(browser.value))
    return fault(browser, `unknown browser name "${browser.value}"`, either(browsers), browsers);
  return /^[\d.]*$/.test(version.value)
    ? undefined
    : fault(version, `invalid browser version "${version.value}"`, t('numbers with dots between them'));
};

/** `ngx_http_valid_referers`. */
const validReferers: Handler = (args) => {
  const empty = args.find((word) => word.value === '');
  if (empty) return fault(empty, 'invalid referer ""', t('the name of a host'));
  const names = new HostKeys();
  for (const word of args) {
    if (word.value === '~') return fault(word, 'empty regex in "~"', t('a regular expression behind the ~'));
    if (/^(none|blocked|server_names)$|^~/.test(word.value)) continue;
    const [host = ''] = word.value.split('/');
    const found = names.add(host);
    if (found === 'invalid')
      return fault(
        word,
        `invalid hostname or wildcard "${host}"`,
        t('a name such as example.com, *.example.com or www.example.*'),
      );
    if (found) return fault(word, `conflicting parameter "${host.toLowerCase()}"`, t('each name only once'));
  }
  return undefined;
};

export const requestHandlers: readonly (readonly [string, Handler])[] = [
  ['add_header', addHeader],
  ['add_trailer', addHeader],
  ['expires', expires],
  ['error_page', errorPage],
  ['userid_expires', useridExpires],
  ['userid_mark', useridMark],
  ['limit_except', limitExcept],
  ['server_name', serverName],
  ['index', index],
  ['try_files', tryFiles],
  ['disable_symlinks', disableSymlinks],
  ['sub_filter', subFilter],
  ['modern_browser', modernBrowser],
  ['valid_referers', validReferers],
];
