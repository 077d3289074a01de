import { BASE, CONNECTOR, DELTA, juli, nginx, ONE, upstream, where, type Row } from './project';

const FILTER = String.raw`java\.lang\..*`;
const PASS = 'proxy_pass http://shops;';
const tooBig = upstream(
  'upstream sent too big header while reading response header from upstream',
  '172.18.0.3:8080',
);

/** Failures whose cause no line is for sure, and why. */
export const uncertain: readonly (readonly [why: string, row: Omit<Row, 'place' | 'line'>])[] = [
  [
    'only another node has the setting',
    {
      failure: 'attribute-filtered',
      files: where([DELTA, DELTA.replace('/>', ` sessionAttributeValueClassNameFilter="${FILTER}"/>`), ONE]),
      node: 'tomcat2',
      log: juli(
        'WARNING',
        'catalina.session.ManagerBase.willAttributeDistribute',
        `Skipped session attribute named [a] because the value type [shop.Basket] did not match the filter [${FILTER}]`,
      ),
    },
  ],
  [
    'another value is set',
    {
      failure: 'too-many-connections',
      files: where(['events {\n', 'events {\n    worker_connections 20;\n']),
      node: 'nginx',
      log: nginx('10 worker_connections are not enough', 'alert'),
    },
  ],
  [
    'the setting is commented out',
    {
      failure: 'attribute-filtered',
      files: where([
        DELTA,
        `<!-- ${DELTA.replace('/>', ` sessionAttributeValueClassNameFilter="${FILTER}"/>`)} -->${DELTA}`,
      ]),
      log: juli(
        'WARNING',
        'catalina.session.ManagerBase.willAttributeDistribute',
        `Skipped session attribute named [a] because the value type [shop.Basket] did not match the filter [${FILTER}]`,
      ),
    },
  ],
  [
    'two servers may have had the request',
    {
      failure: 'header-too-big',
      files: where([
        '    server {\n        listen 80;',
        `    server {
        listen 8081;
        location / {
            proxy_buffer_size 2k;
            proxy_pass http://shops;
        }
    }
    server {
        listen 80;`,
      ]),
      node: 'nginx',
      log: tooBig,
    },
  ],
  [
    'two files of a log from elsewhere set the value',
    {
      failure: 'connector-failed',
      files: BASE,
      node: 'somewhere',
      log: juli(
        'SEVERE',
        'catalina.core.StandardService.initInternal',
        'Failed to initialize connector [Connector["http-nio-8080"]]',
        '\tjava.lang.IllegalArgumentException: words',
        '\t\tat org.apache.coyote.AbstractProtocol.init(AbstractProtocol.java:1)',
      ),
    },
  ],
  [
    'a rule speaks of idle connections, and an answer took too long to begin with',
    {
      failure: 'upstream-timed-out',
      files: where(
        ['ip_hash;', 'ip_hash;\n        keepalive 16;\n        keepalive_timeout 60s;'],
        [PASS, `${PASS}\n            proxy_http_version 1.1;\n            proxy_set_header Connection "";`],
        [CONNECTOR, CONNECTOR.replace('/>', ' keepAliveTimeout="15000"/>')],
      ),
      node: 'nginx',
      log: upstream(
        'upstream timed out (110: Connection timed out) while connecting to upstream',
        '172.18.0.3:8080',
      ),
    },
  ],
  [
    'a node is gone',
    {
      failure: 'upstream-unreachable',
      files: where(['        server tomcat2:8080;\n', '']),
      node: 'nginx',
      log: upstream(
        'connect() failed (113: No route to host) while connecting to upstream',
        '172.18.0.3:8080',
      ),
    },
  ],
];
