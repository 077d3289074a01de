import { affinity } from './cluster/affinity';
import { clusterMissing } from './cluster/cluster-missing';
import { distributableMissing } from './cluster/distributable-missing';
import { sessionAttributeNotSerializable } from './java/session-attribute-not-serializable';
import { aliasTraversal } from './nginx/alias-traversal';
import { argumentCount } from './nginx/arguments';
import { balancingMethod } from './nginx/balancing-method';
import { block as nginxBlock } from './nginx/block';
import { duplicate as nginxDuplicate } from './nginx/duplicate';
import { duplicateDefaultServer } from './nginx/duplicate-default-server';
import { duplicateListen } from './nginx/duplicate-listen';
import { duplicateLocation } from './nginx/duplicate-location';
import { duplicateServerName } from './nginx/duplicate-server-name';
import { duplicateUpstream } from './nginx/duplicate-upstream';
import { duplicateZone } from './nginx/duplicate-zone';
import { hashEmptyCookie } from './nginx/hash-empty-cookie';
import { headerInheritance } from './nginx/header-inheritance';
import { hostPortLost } from './nginx/host-port-lost';
import { hostSpoofing } from './nginx/host-spoofing';
import { httpSplitting } from './nginx/http-splitting';
import { ifCondition } from './nginx/if';
import { ifIsEvil } from './nginx/if-is-evil';
import { includeMissing } from './nginx/include-missing';
import { invalidRegex } from './nginx/invalid-regex';
import { invalidValue } from './nginx/invalid-value';
import { ipHashBehindProxy } from './nginx/ip-hash-behind-proxy';
import { keepaliveInert } from './nginx/keepalive-inert';
import { keepaliveOrder } from './nginx/keepalive-order';
import { limitZone } from './nginx/limit-zone';
import { listen } from './nginx/listen';
import { location } from './nginx/location';
import { logFormat } from './nginx/log-format';
import { mapWithoutDefault } from './nginx/map-without-default';
import { missingSemicolon } from './nginx/missing-semicolon';
import { nextUpstreamEjectsAll } from './nginx/next-upstream-ejects-all';
import { nonIdempotentRetry } from './nginx/non-idempotent-retry';
import { notAllowedHere } from './nginx/not-allowed-here';
import { proxyPass } from './nginx/proxy-pass';
import { proxyPassUri } from './nginx/proxy-pass-uri';
import { regexBacktracking } from './nginx/regex-backtracking';
import { returnCode } from './nginx/return';
import { returnBypassesAccess } from './nginx/return-bypasses-access';
import { rewriteFlag } from './nginx/rewrite';
import { rewriteCapture } from './nginx/rewrite-capture';
import { routeRegex } from './nginx/route-regex';
import { sslCertificate } from './nginx/ssl-certificate';
import { ssrf } from './nginx/ssrf';
import { staticUpstreamName } from './nginx/static-upstream-name';
import { statusExposed } from './nginx/status-exposed';
import { syntax } from './nginx/syntax';
import { underscoreUpstreamHost } from './nginx/underscore-upstream-host';
import { unknownDirective } from './nginx/unknown-directive';
import { unknownVariable } from './nginx/unknown-variable';
import { unreachableLocation } from './nginx/unreachable-location';
import { unused } from './nginx/unused';
import { upstreamEmpty } from './nginx/upstream-empty';
import { upstreamServer } from './nginx/upstream-server';
import { upstreamZone } from './nginx/upstream-zone';
import { version as nginxVersion } from './nginx/version';
import { versionDisclosure } from './nginx/version-disclosure';
import { weakTls } from './nginx/weak-tls';
import { websocketUpgrade } from './nginx/websocket-upgrade';
import type { Rule } from './rule';

/** All rules, in the order of their ids. */
export const rules: readonly Rule[] = [
  affinity,
  clusterMissing,
  distributableMissing,
  sessionAttributeNotSerializable,
  aliasTraversal,
  argumentCount,
  balancingMethod,
  nginxBlock,
  nginxDuplicate,
  duplicateDefaultServer,
  duplicateListen,
  duplicateLocation,
  duplicateServerName,
  duplicateUpstream,
  duplicateZone,
  hashEmptyCookie,
  headerInheritance,
  hostPortLost,
  hostSpoofing,
  httpSplitting,
  ifCondition,
  ifIsEvil,
  includeMissing,
  invalidRegex,
  invalidValue,
  ipHashBehindProxy,
  keepaliveInert,
  keepaliveOrder,
  limitZone,
  listen,
  location,
  logFormat,
  mapWithoutDefault,
  missingSemicolon,
  nextUpstreamEjectsAll,
  nonIdempotentRetry,
  notAllowedHere,
  proxyPass,
  proxyPassUri,
  regexBacktracking,
  returnCode,
  returnBypassesAccess,
  rewriteFlag,
  rewriteCapture,
  routeRegex,
  sslCertificate,
  ssrf,
  staticUpstreamName,
  statusExposed,
  syntax,
  underscoreUpstreamHost,
  unknownDirective,
  unknownVariable,
  unreachableLocation,
  unused,
  upstreamEmpty,
  upstreamServer,
  upstreamZone,
  nginxVersion,
  versionDisclosure,
  weakTls,
  websocketUpgrade,
];
