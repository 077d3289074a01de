import { t } from '@vscode/l10n';
import { placementsNamed, type Placement } from '../../languages/nginx/configuration';
import { inEffect, isKnown, written } from '../../languages/nginx/effective';
import { locationName } from '../../languages/nginx/location';
import type { ClusterModel } from '../../cluster/model';
import { rule, type Fix, type Words } from '../define';
import { insertAfter } from '../support/edits';
import { proxyPassOf, type ProxyPass } from '../support/proxies';
import { nameOf, offered, sourceOf, tomcatsBehind, valuesOf } from '../support/nginx';

/** Headers by which an application knows whom it talks to, and at which address. */
const telling: ReadonlySet<string> = new Set([
  'host',
  'forwarded',
  'x-real-ip',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
]);

/** Headers of an answer that protect a page. */
const protecting: ReadonlySet<string> = new Set([
  'strict-transport-security',
  'content-security-policy',
  'x-frame-options',
  'x-content-type-options',
]);

const messages = {
  request:
    'A header set here cancels the headers set around it, so nginx does not send {lost} to "{to}". Set them here too.',
  response:
    'A header added here cancels the headers added around it, so responses lack {lost}. Add them here too.',
} as const;

/** One header set in a block cancels all that it would inherit (ngx_http_proxy_module, ngx_http_headers_module). */
export const headerInheritance = rule({
  meta: {
    id: 'nginx/header-inheritance',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages,
  },
  nginxConfiguration(configuration, context) {
    if (configuration.kind !== 'main') return;
    const proxies = placementsNamed(configuration, 'proxy_pass').flatMap(
      (placement) => proxyPassOf(placement, configuration) ?? [],
    );
    const sent = sentTo(proxies);
    for (const proxy of proxies) {
      const { level } = proxy;
      if (nameOf(level) !== 'location' || !proxy.headers.areKnown) continue;
      const headers = lost(level, 'proxy_set_header', telling);
      // Another service may be meant to get less: only the same servers, or Tomcats, which go by those headers.
      const isWanted =
        headers &&
        (sent.get(proxy.authority)?.has(headers.outer) ||
          tomcatsBehind(proxy.upstream, context.model).length > 0);
      if (headers && isWanted)
        report(headers, { message: 'request', data: { lost: namesOf(headers), to: proxy.authority } });
      const added = isStatic(level) ? undefined : lost(level, 'add_header', protecting);
      if (added && isKnown(level) && !inEffect(level, 'add_header_inherit'))
        report(added, { message: 'response', data: { lost: namesOf(added) } });
    }

    function report({ own, missing, again }: Lost, words: Words<typeof messages>): void {
      const { path, directive } = own;
      context.report({
        path,
        span: directive.span,
        ...words,
        related: missing.map((line) => ({
          path: line.path,
          span: line.directive.span,
          message: t('has no effect there'),
        })),
        fixes: fixesOf(own, again, context.model),
      });
    }
  },
});

interface Lost {
  /** The first line that cancels. */
  readonly own: Placement;
  readonly outer: Placement;
  /** The lines without effect that matter, and all of them. */
  readonly missing: readonly Placement[];
  readonly again: readonly Placement[];
}

const namesOf = ({ missing }: Lost): string =>
  [...new Set(missing.map((line) => valuesOf(line)[0]))].join(', ');

/** Its name, as HTTP compares it. */
const header = (line: Placement): string => valuesOf(line)[0]?.toLowerCase() ?? '';

/** What a location would inherit from its server, or from a location around it, and cancels. */
function lost(level: Placement, name: string, mattering: ReadonlySet<string>): Lost | undefined {
  const [own] = written(level, name);
  const around = own && inEffect(level.parent, name);
  if (!own || !around || !['server', 'location'].includes(nameOf(around.level))) return undefined;
  const set = new Set(written(level, name).map(header));
  const isMeant = (line: Placement): boolean =>
    !set.has(header(line)) && !['upgrade', 'connection'].includes(header(line)) && valuesOf(line)[1] !== '';
  const again = around.lines.filter(isMeant);
  const missing = again.filter((line) => mattering.has(header(line)));
  return missing.length > 0 ? { own, outer: around.level, missing, again } : undefined;
}

/** By what an address says of the server the blocks whose headers are sent there. */
function sentTo(proxies: readonly ProxyPass[]): ReadonlyMap<string, ReadonlySet<Placement>> {
  const levels = new Map<string, Set<Placement>>();
  for (const { authority, headers } of proxies) {
    const { from, areKnown } = headers;
    if (from && areKnown) levels.set(authority, (levels.get(authority) ?? new Set()).add(from));
  }
  return levels;
}

/** Files that no browser takes for a page. */
const isStatic = (level: Placement): boolean =>
  written(level, 'expires').length > 0 ||
  locationName(level.directive)?.modifier.startsWith('~') === true ||
  written(level, 'add_header').some((line) => header(line) === 'cache-control');

function fixesOf(own: Placement, again: readonly Placement[], model: ClusterModel): readonly Fix[] {
  const lines = again.map((line) => sourceOf(line, model));
  const edit = insertAfter(model.textOf(own.path), own.directive.span, lines);
  return [offered(t('Set the surrounding headers here too'), own.path, edit)];
}
