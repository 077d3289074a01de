import { Generator } from '../generate';

/** Everything that decides what Tomcat believes of a request, put together by chance; always the same. */

/** A Service of server.xml with one application. */
export interface Half {
  readonly serverXml: string;
  readonly webXml: string;
  readonly contextXml: string | undefined;
  /** The name of the application's folder in `webapps`. */
  readonly app: string;
  readonly isTls: boolean;
}

/** A way of requests: what nginx has, and the Tomcat behind it. */
export interface Combination {
  readonly name: string;
  /** The http block's lines. */
  readonly nginx: string;
  readonly half: Half;
  /** Whether the server listens with TLS. */
  readonly isTls: boolean;
  /** The port that Compose publishes. */
  readonly published: number;
}

/** Ports that nginx listens on. */
export interface Ports {
  readonly plain: number;
  readonly tls: number;
}

const connectors = [
  '',
  '',
  ' redirectPort="8443"',
  ' scheme="https" secure="true"',
  ' scheme="https"',
  ' secure="true" redirectPort="443"',
  ' proxyName="shop.test" proxyPort="443"',
  ' proxyName="www.shop.test"',
  ' proxyPort="8088" redirectPort="8443"',
  ' scheme="https" secure="true" proxyName="shop.test" proxyPort="443"',
  ' scheme="https" secure="true" proxyPort="8443"',
] as const;

const valve = (attributes: string): string =>
  `<Valve className="org.apache.catalina.valves.RemoteIpValve"${attributes}/>`;

const valves = [
  '',
  '',
  valve(''),
  valve(' protocolHeader="X-Forwarded-Proto"'),
  valve(' protocolHeader="X-Forwarded-Proto" portHeader="X-Forwarded-Port"'),
  valve(' portHeader="X-Forwarded-Port" hostHeader="X-Forwarded-Host"'),
  valve(' protocolHeader="X-Forwarded-Scheme"'),
  valve(' remoteIpHeader="X-Real-IP"'),
  valve(' protocolHeader="x-forwarded-proto" httpsServerPort="8443"'),
  valve(String.raw` internalProxies="10\.0\.0\.\d+"`),
  valve(String.raw` internalProxies="10\.0\.0\.\d+" trustedProxies=".*"`),
  valve(String.raw` internalProxies=".*"`),
  valve(' protocolHeaderHttpsValue="on"'),
] as const;

const hosts = [
  '<Host name="localhost" appBase="webapps">VALVE</Host>',
  '<Host name="localhost" appBase="webapps"><Alias>shop.test</Alias>VALVE</Host>',
  '<Host name="localhost" appBase="empty"/><Host name="shop.test" appBase="webapps"><Alias>www.shop.test</Alias><Alias>cluster</Alias>VALVE</Host>',
  '<Host name="localhost" appBase="webapps">VALVE</Host><Host name="shop.test" appBase="webapps"/>',
] as const;

const cookies = [
  '',
  '',
  '',
  '<secure>true</secure>',
  '<http-only>false</http-only>',
  '<path>/</path>',
  '<name>SID</name>',
  '<domain>shop.test</domain>',
  '<name>__Host-SID</name><path>/</path><secure>true</secure>',
  '<secure>false</secure><http-only>true</http-only>',
] as const;

const contexts = [
  undefined,
  undefined,
  '<Context/>',
  '<Context sessionCookiePath="/"/>',
  '<Context sessionCookieName="CID" useHttpOnly="false"/>',
  '<Context sessionCookieDomain="test" sessionCookiePathUsesTrailingSlash="true"/>',
  '<Context useRelativeRedirects="false"/>',
  '<Context useRelativeRedirects="false" mapperContextRootRedirectEnabled="false"/>',
  '<Context mapperContextRootRedirectEnabled="false"/>',
  '<Context><CookieProcessor sameSiteCookies="lax"/></Context>',
  '<Context><CookieProcessor className="org.apache.tomcat.util.http.Rfc6265CookieProcessor" sameSiteCookies="None"/></Context>',
  '<Context sessionCookiePath="/shop"><Valve className="org.apache.catalina.valves.AccessLogValve" prefix="x"/></Context>',
] as const;

const chance = (from: Generator, share: number): boolean => from.below(100) < share * 100;

/** Services, each with a connector, a Host and an application. */
export function halves(seed: number, count: number): readonly Half[] {
  const from = new Generator(seed);
  return Array.from({ length: count }, (_, index): Half => {
    const isTls = index % 8 === 7;
    const attributes = isTls ? '' : from.pick(connectors);
    const app = from.pick(['shop', 'shop', 'app', 'a#b', 'ROOT'] as const);
    const inEngine = chance(from, 0.5);
    const one = from.pick(valves);
    const tls = isTls
      ? '<SSLHostConfig><Certificate certificateFile="conf/cert.pem" certificateKeyFile="conf/key.pem"/></SSLHostConfig>'
      : '';
    const config = from.pick(cookies);
    const attribute = chance(from, 0.2)
      ? '<attribute><attribute-name>SameSite</attribute-name><attribute-value>Strict</attribute-value></attribute>'
      : '';
    return {
      serverXml: `<Server port="-1"><Service name="Catalina">
<Connector port="${isTls ? 8443 : 8080}" protocol="HTTP/1.1"${isTls ? ' SSLEnabled="true"' : attributes}>${tls}</Connector>
<Engine name="Catalina" defaultHost="localhost">${inEngine ? one : ''}${from.pick(hosts).replace('VALVE', inEngine ? '' : one)}</Engine>
</Service></Server>`,
      webXml: `<web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0">
<session-config><cookie-config>${config}ATTRIBUTE</cookie-config></session-config>
<security-constraint><web-resource-collection><web-resource-name>x</web-resource-name><url-pattern>/x</url-pattern></web-resource-collection>
<user-data-constraint><transport-guarantee>CONFIDENTIAL</transport-guarantee></user-data-constraint></security-constraint>
</web-app>`.replace('ATTRIBUTE', attribute),
      contextXml: from.pick(contexts),
      app,
      isTls,
    };
  });
}

const hostHeaders = [
  undefined,
  undefined,
  '$host',
  '$host',
  '$http_host',
  '$http_host',
  '$host:$server_port',
  '$proxy_host',
  'shop.test',
  'shop.test:8088',
  '$server_name',
] as const;

const protos = [undefined, '$scheme', '$scheme', '$scheme', 'https', 'http', '""'] as const;

/** Ways through nginx to those. `upstream` names are the same in the workspace and in the one nginx that has them all. */
export function combinations(
  seed: number,
  count: number,
  all: readonly Half[],
  ports: Ports,
): readonly Combination[] {
  const from = new Generator(seed);
  return Array.from({ length: count }, (_, index): Combination => {
    const half = all[index % all.length];
    if (!half) throw new Error('no halves');
    const context = half.app === 'ROOT' ? '' : `/${half.app.replaceAll('#', '/')}`;
    const isTls = chance(from, 0.4);
    const own = isTls ? ports.tls : ports.plain;
    const published = chance(from, 0.5) ? (isTls ? 443 : 80) : from.pick([8088, 8443, 9000]);
    const byUpstream = chance(from, 0.5);
    const authority = byUpstream ? `cluster${index}` : `tomcat:${half.isTls ? 8443 : 8080}`;
    const [location, uri] = from.pick([
      ['/', ''],
      ['/', '/'],
      [`${context}/`, ''],
      [`${context}/`, `${context}/`],
      [context || '/', ''],
      ['/intern/', `${context}/`],
      ['/intern/', '/'],
      ['/', `${context}/`],
      ['^~ /outer/', `${context}/`],
    ] as const);
    const lines: string[] = [];
    const add = (share: number, ...choices: readonly [string, ...string[]]): void => {
      if (chance(from, share)) lines.push(from.pick(choices));
    };
    const host = from.pick(hostHeaders);
    if (host !== undefined) lines.push(`proxy_set_header Host ${host};`);
    const proto = from.pick(protos);
    if (proto !== undefined) lines.push(`proxy_set_header X-Forwarded-Proto ${proto};`);
    add(
      0.5,
      'proxy_set_header X-Forwarded-For $remote_addr;',
      'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
    );
    add(
      0.3,
      'proxy_set_header X-Forwarded-Port $server_port;',
      'proxy_set_header X-Forwarded-Port $public_port;',
      'proxy_set_header X-Forwarded-Port 8088;',
    );
    add(
      0.3,
      'proxy_set_header X-Forwarded-Host $host;',
      'proxy_set_header X-Forwarded-Host $http_host;',
      'proxy_set_header X-Forwarded-Host "";',
    );
    add(0.2, 'proxy_set_header X-Real-IP $remote_addr;');
    add(
      0.1,
      'proxy_set_header X-Forwarded-Scheme $scheme;',
      'proxy_set_header X-Forwarded-Proto $scheme;',
      'proxy_set_header X-Forwarded-Proto http;',
    );
    add(0.5, 'proxy_http_version 1.1;', 'proxy_http_version 1.0;');
    add(0.3, 'absolute_redirect off;', 'port_in_redirect off;', 'server_name_in_redirect on;');
    add(
      0.3,
      'proxy_redirect off;',
      'proxy_redirect default;',
      `proxy_redirect http://shop.test/ /;`,
      `proxy_redirect ${context}/ /intern/;`,
      'proxy_redirect ~^https?://[^/]+(/.*)$ $1;',
      'proxy_redirect http:// https://;',
      `proxy_redirect http://$host/ http://$http_host/;`,
      'proxy_redirect / /intern/;',
    );
    add(
      0.3,
      `proxy_cookie_path ${context || '/'} /intern;`,
      `proxy_cookie_path ${context}/ /intern/;`,
      'proxy_cookie_path / /intern;',
      'proxy_cookie_path ~^/(.*)$ /intern/$1;',
      'proxy_cookie_path off;',
      'proxy_cookie_path ~*^/SHOP /;',
      'proxy_cookie_path / "/; secure; HttpOnly; SameSite=strict";',
      'proxy_cookie_path ~^/.*$ "/; Secure; SameSite=lax";',
    );
    add(
      0.2,
      'proxy_cookie_domain shop.test $host;',
      'proxy_cookie_domain .test other.test;',
      'proxy_cookie_domain off;',
      'proxy_cookie_domain ~\\.?test$ $host;',
    );
    add(
      0.3,
      'proxy_cookie_flags JSESSIONID secure samesite=lax;',
      'proxy_cookie_flags ~ nosecure;',
      'proxy_cookie_flags off;',
      'proxy_cookie_flags jsessionid httponly samesite=none;',
      'proxy_cookie_flags SID nohttponly nosamesite;',
      'proxy_cookie_flags ~ID$ samesite=strict;',
    );
    const outer: string[] = [];
    const inner = lines.filter(
      (line) =>
        !/redirect|cookie_/.test(line) || line.endsWith('default;') || chance(from, 0.7) || !outer.push(line),
    );
    const name = from.pick(['shop.test', 'shop.test', 'www.shop.test', '_', 'localhost', '.shop.test']);
    const [modifier, path] = location.startsWith('^~ ') ? ['^~ ', location.slice(3)] : ['', location];
    const upstream = byUpstream
      ? `upstream ${authority} { server tomcat:${half.isTls ? 8443 : 8080}; }\n`
      : '';
    return {
      name: `${index}`,
      half,
      isTls,
      published,
      nginx: `${upstream}server {
  listen ${own}${isTls ? ' ssl' : ''};
  server_name ${name};
  ${isTls ? 'ssl_certificate CERT; ssl_certificate_key KEY;' : ''}
  add_header X-Sent-Location $upstream_http_location always;
  add_header X-Sent-Cookie $upstream_http_set_cookie always;
  ${outer.join('\n  ')}
  location ${modifier}${path} {
    proxy_pass ${half.isTls ? 'https' : 'http'}://${authority}${uri};
    ${inner.join('\n    ')}
  }
}
`,
    };
  });
}

/** What all of them share. */
export const SHARED = `map "$scheme:$http_host" $public_port { "~:(?<p>[0-9]+)$" $p; "~^https" 443; default 80; }\n`;
