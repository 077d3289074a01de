import assert from 'node:assert/strict';
import { valueOf } from '../../server/src/cluster/facts';
import { type Belief, type Route, routesOf } from '../../server/src/cluster/routes';
import { modelOf } from '../helpers/model';

const compose = (nginxPorts: string, tomcat = ''): string => `services:
  shop:
    image: tomcat:10.1
    volumes: ["./app:/usr/local/tomcat/webapps/app"${tomcat}]
  front:
    image: nginx:1.28
    ports: [${nginxPorts}]
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]
`;

const webXml = '<web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0"/>';

const workspace = (server: string, ports = '"8088:80"', more: Readonly<Record<string, string>> = {}) => ({
  'compose.yaml': compose(ports),
  'nginx.conf': `events {}\nhttp {\n${server}\n}\n`,
  'app/WEB-INF/web.xml': webXml,
  ...more,
});

function routeOf(texts: Readonly<Record<string, string>>): Route {
  const [route, ...others] = routesOf(modelOf(texts));
  assert.ok(route);
  assert.equal(others.length, 0);
  return route;
}

function beliefOf(texts: Readonly<Record<string, string>>): Belief {
  const [belief, ...others] = routeOf(texts).beliefs;
  assert.ok(belief);
  assert.equal(others.length, 0);
  return belief;
}

const location = (lines: string): string =>
  `server {\nlisten 80;\nserver_name shop.test;\nlocation /app/ {\nproxy_pass http://shop:8080;\n${lines}\n}\n}`;

describe('routes: the way of a request from a browser to an application', () => {
  it('follow a name to the connector, without an upstream', () => {
    const { node, connector, entry, breaks, paths } = routeOf(workspace(location('')));
    assert.equal(node.name, 'shop');
    assert.equal(connector.port, 8080);
    assert.deepEqual(entry.browser, { host: 'shop.test', scheme: 'http', port: 8088, isDirect: true });
    assert.equal(entry.isSure, true);
    assert.equal(breaks, undefined);
    assert.deepEqual(paths, { outer: '/app/', inner: '/app/' });
  });

  it('break where nginx speaks TLS to a connector that does not', () => {
    const texts = workspace(location('').replace('http://shop', 'https://shop'));
    const { breaks, beliefs } = routeOf(texts);
    assert.equal(breaks, 'plain');
    assert.equal(beliefs.length, 0);
  });

  it('lead to what Tomcat believes', () => {
    const { scheme, serverName, serverPort, secure, clientAddress, contextPath, redirects } = beliefOf(
      workspace(location('proxy_set_header Host $host;')),
    );
    assert.deepEqual(
      [scheme, serverName, serverPort, secure, clientAddress, contextPath].map(
        (one) => one !== 'unknown' && one?.value,
      ),
      ['http', 'shop.test', 80, false, 'nginx', '/app'],
    );
    // nginx 1.28 speaks HTTP/1.0, so Tomcat writes the whole address, without the port.
    assert.equal(valueOf(redirects.app.arrives), 'http://shop.test/app/x');
    assert.equal(valueOf(redirects.nginx), 'http://shop.test/app/');
  });

  it('name the line that decided', () => {
    const { serverName } = beliefOf(workspace(location('proxy_set_header Host $host;')));
    assert.ok(serverName !== 'unknown' && serverName?.place?.path.endsWith('/nginx.conf'));
  });

  it('say that a cookie does not come back, and why', () => {
    const inner = 'server {\nlisten 80;\nlocation /shop/ {\nproxy_pass http://shop:8080/app/;\n}\n}';
    const { cookie, outerPath } = beliefOf(workspace(inner));
    assert.equal(outerPath, '/shop');
    assert.equal(valueOf(cookie.set.path), '/app');
    assert.deepEqual(cookie.returns && [cookie.returns.verdict, cookie.returns.because], ['no', 'path']);
    const mended = beliefOf(workspace(inner.replace('/app/;', '/app/;\nproxy_cookie_path /app /shop;')));
    assert.equal(mended.cookie.returns?.verdict, 'yes');
  });

  const silences: Readonly<Record<string, [string, (belief: Belief) => unknown]>> = {
    'an include that is not here': [
      location('include /etc/nginx/proxy.conf;'),
      ({ serverName }) => serverName,
    ],
    'a variable that somebody sets': [
      location('set $name x;\nproxy_set_header Host $name;'),
      ({ serverName }) => serverName,
    ],
    'a proxy in front': [
      location('set_real_ip_from 10.0.0.0/8;\nproxy_set_header Host $http_host;'),
      ({ serverName }) => serverName,
    ],
    'a cookie whose path a variable makes': [
      location('proxy_cookie_path /app $cookie_path;'),
      ({ cookie }) => cookie.arrives?.path,
    ],
  };
  for (const [name, [server, part]] of Object.entries(silences)) {
    it(`leave open what they cannot tell: ${name}`, () => {
      assert.equal(part(beliefOf(workspace(server))), 'unknown');
    });
  }

  it('tell nothing of an application whose files are not here, unless it is presumed to set nothing', () => {
    const texts = { ...workspace(location('')), 'app/WEB-INF/web.xml': undefined };
    const { 'app/WEB-INF/web.xml': _, ...others } = texts;
    const route = routeOf({
      ...others,
      'compose.yaml': compose('"80:80"')
        .replace('./app:', './app.war:')
        .replace('webapps/app"', 'webapps/app.war"'),
    });
    assert.equal(route.beliefs[0]?.cookie.set.path, 'unknown');
    const path = route.presumed[0]?.cookie.set.path;
    assert.equal(path !== undefined && path !== 'unknown' && path.value, '/app');
  });

  it('are one a listener and published port', () => {
    const both = location('').replace('listen 80;', 'listen 80;\nlisten 8443;');
    assert.equal(routesOf(modelOf(workspace(both, '"80:80", "8443:8443", "9443:8443"'))).length, 3);
  });
});
