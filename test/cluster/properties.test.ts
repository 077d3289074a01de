import assert from 'node:assert/strict';
import type { TomcatNode } from '../../server/src/cluster/model';
import { modelOf } from '../helpers/model';

const SERVER_XML = (route = 'jvmRoute="${route}"'): string =>
  `<Server port="8005"><Service name="Catalina"><Connector port="8080"/><Engine name="Catalina" defaultHost="localhost" ${route}><Host name="localhost"/></Engine></Service></Server>`;

/** The routes of the Tomcats of a workspace: undefined for none, `unknown` for what nobody can tell. */
const routesOf = (texts: Readonly<Record<string, string>>): readonly (string | undefined)[] =>
  modelOf(texts).nodes.map(({ jvmRoute }: TomcatNode) =>
    typeof jvmRoute === 'object' ? jvmRoute.value : jvmRoute,
  );

const service = (name: string, ...lines: readonly string[]): string =>
  [
    `  ${name}:`,
    '    image: tomcat:9.0',
    '    volumes: ["./server.xml:/usr/local/tomcat/conf/server.xml", "./bin/setenv.sh:/usr/local/tomcat/bin/setenv.sh", "./catalina.properties:/usr/local/tomcat/conf/catalina.properties"]',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');
const workspace = (
  services: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> => ({
  'compose.yaml': `services:\n${services.join('')}`,
  'server.xml': SERVER_XML(),
  ...more,
});

describe('the properties of a Tomcat', () => {
  it('come from the options of its JVM, one of each node', () => {
    assert.deepEqual(
      routesOf(
        workspace([
          service('a', 'environment: { CATALINA_OPTS: "-Xmx1g -Droute=t1" }'),
          service('b', 'environment: ["JAVA_OPTS=-Droute=\'t2\' -Dx=y"]'),
          service('c'),
        ]),
      ),
      ['t1', 't2', 'unknown'],
    );
  });

  it('come from setenv.sh, with what the environment has for its variables', () => {
    const setenv =
      '#!/bin/sh\n# -Droute=no\nexport CATALINA_OPTS="$CATALINA_OPTS \\\n  -Droute=${NODE}-$HOSTNAME"\n';
    assert.deepEqual(
      routesOf(
        workspace(
          [
            service('a', 'hostname: h1', 'environment: { NODE: n1 }'),
            service('b', 'environment: { NODE: n2 }'),
          ],
          { 'bin/setenv.sh': setenv },
        ),
      ),
      ['n1-h1', 'unknown'],
    );
  });

  it('are not known where a script chooses', () => {
    const setenv = 'if x; then CATALINA_OPTS="-Droute=a"; else CATALINA_OPTS="-Droute=b"; fi\n';
    assert.deepEqual(routesOf(workspace([service('a')], { 'bin/setenv.sh': setenv })), ['unknown']);
  });

  it('come from catalina.properties behind those of the JVM', () => {
    assert.deepEqual(
      routesOf(
        workspace([service('a'), service('b', 'environment: { CATALINA_OPTS: -Droute=own }')], {
          'catalina.properties': 'route=common\n',
        }),
      ),
      ['common', 'own'],
    );
  });

  it('come from the environment where a property source says so', () => {
    const source =
      '-Dorg.apache.tomcat.util.digester.PROPERTY_SOURCE=org.apache.tomcat.util.digester.EnvironmentPropertySource';
    assert.deepEqual(
      routesOf(workspace([service('a', `environment: { route: e1, CATALINA_OPTS: "${source}" }`)])),
      ['e1'],
    );
  });

  it('are not known where the machine gives the options', () => {
    assert.deepEqual(
      routesOf(workspace([service('a', 'environment: [JAVA_OPTS, "CATALINA_OPTS=-Droute=x"]')])),
      ['unknown'],
    );
  });

  it('come from ENV of a Dockerfile', () => {
    assert.deepEqual(
      routesOf({
        'compose.yaml': 'services:\n  a:\n    build: .\n',
        Dockerfile:
          'FROM tomcat:9.0\nENV CATALINA_OPTS="-Droute=built"\nCOPY server.xml /usr/local/tomcat/conf/server.xml\n',
        'server.xml': SERVER_XML(),
      }),
      ['built'],
    );
  });

  it('give the route itself up to Tomcat 10.0', () => {
    const options = 'environment: { CATALINA_OPTS: -DjvmRoute=t1 }';
    const texts = (version: string): Readonly<Record<string, string>> =>
      Object.fromEntries(
        Object.entries(workspace([service('a', options)], { 'server.xml': SERVER_XML('') })).map(
          ([path, text]) => [path, text.replace('tomcat:9.0', `tomcat:${version}`)],
        ),
      );
    assert.deepEqual(routesOf(texts('9.0')), ['t1']);
    assert.deepEqual(routesOf(texts('10.1')), [undefined]);
    assert.deepEqual(routesOf(texts('latest')), ['unknown']);
  });
});
