import { posix } from 'node:path';
import type { ContainerPlan } from '../../../server/src/protocol';
import { LabError } from './lab';

const LAST_LINES = 20;
const TOMCAT_CONF = '/usr/local/tomcat/conf';

/** How a container ended. */
export interface Exit {
  readonly code: number;
  readonly outOfMemory: boolean;
}

/** Why a container ended, or did not come up, in the program's own words and on the user's line where it names one. */
export function whyItEnded(plan: ContainerPlan, lines: readonly string[], exit: Exit | undefined): LabError {
  const last = lines.slice(-LAST_LINES);
  if (plan.role === 'nginx') {
    const refused = nginxRefusal(plan, lines);
    if (refused) return refused;
  } else {
    const refused = tomcatRefusal(plan, lines);
    if (refused) return refused;
  }
  const how = !exit
    ? 'did not come up in time'
    : exit.outOfMemory
      ? 'ran out of memory'
      : `ended with exit code ${exit.code}`;
  return new LabError(
    'node-failed',
    `${plan.name} ${how}${last.length > 0 ? `; its last line: ${last.at(-1)}` : ' without a word'}.`,
    `See the log of ${plan.name}.`,
    { lines: last },
  );
}

/** `nginx: [emerg] unknown directive "proxy_pas" in /etc/nginx/nginx.conf:24` (ngx_log.c, ngx_conf_file.c). */
function nginxRefusal(plan: ContainerPlan, lines: readonly string[]): LabError | undefined {
  const line = lines.findLast((text) => /\[(emerg|alert)\]/.test(text));
  if (line === undefined) return undefined;
  const words = line.replace(/^.*?\[(?:emerg|alert)\] (?:\d+#\d+: )?/, '');
  const [, path, number] = / in (\/\S+):(\d+)$/.exec(words) ?? [];
  const place = placeOf(plan, path, number);
  return new LabError(
    'nginx-refused',
    `nginx refuses the configuration: ${place ? words.replace(/ in \/\S+$/, '') : words}.`,
    place
      ? `Repair line ${place.line + 1} of ${posix.basename(place.file.replaceAll('\\', '/'))}, then start the lab again.`
      : 'Repair it, then start the lab again.',
    { lines: lines.slice(-LAST_LINES), ...(place && { place }) },
  );
}

/** What Tomcat says before it gives up: the parser's place, a class that is not there, a server.xml it could not load. */
function tomcatRefusal(plan: ContainerPlan, lines: readonly string[]): LabError | undefined {
  const text = lines.join('\n');
  const xml = /lineNumber: (\d+); columnNumber: \d+; (.+)/.exec(text);
  const rule = /(?:at|on) line \[?(\d+)\]?,? (?:column|and column)/i.exec(text);
  const gaveUp = lines.some((it) =>
    /startup\.(?:Catalina\.(?:load|parseServerXml|start)|Bootstrap)\b|Cannot start server/.test(it),
  );
  if (!xml && !gaveUp) return undefined;
  const cause =
    xml?.[2] ??
    lines
      .filter((it) => /^(?:Caused by: )?[\w.$]+(?:Exception|Error): /.test(it.trim()))
      .at(-1)
      ?.trim()
      .replace(/^Caused by: /, '') ??
    lines.findLast((it) => /Cannot start server|SEVERE/.test(it)) ??
    lines.at(-1) ??
    'it ended without a word';
  const place = placeOf(plan, `${TOMCAT_CONF}/server.xml`, xml?.[1] ?? rule?.[1]);
  return new LabError(
    'tomcat-refused',
    `${plan.name}: Tomcat does not start with this configuration: ${cause.replace(/\.$/, '')}.`,
    place
      ? `Repair line ${place.line + 1} of ${posix.basename(place.file.replaceAll('\\', '/'))}, then start the lab again.`
      : 'Repair server.xml, then start the lab again.',
    { lines: lines.slice(-LAST_LINES), ...(place && { place }) },
  );
}

/** The user's file and zero-based line behind a place in a container. */
function placeOf(
  plan: ContainerPlan,
  path: string | undefined,
  line: string | undefined,
): { file: string; line: number } | undefined {
  const file = plan.files.find(({ target }) => target === path)?.origin;
  return file !== undefined && line !== undefined ? { file, line: Number(line) - 1 } : undefined;
}
