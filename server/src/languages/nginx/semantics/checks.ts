import { isBefore } from '../../text/versions';
import type { Findings } from '../check';
import type { Placement } from '../configuration';
import type { Charsets } from './charsets';
import { checkCacheOrStore, checkHandler, incompatible } from './incompatible';
import { checkListen } from './listen';
import { checkLocations } from './locations';
import type { LogBuffers, LogFormats } from './logs';
import { checkAuthHttp, checkMailServer, checkStarttls } from './mail';
import type { Paths } from './paths';
import type { Report } from './problem';
import { checkStreamPass } from './proxyPass';
import { checkIf, checkReturn, checkRewrite } from './rewrite';
import type { SharedZones } from './sharedZones';
import {
  checkCertificateKeys,
  checkCertificates,
  checkListens,
  checkServerNames,
  checkSingleSockets,
  checkSockets,
  checkSslOn,
  serversIn,
} from './sockets';
import type { ThreadPools } from './threadPools';
import { checkClients, checkKeys, checkStreamTls } from './tls';
import { checkResolver } from './untaken';
import { checkUpstream } from './upstream';
import type { Upstreams } from './upstreams';
import { checkCachePath } from './cachePath';
import { checkLimitConn, checkLimitReq, checkUpstreamZone, checkZone, type Zones } from './zones';

/** What the checks of one directive may look at besides it. */
export interface Scope {
  readonly version: string | undefined;
  readonly isOfficial: boolean;
  /** Whether all is here that could make a name. */
  readonly isWhole: boolean;
  /** Whether upstreams may have servers that are not read: those of the commercial edition come from its API, too. */
  readonly mayHaveMore: boolean;
  readonly refuses: Findings['refuses'];
  readonly upstreams: Upstreams;
  readonly zones: Zones;
  readonly shared: SharedZones;
  readonly formats: LogFormats;
  readonly logs: LogBuffers;
  readonly charsets: Charsets;
  readonly pools: ThreadPools;
  readonly paths: Paths;
  readonly proxies: Placement[];
  readonly report: Report;
}

export type Check = (placement: Placement, scope: Scope) => void;

const isOfHttp = ({ context }: Placement): boolean =>
  !context.startsWith('stream') && !context.startsWith('mail') && context !== 'main';

const inHttp =
  (look: Check): Check =>
  (placement, scope) => {
    if (isOfHttp(placement)) look(placement, scope);
  };

const passes: Check = (placement, { proxies }) => {
  proxies.push(placement);
};

const useZone: Check = (placement, { zones, shared, report }) => {
  if (isOfHttp(placement) || placement.directive.name.value.startsWith('limit_'))
    zones.add(placement, report);
  shared.add(placement, report);
};

const shareZone: Check = (placement, { shared, report }) => shared.add(placement, report);

const useCache: Check = (placement, scope) => {
  checkCacheOrStore(placement, scope.report);
  useZone(placement, scope);
};

const makeZone: Check = (placement, scope) => {
  checkZone(placement, scope.report);
  useZone(placement, scope);
};

const makeCache: Check = (placement, scope) => {
  checkCachePath(placement, scope.report);
  usePath(placement, scope);
  useZone(placement, scope);
};

const makeFormat: Check = (placement, { formats, logs, isWhole, report }) => {
  formats.add(placement, isWhole, report);
  if (placement.directive.name.value === 'access_log') logs.add(placement, report);
};

const starttls: Check = (placement, { report }) => {
  if (placement.context.startsWith('mail')) checkStarttls(placement, report);
};

const usePath: Check = (placement, { paths, report }) => paths.add(placement, report);

const usePool: Check = (placement, { pools, report }) => pools.add(placement, report);

const useCharset: Check = (placement, { charsets }) => charsets.add(placement);

/** Checks that look at one directive and what it holds, by its name. */
export const checks: ReadonlyMap<string, Check> = new Map<string, Check>(
  Object.entries({
    http: (placement, { version, isWhole, report }) => {
      if (placement.context !== 'main') return;
      checkSockets(placement, report);
      checkServerNames(placement, report);
      if (!isWhole) return;
      checkCertificates(placement, report);
      checkCertificateKeys(placement, version, report);
      checkSslOn(placement, version, report);
    },
    stream: (placement, { version, isWhole, report }) => {
      if (placement.context !== 'main') return;
      if (isBefore(version, '1.25.5') === true) checkSingleSockets(placement, report);
      else checkSockets(placement, report);
      checkServerNames(placement, report);
      if (isWhole && version !== undefined) checkStreamTls(placement, version, report);
    },
    mail: (placement, { version, isWhole, report }) => {
      if (placement.context !== 'main') return;
      checkSingleSockets(placement, report);
      if (isWhole) for (const server of serversIn(placement)) checkMailServer(server, version, report);
    },
    server: (placement, { version, isWhole, report }) => {
      const { context } = placement;
      if (context === 'http') checkLocations(placement, report);
      else if (context === 'stream' || context === 'mail') checkListens(placement, report);
      else return;
      if (isWhole && context === 'stream') checkHandler(placement, version, report);
      if (isWhole && context !== 'mail') checkClients(placement, version, report);
      if (isWhole && context === 'stream' && isBefore(version, '1.25.5') === false)
        checkKeys(placement, report);
    },
    pass: (placement, { report }) => {
      if (placement.context === 'stream server') checkStreamPass(placement, report);
    },
    auth_http: (placement, { report }) => checkAuthHttp(placement, report),
    ssl: starttls,
    starttls,
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
    zone: (placement, scope) => {
      checkUpstreamZone(placement, scope.report);
      shareZone(placement, scope);
    },
    ssl_session_cache: shareZone,
    ssl_ocsp_cache: shareZone,
    sticky: shareZone,
    thread_pool: usePool,
    aio: usePool,
    charset_map: (placement, { charsets, version, report }) => charsets.map(placement, version, report),
    charset: useCharset,
    source_charset: useCharset,
    proxy_pass: passes,
    fastcgi_pass: passes,
    uwsgi_pass: passes,
    scgi_pass: passes,
    grpc_pass: passes,
    memcached_pass: passes,
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
    client_body_temp_path: usePath,
    proxy_temp_path: usePath,
    fastcgi_temp_path: usePath,
    uwsgi_temp_path: usePath,
    scgi_temp_path: usePath,
    proxy_cache_path: makeCache,
    fastcgi_cache_path: makeCache,
    uwsgi_cache_path: makeCache,
    scgi_cache_path: makeCache,
    proxy_cache: useCache,
    fastcgi_cache: useCache,
    uwsgi_cache: useCache,
    scgi_cache: useCache,
    ...Object.fromEntries(
      incompatible.map(([name, look]): [string, Check] => [
        name,
        (placement, { version, report }) => look(placement, report, version),
      ]),
    ),
  } satisfies Record<string, Check>),
);
