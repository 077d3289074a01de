import {
  both,
  compose,
  type Files,
  LAB,
  type Layout,
  list,
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

export const COMPOSE_LAYOUTS: readonly Layout[] = [
  {
    title: 'an override file',
    files: (parts) => ({
      ...rest(parts),
      'docker-compose.yml': compose({
        nginx: NGINX,
        tomcat1: ['image: tomcat:10.1', ...list('volumes', SERVER_XML)],
        tomcat2: ['image: tomcat:10.1', ...list('volumes', SERVER_XML)],
      }),
      'docker-compose.override.yml': compose({
        tomcat1: list('volumes', APP),
        tomcat2: list('volumes', APP),
      }),
    }),
    ...common,
  },
  {
    title: 'configs and secrets',
    files: (parts) => ({
      ...rest(parts),
      'compose.yaml': compose(
        {
          nginx: [
            'image: nginx:1.26',
            ...PORTS,
            ...list('configs', '{ source: front, target: /etc/nginx/conf.d/default.conf }'),
          ],
          ...both([
            'image: tomcat:10.1',
            ...list('configs', '{ source: server, target: /usr/local/tomcat/conf/server.xml }'),
            ...list('secrets', 'key'),
            ...list('volumes', APP),
          ]),
        },
        'configs:',
        '  front: { file: web/default.conf }',
        '  server:',
        '    file: ./tomcat/server.xml',
        'secrets:',
        '  key: { file: ./certs/server.key }',
      ),
    }),
    ...common,
  },
  {
    title: 'values of .env',
    files: (parts) => ({
      ...rest(parts),
      '.env': 'TOMCAT_VERSION=10.1\n# where it lies\nCONF=./tomcat\nexport WEB="./web"\nHTTP_PORT=80\n',
      'compose.yaml': compose({
        nginx: [
          'image: nginx:${NGINX_VERSION:-1.26}',
          ...list('ports', '"${HTTP_PORT}:80"', '"${HTTPS_PORT:-443}:443"'),
          ...list('volumes', '${WEB}:/etc/nginx/conf.d'),
        ],
        ...both([
          'image: tomcat:${TOMCAT_VERSION}',
          ...list(
            'volumes',
            '${CONF}/server.xml:/usr/local/tomcat/conf/server.xml',
            '${APP-./app/target/app}:/usr/local/tomcat/webapps/ROOT',
          ),
        ]),
      }),
    }),
    ...common,
  },
  {
    title: 'services that extend one of another file',
    files: (parts) => ({
      ...rest(parts),
      'common/tomcat.yml': compose({
        base: [
          'image: tomcat:10.1',
          ...list('volumes', '../tomcat/server.xml:/usr/local/tomcat/conf/server.xml'),
        ],
      }),
      'compose.yaml': compose({
        nginx: NGINX,
        tomcat1: ['extends:', '  file: common/tomcat.yml', '  service: base', ...list('volumes', APP)],
        tomcat2: ['extends: { file: ./common/tomcat.yml, service: base }', ...list('volumes', APP)],
      }),
    }),
    ...common,
  },
  {
    title: 'services that extend one of the same file',
    files: (parts) => ({
      ...rest(parts),
      'compose.yaml': compose({
        nginx: NGINX,
        tomcat1: TOMCAT,
        tomcat2: ['extends:', '  service: tomcat1'],
      }),
    }),
    ...common,
  },
  {
    title: 'Compose files that one includes',
    files: (parts) => ({
      ...rest(parts),
      'compose.yaml': compose({ nginx: NGINX }, 'include:', '  - tomcats/cluster.yaml'),
      'tomcats/cluster.yaml': compose(
        Object.fromEntries(
          ['tomcat1', 'tomcat2'].map((name) => [
            name,
            [
              'image: tomcat:10.1',
              ...list(
                'volumes',
                '../tomcat/server.xml:/usr/local/tomcat/conf/server.xml',
                '../app/target/app:/usr/local/tomcat/webapps/ROOT',
              ),
            ],
          ]),
        ),
      ),
    }),
    ...common,
  },
  {
    title: 'everything in a folder of its own, the app outside',
    files: (parts) => ({
      'deploy/tomcat/server.xml': parts.serverXml,
      'deploy/web/default.conf': parts.upstreams + parts.servers,
      ...mavenApp('app', parts),
      'deploy/docker-compose.yml': compose({
        nginx: NGINX,
        ...both([
          'image: tomcat:10.1',
          ...list('volumes', SERVER_XML, '../app/target/app.war:/usr/local/tomcat/webapps/ROOT.war'),
        ]),
      }),
    }),
    ...common,
    serverXmls: ['deploy/tomcat/server.xml'],
    nginx: 'deploy/web/default.conf',
  },
  {
    title: 'the app at the top, everything else in docker/',
    files: (parts) => {
      const app = mavenApp('x', parts);
      return {
        ...Object.fromEntries(Object.entries(app).map(([path, text]) => [path.slice(2), text])),
        'docker/tomcat/server.xml': parts.serverXml,
        'docker/web/default.conf': parts.upstreams + parts.servers,
        'docker/compose.yml': compose({
          nginx: NGINX,
          ...both([
            'image: tomcat:10.1',
            ...list('volumes', SERVER_XML, '../target/app.war:/usr/local/tomcat/webapps/ROOT.war'),
          ]),
        }),
      };
    },
    serverXmls: ['docker/tomcat/server.xml'],
    webXml: 'src/main/webapp/WEB-INF/web.xml',
    java: 'src/main/java/com/example/login/LoginServlet.java',
    nginx: 'docker/web/default.conf',
    lab: LAB,
  },
  {
    title: 'anchors and merged keys',
    files: (parts) => ({
      ...rest(parts),
      'compose.yaml': [
        'x-tomcat: &tomcat',
        '  image: tomcat:10.1',
        '  volumes:',
        `    - ${SERVER_XML}`,
        `    - ${APP}`,
        compose({ nginx: NGINX, tomcat1: ['<<: *tomcat'], tomcat2: ['<<: *tomcat', 'restart: always'] }),
      ].join('\n'),
    }),
    ...common,
  },
  {
    title: 'a Compose file of another name',
    files: (parts) => ({
      ...rest(parts),
      'docker-compose-cluster.yml': compose({ nginx: NGINX, tomcat1: TOMCAT, tomcat2: TOMCAT }),
    }),
    ...common,
  },
  {
    title: 'an env_file with JVM options',
    files: (parts) => ({
      ...rest({ ...parts, serverXml: parts.serverXml.replace('<Engine ', '<Engine jvmRoute="${route}" ') }),
      'tomcat1.env': 'CATALINA_OPTS=-Droute=t1\n',
      'tomcat2.env': 'CATALINA_OPTS=-Droute=t2\n',
      'compose.yaml': compose({
        nginx: NGINX,
        tomcat1: [...TOMCAT, 'env_file: tomcat1.env'],
        tomcat2: [...TOMCAT, 'env_file: [tomcat2.env]'],
      }),
    }),
    ...common,
  },
  {
    title: 'the app mounted from where it is written',
    files: (parts) => ({
      ...rest(parts),
      'compose.yaml': compose({
        nginx: NGINX,
        ...both([
          'image: tomcat:10.1',
          ...list('volumes', SERVER_XML, './app/src/main/webapp:/usr/local/tomcat/webapps/ROOT'),
        ]),
      }),
    }),
    ...common,
  },
];
