import { t } from '@vscode/l10n';
import { valueOf } from '../../cluster/facts';
import type { App, ClusterModel } from '../../cluster/model';
import { inEffect, isKnown, isSeen, valueInEffect, written } from '../../languages/nginx/effective';
import type { Placement } from '../../languages/nginx/configuration';
import { headersIn, linesOf } from '../../languages/nginx/headers';
import type { Related } from '../define';
import { rule } from '../define';
import { insertAfter } from '../support/edits';
import { isReadOnce, addressOf, type Way, waysOf } from '../support/routes';
import { nameOf, offered, valuesOf } from '../support/nginx';

/** What a servlet, JAX-RS or Spring writes where it answers with events. */
const STREAMS = /text\/event-stream|TEXT_EVENT_STREAM|\bSseEmitter\b|\bSseEventSink\b/;
/** nginx does not buffer an answer with it (ngx_http_upstream_process_buffering). */
const SWITCHED_OFF = /X-Accel-Buffering/i;

/** ngx_event_pipe.c: an answer over HTTP/1.0 is held to its end or a full buffer, and so is one that TLS or gzip collects. */
export const streamBuffered = rule({
  meta: {
    id: 'nginx/stream-buffered',
    severity: 'hint',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      protocol:
        'The application sends events (text/event-stream), and nginx speaks HTTP/1.0 to Tomcat and buffers: browsers get them when the answer ends. Add "proxy_buffering off;" and "proxy_http_version 1.1;".',
      tls: 'The application sends events (text/event-stream), and nginx buffers: over TLS without HTTP/2 browsers get them when the answer ends. Add "proxy_buffering off;".',
      gzip: 'The application sends events (text/event-stream), and gzip collects them: browsers get them when the answer ends. Leave text/event-stream out of gzip_types.',
    },
  },
  model(model, { report }) {
    const seen = new Set<object>();
    for (const way of waysOf(model)) {
      const { level, proxy } = way.route.passed;
      const { app } = way.belief.served ?? {};
      if (!app || seen.has(proxy.placement.directive) || !isKnown(level)) continue;
      const sources = streamsIn(app, model);
      const held = sources.length > 0 ? heldBy(way) : undefined;
      if (!held) continue;
      seen.add(proxy.placement.directive);
      report({
        ...addressOf(proxy.placement),
        message: held,
        related: sources,
        fixes: fixesOf(way, held, model),
      });
    }
  },
});

const streams = new WeakMap<App, readonly Related[]>();

/** The first source that answers with events; none where any of them tells nginx not to buffer. */
function streamsIn(app: App, { files }: ClusterModel): readonly Related[] {
  const known = streams.get(app);
  if (known) return known;
  const texts = app.sources.map((path) => ({ path, text: files.get(path)?.language.text ?? '' }));
  const found = texts.flatMap(({ path, text }) => {
    const match = STREAMS.exec(text);
    const span = match && { start: match.index, end: match.index + match[0].length };
    return span ? [{ path, span, message: t('Events are sent here') }] : [];
  });
  const sources = texts.some(({ text }) => SWITCHED_OFF.test(text)) ? [] : found.slice(0, 1);
  streams.set(app, sources);
  return sources;
}

/** Why events are held; undefined: they are not, or it cannot be told. */
function heldBy({ route, belief }: Way): 'protocol' | 'tls' | 'gzip' | undefined {
  const { passed } = route;
  const { level } = passed;
  if (!isSeen(level, 'proxy_buffering') || valueInEffect(level, 'proxy_buffering')?.toLowerCase() === 'off')
    return undefined;
  if (linesOf(headersIn(level).lines, 'upgrade').length > 0) return undefined;
  const types = inEffect(level, 'gzip_types')?.lines.flatMap(valuesOf) ?? [];
  if (
    valueInEffect(level, 'gzip')?.toLowerCase() === 'on' &&
    types.some((type) => type === '*' || type === 'text/event-stream')
  )
    return 'gzip';
  if (valueOf(belief.protocol) === '1.0') return 'protocol';
  if (valueOf(belief.protocol) === undefined || !passed.isTls) return undefined;
  return speaksHttp2(passed.server.placement, route.entry.listener.line) ? undefined : 'tls';
}

/** By `http2 on` or a parameter of any listen of its address. */
const speaksHttp2 = (server: Placement, line: Placement | undefined): boolean =>
  valueInEffect(server, 'http2')?.toLowerCase() === 'on' ||
  (line ? valuesOf(line) : []).includes('http2') ||
  written(server, 'listen').some((other) => valuesOf(other).includes('http2'));

function fixesOf({ route }: Way, held: string, model: ClusterModel) {
  const { placement } = route.passed.proxy;
  if (
    held === 'gzip' ||
    !placement.parent ||
    nameOf(placement.parent) !== 'location' ||
    !isReadOnce(placement, model)
  )
    return [];
  const { path, directive } = placement;
  const lines = ['proxy_buffering off;'].concat(
    held === 'protocol' && written(placement.parent, 'proxy_http_version').length === 0
      ? ['proxy_http_version 1.1;']
      : [],
  );
  if (written(placement.parent, 'proxy_buffering').length > 0) return [];
  return [offered(t('Send events at once'), path, insertAfter(model.textOf(path), directive.span, lines))];
}
