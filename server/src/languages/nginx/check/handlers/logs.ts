import { t } from '@vscode/l10n';
import { either } from '../../../text/suggest';
import { hasVariable } from '../../variables';
import type { Word } from '../../tree';
import { addressFault } from '../url';
import type { ValueFault } from '../valueFault';
import { parseNumber, parseSize, parseTime } from '../values';
import { fault, type Handler, parameter } from './handler';

const levels = ['debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'];
const debugLevels = /^debug_(core|alloc|mutex|event|http|mail|stream)$/;

/** The least that a buffer of memory holds: `NGX_MAX_ERROR_STR`, and a few words more. */
const LEAST_MEMORY = 2048;

/** `ngx_log_set_log` and `ngx_log_set_levels` in src/core/ngx_log.c. */
const errorLog: Handler = ([path, ...given]) => {
  if (!path) return undefined;
  const target = path.value.startsWith('syslog:') ? syslogFault(path) : memoryFault(path);
  if (target) return target;
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

function memoryFault(path: Word): ValueFault | undefined {
  if (!path.value.startsWith('memory:')) return undefined;
  const size = path.value.slice('memory:'.length);
  return (parseSize(size) ?? 0) < LEAST_MEMORY
    ? fault(path, `invalid buffer size "${size}"`, t('a size such as memory:32m'))
    : undefined;
}

const facilities =
  'kern user mail daemon auth intern lpr news uucp clock authpriv ftp ntp audit alert cron local0 local1 local2 local3 local4 local5 local6 local7'.split(
    ' ',
  );
const severities = ['emerg', 'alert', 'crit', 'error', 'warn', 'notice', 'info', 'debug'];

/** `ngx_syslog_parse_args` in src/core/ngx_syslog.c. */
function syslogFault(word: Word): ValueFault | undefined {
  const seen = new Set<string>();
  for (const part of word.value.slice('syslog:'.length).split(',')) {
    const [, key = '', text = ''] = /^(server|facility|severity|tag)=(.*)$/s.exec(part) ?? [];
    if (seen.has(key)) return fault(word, `duplicate syslog "${key}"`, t('{key}= once', { key }));
    if (key !== '') seen.add(key);
    const found = partFault(word, part, key, text);
    if (found) return found;
  }
  return seen.has('server')
    ? undefined
    : fault(word, 'no syslog server specified', t('the server too, as in syslog:server=10.0.0.1'));
}

function partFault(word: Word, part: string, key: string, text: string): ValueFault | undefined {
  switch (key) {
    case 'server': {
      const says = hasVariable(text) ? undefined : addressFault(text, 'server');
      return says === undefined
        ? undefined
        : fault(
            word,
            `${says} in syslog server "${text}"`,
            t('an address, perhaps with a port, or unix: and a path'),
          );
    }
    case 'facility':
      return facilities.includes(text)
        ? undefined
        : fault(word, `unknown syslog facility "${text}"`, t('a facility such as local7'));
    case 'severity':
      return severities.includes(text)
        ? undefined
        : fault(word, `unknown syslog severity "${text}"`, either(severities));
    case 'tag':
      if (text.length > 32)
        return fault(word, 'syslog tag length exceeds 32', t('a tag of at most 32 characters'));
      return /^\w*$/.test(text)
        ? undefined
        : fault(
            word,
            'syslog "tag" only allows alphanumeric characters and underscore',
            t('a tag of letters, digits and underscores'),
          );
    default:
      return part === 'nohostname'
        ? undefined
        : fault(
            word,
            `unknown syslog parameter "${part}"`,
            t('server=, facility=, severity=, tag= or nohostname, with commas between them and no spaces'),
          );
  }
}

/** `ngx_http_log_set_log` in src/http/modules/ngx_http_log_module.c, `ngx_stream_log_set_log`. */
const accessLog: Handler = ([path, ...rest], _, context) => {
  if (!path) return undefined;
  const [format] = rest;
  if (path.value === 'off') return format && parameter(format, t('"off" alone'));
  const isSyslog = path.value.startsWith('syslog:');
  const target = isSyslog ? syslogFault(path) : undefined;
  if (target) return target;
  if (!format && context.startsWith('stream'))
    return fault(path, 'log format is not specified', t('the name of a log_format behind the path'));
  let buffer: Word | undefined;
  let flush: Word | undefined;
  for (const word of rest.slice(1)) {
    const [, key = '', text = ''] = /^(\w+)=([\s\S]*)$/.exec(word.value) ?? [];
    if (key === 'buffer') {
      if ((parseSize(text) ?? 0) === 0)
        return fault(word, `invalid buffer size "${text}"`, t('a size such as buffer=32k'));
      buffer = word;
    } else if (key === 'flush') {
      if ((parseTime(text) ?? 0) === 0)
        return fault(word, `invalid flush time "${text}"`, t('a time such as flush=5m'));
      flush = word;
    } else if (key === 'gzip' || word.value === 'gzip') {
      const level = key === '' ? 1 : parseNumber(text);
      if (level === undefined || level < 1 || level > 9)
        return fault(word, `invalid compression level "${text}"`, t('a level from gzip=1 to gzip=9'));
      buffer ??= word;
    } else if (key !== 'if') {
      return parameter(word, either(['buffer=', 'gzip', 'flush=', 'if=']));
    }
  }
  if (flush && !buffer)
    return fault(
      flush,
      `no buffer is defined for access_log "${path.value}"`,
      t('buffer= too, since only a buffer can be flushed'),
    );
  if (!buffer) return undefined;
  if (hasVariable(path.value))
    return fault(
      buffer,
      'buffered logs cannot have variables in name',
      t('a path without variables, or no buffer= and gzip'),
    );
  return isSyslog
    ? fault(buffer, 'logs to syslog cannot be buffered', t('no buffer= and gzip for syslog'))
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

export const logHandlers: readonly (readonly [string, Handler])[] = [
  ['error_log', errorLog],
  ['access_log', accessLog],
  ['log_format', logFormat],
];
