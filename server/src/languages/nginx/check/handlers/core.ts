import { t } from '@vscode/l10n';
import { either } from '../../../text/suggest';
import { hasVariable } from '../../variables';
import { isCidr } from '../addresses';
import { parametersIn } from '../forms';
import { addressFault } from '../url';
import { parseNumber, parseOffset, parseSize, parseTime } from '../values';
import { fault, type Handler, handed, value, valueOf } from './handler';

/** `ngx_set_worker_processes` in src/core/nginx.c. */
const workerProcesses: Handler = ([first], name) =>
  first && first.value !== 'auto' && parseNumber(first.value) === undefined
    ? value(first, name, t('"auto" or a number'))
    : undefined;

/** `ngx_set_priority`. */
const workerPriority: Handler = ([first], name) =>
  first && parseNumber(first.value.replace(/^[+-]/, '')) === undefined
    ? handed(first, name, 'invalid number', t('a number, perhaps with a sign'))
    : undefined;

/** `ngx_set_cpu_affinity`: masks are read from their ends. */
const workerAffinity: Handler = (args, name) => {
  const isAuto = args[0]?.value === 'auto';
  const [, , third] = args;
  if (isAuto && third)
    return fault(third, `invalid number of arguments in "${name}" directive`, t('one mask behind "auto"'));
  for (const word of args.slice(isAuto ? 1 : 0)) {
    // `CPU_SETSIZE`.
    if (word.value.length > 1024)
      return fault(word, `"${name}" supports up to 1024 CPUs only`, t('a mask of at most 1024 digits'));
    const wrong = word.value.replace(/[01 ]/g, '').at(-1);
    if (wrong !== undefined)
      return fault(
        word,
        `invalid character "${wrong}" in "${name}"`,
        t('masks of 0 and 1, one for each worker process'),
      );
  }
  return undefined;
};

/** Event modules of any platform: ngx_event_core_module looks for one that is built in. */
const methods = ['epoll', 'kqueue', 'eventport', '/dev/poll', 'poll', 'select', 'rtsig', 'iocp', 'devpoll'];

/** `ngx_event_use`. */
const use: Handler = ([first]) =>
  first && !methods.includes(first.value)
    ? fault(first, `invalid event type "${first.value}"`, t('epoll on Linux, or leave it to nginx'))
    : undefined;

/** Whether a text may be the name of a host: neither a network nor an address with a number that is too large. */
const mayBeName = (text: string): boolean => /^(?![\d.]+$)[\w.-]+$/.test(text);

/** `ngx_event_debug_connection`; `ngx_http_realip_from` and its like. */
const network: Handler = ([first], name) =>
  first && first.value !== 'unix:' && !isCidr(first.value) && !mayBeName(first.value)
    ? fault(
        first,
        `host not found in ${name} "${first.value}"`,
        t('an address, a network such as 10.0.0.0/8 or unix:'),
      )
    : undefined;

/** `ngx_thread_pool` in src/core/ngx_thread_pool.c. */
const threadPool: Handler = (args, name) => {
  let hasThreads = false;
  for (const word of args.slice(1)) {
    const threads = valueOf(word, 'threads');
    const queue = valueOf(word, 'max_queue');
    if (threads !== undefined) {
      if ((parseNumber(threads) ?? 0) === 0)
        return fault(word, `invalid threads value "${word.value}"`, t('a number of threads, at least 1'));
      hasThreads = true;
    } else if (queue !== undefined && parseNumber(queue) === undefined)
      return fault(word, `invalid max_queue value "${word.value}"`, t('a number'));
  }
  const [first] = args;
  return first && !hasThreads
    ? fault(first, `"${name}" must have "threads" parameter`, t('threads= too, such as threads=32'))
    : undefined;
};

/** `ngx_resolver_create` in src/core/ngx_resolver.c. */
const resolver: Handler = (args) => {
  let servers = 0;
  const families = { ipv4: 'on', ipv6: 'on' };
  for (const word of args) {
    const invalid = (wants: string): ReturnType<Handler> =>
      fault(word, `invalid parameter: ${word.value}`, wants);
    const [, key = '', text = ''] = /^(valid|ipv4|ipv6|status_zone)=(.*)$/s.exec(word.value) ?? [];
    if (key === 'valid') {
      if (parseTime(text, true) === undefined) return invalid(t('a time such as valid=30s'));
    } else if (key === 'ipv4' || key === 'ipv6') {
      if (text !== 'on' && text !== 'off') return invalid(either([`${key}=on`, `${key}=off`]));
      families[key] = text;
    } else if (key === '') {
      servers++;
      const says = hasVariable(word.value) ? undefined : addressFault(word.value, 'server');
      if (says !== undefined)
        return fault(
          word,
          `${says} in resolver "${word.value}"`,
          t('an address, perhaps with a port; of IPv6 in brackets'),
        );
    }
  }
  const [first] = args;
  if (first && families.ipv4 === 'off' && families.ipv6 === 'off')
    return fault(first, '"ipv4" and "ipv6" cannot both be "off"', t('one of the two at least'));
  return first && servers === 0
    ? fault(first, 'no name servers defined', t('the address of a name server'))
    : undefined;
};

/** `ngx_http_core_set_aio`. */
const aio: Handler = ([first], name, context) =>
  first && !/^(on|off|threads(=.*)?)$/s.test(first.value) && !parametersIn(name, context).has(first.value)
    ? value(first, name, either(['on', 'off', 'threads']))
    : undefined;

/** `ngx_http_core_directio`. */
const directio: Handler = ([first], name) =>
  first && first.value !== 'off' && parseOffset(first.value) === undefined
    ? value(first, name, t('a size such as 4m, or off'))
    : undefined;

/** `ngx_http_core_pool_size`, `ngx_http_v2_pool_size`: `NGX_MIN_POOL_SIZE` on machines of 64 bits, `NGX_POOL_ALIGNMENT`. */
const poolSize: Handler = ([first]) => {
  const bytes = first && parseSize(first.value);
  if (!first || bytes === undefined) return undefined;
  if (bytes < 112)
    return fault(first, 'the pool size must be no less than 112', t('a size of at least 112 bytes'));
  return bytes % 16 === 0
    ? undefined
    : fault(first, 'the pool size must be a multiple of 16', t('a size that 16 divides'));
};

const steps = (most: number): readonly number[] =>
  [512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072].filter((size) => size <= most);

/** `ngx_http_gzip_window`, `ngx_http_gzip_hash`. */
const oneSizeUpTo =
  (most: number, says: string): Handler =>
  ([first], name) => {
    const bytes = first && parseSize(first.value);
    return first && bytes !== undefined && !steps(most).includes(bytes)
      ? handed(first, name, says, t('one of its sizes, each twice the one before'))
      : undefined;
  };

/** `ngx_http_v2_chunk_size`. */
const chunkSize: Handler = ([first]) =>
  first && parseSize(first.value) === 0
    ? fault(first, 'the http2 chunk size cannot be zero', t('a size such as 8k'))
    : undefined;

/** `ngx_http_v2_streams_index_mask`. */
const streamsIndex: Handler = ([first], name) => {
  const number = first && parseNumber(first.value);
  if (!first || number === undefined) return undefined;
  return number > 0 && Number.isInteger(Math.log2(number))
    ? undefined
    : handed(first, name, 'must be a power of two', t('a power of two, such as 32'));
};

/** `ngx_http_v2_recv_buffer_size`: `NGX_HTTP_V2_STATE_BUFFER_SIZE`. */
const receiveBuffer: Handler = ([first], name) =>
  first && (parseSize(first.value) ?? 17) <= 16
    ? handed(first, name, 'value is too small', t('a size such as 256k'))
    : undefined;

/** `NGX_HTTP_V2_MAX_WINDOW`. */
const LARGEST_WINDOW = 2 ** 31 - 1;

/** `ngx_http_v2_preread_size`. */
const prereadSize: Handler = ([first]) =>
  first && (parseSize(first.value) ?? 0) > LARGEST_WINDOW
    ? fault(first, `the maximum body preread buffer size is ${LARGEST_WINDOW}`, t('a size such as 64k'))
    : undefined;

export const coreHandlers: readonly (readonly [string, Handler])[] = [
  ['worker_processes', workerProcesses],
  ['worker_priority', workerPriority],
  ['worker_cpu_affinity', workerAffinity],
  ['use', use],
  ['debug_connection', network],
  ['set_real_ip_from', network],
  ['thread_pool', threadPool],
  ['resolver', resolver],
  ['aio', aio],
  ['directio', directio],
  ['connection_pool_size', poolSize],
  ['request_pool_size', poolSize],
  ['http2_pool_size', poolSize],
  ['gzip_window', oneSizeUpTo(32_768, 'must be 512, 1k, 2k, 4k, 8k, 16k, or 32k')],
  ['gzip_hash', oneSizeUpTo(131_072, 'must be 512, 1k, 2k, 4k, 8k, 16k, 32k, 64k, or 128k')],
  ['http2_chunk_size', chunkSize],
  ['http2_recv_buffer_size', receiveBuffer],
  ['http2_body_preread_size', prereadSize],
  ['http2_streams_index_size', streamsIndex],
];
