import {
  BASE,
  CONNECTOR,
  DELTA,
  interceptor,
  juli,
  nginx,
  ONE,
  MEMBERSHIP,
  RECEIVER,
  TRIBES,
  upstream,
  WEB_XML,
  where,
  type Row,
} from './project';

const FILTER = 'sessionAttributeValueClassNameFilter';
const PASS = 'proxy_pass http://shops;';

const filtered = (filter: string): Row['files'] =>
  where([DELTA, DELTA.replace('/>', ` ${FILTER}="${filter}"/>`)]);

/** Two locations, of which the request of `upstream` is for the first. */
const locations = (inside: string): Row['files'] =>
  where([
    PASS,
    `${inside}
            proxy_pass http://shops;
        }
        location /static/ {
            proxy_buffer_size 4k;
            proxy_read_timeout 1s;
            client_max_body_size 1k;
            proxy_pass http://shops;`,
  ]);

const members = (id: string, host: string): Row['files'] =>
  where([
    MEMBERSHIP,
    `<Membership className="${TRIBES}.membership.StaticMembershipService">
            <LocalMember className="${TRIBES}.membership.StaticMember" uniqueId="${id}"/>
            <Member className="${TRIBES}.membership.StaticMember" host="${host}" port="4000"/>
          </Membership>`,
  ]);

/** Where a line sets what a failure is about, and no rule speaks of it. */
export const ofSettings: readonly Row[] = [
  {
    failure: 'attribute-filtered',
    files: filtered(String.raw`java\.lang\..*`),
    log: juli(
      'WARNING',
      'catalina.session.ManagerBase.willAttributeDistribute',
      String.raw`Skipped session attribute named [Basket] because the value type [shop.Basket] did not match the filter [java\.lang\..*]`,
    ),
    place: ONE,
    line: FILTER,
  },
  {
    failure: 'class-not-allowed',
    files: filtered(String.raw`java\.lang\..*`),
    node: 'tomcat2',
    place: 'two/server.xml',
    line: FILTER,
  },
  {
    failure: 'class-not-found',
    files: {
      ...BASE,
      'app/src/main/webapp/WEB-INF/web.xml': WEB_XML.replace(
        '</web-app>',
        `  <servlet>
    <servlet-name>nowhere</servlet-name>
    <servlet-class>shop.Nowhere</servlet-class>
  </servlet>
</web-app>`,
      ),
    },
    log: juli(
      'SEVERE',
      'catalina.core.StandardContext.loadOnStartup',
      'Servlet [nowhere] in web application [/shop] threw load() exception',
      '\tjava.lang.ClassNotFoundException: shop.Nowhere',
      '\t\tat org.apache.catalina.loader.WebappClassLoaderBase.loadClass(WebappClassLoaderBase.java:1366)',
    ),
    place: 'app/src/main/webapp/WEB-INF/web.xml',
    line: 'shop.Nowhere',
  },
  {
    failure: 'member-id',
    files: members('{0,1}', 'tomcat2'),
    place: ONE,
    line: 'uniqueId="{0,1}"',
  },
  {
    failure: 'member-host-unknown',
    files: members('{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1}', 'tomcat9.invalid'),
    place: ONE,
    line: 'host="tomcat9.invalid"',
  },
  {
    failure: 'receiver-not-bound',
    files: where([RECEIVER, RECEIVER.replace('"auto"', '"203.0.113.7"'), ONE]),
    log: juli(
      'INFO',
      'catalina.tribes.transport.ReceiverBase.bind',
      'Unable to bind server socket to:[/203.0.113.7:4000] throwing error.',
    ),
    place: ONE,
    line: 'address="203.0.113.7"',
  },
  {
    failure: 'queue-full',
    files: where([
      interceptor('MessageDispatchInterceptor"'),
      interceptor('MessageDispatchInterceptor" maxQueueSize="1000"'),
    ]),
    place: ONE,
    line: 'maxQueueSize="1000"',
  },
  {
    failure: 'connector-failed',
    files: where([CONNECTOR, `${CONNECTOR}\n    <Connector port="8081" protocol="HTTP/1.1"/>`]),
    log: juli(
      'SEVERE',
      'catalina.core.StandardService.initInternal',
      'Failed to initialize connector [Connector["http-nio-8081"]]',
      '\tjava.lang.IllegalArgumentException: words',
      '\t\tat org.apache.coyote.AbstractProtocol.init(AbstractProtocol.java:1)',
    ),
    place: ONE,
    line: 'port="8081"',
  },
  {
    failure: 'tls',
    files: where([
      CONNECTOR,
      `${CONNECTOR}\n    <Connector port="21061" SSLEnabled="true">
      <SSLHostConfig><Certificate certificateKeystoreFile="/etc/shop.p12"/></SSLHostConfig>
    </Connector>`,
    ]),
    place: ONE,
    line: 'port="21061"',
  },
  {
    failure: 'address-not-here',
    files: where([CONNECTOR, CONNECTOR.replace('/>', ' address="203.0.113.9"/>')]),
    log: juli(
      'SEVERE',
      'catalina.core.StandardService.initInternal',
      'Failed to initialize connector [Connector["http-nio-203.0.113.9-8080"]]',
      '\tjava.net.BindException: Cannot assign requested address',
      '\t\tat java.base/sun.nio.ch.Net.bind0(Native Method)',
    ),
    place: ONE,
    line: 'address="203.0.113.9"',
  },
  {
    failure: 'address-not-here',
    files: where(['listen 80;', 'listen 203.0.113.9:8080;']),
    log: nginx('bind() to 203.0.113.9:8080 failed (99: Cannot assign requested address)', 'emerg'),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'listen 203.0.113.9:8080;',
  },
  {
    failure: 'port-forbidden',
    files: BASE,
    log: nginx('bind() to 0.0.0.0:80 failed (13: Permission denied)', 'emerg'),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'listen 80;',
  },
  {
    failure: 'certificate',
    files: where([
      'listen 80;',
      `listen 443 ssl;
        ssl_certificate certs/shop.crt;
        ssl_certificate_key certs/shop.key;`,
    ]),
    log: nginx(
      'cannot load certificate key "/etc/nginx/certs/shop.key": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory)',
      'emerg',
    ),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'ssl_certificate_key certs/shop.key;',
  },
  {
    failure: 'too-many-connections',
    files: where(['events {\n', 'events {\n    worker_connections 10;\n']),
    log: nginx('10 worker_connections are not enough', 'alert'),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'worker_connections 10;',
  },
  {
    failure: 'too-many-files',
    files: where(['events {\n', 'worker_rlimit_nofile 64;\nevents {\n']),
    log: nginx('*1 socket() failed (24: Too many open files) while connecting to upstream'),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'worker_rlimit_nofile 64;',
  },
  {
    failure: 'redirection-cycle',
    files: where([PASS, 'try_files $uri /index.html;']),
    log: nginx(
      '*1 rewrite or internal redirection cycle while internally redirecting to "/index.html", client: 172.18.0.1, server: , request: "GET /cart HTTP/1.1", host: "localhost:8088"',
    ),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'try_files $uri /index.html;',
  },
  {
    failure: 'header-too-big',
    files: locations('proxy_buffer_size 2k;'),
    log: upstream(
      'upstream sent too big header while reading response header from upstream',
      '172.18.0.3:8080',
    ),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'proxy_buffer_size 2k;',
  },
  {
    failure: 'header-too-big',
    files: locations('# here'),
    log: upstream(
      'upstream sent too big header while reading response header from upstream',
      '172.18.0.3:8080',
    ),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'proxy_pass http://shops;',
  },
  {
    failure: 'upstream-timed-out',
    files: locations('proxy_read_timeout 10s;'),
    log: upstream(
      'upstream timed out (110: Connection timed out) while reading response header from upstream',
      '172.18.0.3:8080',
    ),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'proxy_read_timeout 10s;',
  },
  {
    failure: 'body-too-large',
    files: locations('client_max_body_size 2m;'),
    log: nginx(
      '*1 client intended to send too large body: 5000000 bytes, client: 172.18.0.1, server: , request: "POST / HTTP/1.1", host: "a"',
    ),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'client_max_body_size 2m;',
  },
  {
    failure: 'name-not-resolved',
    files: where([
      PASS,
      'resolver 127.0.0.11;\n            set $desk desk;\n            proxy_pass http://$desk:8080;',
    ]),
    log: nginx(
      '*1 desk could not be resolved (3: Host not found), client: 172.18.0.1, server: , request: "GET / HTTP/1.1", host: "a"',
    ),
    node: 'nginx',
    place: 'nginx.conf',
    line: 'http://$desk:8080',
  },
];
