import { directivesNamed, isPlus } from '../catalogue';
import type { Findings } from '../check';
import { isEntry, type NginxConfiguration, type Placement } from '../configuration';
import { checkBuffers } from './buffers';
import { Charsets } from './charsets';
import { type Check, checks, type Scope } from './checks';
import { checkDollars } from './dollars';
import { checkConnections, checkEvents } from './events';
import { checkLoadModules } from './incompatible';
import { LogBuffers, LogFormats } from './logs';
import { Paths } from './paths';
import { checkPatterns, compiling, type Pattern, patternsOf } from './patterns';
import type { Family, Problem, Report } from './problem';
import { checkPass, checkProxyPass } from './proxyPass';
import { SharedZones } from './sharedZones';
import { ThreadPools } from './threadPools';
import { checkPassedTls } from './tls';
import { Upstreams } from './upstreams';
import { type Traits, traitsOf, Variables } from './variables';
import { Zones } from './zones';

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

/** What an entry of `map` becomes. */
const ofMap = [0];
const isOfMap = ({ parent }: Placement): boolean => parent?.directive.name.value === 'map';

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
    shared: new SharedZones(),
    formats: new LogFormats(),
    logs: new LogBuffers(),
    charsets: new Charsets(),
    pools: new ThreadPools(),
    paths: new Paths(),
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
    const compiles = plan.traits ? plan.traits.compiles : isOfMap(placement) ? ofMap : undefined;
    if ((!plan.look && !compiles && patterns.length === 0) || !isJudged(placement)) continue;
    checkPatterns(placement, patterns, report);
    if (compiles && !placement.context.startsWith('mail'))
      checkDollars(placement, patterns, compiles, report);
    plan.look?.(placement, scope);
  }
  for (const placement of scope.proxies) {
    if (isWhole) checkPassedTls(placement, report);
    const isStream = placement.context.startsWith('stream');
    if (isStream || placement.directive.name.value !== 'proxy_pass')
      checkPass(placement, scope.upstreams.of(isStream ? 'stream' : 'http'), isWhole, report);
    else checkProxyPass(placement, scope.upstreams.of('http'), report);
  }
  checkBuffers(configuration, report);
  if (isWhole) {
    scope.zones.finish(report);
    scope.shared.finish(report);
    scope.charsets.finish(report);
    scope.pools.finish(report);
    checkEvents(configuration, report);
    checkConnections(configuration, report);
    checkLoadModules(configuration.placements, report);
  }
  variables.finish(report);
}
