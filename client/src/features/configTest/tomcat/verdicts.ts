/** What Tomcat says of one thing, in its own words. */
export interface Verdict {
  readonly level: 'error' | 'warning';
  readonly words: string;
  readonly at: Place;
}

/** What Tomcat names of a place in server.xml. Few of its messages name a line. */
interface Place {
  /** From 0. */
  readonly line?: number;
  /** The last element of the path that the digester names: `Connector` of `Server/Service/Connector`. */
  readonly element?: string;
  readonly attribute?: { readonly name: string; readonly value: string };
  /** A class that is not there, or that refuses something. */
  readonly className?: string;
  /** A connector by its port, or by its number, from 0, among those that have no port of their own. */
  readonly connector?: { readonly port: number } | { readonly number: number };
}

/** A record of the log: its message, and the exceptions behind it from the outer to the inner. */
interface Said {
  readonly level: 'error' | 'warning';
  readonly message: string;
  readonly exceptions: readonly string[];
}

/** One line a record (OneLineFormatter), or two (SimpleFormatter): the level begins the message or the line of the message. */
const HEAD = /^(?:\d\d-\w{3}-\d{4} \S+ )?(SEVERE|WARNING|INFO|CONFIG|FINE\w*):? (?:\[[^\]]*\] \S+ )?(.*)$/;
const EXCEPTION = /^(?:Caused by: |\s*Caused by: )?((?:[\w$]+\.)+[\w$]*(?:Exception|Error)\b.*)$/;

/**
 * Reads what `catalina.sh configtest` writes, in English. `base`: the CATALINA_BASE of the test, which is taken out of the
 * words. What only that machine knows, such as a port that is taken, is left out.
 */
export function parseVerdicts(output: string, base?: string): Verdict[] {
  const found: { readonly said: Said; readonly verdict: Verdict }[] = [];
  for (const said of readRecords(base === undefined ? output : output.replaceAll(`${base}/`, ''))) {
    if (said.exceptions.some((exception) => exception.includes('java.net.BindException'))) continue;
    const verdict = verdictOf(said);
    const before = found.findIndex((other) => isSame(other, { said, verdict }));
    if (before === -1) found.push({ said, verdict });
    else if (found[before]?.verdict.at.line === undefined && verdict.at.line !== undefined)
      found[before] = { said, verdict };
  }
  return found.map(({ verdict }) => verdict);
}

/** What fails is told by the parser and by those who called it, what cannot be set by the setter and by the digester. */
function isSame(
  one: { readonly said: Said; readonly verdict: Verdict },
  other: { readonly said: Said; readonly verdict: Verdict },
): boolean {
  const [a, b] = [one.verdict.at, other.verdict.at];
  if (a.line !== undefined && a.line === b.line) return true;
  if (a.attribute && b.attribute)
    return a.attribute.name === b.attribute.name && a.attribute.value === b.attribute.value;
  const cause = other.said.exceptions.at(-1);
  if (cause !== undefined && cause === one.said.exceptions.at(-1)) return true;
  return other.said.message.endsWith(one.verdict.words);
}

function readRecords(output: string): readonly Said[] {
  const records: (Said & { exceptions: string[] })[] = [];
  let isRead = false;
  for (const text of output.split(/\r?\n/)) {
    const [, level, message = ''] = HEAD.exec(text) ?? [];
    if (level !== undefined) {
      isRead = level === 'SEVERE' || level === 'WARNING';
      if (isRead)
        records.push({
          level: level === 'SEVERE' ? 'error' : 'warning',
          message: message.trim(),
          exceptions: [],
        });
      continue;
    }
    const exception = EXCEPTION.exec(text)?.[1];
    if (isRead && exception !== undefined) records.at(-1)?.exceptions.push(exception);
  }
  return records;
}

function verdictOf({ level, message, exceptions }: Said): Verdict {
  const cause = exceptions.at(-1);
  const parsed = exceptions.find((exception) => exception.startsWith('org.xml.sax.SAXParseException'));
  const [, line, told] = /lineNumber: (\d+); columnNumber: \d+; (.*)$/.exec(parsed ?? '') ?? [];
  if (line !== undefined && told !== undefined) {
    const reason =
      cause === parsed
        ? told
        : `${told.replace(/^Error at line \[\d+\] column \[\d+\]: /, '')} (${simple(cause)})`;
    return { level: 'error', words: reason, at: { line: Number(line) - 1 } };
  }
  const words = cause === undefined ? message : `${message}: ${simple(cause)}`;
  return { level, words, at: placeOf(message, cause ?? '') };
}

/** `ClassNotFoundException: a.b.C` of `java.lang.ClassNotFoundException: a.b.C`. */
const simple = (exception = ''): string => exception.replace(/^(?:[\w$]+\.)+(?=[\w$]+)/, '');

function placeOf(message: string, cause: string): Place {
  const at = /Error at \((\d+), \d+\)|\bat line \[?(\d+)\]? column/.exec(message);
  const line = at?.[1] ?? at?.[2];
  if (line !== undefined) return { line: Number(line) - 1 };
  const path = /\[?\{?(Server(?:\/\w+)+)\}?\]?/.exec(message)?.[1];
  const element = path?.slice(path.lastIndexOf('/') + 1);
  const [, name, value] =
    /property \[(.*?)\] to \[(.*?)\](?: |$)/.exec(message) ??
    /property '(.*?)' to '(.*?)'/.exec(message) ??
    [];
  const attribute = name === undefined || value === undefined ? undefined : { name, value };
  const connector = /Connector\["[\w.:-]*?-(?:auto-(\d+)(?:-\d+)?|(\d+))"\]/.exec(message);
  const className = /(?:class \[?(?:class )?|ClassNotFoundException: )([\w.$]+)/.exec(
    `${message} ${cause}`,
  )?.[1];
  return {
    ...(element !== undefined && { element }),
    ...(attribute && { attribute }),
    ...(className !== undefined && { className }),
    ...(connector && {
      connector:
        connector[2] === undefined ? { number: Number(connector[1]) - 1 } : { port: Number(connector[2]) },
    }),
  };
}

/** The line of server.xml that Tomcat means, from 0; the first where it cannot be told. `connectors`: the lines of those. */
export function lineFor({ at }: Verdict, lines: readonly string[], connectors: readonly number[]): number {
  if (at.line !== undefined) return at.line;
  const { attribute, connector, className, element } = at;
  const find = (pattern: RegExp): number => lines.findIndex((text) => pattern.test(text));
  const candidates = [
    attribute
      ? find(new RegExp(`\\b${escaped(attribute.name)}\\s*=\\s*["']${escaped(attribute.value)}["']`, 'i'))
      : -1,
    connector ? lineOfConnector(connector, lines, connectors) : -1,
    className === undefined ? -1 : find(new RegExp(`["']${escaped(className)}["']`)),
    element === undefined ? -1 : find(new RegExp(`<${escaped(element)}\\b`)),
  ];
  return candidates.find((line) => line !== -1) ?? 0;
}

function lineOfConnector(
  connector: { readonly port: number } | { readonly number: number },
  lines: readonly string[],
  connectors: readonly number[],
): number {
  if ('number' in connector) return connectors[connector.number] ?? -1;
  const port = new RegExp(`\\bport\\s*=\\s*["']${connector.port}["']`);
  const found = connectors.find((line, index) =>
    lines.slice(line, connectors[index + 1] ?? line + LONGEST_TAG).some((text) => port.test(text)),
  );
  return found ?? -1;
}

/** Lines over which the tag of the last Connector may go. */
const LONGEST_TAG = 6;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
