import { t } from '@vscode/l10n';
import { parseNumber } from '../check/values';
import type { NginxConfiguration } from '../configuration';
import { directivesNamed } from '../catalogue';
import { portsOf, serversOf } from '../http';
import type { Report } from './problem';

/** Nobody listens on more. */
const MOST_SOCKETS = 64;

const blocks: ReadonlySet<string> = new Set(['http', 'stream', 'mail']);

/** `ngx_event_init_conf` in src/event/ngx_event.c, of files that are surely the main one: by their name, and what they hold. */
export function checkEvents({ mainFile, placements, byName }: NginxConfiguration, report: Report): void {
  if (!mainFile.endsWith('/nginx.conf') || byName.has('events')) return;
  const block = placements.find(
    ({ directive, path }) => path === mainFile && blocks.has(directive.name.value),
  );
  if (!block || placements.some(({ directive }) => directivesNamed(directive.name.value).length === 0))
    return;
  report({
    family: 'events-missing',
    placement: block,
    word: block.directive.name,
    says: 'no "events" section in configuration',
    told: t('nginx does not start without an events block. Add "events { }" at the top of this file.'),
  });
}

/** Before it opens any, nginx wants a connection for each socket: `ngx_event_init_conf`. Addresses of one port are counted once. */
export function checkConnections(configuration: NginxConfiguration, report: Report): void {
  const placement = configuration.byName.get('worker_connections')?.at(-1);
  const [word] = placement?.directive.args ?? [];
  const connections = word && parseNumber(word.value);
  if (!placement || !word || connections === undefined || connections > MOST_SOCKETS) return;
  const ports = new Set<string>();
  for (const area of ['http', 'stream', 'mail'] as const)
    for (const { listeners } of serversOf(configuration, area))
      for (const listener of listeners)
        for (const port of portsOf(listener)) ports.add(`${port} ${listener.udp || listener.quic}`);
  if (ports.size <= connections) return;
  report({
    family: 'incompatible',
    placement,
    word,
    says: `${connections} worker_connections are not enough for ${ports.size} listening sockets`,
    told: t('Each socket that nginx listens on takes one. Write a larger number, such as 1024.'),
  });
}
