/** Valves that come with some Tomcat from 8.5 on and do not implement ClusterValve. */
const PLAIN: ReadonlySet<string> = new Set([
  ...(
    'AccessLogValve ExtendedAccessLogValve JsonAccessLogValve JDBCAccessLogValve CrawlerSessionManagerValve ' +
    'ErrorReportValve JsonErrorReportValve ProxyErrorReportValve FilterValve HealthCheckValve LoadBalancerDrainingValve ' +
    'ParameterLimitValve PersistentValve RemoteAddrValve RemoteCIDRValve RemoteHostValve RemoteIpValve SSLValve ' +
    'SemaphoreValve StuckThreadDetectionValve rewrite.RewriteValve'
  )
    .split(' ')
    .map((name) => `org.apache.catalina.valves.${name}`),
  ...'BasicAuthenticator DigestAuthenticator FormAuthenticator NonLoginAuthenticator SSLAuthenticator SingleSignOn SpnegoAuthenticator'
    .split(' ')
    .map((name) => `org.apache.catalina.authenticator.${name}`),
]);

export const isPlainValve = (name: string): boolean => PLAIN.has(name);
