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
const common = { serverXmls: ['tomcat/server.xml'], ...MAVEN, nginx: 'web/default.conf', lab: LAB };
const front = (parts: Parts): Files => ({ 'web/default.conf': parts.upstreams + parts.servers });

/** nginx and Tomcats on one machine, without containers. */
const onHost = (parts: Parts): Files => ({
  'nginx/nginx.conf': MAIN(
    parts.upstreams
      .replaceAll('tomcat1:8080', '127.0.0.1:8081')
      .replaceAll('tomcat2:8080', '127.0.0.1:8082')
      .replaceAll('tomcat1:8443', '127.0.0.1:8441')
      .replaceAll('tomcat2:8443', '127.0.0.1:8442'),
  ),
  'nginx/conf.d/site.conf': parts.servers,
});
const serverXml = ({ serverXml: text }: Parts, number: number): string =>
  text
    .replace('port="8005"', `port="800${number}"`)
    .replace('port="8080"', `port="808${number}"`)
    .replace('port="8443" ', `port="844${number}" `)
    .replaceAll('redirectPort="8443"', `redirectPort="844${number}"`);
const hostLayout = {
  ...MAVEN,
  nginx: 'nginx/conf.d/site.conf',
  serverXmls: ['tomcat1/conf/server.xml', 'tomcat2/conf/server.xml'],
};
const inHost = (parts: Parts, number: number, context: string): string =>
  serverXml(parts, number).replace(/<\/Host>/, `${context}</Host>`);

export const TOMCAT_LAYOUTS: readonly Layout[] = [
  {
    title: 'two CATALINA_BASEs, the app by a descriptor',
    files: (parts) => ({
      ...onHost(parts),
      ...mavenApp('app', parts),
      ...Object.fromEntries(
        [1, 2].flatMap((number) => [
          [`tomcat${number}/conf/server.xml`, serverXml(parts, number)],
          [
            `tomcat${number}/conf/Catalina/localhost/ROOT.xml`,
            '<Context docBase="../../app/target/app.war"/>\n',
          ],
        ]),
      ),
    }),
    ...hostLayout,
    lab: { ...LAB, app: '/usr/local/app/target/app.war' },
  },
  {
    title: 'two CATALINA_BASEs, the app in server.xml',
    files: (parts) => ({
      ...onHost(parts),
      ...mavenApp('app', parts),
      'tomcat1/conf/server.xml': inHost(
        parts,
        1,
        '<Context path="" docBase="${catalina.base}/../app/target/app"/>',
      ),
      'tomcat2/conf/server.xml': inHost(parts, 2, '<Context path="" docBase="../../app/target/app"/>'),
    }),
    ...hostLayout,
    lab: { ...LAB, app: '/usr/local/app/target/app' },
  },
  {
    title: 'two CATALINA_BASEs and an app of which nobody says where it goes',
    files: (parts) => ({
      ...onHost(parts),
      ...mavenApp('app', parts),
      'tomcat1/conf/server.xml': serverXml(parts, 1),
      'tomcat2/conf/server.xml': serverXml(parts, 2),
    }),
    ...hostLayout,
    lab: { ...LAB },
  },
  {
    title: 'folders of Tomcats without conf',
    files: (parts) => ({
      ...onHost(parts),
      ...mavenApp('app', parts),
      'tomcat1/server.xml': serverXml(parts, 1),
      'tomcat2/server.xml': serverXml(parts, 2),
    }),
    ...hostLayout,
    serverXmls: ['tomcat1/server.xml', 'tomcat2/server.xml'],
    lab: { ...LAB },
  },
  {
    title: 'an exploded app in each webapps',
    files: (parts) => ({
      ...onHost(parts),
      'src/pom.xml': parts.pom.replace('<finalName>app<', '<finalName>x<'),
      'tomcat1/conf/server.xml': serverXml(parts, 1),
      'tomcat2/conf/server.xml': serverXml(parts, 2),
      'tomcat1/webapps/ROOT/WEB-INF/web.xml': parts.webXml,
      ...below('tomcat1/webapps/ROOT/WEB-INF/src', parts.java),
      'tomcat2/webapps/ROOT/WEB-INF/web.xml': parts.webXml.replace(
        '  <display-name',
        '  <distributable/>\n  <display-name',
      ),
    }),
    ...hostLayout,
    webXml: 'tomcat1/webapps/ROOT/WEB-INF/web.xml',
    java: 'tomcat1/webapps/ROOT/WEB-INF/src/LoginServlet.java',
    lab: { ...LAB },
  },
  {
    title: 'another appBase',
    files: (parts) => ({
      ...front(parts),
      ...mavenApp('app', parts),
      'tomcat/server.xml': parts.serverXml.replace('appBase="webapps"', 'appBase="/srv/apps"'),
      'compose.yaml': compose({
        nginx: NGINX,
        ...both([
          'image: tomcat:10.1',
          ...list(
            'volumes',
            './tomcat/server.xml:/usr/local/tomcat/conf/server.xml',
            './app/target/app.war:/srv/apps/ROOT.war',
          ),
        ]),
      }),
    }),
    ...common,
    lab: { ...LAB, app: '/srv/apps/ROOT' },
  },
  {
    title: 'the only app, which no mount shows',
    files: (parts) => ({
      ...front(parts),
      ...mavenApp('app', parts),
      'tomcat/server.xml': parts.serverXml,
      'compose.yaml': compose({
        nginx: NGINX,
        ...both([
          'image: tomcat:10.1',
          ...list('volumes', './tomcat/server.xml:/usr/local/tomcat/conf/server.xml'),
        ]),
      }),
    }),
    ...common,
  },
  {
    title: 'a server.xml of another name for each node',
    files: (parts) => ({
      ...front(parts),
      ...mavenApp('app', parts),
      'tomcat/server-1.xml': parts.serverXml,
      'tomcat/node2.xml': parts.serverXml,
      'compose.yaml': compose({
        nginx: NGINX,
        tomcat1: [
          'image: tomcat:10.1',
          ...list(
            'volumes',
            './tomcat/server-1.xml:/usr/local/tomcat/conf/server.xml',
            './app/target/app:/usr/local/tomcat/webapps/ROOT',
          ),
        ],
        tomcat2: [
          'image: tomcat:10.1',
          ...list(
            'volumes',
            './tomcat/node2.xml:/usr/local/tomcat/conf/server.xml',
            './app/target/app:/usr/local/tomcat/webapps/ROOT',
          ),
        ],
      }),
    }),
    ...common,
    serverXmls: ['tomcat/node2.xml', 'tomcat/server-1.xml'],
  },
  {
    title: 'a folder of configuration for each node',
    files: (parts) => ({
      ...front(parts),
      ...mavenApp('app', parts),
      'node1/conf/server.xml': parts.serverXml,
      'node2/conf/server.xml': parts.serverXml,
      'compose.yaml': compose({
        nginx: NGINX,
        tomcat1: [
          'image: tomcat:10.1',
          ...list('volumes', './node1/conf:/usr/local/tomcat/conf', './app/target:/usr/local/tomcat/webapps'),
        ],
        tomcat2: [
          'image: tomcat:10.1',
          ...list('volumes', './node2/conf:/usr/local/tomcat/conf', './app/target:/usr/local/tomcat/webapps'),
        ],
      }),
    }),
    ...common,
    serverXmls: ['node1/conf/server.xml', 'node2/conf/server.xml'],
    lab: { ...LAB, app: 'app' },
  },
  {
    title: 'two versions of an app',
    files: (parts) => ({
      ...front(parts),
      ...mavenApp('app', parts),
      'tomcat/server.xml': parts.serverXml,
      'compose.yaml': compose({
        nginx: NGINX,
        ...both([
          'image: tomcat:10.1',
          ...list(
            'volumes',
            './tomcat/server.xml:/usr/local/tomcat/conf/server.xml',
            './app/target/app.war:/usr/local/tomcat/webapps/shop##2.war',
            './old/shop.war:/usr/local/tomcat/webapps/shop##1.war',
          ),
        ]),
      }),
    }),
    ...common,
    lab: { ...LAB, app: 'shop##2' },
  },
  {
    title: 'a descriptor that is mounted, the app elsewhere',
    files: (parts) => ({
      ...front(parts),
      ...mavenApp('app', parts),
      'tomcat/server.xml': parts.serverXml,
      'tomcat/shop.xml': '<Context docBase="/opt/shop"/>\n',
      'compose.yaml': compose({
        nginx: NGINX,
        ...both([
          'image: tomcat:10.1',
          ...list(
            'volumes',
            './tomcat/server.xml:/usr/local/tomcat/conf/server.xml',
            './tomcat/shop.xml:/usr/local/tomcat/conf/Catalina/localhost/shop.xml',
            './app/target/app:/opt/shop',
          ),
        ]),
      }),
    }),
    ...common,
    lab: { ...LAB, app: '/opt/shop' },
  },
];
