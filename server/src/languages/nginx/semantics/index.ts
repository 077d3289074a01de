import { t } from '@vscode/l10n';
import { directivesNamed, isPlus } from '../catalogue';
import type { Findings } from '../check';
import { isEntry, type NginxConfiguration, type Placement } from '../configuration';
import { checkListen } from './listen';
import { checkLocations } from './locations';
import { LogFormats } from './logs';
import { checkPatterns, compiling, type Pattern, patternsOf } from './patterns';
import type { Family, Problem, Report } from './problem';
import { checkPass, checkProxyPass } from './proxyPass';
import { checkIf, checkReturn, checkRewrite } from './rewrite';
import {
  checkCertificateKeys,
  checkCertificates,
  checkListens,
  checkServerNames,
  checkSockets,
  checkSslOn,
  checkStreamSockets,
} from './sockets';
import { checkResolver } from './untaken';
import { checkUpstream } from './upstream';
import { type Traits, traitsOf, Variables } from './variables';
import { checkCachePath, checkLimitConn, checkLimitReq, checkUpstreamZone, checkZone, Zones } from './zones';

export type { Family, Problem } from './problem';

const known = new WeakMap<NginxConfiguration, ReadonlyMap<Family, readonly Problem[]>>();

/** What is found before the handlers are asked. */
type Before = Pick<Findings, 'refuses' | 'swallows'>;

/** What nginx's own handlers refuse in a configuration, by family; found once, asked by many rules. */
export function problemsOf(
  configuration: NginxConfiguration,
  before: Before,
): ReadonlyMap<Family, readonly Problem[]> {
  let found = known.get(configuration);
  if (!found) {
    const families = new Map<Family, Problem[]>();
    check(configuration, before, (problem) => {
      const group = families.get(problem.family);
      if (group) group.push(problem);
      else families.set(problem.family, [problem]);
    });
    found = families;
    known.set(configuration, found);
  }
  return found;
}

/** What the checks of one directive may look at besides it. */
interface Scope {
  readonly version: string | undefined;
  readonly isOfficial: boolean;
  /** Whether all is here that could make a name. */
  readonly isWhole: boolean;
  /** Whether upstreams may have servers that are not read: those of the commercial edition come from its API, too. */
  readonly mayHaveMore: boolean;
  readonly refuses: Before['refuses'];
  readonly upstreams: Upstreams;
  readonly zones: Zones;
  readonly formats: LogFormats;
  readonly proxies: Placement[];
  readonly report: Report;
}

type Check = (placement: Placement, scope: Scope) => void;

const isOfHttp = ({ context }: Placement): boolean =>
  !context.startsWith('stream') && !context.startsWith('mail') && context !== 'main';

const inHttp =
  (look: Check): Check =>
  (placement, scope) => {
    if (isOfHttp(placement)) look(placement, scope);
  };

const checkPassOf: Check = (placement, { report }) => checkPass(placement, report);

const useZone = inHttp((placement, { zones, report }) => zones.add(placement, report));

const makeZone: Check = (placement, scope) => {
  checkZone(placement, scope.report);
  useZone(placement, scope);
};

const makeCache: Check = (placement, scope) => {
  checkCachePath(placement, scope.report);
  useZone(placement, scope);
};

const makeFormat: Check = (placement, { formats, isWhole, report }) =>
  formats.add(placement, isWhole, report);

/** Checks that look at one directive and what it holds, by its name. */
const checks: ReadonlyMap<string, Check> = new Map<string, Check>(
  Object.entries({
    http: (placement, { version, isWhole, report }) => {
      if (placement.context !== 'main') return;
      checkSockets(placement, report);
      checkServerNames(placement, report);
      if (!isWhole) return;
      checkCertificates(placement, report);
      checkCertificateKeys(placement, report);
      checkSslOn(placement, version, report);
    },
    stream: (placement, { version, report }) => {
      if (placement.context === 'main') checkStreamSockets(placement, version, report);
    },
    server: (placement, { report }) => {
      if (placement.context === 'http') checkLocations(placement, report);
      if (placement.context === 'stream' || placement.context === 'mail') checkListens(placement, report);
    },
    location: inHttp((placement, { report }) => checkLocations(placement, report)),
    listen: (placement, { version, report }) => {
      const { context } = placement;
      if (context === 'server' || context === 'stream server' || context === 'mail server')
        checkListen(placement, version, report);
    },
    upstream: (placement, { version, isOfficial, mayHaveMore, refuses, upstreams, report }) => {
      checkUpstream(placement, { version, isOfficial, mayHaveMore, refuses }, report);
      upstreams.add(placement, isOfHttp(placement), report);
    },
    resolver: (placement, { report }) => checkResolver(placement, report),
    zone: (placement, { report }) => checkUpstreamZone(placement, report),
    proxy_pass: (placement, { proxies, report }) => {
      if (isOfHttp(placement)) proxies.push(placement);
      else if (placement.context === 'stream server') checkPass(placement, report);
    },
    fastcgi_pass: checkPassOf,
    uwsgi_pass: checkPassOf,
    scgi_pass: checkPassOf,
    grpc_pass: checkPassOf,
    memcached_pass: checkPassOf,
    return: inHttp((placement, { report }) => checkReturn(placement, report)),
    rewrite: inHttp((placement, { report }) => checkRewrite(placement, report)),
    if: (placement, { report }) => checkIf(placement, report),
    limit_req_zone: makeZone,
    limit_conn_zone: makeZone,
    log_format: makeFormat,
    access_log: makeFormat,
    limit_req: (placement, scope) => {
      checkLimitReq(placement, scope.report);
      useZone(placement, scope);
    },
    limit_conn: (placement, scope) => {
      checkLimitConn(placement, scope.report);
      useZone(placement, scope);
    },
    proxy_cache_path: makeCache,
    fastcgi_cache_path: makeCache,
    uwsgi_cache_path: makeCache,
    scgi_cache_path: makeCache,
    proxy_cache: useZone,
    fastcgi_cache: useZone,
    uwsgi_cache: useZone,
    scgi_cache: useZone,
  } satisfies Record<string, Check>),
);

/** What is to be done with the directives of one name. */
interface Plan {
  readonly look: Check | undefined;
  /** Whether it may hold regular expressions. */
  readonly compiles: boolean;
  /** Undefined for an entry. */
  readonly traits: Traits | undefined;
}

const isPlusName = (name: string): boolean => {
  const entries = directivesNamed(name);
  return entries.length > 0 && entries.every(isPlus);
};

const entryPlan: Plan = { look: undefined, compiles: true, traits: undefined };

const none: readonly Pattern[] = [];

function check(configuration: NginxConfiguration, before: Before, report: Report): void {
  const isWhole =
    configuration.kind === 'main' && configuration.isWhole && !configuration.isTemplate && !before.swallows;
  const variables = new Variables(configuration);
  const scope: Scope = {
    version: configuration.version,
    isOfficial: configuration.build === 'official',
    isWhole,
    mayHaveMore: before.swallows || [...configuration.byName.keys()].some(isPlusName),
    refuses: (directive) => before.refuses(directive),
    upstreams: new Upstreams(),
    zones: new Zones(),
    formats: new LogFormats(),
    proxies: [],
    report,
  };
  const isJudged = ({ context, directive }: Placement): boolean =>
    context !== 'unknown' && directive.terminator !== undefined && !before.refuses(directive);
  const plans = new Map<string, Plan>();
  for (const name of configuration.byName.keys())
    plans.set(name, { look: checks.get(name), compiles: compiling.has(name), traits: traitsOf(name) });
  for (const placement of configuration.all) {
    const plan = isEntry(placement) ? entryPlan : plans.get(placement.directive.name.value);
    if (!plan) continue;
    const patterns = plan.compiles ? patternsOf(placement) : none;
    variables.add(placement, patterns, plan.traits);
    if ((!plan.look && patterns.length === 0) || !isJudged(placement)) continue;
    checkPatterns(placement, patterns, report);
    plan.look?.(placement, scope);
  }
  for (const placement of scope.proxies) checkProxyPass(placement, scope.upstreams, report);
  if (isWhole) scope.zones.finish(report);
  variables.finish(report);
}

/** The upstreams of a configuration by their names in lower case; `ngx_http_upstream_add`. */
class Upstreams {
  private readonly made = new Map<string, Placement>();

  get(name: string): Placement | undefined {
    return this.made.get(name);
  }

  add(placement: Placement, isHttp: boolean, report: Report): void {
    const [word] = placement.directive.args;
    const own = word?.value.toLowerCase() ?? '';
    const key = isHttp ? own : `stream ${own}`;
    const first = this.made.get(key);
    if (first && word) {
      report({
        family: 'duplicate-upstream',
        placement,
        word,
        says: `duplicate upstream "${word.value}"`,
        told: t('An upstream "{word}" is already defined. Merge the two, or give one another name.', {
          word: word.value,
        }),
        related: { placement: first, message: t('The first one') },
      });
    }
    this.made.set(key, placement);
  }
}
