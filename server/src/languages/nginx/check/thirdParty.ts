import { t } from '@vscode/l10n';
/** Modules of others that distributions package or people often build in, by what their directives begin with. */
const modules: readonly (readonly [RegExp, string | (() => string)])[] = [
  [/^fancyindex/, 'ngx-fancyindex'],
  [/^geoip2/, 'ngx_http_geoip2_module'],
  [/^subs_filter/, 'ngx_http_substitutions_filter_module'],
  [/^nchan_/, 'nchan'],
  [/^(rtmp|rtmp_\w+|hls|hls_\w+|dash|dash_\w+)$/, 'nginx-rtmp-module'],
  [/^auth_pam/, 'ngx_http_auth_pam_module'],
  [
    /^(memc|srcache|redis2?|drizzle|postgres|array|encrypted_session|form_input|rds)_/,
    () => t("one of OpenResty's modules"),
  ],
  [
    /^set_(un)?(escape|quote|hash|base|encode|decode|md5|sha1|secure|random|if_empty|local|formatted|hmac|rotate|misc|encrypt|decrypt|form|cached|cookie_dec|bit)\w*/,
    'set-misc-nginx-module',
  ],
  [/^(track|report)_uploads$|^upload(_\w+)?$/, () => t('an upload module')],
  [/^(modsecurity|modsecurity_\w+)$/, 'ModSecurity-nginx'],
  [/^pagespeed/, 'ngx_pagespeed'],
  [/^ipscrub_/, 'ipscrub'],
  [/^ajp_/, 'nginx_ajp_module'],
  [/^(server_(tag|info|admin)|sysguard(_\w+)?|expires_by_types|req_status\w*|slb_\w+)$/, 'Tengine'],
  [
    /^(prometheus|prometheus_template|upstream_probe(_timeout)?|docker_(endpoint|max_\w+)|metric_(zone|complex_zone))$/,
    'Angie',
  ],
  [/^ssl_dyn_rec_\w+$/, () => t("Cloudflare's patch for TLS records")],
  [/^passenger/, 'Passenger'],
  [/^(opentracing|jaeger|zipkin|datadog)/, 'nginx-opentracing'],
  [/^(check|check_\w+)$/, 'nginx_upstream_check_module'],
  [/^(upsync|upsync_\w+|dyups\w*)$/, () => t('a health check module')],
  [/^jvm_route$/, 'nginx-upstream-jvm-route'],
  [/^session_sticky(_\w+)?$/, 'ngx_http_upstream_session_sticky_module'],
  [
    /^(auth_ldap|ldap_server|auth_gss|auth_digest|auth_spnego|shib_request|auth_jwt|auth_cookie)/,
    () => t('an authentication module'),
  ],
  [
    /^(BasicRule|MainRule|CheckRule|SecRulesEnabled|SecRulesDisabled|LearningMode|DeniedUrl|LibInjection\w*)$/,
    'naxsi',
  ],
  [/^(proxy|fastcgi|scgi|uwsgi)_cache_purge$|^cache_purge_/, 'ngx_cache_purge'],
  [/^(dav_ext|xslt_\w+|perl|perl_\w+)/, () => t('a third-party module')],
  [/^(zstd|zstd_\w+|unzstd\w*)$/, 'zstd-nginx-module'],
  [
    /^(concat|concat_\w+|footer\w*|trim\w*|slowfs_\w+|testcookie\w*|sticky_\w+|bloom\w*|pinba\w*|ssl_ct\w*|limit_traffic\w*)$/,
    () => t('a third-party module'),
  ],
  [/^(oidc|keyval|otel|acme|waf|app_protect)_/, () => t('a third-party module')],
];

/** The module of others that a name belongs to, if we have heard of it. */
export function moduleOfOthers(name: string): string | undefined {
  const found = modules.find(([pattern]) => pattern.test(name))?.[1];
  return typeof found === 'function' ? found() : found;
}

/** What nginx itself has for what such a directive does; undefined where there is nothing. */
export function insteadOf(name: string): string | undefined {
  if (/^(?:jvm_route|session_sticky)/.test(name))
    return t(
      'nginx itself keeps a client on its Tomcat by a map from the route in $cookie_JSESSIONID, by "hash $cookie_JSESSIONID consistent", or from 1.29.6 on by "sticky".',
    );
  if (/^check(?:_|$)/.test(name))
    return t('nginx itself leaves out servers that fail by max_fails and fail_timeout of "server".');
  if (name.startsWith('ajp_'))
    return t('nginx itself speaks HTTP: use proxy_pass with an HTTP Connector of Tomcat.');
  return undefined;
}
