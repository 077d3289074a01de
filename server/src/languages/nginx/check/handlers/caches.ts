import { t } from '@vscode/l10n';
import { either } from '../../../text/suggest';
import type { Word } from '../../tree';
import type { ValueFault } from '../valueFault';
import { parseNumber, parseSize, parseTime } from '../values';
import { fault, type Handler, valueOf } from './handler';

/** Eight pages of 4096 bytes: `8 * ngx_pagesize`. */
const LEAST_ZONE = 8 * 4096;

type Values = Readonly<Record<string, (text: string) => boolean>>;

const isPositive = (text: string): boolean => (parseNumber(text) ?? 0) > 0;
const isNumber = (text: string): boolean => parseNumber(text) !== undefined;
const isSeconds = (text: string): boolean => parseTime(text, true) !== undefined;

/** Caches of open files and of certificates: parameters with a `=`, among them max, or `off`. */
const cache =
  (values: Values, says: (word: Word) => string, lacks: (name: string) => string): Handler =>
  (args, name) => {
    const keys = Object.keys(values);
    let isOff = false;
    let max = 0;
    for (const word of args) {
      if (word.value === 'off') isOff = true;
      else {
        const key = keys.find((one) => valueOf(word, one) !== undefined);
        const text = key === undefined ? undefined : valueOf(word, key);
        if (key === undefined || text === undefined || values[key]?.(text) !== true)
          return fault(word, says(word), t('max=, inactive= and the like with a number or a time, or off'));
        if (key === 'max') max = parseNumber(text) ?? 0;
      }
    }
    const [first] = args;
    return !isOff && max === 0 && first
      ? fault(first, lacks(name), t('max= too, the number of entries that it holds'))
      : undefined;
  };

/** `ngx_http_core_open_file_cache`. */
const openFiles = cache(
  { max: isPositive, inactive: isSeconds },
  ({ value }) => `invalid "open_file_cache" parameter "${value}"`,
  () => '"open_file_cache" must have the "max" parameter',
);

/** `ngx_http_log_open_file_cache`, `ngx_stream_log_open_file_cache`. */
const openLogs = cache(
  { max: isNumber, inactive: isSeconds, min_uses: isNumber, valid: isSeconds },
  ({ value }) => `invalid "open_log_file_cache" parameter "${value}"`,
  () => '"open_log_file_cache" must have "max" parameter',
);

/** `ngx_http_ssl_certificate_cache` and its like of the proxies. */
const certificates = cache(
  { max: isPositive, inactive: isSeconds, valid: isSeconds },
  ({ value }) => `invalid parameter "${value}"`,
  (name) => `"${name}" must have the "max" parameter`,
);

/** `shared:name:size`, as both caches of TLS read it. */
function sharedFault(word: Word, what: string): ValueFault | undefined {
  const [, size] = /^shared:[^:]+:(.*)$/s.exec(word.value) ?? [];
  const bytes = size === undefined ? undefined : parseSize(size);
  const says = `${what} "${word.value}"`;
  if (bytes === undefined)
    return fault(
      word,
      `invalid ${says}`,
      t('a name and a size, as in shared:SSL:10m (g is not allowed here)'),
    );
  return bytes < LEAST_ZONE
    ? fault(word, `${says} is too small`, t('a size of at least 32k; 1m holds about four thousand sessions'))
    : undefined;
}

/** `ngx_http_ssl_session_cache`, and the same of stream and mail. */
const sessions: Handler = (args) => {
  for (const word of args) {
    const { value } = word;
    if (['off', 'none', 'builtin'].includes(value) || /^builtin:\d+$/.test(value)) continue;
    if (value.startsWith('shared:')) {
      const found = sharedFault(word, 'session cache');
      if (found) return found;
      continue;
    }
    return fault(
      word,
      `invalid session cache "${value}"`,
      either(['off', 'none', 'builtin', 'shared:SSL:10m']),
    );
  }
  return undefined;
};

/** `ngx_http_ssl_ocsp_cache`. */
const ocsp: Handler = ([word]) => {
  if (!word || word.value === 'off') return undefined;
  return word.value.startsWith('shared:')
    ? sharedFault(word, 'OCSP cache')
    : fault(word, `invalid OCSP cache "${word.value}"`, either(['off', 'shared:OCSP:10m']));
};

export const cacheHandlers: readonly (readonly [string, Handler])[] = [
  ['open_file_cache', openFiles],
  ['open_log_file_cache', openLogs],
  ...['ssl', 'proxy_ssl', 'grpc_ssl', 'uwsgi_ssl'].map(
    (prefix) => [`${prefix}_certificate_cache`, certificates] as const,
  ),
  ['ssl_session_cache', sessions],
  ['ssl_ocsp_cache', ocsp],
];
