import { compose, LAB, type Layout, list, MAIN, MAVEN, mavenApp, PORTS, type Parts } from './layout';

/** Two Tomcats of Compose with the app that Maven builds. */
const TOMCAT = [
  'image: tomcat:10.1',
  ...list(
    'volumes',
    './tomcat/server.xml:/usr/local/tomcat/conf/server.xml:ro',
    './app/target/app:/usr/local/tomcat/webapps/ROOT',
  ),
];
const common = { serverXmls: ['tomcat/server.xml'], ...MAVEN, lab: LAB };
const tomcats = (parts: Parts): Readonly<Record<string, string>> => ({
  'tomcat/server.xml': parts.serverXml,
  ...mavenApp('app', parts),
});
const named = (parts: Parts, one: string, two: string): string =>
  parts.upstreams.replaceAll('tomcat1:', `${one}:`).replaceAll('tomcat2:', `${two}:`);

export const NGINX_LAYOUTS: readonly Layout[] = [
  {
    title: 'names of links',
    files: (parts) => ({
      ...tomcats(parts),
      'web/default.conf': named(parts, 'app1', 'app2') + parts.servers,
      'docker-compose.yml': compose({
        web: [
          'image: nginx:1.26',
          ...PORTS,
          ...list('links', 'tomcat1:app1', '"tomcat2:app2"'),
          ...list('volumes', './web/default.conf:/etc/nginx/conf.d/default.conf'),
        ],
        tomcat1: TOMCAT,
        tomcat2: TOMCAT,
      }),
    }),
    ...common,
    nginx: 'web/default.conf',
  },
  {
    title: 'addresses that Compose gives',
    files: (parts) => ({
      ...tomcats(parts),
      'web/default.conf': named(parts, '172.28.0.11', '172.28.0.12') + parts.servers,
      'compose.yaml': compose(
        {
          web: [
            'image: nginx:1.26',
            ...PORTS,
            'networks: [back]',
            ...list('volumes', './web:/etc/nginx/conf.d'),
          ],
          tomcat1: [...TOMCAT, 'networks:', '  back:', '    ipv4_address: 172.28.0.11'],
          tomcat2: [...TOMCAT, 'networks: { back: { ipv4_address: 172.28.0.12 } }'],
        },
        'networks:',
        '  back:',
        '    ipam:',
        '      config:',
        '        - subnet: 172.28.0.0/24',
      ),
    }),
    ...common,
    nginx: 'web/default.conf',
  },
  {
    title: 'a replicated service without an upstream',
    files: (parts) => ({
      ...tomcats(parts),
      'web/default.conf': parts.servers
        .replaceAll('http_stream', 'shop_app:8080')
        .replaceAll('https_stream', 'shop_app:8443'),
      'compose.yaml': compose({
        web: ['image: nginx:1.26', ...PORTS, ...list('volumes', './web:/etc/nginx/conf.d')],
        shop_app: [...TOMCAT, 'deploy:', '  replicas: 2'],
      }),
    }),
    ...common,
    nginx: 'web/default.conf',
    lab: { ...LAB, nodes: ['shop-app-1', 'shop-app-2'] },
  },
  {
    title: 'a map that chooses the upstream',
    files: (parts) => ({
      ...tomcats(parts),
      'web/upstreams.conf': `${parts.upstreams}map $cookie_group $group {
    default http_stream;
    b       http_b;
}
upstream http_b {
    zone http_b 64k;
    server tomcat2:8080;
    server tomcat1:8080 backup;
}
`,
      'web/site.conf': parts.servers.replace('http://http_stream', 'http://$group'),
      'compose.yaml': compose({
        web: ['image: nginx:1.26', ...PORTS, ...list('volumes', './web:/etc/nginx/conf.d')],
        tomcat1: TOMCAT,
        tomcat2: TOMCAT,
      }),
    }),
    ...common,
    nginx: 'web/site.conf',
  },
  {
    title: 'a template with names from the environment',
    files: (parts) => ({
      ...tomcats(parts),
      'web/default.conf.template': named(parts, '${APP1_HOST}', '${APP2_HOST}') + parts.servers,
      'compose.yaml': compose({
        web: [
          'image: nginx:1.26',
          ...PORTS,
          'environment:',
          '  APP1_HOST: tomcat1',
          '  APP2_HOST: tomcat2',
          ...list('volumes', './web:/etc/nginx/templates'),
        ],
        tomcat1: TOMCAT,
        tomcat2: TOMCAT,
      }),
    }),
    ...common,
    nginx: 'web/default.conf.template',
  },
  {
    title: 'two balancers of one project',
    files: (parts) => ({
      ...tomcats(parts),
      'web/default.conf': parts.upstreams + parts.servers,
      'inner/default.conf':
        'upstream inner {\n    zone inner 64k;\n    server tomcat1:8080;\n    server tomcat2:8080;\n}\nserver {\n    listen 80;\n    location / {\n        proxy_pass http://inner;\n        proxy_set_header Host $http_host;\n    }\n}\n',
      'compose.yaml': compose({
        web: ['image: nginx:1.26', ...PORTS, ...list('volumes', './web:/etc/nginx/conf.d')],
        inner: ['image: nginx:1.26', ...list('volumes', './inner:/etc/nginx/conf.d')],
        tomcat1: TOMCAT,
        tomcat2: TOMCAT,
      }),
    }),
    ...common,
    nginx: 'web/default.conf',
  },
  {
    title: 'a whole folder of nginx',
    files: (parts) => ({
      ...tomcats(parts),
      'nginx/nginx.conf': MAIN(parts.upstreams),
      'nginx/conf.d/site.conf': parts.servers,
      'compose.yaml': compose({
        nginx: ['image: nginx:1.26', ...PORTS, ...list('volumes', './nginx:/etc/nginx')],
        tomcat1: TOMCAT,
        tomcat2: TOMCAT,
      }),
    }),
    ...common,
    nginx: 'nginx/conf.d/site.conf',
  },
  {
    title: 'a configuration of Compose',
    files: (parts) => ({
      ...tomcats(parts),
      'web/site.conf': parts.upstreams + parts.servers,
      'compose.yaml': compose(
        {
          nginx: [
            'image: nginx:1.26',
            ...PORTS,
            ...list('configs', 'source: site\n        target: /etc/nginx/conf.d/default.conf'),
          ],
          tomcat1: TOMCAT,
          tomcat2: TOMCAT,
        },
        'configs:',
        '  site:',
        '    file: ./web/site.conf',
      ),
    }),
    ...common,
    nginx: 'web/site.conf',
  },
  {
    title: 'on the host, to published ports',
    files: (parts) => ({
      ...tomcats(parts),
      'nginx/nginx.conf': MAIN(
        parts.upstreams
          .replaceAll('tomcat1:8080', 'localhost:8081')
          .replaceAll('tomcat2:8080', 'localhost:8082')
          .replaceAll('tomcat1:8443', '127.0.0.1:9443')
          .replaceAll('tomcat2:8443', '127.0.0.1:9444'),
      ),
      'nginx/conf.d/site.conf': parts.servers,
      'compose.yaml': compose({
        tomcat1: [...TOMCAT, ...list('ports', '8081:8080', '"9443:8443"')],
        tomcat2: [...TOMCAT, ...list('ports', '8082:8080', '127.0.0.1:9444:8443')],
      }),
    }),
    ...common,
    nginx: 'nginx/conf.d/site.conf',
  },
];
