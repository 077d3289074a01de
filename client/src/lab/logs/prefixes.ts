import { stripVTControlCharacters } from 'node:util';

/** A line without what was put in front of it on its way. */
export interface Unwrapped {
  /** The container, the pod or the service that a prefix names; empty where none does. */
  readonly source: string;
  /** When it was read from the program. */
  readonly stamp: string | undefined;
  readonly text: string;
}

/** `tomcat1  | …` of `docker compose logs`; the name of a container has no blank. */
const COMPOSE = /^([A-Za-z0-9][\w.-]*) +\| ?/;
/** `docker logs -t` and `kubectl logs --timestamps`: digits of a second, always (time.RFC3339Nano). */
const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6,9}(?:Z|[+-]\d\d:\d\d)) /;
/** What follows the stamp in the files of a container runtime of Kubernetes: stream, and whether the line is whole. */
const CRI = /^(?:stdout|stderr) [FP] /;
/** `[pod/tomcat-0/tomcat] …` of `kubectl logs --prefix`. */
const POD = /^\[pod\/([\w.-]+\/[\w.-]+)\] /;
/** `Nov 29 12:00:01 host tomcat9[4711]: …` of journald and syslog, also with a date of ISO 8601. */
const JOURNAL =
  /^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)) ([\w.-]+ [\w./@-]+)\[\d+\]: /;

const BRACE = 123;
const BRACKET = 91;

export function unwrap(line: string): Unwrapped {
  let text = line.endsWith('\r') ? line.slice(0, -1) : line;
  if (text.includes('\u001b')) text = stripVTControlCharacters(text);
  let source = '';
  let stamp: string | undefined;
  const take = (prefix: RegExp): RegExpExecArray | undefined => {
    const match = prefix.exec(text);
    if (match) text = text.slice(match[0].length);
    return match ?? undefined;
  };
  const bar = text.indexOf('|');
  if (bar > 0 && bar < 80) source = take(COMPOSE)?.[1] ?? '';
  if (text.charCodeAt(0) === BRACKET && text.startsWith('[pod/')) source = take(POD)?.[1] ?? source;
  if (text.charCodeAt(10) === LETTER_T) stamp = take(STAMP)?.[1];
  if (stamp !== undefined && text.startsWith('std')) take(CRI);
  const close = stamp === undefined && source === '' ? text.indexOf(']: ') : -1;
  if (close > 0 && close < 160) {
    const match = take(JOURNAL);
    if (match) [, stamp, source = ''] = match;
  }
  // The files of Docker's driver json-file.
  if (text.charCodeAt(0) === BRACE && text.startsWith('{"log":"'))
    return fromDocker(text) ?? { source, stamp, text };
  return { source, stamp, text };
}

const LETTER_T = 84;

function fromDocker(text: string): Unwrapped | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // It only looks like one: it is read as it stands.
    return undefined;
  }
  const { log, time } = value as Readonly<Record<string, unknown>>;
  if (typeof log !== 'string') return undefined;
  const inner = unwrap(log.replace(/\r?\n$/, ''));
  return { ...inner, stamp: inner.stamp ?? (typeof time === 'string' ? time : undefined) };
}
