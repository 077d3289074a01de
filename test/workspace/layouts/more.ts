import {
  both,
  below,
  compose,
  type Files,
  LAB,
  type Layout,
  list,
  MAIN,
  MAVEN,
  mavenApp,
  PORTS,
  type Parts,
} from './layout';

const NGINX = ['image: nginx:1.26', ...PORTS, ...list('volumes', './web:/etc/nginx/conf.d')];
const SERVER_XML = './tomcat/server.xml:/usr/local/tomcat/conf/server.xml';
const APP = './app/target/app:/usr/local/tomcat/webapps/ROOT';
const TOMCAT = ['image: tomcat:10.1', ...list('volumes', SERVER_XML, APP)];
const common = { serverXmls: ['tomcat/server.xml'], ...MAVEN, nginx: 'web/default.conf', lab: LAB };
const rest = (parts: Parts): Files => ({
  'tomcat/server.xml': parts.serverXml,
  'web/default.conf': parts.upstreams + parts.servers,
  ...mavenApp('app', parts),
});
const named = (parts: Parts, one: string, two: string): Parts => ({
  ...parts,
  upstreams: parts.upstreams.replaceAll('tomcat1:', `${one}:`).replaceAll('tomcat2:', `${two}:`),
});
const dockerfile = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;
const built = (...lines: readonly string[]): string =>
  compose({ nginx: NGINX, tomcat1: lines, tomcat2: lines });

/** What is left of the ways in which people arrange the same. */
export const MORE_LAYOUTS: readonly Layout[] = [
  {
    title: 'names of containers',
    files: (parts) => ({
      ...rest(named(parts, 'shop-one', 'shop-two')),
      'compose.yaml': compose({
        nginx: NGINX,
        tomcat1: [...TOMCAT, 'container_name: shop-one'],
        tomcat2: [...TOMCAT, 'container_name: shop-two'],
      }),
    }),
    ...common,
  },
  {
    title: 'names of the network',
    files: (parts) => ({
      ...rest(named(parts, 'one.back', 'two.back')),
      'compose.yaml': compose(
        {
          nginx: [...NGINX, 'networks: [back]'],
          tomcat1: [...TOMCAT, 'networks: { back: { aliases: [one.back] } }'],
          tomcat2: [...TOMCAT, 'networks: { back: { aliases: [two.back] } }'],
        },
        'networks:',
        '  back: {}',
      ),
    }),
    ...common,
  },
  {
    title: 'nginx in the network of the host',
    files: (parts) => ({
      ...rest({
        ...parts,
        upstreams: parts.upstreams
          .replaceAll('tomcat1:8080', '127.0.0.1:8081')
          .replaceAll('tomcat2:8080', '127.0.0.1:8082')
          .replaceAll('tomcat1:8443', '127.0.0.1:8441')
          .replaceAll('tomcat2:8443', '127.0.0.1:8442'),
      }),
      'compose.yaml': compose({
        nginx: ['image: nginx:1.26', 'network_mode: host', ...list('volumes', './web:/etc/nginx/conf.d')],
        tomcat1: [...TOMCAT, ...list('ports', '"8081:8080"', '"8441:8443"')],
        tomcat2: [...TOMCAT, ...list('ports', '"8082:8080"', '"8442:8443"')],
      }),
    }),
    ...common,
  },
  {
    title: 'an include of an include',
    files: (parts) => ({
      ...rest(parts),
      'web/default.conf': `include /etc/nginx/conf.d/parts/*.inc;\n${parts.servers}`,
      'web/parts/upstreams.inc': parts.upstreams,
      'compose.yaml': compose({ nginx: NGINX, tomcat1: TOMCAT, tomcat2: TOMCAT }),
    }),
    ...common,
  },
  {
    title: 'a variable that names the upstream',
    files: (parts) => ({
      ...rest(parts),
      'web/default.conf': (parts.upstreams + parts.servers).replace(
        '        proxy_pass http://http_stream;',
        '        set $backend http_stream;\n        proxy_pass http://$backend;',
      ),
      'compose.yaml': compose({ nginx: NGINX, tomcat1: TOMCAT, tomcat2: TOMCAT }),
    }),
    ...common,
  },
  {
    title: 'stages that are made from each other',
    files: (parts) => ({
      ...rest(parts),
      Dockerfile: dockerfile(
        'FROM tomcat:10.1 AS base',
        'COPY tomcat/server.xml conf/server.xml',
        'FROM base',
        'COPY app/target/app.war webapps/ROOT.war',
      ),
      'compose.yaml': built('build: .'),
    }),
    ...common,
  },
  {
    title: 'a pattern that copies the WAR',
    files: (parts) => ({
      ...rest(parts),
      'app/Dockerfile': dockerfile(
        'FROM tomcat:10.1',
        'RUN rm -rf /usr/local/tomcat/webapps/*',
        'COPY target/*.war /usr/local/tomcat/webapps/ROOT.war',
      ),
      'compose.yaml': built('build: ./app', ...list('volumes', SERVER_XML)),
    }),
    ...common,
  },
  {
    title: 'an image of another maker',
    files: (parts) => ({
      ...rest(parts),
      'compose.yaml': compose({
        nginx: NGINX,
        ...both([
          'image: bitnami/tomcat:10.1',
          ...list(
            'volumes',
            './tomcat/server.xml:/opt/bitnami/tomcat/conf/server.xml',
            './app/target/app:/opt/bitnami/tomcat/webapps/ROOT',
          ),
        ]),
      }),
    }),
    ...common,
    lab: { ...LAB, app: '/opt/bitnami/tomcat/webapps/ROOT' },
  },
  {
    title: 'a Tomcat that is unpacked into another image',
    files: (parts) => ({
      ...rest(parts),
      Dockerfile: dockerfile(
        'FROM eclipse-temurin:17-jre',
        'ADD https://example.org/apache-tomcat-10.1.30.tar.gz /tmp/tomcat.tar.gz',
        'RUN tar xf /tmp/tomcat.tar.gz -C /opt && mv /opt/apache-tomcat-* /opt/tomcat',
        'COPY tomcat/server.xml /opt/tomcat/conf/server.xml',
        'COPY app/target/app.war /opt/tomcat/webapps/ROOT.war',
        'CMD ["/opt/tomcat/bin/catalina.sh", "run"]',
      ),
      'compose.yaml': built('build: .'),
    }),
    ...common,
  },
  {
    title: 'replicas behind an upstream of one name',
    files: (parts) => ({
      ...rest({
        ...parts,
        upstreams: parts.upstreams.replaceAll(/ {4}server tomcat2.*\n/g, '').replaceAll('tomcat1:', 'shop:'),
      }),
      'compose.yaml': compose({ nginx: NGINX, shop: [...TOMCAT, 'scale: 3'] }),
    }),
    ...common,
    lab: { ...LAB, nodes: ['shop-1', 'shop-2', 'shop-3'] },
  },
  {
    title: 'mounts in the long form',
    files: (parts) => ({
      ...rest(parts),
      'compose.yaml': compose({
        nginx: NGINX,
        ...both([
          'image: tomcat:10.1',
          'volumes:',
          '  - type: bind',
          '    source: ./tomcat/server.xml',
          '    target: /usr/local/tomcat/conf/server.xml',
          '    read_only: true',
          '  - { type: bind, source: ./app/target/app, target: /usr/local/tomcat/webapps/ROOT }',
        ]),
      }),
    }),
    ...common,
  },
  {
    title: 'line ends of Windows',
    files: (parts) =>
      Object.fromEntries(
        Object.entries({
          ...rest(parts),
          'compose.yaml': compose({ nginx: NGINX, tomcat1: TOMCAT, tomcat2: TOMCAT }),
        }).map(([path, text]) => [path, text.replaceAll(/\r?\n/g, '\r\n')]),
      ),
    ...common,
  },
  {
    title: 'a CATALINA_BASE by the environment',
    files: (parts) => ({
      ...rest(parts),
      'compose.yaml': compose({
        nginx: NGINX,
        ...both([
          'image: tomcat:10.1',
          'environment: { CATALINA_BASE: /srv/base }',
          ...list('volumes', './tomcat:/srv/base/conf', './app/target/app:/srv/base/webapps/ROOT'),
        ]),
      }),
    }),
    ...common,
    lab: { ...LAB, app: '/srv/base/webapps/ROOT' },
  },
  {
    title: 'a project of Eclipse',
    files: (parts) => ({
      'tomcat/server.xml': parts.serverXml,
      'web/default.conf': parts.upstreams + parts.servers,
      'shop/.project': '<projectDescription/>\n',
      'shop/WebContent/WEB-INF/web.xml': parts.webXml,
      ...below('shop/src/com/example/login', parts.java),
      'compose.yaml': compose({
        nginx: NGINX,
        ...both([
          'image: tomcat:10.1',
          ...list('volumes', SERVER_XML, './shop/WebContent:/usr/local/tomcat/webapps/ROOT'),
        ]),
      }),
    }),
    ...common,
    webXml: 'shop/WebContent/WEB-INF/web.xml',
    java: 'shop/src/com/example/login/LoginServlet.java',
  },
  {
    title: 'an app of several modules',
    files: (parts) => ({
      'tomcat/server.xml': parts.serverXml,
      'web/default.conf': parts.upstreams + parts.servers,
      'pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>all</artifactId><version>1</version><packaging>pom</packaging><modules><module>model</module><module>app</module></modules></project>\n',
      'model/pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><parent><groupId>x</groupId><artifactId>all</artifactId><version>1</version></parent><artifactId>model</artifactId></project>\n',
      ...below(
        'model/src/main/java/com/example/login',
        Object.fromEntries(Object.entries(parts.java).filter(([name]) => name !== 'LoginServlet.java')),
      ),
      ...mavenApp('app', {
        ...parts,
        java: Object.fromEntries(Object.entries(parts.java).filter(([name]) => name === 'LoginServlet.java')),
      }),
      'compose.yaml': compose({ nginx: NGINX, tomcat1: TOMCAT, tomcat2: TOMCAT }),
    }),
    ...common,
  },
  {
    title: 'a profile that is not started by itself',
    files: (parts) => ({
      ...rest(parts),
      'compose.yaml': compose({
        nginx: NGINX,
        tomcat1: TOMCAT,
        tomcat2: TOMCAT,
        tools: ['image: busybox', 'profiles: [debug]'],
      }),
    }),
    ...common,
  },
  {
    title: 'a main file of another name, by the command',
    files: (parts) => ({
      ...rest(parts),
      'nginx/cluster.conf': MAIN(parts.upstreams).replace('include conf.d/*.conf;', 'include site.conf;'),
      'nginx/site.conf': parts.servers,
      'compose.yaml': compose({
        nginx: [
          'image: nginx:1.26',
          ...PORTS,
          ...list(
            'volumes',
            './nginx/cluster.conf:/etc/nginx/nginx.conf',
            './nginx/site.conf:/etc/nginx/site.conf',
          ),
        ],
        tomcat1: TOMCAT,
        tomcat2: TOMCAT,
      }),
      'web/default.conf': '# kept for later\n',
    }),
    ...common,
    nginx: 'nginx/site.conf',
  },
  {
    title: 'both in one folder of a repository',
    files: (parts) =>
      below('examples/cluster', {
        ...rest(parts),
        'compose.yaml': compose({ nginx: NGINX, tomcat1: TOMCAT, tomcat2: TOMCAT }),
      }),
    serverXmls: ['examples/cluster/tomcat/server.xml'],
    webXml: `examples/cluster/${MAVEN.webXml}`,
    java: `examples/cluster/${MAVEN.java}`,
    nginx: 'examples/cluster/web/default.conf',
    lab: LAB,
  },
];
