import { t } from '@vscode/l10n';
import { posix } from 'node:path';
import type { ContainerPlan } from '../../../server/src/protocol';
import { LabError, type LogLine } from './lab';
import { findLine, testsFor } from './wordsPlace';
import { saysReady } from './logs/milestones';
import type { LogRecord } from './logs/record';
import { originOf } from './origins';

const LAST_LINES = 20;
const STILL = 'still could not bind()';

/** What a container has said. */
type Said = readonly Pick<LogLine, 'text' | 'record'>[];

/** How a container ended. */
export interface Exit {
  readonly code: number;
  readonly outOfMemory: boolean;
}

/** Why a container ended, or did not come up, in the program's own words and on the user's line where it names one. */
export function whyItEnded(plan: ContainerPlan, lines: Said, exit: Exit | undefined): LabError {
  const last = lastOf(lines);
  if (exit && !exit.outOfMemory) {
    const refused = plan.role === 'nginx' ? nginxRefusal(plan, lines) : tomcatRefusal(plan, lines);
    if (refused) return refused;
  }
  const { what, nextStep } = exit ? ending(plan, exit) : late();
  return new LabError(
    'node-failed',
    last.length > 0
      ? t('{node} {what}; its last line: {line}.', { node: plan.name, what, line: last.at(-1)?.trim() ?? '' })
      : t('{node} {what}; it logged nothing.', { node: plan.name, what }),
    nextStep(plan.name),
    { lines: last },
  );
}

/** Somebody else has removed what a node needs. */
export const lacking = (node: string, what: 'container' | 'network'): LabError =>
  new LabError(
    'node-failed',
    what === 'container'
      ? t('The container of {node} was removed, and not by this lab.', { node })
      : t('{node} has no network any more: somebody has removed it from that of the lab.', { node }),
    t('Restart the lab: it is made anew.'),
  );

const lastOf = (lines: Said): string[] => lines.slice(-LAST_LINES).map(({ text }) => text);

interface Ending {
  readonly what: string;
  readonly nextStep: (name: string) => string;
}

const late = (): Ending => ({
  what: t('did not start in time'),
  nextStep: (name) => t('See the log of {name}.', { name }),
});

/** Codes over 128 are signals (128 + number), as shells and engines tell them. */
function ending({ role, memoryBytes }: ContainerPlan, { code, outOfMemory }: Exit): Ending {
  const limit = `${Math.round(memoryBytes / 1024 / 1024)} MB`;
  if (outOfMemory) {
    return {
      what: t('ran out of memory: it used more than the {limit} of its container', { limit }),
      nextStep: () =>
        role === 'tomcat'
          ? t('Limit its JVM with -Xmx in CATALINA_OPTS, or make the app keep less in memory.')
          : t(
              'Reduce the memory that nginx uses: check worker_connections and the sizes of buffers and caches.',
            ),
    };
  }
  if (code === 137) {
    return {
      what: t('was killed'),
      // Podman before 5.0 does not tell that memory was the reason (containers/podman, pull request 21523).
      nextStep: (name) =>
        t(
          'See the log of {name}, then start it again. If nobody killed it, the {limit} of its container were not enough.',
          { name, limit },
        ),
    };
  }
  const what =
    code === 143
      ? t('was stopped')
      : code === 139 || code === 134
        ? t('crashed')
        : t('ended with exit code {code}', { code });
  return { what, nextStep: (name) => t('See the log of {name}, then start it again.', { name }) };
}

/**
 * What nginx refuses, by what it says; undefined where it refuses nothing: `nginx: [emerg] unknown directive "proxy_pas" in
 * /etc/nginx/nginx.conf:24` (ngx_log.c, ngx_conf_file.c). `nextStep`: what is to be done, but where a node has to be started.
 */
export function nginxRefusal(plan: ContainerPlan, lines: Said, nextStep?: string): LabError | undefined {
  // "still could not bind()" is but the last word behind what could not be bound.
  const refusals = lines.filter(({ text }) => text.includes('[emerg]'));
  const line = refusals.findLast(({ text }) => !text.endsWith(STILL)) ?? refusals.at(-1);
  if (line?.record.kind !== 'message') return undefined;
  const words = line.record.message;
  const [, path, number] = / in (\/\S+):(\d+)$/.exec(words) ?? [];
  const place = path === undefined ? placeAbout(plan, words) : placeOf(plan, path, number);
  return new LabError(
    'nginx-refused',
    t('nginx refuses the configuration: {words}.', {
      words: place ? words.replace(/ in \/\S+$/, '') : words,
    }),
    unknownHost(words) ?? nextStep ?? (place ? repair(place) : t('Fix it, then start the lab again.')),
    { lines: lastOf(lines), ...(place && { place }) },
  );
}

/** "host not found in upstream "tomcat9:8080"" (ngx_http_upstream.c): nginx asks for names once, when it starts. */
function unknownHost(words: string): string | undefined {
  const host = /\bhost not found in .*?"([^":/]+)/.exec(words)?.[1];
  return host === undefined
    ? undefined
    : t(
        'nginx resolves names when it starts, and nothing that runs in the lab has the name {host}: start that node, or use the name of a running one.',
        { host },
      );
}

/** What Tomcat says before it gives up: its parser's place in a file, and the cause at the root of it. */
function tomcatRefusal(plan: ContainerPlan, lines: Said): LabError | undefined {
  if (!lines.some(({ record }) => gaveUp(record)) || lines.some(({ record }) => saysReady(record)))
    return undefined;
  const texts = lines.map(({ text }) => text);
  const fault = texts.map((text) => PARSE_FAULT.exec(text)).find((it) => it !== null);
  const exceptions = texts.map((text) => EXCEPTION.exec(text)?.[1]).filter((it) => it !== undefined);
  const root = texts.map((text) => ROOT_CAUSE.exec(text)?.[1]).findLast((it) => it !== undefined);
  const cause = root ?? fault?.[3] ?? exceptions.at(-1) ?? texts.at(-1) ?? '';
  const place = placeOf(plan, fault?.[1], fault?.[2]);
  return new LabError(
    'tomcat-refused',
    t('{node}: Tomcat does not start with this configuration: {cause}.', {
      node: plan.name,
      cause: cause.replace(/\.$/, ''),
    }),
    place ? repair(place) : t('Fix server.xml, then start the lab again.'),
    { lines: lastOf(lines), ...(place && { place }) },
  );
}

const GAVE_UP = /^org\.apache\.catalina\.startup\.(?:Bootstrap\.main|Catalina\.(?:parseServerXml|start))\b/;
const gaveUp = (record: LogRecord): boolean => record.kind === 'message' && GAVE_UP.test(record.logger ?? '');
/** A SAXParseException: file, line, words. */
const PARSE_FAULT = /; systemId: file:(?:\/\/)?([^;]+); lineNumber: (\d+); columnNumber: \d+; (.+)/;
const EXCEPTION = /^\s*((?:[\w$]+\.)+[\w$]*(?:Exception|Error): .+)/;
const ROOT_CAUSE = /^\s*Caused by: (.+)/;

const repair = ({ file, line }: { file: string; line: number }): string =>
  t('Fix line {line} of {file}, then start the lab again.', {
    line: line + 1,
    file: posix.basename(file.replaceAll('\\', '/')),
  });

/** The line that words of nginx are about which name none. */
function placeAbout({ files }: ContainerPlan, words: string): { file: string; line: number } | undefined {
  const texts = files.flatMap(({ origin, content }) =>
    origin !== undefined && content.kind === 'text' ? [{ of: origin, lines: content.text.split('\n') }] : [],
  );
  const found = findLine(testsFor(words), texts);
  return found && { file: found.of, line: found.line };
}

/** The user's file and zero-based line behind a place in a container. */
function placeOf(
  plan: ContainerPlan,
  path: string | undefined,
  line: string | undefined,
): { file: string; line: number } | undefined {
  const file = originOf(plan.files, path);
  return file !== undefined && line !== undefined ? { file, line: Number(line) - 1 } : undefined;
}
