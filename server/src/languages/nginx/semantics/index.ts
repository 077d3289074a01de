import { type NginxConfiguration, type Placement, placementsOf } from '../configuration';
import type { Directive } from '../tree';
import {
  checkCertificateKeys,
  checkCertificates,
  checkListen,
  checkServerNames,
  checkSockets,
  checkStreamSockets,
} from './listen';
import { checkLocations } from './locations';
import { LogFormats } from './logs';
import { checkPatterns, patternsOf } from './patterns';
import type { Family, Problem, Report } from './problem';
import { checkPass, checkProxyPass } from './proxyPass';
import { checkIf, checkReturn, checkRewrite } from './rewrite';
import { checkUpstream } from './upstream';
import { Variables } from './variables';
import { checkCachePath, checkLimitConn, checkLimitReq, checkUpstreamZone, checkZone, Zones } from './zones';

export type { Family, Problem } from './problem';

const known = new WeakMap<NginxConfiguration, ReadonlyMap<Family, readonly Problem[]>>();

/**
 * What nginx's own handlers refuse in a configuration, by family; found once, asked by many rules. `refuses`: directives
 * that nginx stops at already.
 */
export function problemsOf(
  configuration: NginxConfiguration,
  refuses: (directive: Directive) => boolean,
): ReadonlyMap<Family, readonly Problem[]> {
  let found = known.get(configuration);
  if (!found) {
    const families = new Map<Family, Problem[]>();
    check(configuration, refuses, (problem) => {
      const group = families.get(problem.family);
      if (group) group.push(problem);
      else families.set(problem.family, [problem]);
    });
    found = families;
    known.set(configuration, found);
  }
  return found;
}

function check(
  configuration: NginxConfiguration,
  refuses: (directive: Directive) => boolean,
  report: Report,
): void {
  const { version } = configuration;
  const isWhole = configuration.kind === 'main' && configuration.isWhole && !configuration.isTemplate;
  const upstreams = new Map<string, Placement>();
  const variables = new Variables(configuration);
  const zones = new Zones();
  const formats = new LogFormats();
  const proxies: Placement[] = [];
  for (const placement of placementsOf(configuration)) {
    const { directive, context } = placement;
    const { name } = directive;
    const patterns = patternsOf(placement);
    variables.add(placement, patterns);
    if (context === 'unknown' || refuses(directive) || !directive.terminator) continue;
    if (patterns.length > 0) checkPatterns(placement, patterns, report);
    if (context === 'entries') continue;
    const isHttp = !context.startsWith('stream') && !context.startsWith('mail') && context !== 'main';
    switch (name.value) {
      case 'http':
        if (context !== 'main') break;
        checkSockets(placement, report);
        checkServerNames(placement, report);
        if (isWhole) {
          checkCertificates(placement, report);
          checkCertificateKeys(placement, report);
        }
        break;
      case 'stream':
        if (context === 'main') checkStreamSockets(placement, version, report);
        break;
      case 'zone':
        checkUpstreamZone(placement, report);
        break;
      case 'proxy_cache_path':
      case 'fastcgi_cache_path':
      case 'uwsgi_cache_path':
      case 'scgi_cache_path':
        checkCachePath(placement, report);
        break;
      case 'server':
        if (context === 'http') checkLocations(placement, report);
        break;
      case 'location':
        if (isHttp) checkLocations(placement, report);
        break;
      case 'listen':
        if (context === 'server' || context === 'stream server') checkListen(placement, version, report);
        break;
      case 'upstream': {
        checkUpstream(placement, version, report);
        const own = directive.args[0]?.value.toLowerCase() ?? '';
        const key = isHttp ? own : `stream ${own}`;
        const first = upstreams.get(key);
        const word = directive.args[0];
        if (first && word) {
          report({
            family: 'duplicate-upstream',
            placement,
            word,
            says: `duplicate upstream "${word.value}"`,
            told: `The upstream "${word.value}" is there already. Join the two, or give one another name.`,
            related: { placement: first, message: 'The first one' },
          });
        }
        upstreams.set(key, placement);
        break;
      }
      case 'proxy_pass':
        if (isHttp) proxies.push(placement);
        else if (context === 'stream server') checkPass(placement, report);
        break;
      case 'fastcgi_pass':
      case 'uwsgi_pass':
      case 'scgi_pass':
      case 'grpc_pass':
      case 'memcached_pass':
        checkPass(placement, report);
        break;
      case 'return':
        if (isHttp) checkReturn(placement, report);
        break;
      case 'rewrite':
        if (isHttp) checkRewrite(placement, report);
        break;
      case 'if':
        checkIf(placement, report);
        break;
      case 'limit_req_zone':
      case 'limit_conn_zone':
        checkZone(placement, report);
        break;
      case 'limit_req':
        checkLimitReq(placement, report);
        break;
      case 'limit_conn':
        checkLimitConn(placement, report);
        break;
      default:
    }
    if (isHttp) zones.add(placement, report);
    formats.add(placement, isWhole, report);
  }
  for (const placement of proxies) checkProxyPass(placement, upstreams, report);
  if (isWhole) zones.finish(report);
  variables.finish(report);
}
