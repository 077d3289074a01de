import {
  below,
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
const common = { serverXmls: ['tomcat/server.xml'], ...MAVEN, nginx: 'web/default.conf', lab: LAB };
const rest = (parts: Parts): Files => ({
  'tomcat/server.xml': parts.serverXml,
  'web/default.conf': parts.upstreams + parts.servers,
  ...mavenApp('app', parts),
});
const dockerfile = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;
const built = (...lines: readonly string[]): string =>
  compose({ nginx: NGINX, tomcat1: lines, tomcat2: lines });

export const IMAGE_LAYOUTS: readonly Layout[] = [
  {
    title: 'a Dockerfile of any name, built from the top',
    files: (parts) => ({
      ...rest(parts),
      'docker/tomcat.docker': dockerfile(
        'FROM tomcat:10.1',
        'COPY tomcat/server.xml /usr/local/tomcat/conf/',
        'COPY app/target/app.war /usr/local/tomcat/webapps/ROOT.war',
      ),
      'compose.yaml': built('build:', '  context: .', '  dockerfile: docker/tomcat.docker'),
    }),
    ...common,
  },
  {
    title: 'several stages',
    files: (parts) => ({
      ...rest(parts),
      'Dockerfile.app': dockerfile(
        'FROM maven:3.9-eclipse-temurin-17 AS build',
        'WORKDIR /src',
        'COPY app/ .',
        'RUN mvn -q package',
        '',
        'FROM tomcat:10.1-jdk17',
        'COPY tomcat/server.xml $CATALINA_HOME/conf/server.xml',
        'COPY --from=build /src/target/app.war $CATALINA_HOME/webapps/ROOT.war',
      ),
      'compose.yaml': built('build:', '  context: .', '  dockerfile: Dockerfile.app'),
    }),
    ...common,
  },
  {
    title: 'arguments',
    files: (parts) => ({
      ...rest(parts),
      Dockerfile: dockerfile(
        'ARG TOMCAT=9.0',
        'FROM tomcat:${TOMCAT}',
        'ARG WAR=app/target/app.war',
        'ARG CONF',
        'COPY ${CONF} /usr/local/tomcat/conf/server.xml',
        'COPY ${WAR} /usr/local/tomcat/webapps/ROOT.war',
      ),
      'compose.yaml': built(
        'build:',
        '  context: .',
        '  args:',
        '    TOMCAT: "10.1"',
        '    CONF: tomcat/server.xml',
      ),
    }),
    ...common,
  },
  {
    title: 'a folder with another owner',
    files: (parts) => ({
      ...rest(parts),
      'tomcat/Dockerfile': dockerfile(
        'FROM tomcat:10.1',
        'COPY --chown=1001:0 --chmod=644 ./tomcat/ /usr/local/tomcat/conf/',
        'ADD --chown=tomcat app/target/app /usr/local/tomcat/webapps/ROOT/',
      ),
      'compose.yaml': built('build: { context: ., dockerfile: ./tomcat/Dockerfile }'),
    }),
    ...common,
  },
  {
    title: 'a working folder',
    files: (parts) => ({
      ...rest(parts),
      Dockerfile: dockerfile(
        'FROM docker.io/library/tomcat:10.1',
        'WORKDIR /usr/local/tomcat',
        'RUN rm -rf webapps/ROOT',
        'COPY ["tomcat/server.xml", "conf/"]',
        'ADD app/target/app.war ./webapps/ROOT.war',
      ),
      'compose.yaml': built('build: .'),
    }),
    ...common,
  },
  {
    title: 'a Dockerfile in the Compose file',
    files: (parts) => ({
      ...rest(parts),
      'compose.yaml': built(
        'build:',
        '  context: .',
        '  dockerfile_inline: |',
        '    FROM tomcat:10.1',
        '    COPY tomcat/server.xml /usr/local/tomcat/conf/server.xml',
        '    COPY app/target/*.war /usr/local/tomcat/webapps/ROOT.war',
      ),
    }),
    ...common,
  },
  {
    title: 'nginx built too',
    files: (parts) => ({
      ...rest(parts),
      'web/Dockerfile': dockerfile(
        'FROM nginx:1.26-alpine',
        'RUN rm /etc/nginx/conf.d/default.conf',
        'COPY default.conf /etc/nginx/conf.d/',
      ),
      Dockerfile: dockerfile(
        'FROM tomcat:10.1',
        'COPY tomcat/server.xml conf/server.xml',
        'COPY app/target/app.war webapps/ROOT.war',
      ),
      'compose.yaml': compose({
        nginx: ['build: web', ...PORTS],
        tomcat1: ['build: .'],
        tomcat2: ['build: .'],
      }),
    }),
    ...common,
  },
  {
    title: 'one image, made by one service and used by another',
    files: (parts) => ({
      ...rest(parts),
      Dockerfile: dockerfile(
        'FROM tomcat:10.1',
        'COPY tomcat/server.xml /usr/local/tomcat/conf/server.xml',
        'COPY app/target/app.war /usr/local/tomcat/webapps/ROOT.war',
      ),
      'compose.yaml': compose({
        nginx: NGINX,
        tomcat1: ['image: shop/app:1.0', 'build: .'],
        tomcat2: ['image: shop/app:1.0'],
      }),
    }),
    ...common,
  },
  {
    title: 'a stage of a Dockerfile for each service',
    files: (parts) => ({
      ...rest(parts),
      Dockerfile: dockerfile(
        'FROM nginx:1.26 AS web',
        'COPY web/default.conf /etc/nginx/conf.d/default.conf',
        'FROM tomcat:10.1 AS app',
        'COPY tomcat/server.xml /usr/local/tomcat/conf/server.xml',
        'COPY app/target/app.war /usr/local/tomcat/webapps/ROOT.war',
      ),
      'compose.yaml': compose({
        nginx: ['build: { context: ., target: web }', ...PORTS],
        tomcat1: ['build: { context: ., target: app }'],
        tomcat2: ['build: { context: ., target: app }'],
      }),
    }),
    ...common,
  },
  {
    title: 'the source of the app built by Gradle',
    files: (parts) => ({
      'tomcat/server.xml': parts.serverXml,
      'web/default.conf': parts.upstreams + parts.servers,
      'shop/build.gradle': "plugins {\n    id 'war'\n}\n",
      'shop/src/main/webapp/WEB-INF/web.xml': parts.webXml,
      ...below('shop/src/main/java/com/example/login', parts.java),
      Dockerfile: dockerfile(
        'FROM tomcat:10.1',
        'COPY tomcat/server.xml /usr/local/tomcat/conf/server.xml',
        'COPY shop/build/libs/shop.war /usr/local/tomcat/webapps/ROOT.war',
      ),
      'compose.yaml': built('build: .'),
    }),
    ...common,
    webXml: 'shop/src/main/webapp/WEB-INF/web.xml',
    java: 'shop/src/main/java/com/example/login/LoginServlet.java',
  },
];
