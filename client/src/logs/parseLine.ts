import { stripVTControlCharacters } from 'node:util';

/** Levels as `LogOutputChannel` knows them. */
export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';

export interface ParsedLine {
  readonly level: Level;
  /** What a person reads; the stamp and the level are left to the channel. */
  readonly text: string;
  /** Belongs to the line before: a stack trace, or the rest of a message of several lines. */
  readonly continues: boolean;
  /** Path of the request, for the lines of an access log. */
  readonly requestPath?: string;
}

/**
 * Names of java.util.logging's levels in the languages a JDK speaks (`sun.util.logging.resources.logging`): Tomcat
 * writes the one of its locale.
 */
const javaLevels: readonly (readonly [Level, string])[] = [
  ['error', 'SEVERE|심각|重大|严重|嚴重|SCHWERWIEGEND|GRAVE|ALLVARLIG'],
  ['warn', 'WARNING|경고|警告|WARNUNG|AVERTISSEMENT|ADVERTENCIA|AVVERTENZA|ADVERTÊNCIA|VARNING'],
  ['info', 'INFO|정보|情報|信息|資訊|INFORMATION|INFOS|INFORMACIÓN|INFORMAZIONI|INFORMAÇÕES'],
  ['debug', 'CONFIG|구성|構成|配置|組態|KONFIGURATION|CONFIGURAR|CONFIGURAZIONE|CONFIGURAÇÃO|KONFIG'],
  ['debug', 'FINE|미세|상세|普通|详细|FEIN|PRÉCIS|DETALLADO|BUONO|DETALHADO|FIN'],
  [
    'trace',
    'FINER|더 미세|보다 미세|詳細|较详细|較詳細|FEINER|PLUS PRÉCIS|MUY DETALLADO|MIGLIORE|MAIS DETALHADO|FINARE',
  ],
  ['trace', 'FINEST|가장 미세|最も詳細|非常详细|最詳細|AM FEINSTEN|LE PLUS PRÉCIS|MÁS DETALLADO|OTTIMALE'],
  ['trace', 'O MAIS DETALHADO|FINASTE'],
];
const levelOf = new Map(
  javaLevels.flatMap(([level, names]) => names.split('|').map((name) => [name, level] as const)),
);

/** nginx's levels as its error log writes them (ngx_log.c, `err_levels`). */
const nginxLevels: Readonly<Record<string, Level>> = {
  emerg: 'error',
  alert: 'error',
  crit: 'error',
  error: 'error',
  warn: 'warn',
  notice: 'info',
  info: 'info',
  debug: 'debug',
};

/**
 * `org.apache.juli.OneLineFormatter`: stamp, level, [thread], class.method, message. Months and digits are the locale's:
 * `23-de nov.-2026`, `٢٣-نوفمبر-٢٠٢٦`, and `8` is a year in Japan's own calendar.
 */
const tomcatLine =
  /^\p{Nd}{1,2}-.{1,40}?-\p{Nd}{1,4} [\p{Nd}:.]{12} (\S+(?: \S+){0,2}?) \[(.+?)\] ([^\s[\]]+)(?: (.*))?$/u;

/** The lab's own access valve: `ACCESS time host user "request" status bytes duration session`. */
const accessLine = /^ACCESS (\S+) (\S+) (\S+) "(.*)" (\d{3}|-) (\S+) (\S+) (\S+)$/;

const nginxErrorLine = /^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2} \[(\w+)\] (?:\d+#\d+: )?(.*)$/;
/** What nginx says before its log is open, and in `nginx -t`. */
const nginxStartLine = /^nginx: \[(\w+)\] (.*)$/;
/** What follows in the lab's own format (`server/src/plan`): where the request went, and with which session. */
const nginxLabFields = /^ upstream=(.+) session=(\S+) time=([\d.]+)$/;
/** The head that nginx's `combined` and most own formats share: host, user, [time], "request", status, bytes, the rest. */
const nginxAccessLine = /^(\S+) \S+ (\S+) \[([^\]]+)\] "([^"]*)" (\d{3}) (\S+)(.*)$/;

/**
 * One line of a Tomcat's console; `before` is the result for the line before it, in the same log. Colours are taken
 * out: the Output view shows them as rubbish (microsoft/vscode#571).
 */
export function parseTomcatLine(line: string, before?: ParsedLine): ParsedLine {
  const text = stripVTControlCharacters(line);
  if (isOwn(text)) return own(text);
  const access = accessLine.exec(text);
  if (access) return tomcatAccess(access);
  const record = tomcatLine.exec(text);
  const level = record && levelOf.get(record[1] ?? '');
  if (record && level) {
    const [, , thread, source = '', message = ''] = record;
    return { level, text: `[${shortSource(source)}] [${thread}] ${message}`, continues: false };
  }
  if (before && before.requestPath === undefined && continues(text, before))
    return { level: before.level, text, continues: true };
  return { level: 'info', text, continues: false };
}

/** One line of nginx's standard output or error output. */
export function parseNginxLine(line: string): ParsedLine {
  const text = stripVTControlCharacters(line);
  if (isOwn(text)) return own(text);
  const error = nginxErrorLine.exec(text) ?? nginxStartLine.exec(text);
  if (error) {
    return { level: nginxLevels[error[1] ?? ''] ?? 'info', text: `[nginx] ${error[2]}`, continues: false };
  }
  const access = nginxAccessLine.exec(text);
  if (!access) return { level: 'info', text, continues: false };
  const [, host, user, , request = '', status = '', bytes, rest = ''] = access;
  const client = `${host}${user === '-' ? '' : ` (${user})`}`;
  const lab = nginxLabFields.exec(rest);
  const parts = lab
    ? [`upstream ${lab[1]}`, sessionText(lab[2]), `${Math.round(Number(lab[3]) * 1000)} ms`, client]
    : [client, `${bytes} bytes`, rest.replace(/ "-"/g, '').trim()];
  return accessEntry(request, status, parts.filter(Boolean));
}

/** What the lab says in a node's log: that the engine went away, and that it is back. */
const isOwn = (text: string): boolean => text.startsWith('[cluster-lab] ');
const own = (text: string): ParsedLine => ({ level: 'warn', text, continues: false });

/** `o.a.c.startup.Catalina.start` for `org.apache.catalina.startup.Catalina.start`: a panel is narrow. */
function shortSource(source: string): string {
  const known = shortened.get(source);
  if (known !== undefined) return known;
  const names = source.split('.');
  const short = names.map((name, index) => (index < names.length - 3 ? name.slice(0, 1) : name)).join('.');
  if (shortened.size >= SOURCES) shortened.clear();
  shortened.set(source, short);
  return short;
}

/** A node has some hundreds of them, and thousands of lines of each. */
const SOURCES = 1_000;
const shortened = new Map<string, string>();

function tomcatAccess(match: RegExpExecArray): ParsedLine {
  const [, time = '', host, user, request = '', status = '', , , session] = match;
  const client = `${host}${user === '-' ? '' : ` (${user})`}`;
  return accessEntry(request, status, [sessionText(session), client, time.replace(/^.*T/, '')]);
}

const accessEntry = (request: string, status: string, parts: readonly string[]): ParsedLine => ({
  level: status.startsWith('5') ? 'error' : 'info',
  text: `[access] ${request.replace(/ HTTP\/[\d.]+$/, '')} → ${status} · ${parts.join(' · ')}`,
  continues: false,
  requestPath: (request.split(' ')[1] ?? '').replace(/\?.*$/, ''),
});

const sessionText = (session: string | undefined): string =>
  session === '-' ? 'no session' : `session ${session}`;

/**
 * Juli indents a stack trace, but not the second line of an exception's own message; so once a trace has begun,
 * everything up to the next record belongs to it.
 */
const continues = (text: string, before: ParsedLine): boolean =>
  before.continues || text === '' || /^\s|^Caused by: /.test(text);
