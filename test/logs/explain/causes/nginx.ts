import { BASE, CONNECTOR, WEB_XML, where, juli, nginx, upstream, type Row } from './project';

const PASS = 'proxy_pass http://shops;';
const TLS = `<Connector port="8443" SSLEnabled="true"><SSLHostConfig><Certificate certificateKeystoreFile="conf/a.p12"/></SSLHostConfig></Connector>`;

/** Failures of nginx. */
export const ofNginx: readonly Row[] = [
  {
    failure: 'upstream-name',
    files: where(['server tomcat2:8080', 'server tomcatt2:8080', 'nginx.conf']),
    log: nginx('host not found in upstream "tomcatt2:8080" in /etc/nginx/nginx.conf:8', 'emerg'),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'tomcatt2',
    fix: 'Write "tomcat2"',
  },
  {
    failure: 'upstream-refused',
    files: where(['server tomcat2:8080', 'server tomcat2:8082', 'nginx.conf']),
    log: upstream(
      'connect() failed (111: Connection refused) while connecting to upstream',
      '172.18.0.3:8082',
    ),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'tomcat2:8082',
    fix: 'Write tomcat2:8080',
  },
  {
    failure: 'host-underscore',
    files: where(
      ['upstream shops', 'upstream shop_servers'],
      ['http://shops', 'http://shop_servers'],
      ['            proxy_set_header Host $http_host;\n', ''],
    ),
    log: juli(
      'INFO',
      'coyote.AbstractProcessor.parseHost',
      'The host [shop_servers] is not valid',
      '\tjava.lang.IllegalArgumentException: The character [_] is never valid in a domain name.',
      '\t\tat org.apache.tomcat.util.http.parser.HttpParser$DomainParseState.next(HttpParser.java:983)',
    ),
    place: 'nginx.conf',
    line: 'proxy_pass http://shop_servers',
    fix: "Send the browser's Host: proxy_set_header Host $http_host",
  },
  {
    failure: 'no-resolver',
    files: where(['proxy_pass http://shops;', 'set $desk desk;\n            proxy_pass http://$desk:8080;']),
    log: nginx(
      '*1 no resolver defined to resolve desk, client: 172.18.0.1, server: , request: "GET / HTTP/1.1", host: "a"',
    ),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'http://$desk:8080',
    fix: 'Add resolver 127.0.0.11;',
  },
  {
    failure: 'upstream-not-tls',
    files: where(['proxy_pass http://shops;', 'proxy_pass https://shops;']),
    log: upstream(
      'SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream',
      '172.18.0.3:8080',
    ),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'https://shops',
    fix: 'Use http://',
  },
  {
    failure: 'nginx-refuses',
    files: where(['ip_hash;', 'ip_hashh;']),
    log: nginx('unknown directive "ip_hashh" in /etc/nginx/nginx.conf:6', 'emerg'),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'ip_hashh',
  },
  {
    failure: 'no-live-upstreams',
    files: where([
      'proxy_pass http://shops;',
      'proxy_pass http://shops;\n            proxy_next_upstream error timeout http_500;',
    ]),
    log: upstream('no live upstreams while connecting to upstream', 'shops'),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'http_500',
    fix: 'Remove http_500',
  },
  {
    failure: 'body-too-large',
    files: {
      ...BASE,
      'app/src/main/webapp/WEB-INF/web.xml': WEB_XML.replace(
        '<distributable/>',
        `<distributable/>
  <servlet>
    <servlet-name>upload</servlet-name>
    <servlet-class>shop.Shop</servlet-class>
    <multipart-config><max-request-size>52428800</max-request-size></multipart-config>
  </servlet>`,
      ),
    },
    log: nginx(
      '*1 client intended to send too large body: 5000000 bytes, client: 172.18.0.1, server: , request: "POST / HTTP/1.1", host: "a"',
    ),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'proxy_pass',
    fix: 'Write client_max_body_size 50m',
  },
  {
    failure: 'upstream-closed',
    files: where(
      ['ip_hash;', 'ip_hash;\n        keepalive 16;\n        keepalive_timeout 60s;'],
      [PASS, `${PASS}\n            proxy_http_version 1.1;\n            proxy_set_header Connection "";`],
      [CONNECTOR, CONNECTOR.replace('/>', ' keepAliveTimeout="15000"/>')],
    ),
    log: upstream(
      'upstream prematurely closed connection while reading response header from upstream',
      '172.18.0.3:8080',
    ),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'keepalive_timeout 60s;',
    fix: 'Write keepalive_timeout 14s',
  },
  {
    failure: 'upstream-reset',
    files: where(
      ['ip_hash;', 'ip_hash;\n        keepalive 16;\n        keepalive_timeout 60s;'],
      [PASS, `${PASS}\n            proxy_http_version 1.1;\n            proxy_set_header Connection "";`],
      [CONNECTOR, CONNECTOR.replace('/>', ' keepAliveTimeout="15000"/>')],
    ),
    log: upstream(
      'recv() failed (104: Connection reset by peer) while reading response header from upstream',
      '172.18.0.3:8080',
    ),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'keepalive_timeout 60s;',
    fix: 'Write keepalive_timeout 14s',
  },
  {
    failure: 'upstream-not-http',
    files: where(
      [CONNECTOR, TLS],
      ['server tomcat1:8080', 'server tomcat1:8443'],
      ['server tomcat2:8080', 'server tomcat2:8443'],
    ),
    log: upstream(
      'upstream sent no valid HTTP/1.0 header while reading response header from upstream',
      '172.18.0.3:8443',
    ),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'http://shops',
    fix: 'Use https://',
  },
  {
    failure: 'tls-on-plain-port',
    files: where(['proxy_pass http://shops;', 'proxy_pass https://shops;']),
    place: 'nginx.conf',
    line: 'https://shops',
    fix: 'Use http://',
  },
];
