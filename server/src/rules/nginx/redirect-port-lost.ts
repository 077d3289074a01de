import { t } from '@vscode/l10n';
import { valueOf } from '../../cluster/facts';
import type { Balancer, ClusterModel } from '../../cluster/model';
import { ownLocation } from '../../cluster/routes/answer';
import type { Belief } from '../../cluster/routes';
import { entriesOf, type Entry } from '../../cluster/routes/entries';
import type { Placement } from '../../languages/nginx/configuration';
import { hasGapInside, inEffect, isKnown, written } from '../../languages/nginx/effective';
import type { Server } from '../../languages/nginx/http';
import { locationName } from '../../languages/nginx/location';
import type { Span } from '../../languages/text/span';
import { type Fix, rule } from '../define';
import { insertAfter } from '../support/edits';
import { isReadOnce, type Way, waysByServer } from '../support/routes';
import { headOf, nameOf, valuesOf } from '../support/nginx';

/** A redirect that nginx writes itself, and the block whose settings make an address of it. */
interface Written {
  readonly path: string;
  readonly span: Span;
  readonly level: Placement;
  /** Undefined: it is not one text alone. */
  readonly target: string | undefined;
  readonly kind: 'line' | 'slash' | 'tomcat';
}

/** ngx_http_header_filter: scheme and port of the connection that nginx has, which are not those that Compose publishes. */
export const redirectPortLost = rule({
  meta: {
    id: 'nginx/redirect-port-lost',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      lost: 'nginx makes "{redirect}" of this, but browsers reach this server on port {port}, so the redirect leads to another port. Add "absolute_redirect off;" to the server: then the browser stays where it is.',
      slash:
        'For a request without the slash at the end nginx redirects to "{redirect}", but browsers reach this server on port {port}. Add "absolute_redirect off;" to the server: then the browser stays where it is.',
      tomcat:
        'nginx makes "{redirect}" of a redirect of Tomcat, but browsers reach this server on port {port}, so it leads to another port. Add "absolute_redirect off;" to the server, or send Tomcat the Host of the browser: "proxy_set_header Host $http_host;".',
    },
  },
  model(model, { report }) {
    const ways = waysByServer(model);
    for (const balancer of model.balancers) {
      for (const server of balancer.servers) {
        const entries = entriesOf(balancer, server, server.placement, model);
        if (
          !isKnown(server.placement) ||
          hasGapInside(server.placement) ||
          entries.length === 0 ||
          !entries.every(({ isSure }) => isSure)
        )
          continue;
        const [first, ...others] = writtenIn(server, ways.get(server.placement) ?? [], model).filter((one) =>
          entries.every((entry) => isLost(one, server, entry)),
        );
        const [entry] = entries;
        if (!first || !entry) continue;
        const { path, span, level, kind, target = '' } = first;
        const redirect =
          valueOf(ownLocation({ level, server, ...entry }, kind === 'tomcat' ? '/…' : target)) ?? '';
        report({
          path,
          span,
          message: kind === 'line' ? 'lost' : kind,
          severity: kind === 'slash' ? 'information' : 'warning',
          data: { redirect, port: [...new Set(entries.map(({ browser }) => browser.port))].join(', ') },
          related: others.map((other) => ({
            path: other.path,
            span: other.span,
            message: t('This one loses the port, too'),
          })),
          fixes: fixesOf(
            server,
            balancer,
            model,
            [first, ...others].some((one) => one.kind === 'tomcat'),
          ),
        });
      }
    }
  },
});

function isLost({ level, target = '/' }: Written, server: Server, entry: Entry): boolean {
  const location = valueOf(ownLocation({ level, server, ...entry }, target));
  const [, scheme, port] = /^(https?):\/\/[^/:]+(?::(\d+))?\//.exec(location ?? '') ?? [];
  if (scheme === undefined) return false;
  return Number(port ?? (scheme === 'https' ? 443 : 80)) !== entry.browser.port;
}

/** Lines before slashes: those are what somebody wrote. */
function writtenIn({ placement }: Server, ways: readonly Way[], model: ClusterModel): readonly Written[] {
  const found: Written[] = [];
  const waiting = [placement];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    for (const child of at.children) {
      const one = redirectOf(child, at) ?? slashOf(child);
      if (one) found.push(one);
      if (child.children.length > 0) waiting.push(child);
    }
  }
  const byTomcat = ways.filter(({ route, belief }) => {
    const { app } = belief.redirects;
    return (
      redirects(belief, model) &&
      isMadeByNginx(valueOf(app.sent), valueOf(app.arrives), route.passed.proxy.authority)
    );
  });
  for (const { route } of byTomcat) {
    const { path, directive } = route.passed.proxy.placement;
    found.push({
      path,
      span: headOf(directive),
      level: route.passed.level,
      target: undefined,
      kind: 'tomcat',
    });
  }
  return found
    .filter(
      (one, index) =>
        found.findIndex(({ path, span }) => path === one.path && span.start === one.span.start) === index,
    )
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.span.start - b.span.start);
}

const REDIRECTS = /\bsendRedirect\s*\(|"redirect:/;

/** Whether an application is seen to send redirects. */
const redirects = ({ served }: Belief, { files }: ClusterModel): boolean =>
  served?.app?.sources.some((path) => REDIRECTS.test(files.get(path)?.language.text ?? '')) ?? false;

const order: readonly Written['kind'][] = ['line', 'tomcat', 'slash'];

/** Whether `proxy_redirect` made a path of Tomcat's address, and nginx an address of that. */
const isMadeByNginx = (sent: string | undefined, arrives: string | undefined, authority: string): boolean =>
  sent !== undefined && arrives !== undefined && sent !== arrives && sent.includes(`://${authority}/`);

/** `return` and `rewrite` with a path; one that begins with a variable may be anything. */
function redirectOf(line: Placement, level: Placement): Written | undefined {
  const words = valuesOf(line);
  const [first = '', second = '', flag = ''] = words;
  const { path } = line;
  const span = headOf(line.directive);
  if (nameOf(line) === 'return' && /^30[12378]$/.test(first) && second.startsWith('/'))
    return { path, span, level, target: second, kind: 'line' };
  if (nameOf(line) === 'rewrite' && /^(?:redirect|permanent)$/.test(flag) && second.startsWith('/'))
    return { path, span, level, target: second, kind: 'line' };
  return undefined;
}

/** The slash that nginx adds to the path of a location that passes requests on. */
function slashOf(location: Placement): Written | undefined {
  const name = nameOf(location) === 'location' ? locationName(location.directive) : undefined;
  if (!name || !['', '^~'].includes(name.modifier) || !/^\/.+\/$/.test(name.pattern)) return undefined;
  if (written(location, 'proxy_pass').length === 0 || written(location, 'return').length > 0)
    return undefined;
  return { path: location.path, span: name.word.span, level: location, target: name.pattern, kind: 'slash' };
}

/** Without a host a path that begins with two slashes is another host: safe only where every target is known to have one. */
function fixesOf(
  { placement }: Server,
  { configuration }: Balancer,
  model: ClusterModel,
  byTomcat: boolean,
): readonly Fix[] {
  const anchor = written(placement, 'server_name').at(-1) ?? written(placement, 'listen').at(-1);
  if (!anchor || written(placement, 'absolute_redirect').length > 0) return [];
  const { path, directive } = anchor;
  return [
    {
      title: t('Add {line}', { line: 'absolute_redirect off;' }),
      safe:
        !byTomcat &&
        !configuration.isTemplate &&
        isReadOnce(placement, model) &&
        inEffect(placement, 'server_name_in_redirect') === undefined &&
        everyTarget(placement).every((target) => /^\/(?!\/)[^$]*$|^https?:\/\/|^\$scheme:|^@/.test(target)),
      edits: new Map([[path, [insertAfter(model.textOf(path), directive.span, ['absolute_redirect off;'])]]]),
    },
  ];
}

/** The targets of every line in a server that redirects, or may. */
function everyTarget(server: Placement): readonly string[] {
  const targets: string[] = [];
  const waiting = [server];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    for (const child of at.children) {
      const [first = '', second = '', flag = ''] = valuesOf(child);
      if (nameOf(child) === 'return' && first.startsWith('30')) targets.push(second);
      if (nameOf(child) === 'rewrite' && (flag === 'redirect' || flag === 'permanent')) targets.push(second);
      if (nameOf(child) === 'error_page') targets.push(...valuesOf(child).slice(-1));
      if (child.children.length > 0) waiting.push(child);
    }
  }
  return targets;
}
