import { isRecord } from '../../../../server/src/languages/text/record';
import { javaLevel } from './levels';
import type { Level, Message } from './record';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A line of JSON of a logger of Java: Tomcat's JsonFormatter, Logstash' encoder and the Elastic Common Schema, Log4j's
 * layouts. Undefined where it is none.
 */
export function readJson(text: string): Message | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // A text may begin with a brace.
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const message = textIn(value, ['message', 'msg']);
  const level = levelOf(textIn(value, ['level', 'log.level', 'severity']));
  if (message === undefined || level === undefined) return undefined;
  const type = textIn(value, ['logger_name', 'loggerName', 'logger', 'log.logger', 'class']);
  const method = textIn(value, ['method']);
  const logger = type !== undefined && method !== undefined ? `${type}.${method}` : type;
  const thread = textIn(value, ['thread_name', 'threadName', 'thread', 'process.thread.name']);
  const time = textIn(value, ['@timestamp', 'timestamp', 'time']);
  const trace = traceIn(value);
  return {
    kind: 'message',
    level,
    ...(time !== undefined && { time }),
    ...(logger !== undefined && { logger }),
    ...(thread !== undefined && { thread }),
    from: 'logger',
    message,
    ...(trace !== undefined && { trace }),
  };
}

/** By its name, or by the path of it: `log.level` may be `{ "log": { "level": … } }`. */
function valueOf(fields: Fields, name: string): unknown {
  if (name in fields) return fields[name];
  let value: unknown = fields;
  for (const part of name.split('.')) value = isRecord(value) ? value[part] : undefined;
  return value;
}

const textIn = (fields: Fields, names: readonly string[]): string | undefined =>
  names.map((name) => valueOf(fields, name)).find((value) => typeof value === 'string');

const LEVELS: Readonly<Record<string, Level>> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  WARN: 'warn',
  ERROR: 'error',
  FATAL: 'error',
  CRITICAL: 'error',
};

const levelOf = (name: string | undefined): Level | undefined =>
  name === undefined
    ? undefined
    : (javaLevel(name) ?? LEVELS[name.toUpperCase()] ?? javaLevel(name.toUpperCase()));

/** Tomcat's JsonFormatter leaves `at` out. */
const BARE_FRAME = /^\s+(?=[\w.$/@-]+\.[\w$<>]+\()/;

const TRACES = [
  'stack_trace',
  'error.stack_trace',
  'stackTrace',
  'throwable',
  'exception',
  'thrown.extendedStackTrace',
];

/** A stack trace is a text, or a list of its lines. */
function traceIn(fields: Fields): string | undefined {
  for (const name of TRACES) {
    const value = valueOf(fields, name);
    if (typeof value === 'string') return value;
    if (Array.isArray(value) && value.every((line) => typeof line === 'string'))
      return value.map((line: string) => line.replace(BARE_FRAME, '\tat ')).join('\n');
  }
  return undefined;
}
