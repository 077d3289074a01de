import { t } from '@vscode/l10n';
import { publishedAs } from '../cluster/ports';
import { type Belief, routesOf } from '../cluster/routes';
import { valueOf } from '../cluster/facts';
import { atLength, type Line } from '../cluster/routes/words';
import type { ClusterModel } from '../cluster/model';
import type { NginxConfiguration } from '../languages/nginx/configuration';
import { reportOf, type ReportLine } from '../languages/nginx/whichLocation/report';
import type { UrlRequest } from '../languages/nginx/whichLocation/state';
import { readUrl } from '../languages/nginx/whichLocation/url';
import { whichLocation, type Answer } from '../languages/nginx/whichLocation/whichLocation';
import type { Check } from './check';

export interface Located {
  readonly check: Check;
  readonly configuration: NginxConfiguration;
  readonly answer: Answer;
  readonly report: readonly ReportLine[];
  /** What Tomcat makes of it, where one is known to get the request. */
  readonly beyond: readonly Line[];
}

/**
 * Asks the nginx configurations of some projects who serves a URL: those that read the file `near` first, then main
 * files, and of them the first that listens on the port. A sentence where that cannot be asked.
 */
export function locate(
  checks: readonly Check[],
  text: string,
  near?: string,
): Located | { readonly problem: string } {
  const all = checks.flatMap((check) =>
    check.model.configurations.map((configuration) => ({ check, configuration })),
  );
  const rank = ({ configuration: { files, kind } }: (typeof all)[number]): number =>
    (near !== undefined && files.includes(near) ? 0 : 2) + (kind === 'main' ? 0 : 1);
  const candidates = all.toSorted((a, b) => rank(a) - rank(b));
  let first: Located | undefined;
  let problem = t('There is no nginx configuration in this workspace.');
  for (const { check, configuration } of candidates) {
    const read = readUrl(text, configuration);
    if ('problem' in read) {
      problem = read.problem;
      continue;
    }
    for (const request of asReceived(read.request, configuration, check.model)) {
      const answer = whichLocation(configuration, request);
      const beyond = answer.server ? beyondNginx(answer, check.model) : [];
      const found: Located = { check, configuration, answer, report: reportOf(answer, beyond), beyond };
      if (answer.server) return found;
      first ??= found;
    }
  }
  return first ?? { problem };
}

/** A request as nginx gets it: first at the port that Compose publishes under the one of the URL, then at that one itself. */
function asReceived(
  request: UrlRequest,
  configuration: NginxConfiguration,
  model: ClusterModel,
): readonly UrlRequest[] {
  const { service, runsIn } = model.balancerOf(configuration) ?? {};
  const ports = runsIn === 'container' ? (service?.service.ports ?? []) : [];
  const inside = ports.flatMap(({ container }) =>
    container !== undefined && service && publishedAs(service.service, container).includes(request.port)
      ? [container]
      : [],
  );
  return [...[...new Set(inside)].map((port) => ({ ...request, port, published: request.port })), request];
}

/** What the Tomcats behind the `proxy_pass` believe; those that believe the same are named together. */
function beyondNginx({ outcome, request }: Answer, model: ClusterModel): readonly Line[] {
  if (outcome.kind !== 'passed on') return [];
  const { scheme, host, port, published = port } = request;
  const browser = { scheme, host: host.toLowerCase(), port: published, isDirect: true };
  const routes = routesOf(model).filter(
    ({ passed, entry }) =>
      passed.proxy.placement === outcome.by && entry.port === port && entry.isTls === (scheme === 'https'),
  );
  const groups = new Map<string, { readonly names: Map<string, Line>; readonly rest: readonly Line[] }>();
  for (const route of routes) {
    for (const belief of asked(route.believedAt(browser, true), outcome.uri)) {
      const [name, ...rest] = atLength(route, belief);
      if (!name) continue;
      const key = rest.map(({ text }) => text).join('\n');
      const group = groups.get(key) ?? { names: new Map(), rest };
      group.names.set(name.text, name);
      groups.set(key, group);
    }
  }
  return [...groups.values()].flatMap(({ names, rest }) => [...names.values(), ...rest]);
}

/** Of the applications that a proxy leads to the one that this URI is for. */
function asked(beliefs: readonly Belief[], uri: string | undefined): readonly Belief[] {
  const path = `${(uri ?? '').split('?')[0]}/`;
  const own = beliefs.filter(({ contextPath }) => {
    const context = valueOf(contextPath);
    return context === undefined || uri === undefined || path.startsWith(`${context}/`);
  });
  const longest = Math.max(...own.map(length));
  return own.filter((belief) => length(belief) === longest);
}

const length = ({ contextPath }: Belief): number => valueOf(contextPath)?.length ?? 0;
