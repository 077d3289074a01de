import { aliasTraversal } from './alias-traversal';
import { argumentCount } from './arguments';
import { block } from './block';
import { cachedSetCookie } from './cached-set-cookie';
import { encodedSlash } from './encoded-slash';
import { forwardedHeaderName, forwardedHeaderValue } from './forwarded-header';
import { headerTwice } from './header-twice';
import { serverName } from './server-name';
import { sizeWithoutUnit } from './size-without-unit';
import { stickyCookieClash } from './sticky-cookie-clash';
import { duplicate } from './duplicate';
import { hashEmptyCookie } from './hash-empty-cookie';
import { headerInheritance } from './header-inheritance';
import { hostPortLost } from './host-port-lost';
import { hostSpoofing } from './host-spoofing';
import { httpSplitting } from './http-splitting';
import { ifIsEvil } from './if-is-evil';
import { includeMissing } from './include-missing';
import { invalidValue } from './invalid-value';
import { ipHashBehindProxy } from './ip-hash-behind-proxy';
import { keepaliveInert } from './keepalive-inert';
import { keepaliveOrder } from './keepalive-order';
import { mapWithoutDefault } from './map-without-default';
import { missingSemicolon } from './missing-semicolon';
import { nextUpstreamEjectsAll } from './next-upstream-ejects-all';
import { nonIdempotentRetry } from './non-idempotent-retry';
import { notAllowedHere } from './not-allowed-here';
import { resolverMissing } from './resolver-missing';
import { resolverUnused } from './resolver-unused';
import { redirectPortLost } from './redirect-port-lost';
import { streamBuffered } from './stream-buffered';
import { proxyPassUri } from './proxy-pass-uri';
import { regexBacktracking } from './regex-backtracking';
import { returnBypassesAccess } from './return-bypasses-access';
import { rewriteCapture } from './rewrite-capture';
import { routeRegex } from './route-regex';
import { ssrf } from './ssrf';
import { staticUpstreamName } from './static-upstream-name';
import { statusExposed } from './status-exposed';
import { syntax } from './syntax';
import { underscoreUpstreamHost } from './underscore-upstream-host';
import { unknownDirective } from './unknown-directive';
import { unreachableLocation } from './unreachable-location';
import { unused } from './unused';
import { upstreamZone } from './upstream-zone';
import { version } from './version';
import { versionDisclosure } from './version-disclosure';
import { weakTls } from './weak-tls';
import { websocketUpgrade } from './websocket-upgrade';
import { handlerRules } from './handlers';
import type { Rule } from '../define';

/** Those about nginx. */
export const nginxRules: readonly Rule[] = [
  aliasTraversal,
  argumentCount,
  block,
  duplicate,
  cachedSetCookie,
  encodedSlash,
  forwardedHeaderName,
  forwardedHeaderValue,
  headerTwice,
  serverName,
  sizeWithoutUnit,
  stickyCookieClash,
  hashEmptyCookie,
  headerInheritance,
  hostPortLost,
  hostSpoofing,
  httpSplitting,
  ifIsEvil,
  includeMissing,
  invalidValue,
  ipHashBehindProxy,
  keepaliveInert,
  keepaliveOrder,
  mapWithoutDefault,
  missingSemicolon,
  nextUpstreamEjectsAll,
  nonIdempotentRetry,
  notAllowedHere,
  proxyPassUri,
  redirectPortLost,
  resolverMissing,
  resolverUnused,
  streamBuffered,
  regexBacktracking,
  returnBypassesAccess,
  rewriteCapture,
  routeRegex,
  ssrf,
  staticUpstreamName,
  statusExposed,
  syntax,
  underscoreUpstreamHost,
  unknownDirective,
  unreachableLocation,
  unused,
  upstreamZone,
  version,
  versionDisclosure,
  weakTls,
  websocketUpgrade,
  ...handlerRules,
];
