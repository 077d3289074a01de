import assert from 'node:assert/strict';
import {
  httpOf,
  listensOn,
  type Listener,
  portsOf,
  type Server,
  serversOf,
  speaksTls,
} from '../../../server/src/languages/nginx/http';
import type { NginxConfiguration } from '../../../server/src/languages/nginx/configuration';
import { modelOf } from '../../helpers/model';

function configurationOf(text: string, others: Readonly<Record<string, string>> = {}): NginxConfiguration {
  const [configuration] = modelOf({ 'nginx.conf': text, ...others }).configurations;
  assert.ok(configuration);
  return configuration;
}

const serversIn = (http: string, others?: Readonly<Record<string, string>>): readonly Server[] =>
  httpOf(configurationOf(`events {\n}\nhttp {\n${http}\n}\n`, others)).servers;

const readable = ({ address, ports, ...flags }: Listener): string =>
  [
    address ?? '?',
    ports ? (ports.first === ports.last ? `${ports.first}` : `${ports.first}-${ports.last}`) : '-',
    ...(['ssl', 'quic', 'udp', 'proxyProtocol', 'isDefault'] as const).filter((flag) => flags[flag]),
  ].join(' ');

const listenersOf = (lines: string): readonly string[] =>
  (serversIn(`server {\n${lines}\n}`)[0]?.listeners ?? []).map(readable);

describe('the servers of nginx', () => {
  it('listen on ports, addresses, ranges and sockets', () => {
    assert.deepEqual(
      listenersOf(`listen 80;
listen *:81;
listen 0.0.0.0:82;
listen 127.0.0.1;
listen [::]:8080 default_server;
listen [::1];
listen 443 ssl proxy_protocol;
listen 443 quic reuseport;
listen 8082-8084;
listen 10.0.0.1:9000-9001 ssl;
listen [::]:9000-9001;
listen LocalHost:8000;
listen unix:/run/nginx.sock;`),
      [
        '* 80',
        '* 81',
        '* 82',
        '127.0.0.1 80',
        '[::] 8080 isDefault',
        '[::1] 80',
        '* 443 ssl proxyProtocol',
        '* 443 quic',
        '* 8082-8084',
        '10.0.0.1 9000-9001 ssl',
        '[::] 9000-9001',
        'localhost 8000',
        'unix:/run/nginx.sock -',
      ],
    );
  });

  it('listen where nobody can tell while that is to be filled in, and on no port that is none', () => {
    assert.deepEqual(
      listenersOf('listen ${PORT};\nlisten @PORT@ ssl;\nlisten 0;\nlisten 9001-9000;\nlisten 70000;'),
      ['? -', '? - ssl', '* -', '* -', '* -'],
    );
  });

  it('listen on port 80 of every address where nothing is written, which is no line of anybody', () => {
    const [server] = serversIn('server { server_name a; }');
    assert.deepEqual(server?.listeners.map(readable), ['* 80']);
    assert.equal(server?.listeners[0]?.line, undefined);
    assert.equal(server?.knowsListeners, true);
    assert.equal(serversIn('server { include gone/*.conf; }')[0]?.knowsListeners, false);
  });

  it('have each port of a range', () => {
    const [listener] = serversIn('server { listen 8082-8084; }')[0]?.listeners ?? [];
    assert.ok(listener);
    assert.deepEqual(portsOf(listener), [8082, 8083, 8084]);
    assert.deepEqual(
      [8081, 8082, 8083, 8084, 8085].map((port) => listensOn(listener, port)),
      [false, true, true, true, false],
    );
    const [all] = serversIn('server { listen 1-65535; }')[0]?.listeners ?? [];
    assert.ok(all && portsOf(all).length < 2000 && listensOn(all, 65535));
  });

  it('speak TLS by their listen, or by the switch of old releases around them', () => {
    const tls = (http: string): readonly (readonly boolean[])[] =>
      serversIn(http).map((server) => server.listeners.map((listener) => speaksTls(server, listener)));
    assert.deepEqual(tls('server { listen 80; listen 443 ssl; listen 443 quic; }'), [[false, true, true]]);
    assert.deepEqual(tls('ssl on; server { listen 443; } server { listen 80; ssl off; }'), [[true], [false]]);
  });

  it('have their names across includes, in lower case, regular expressions as they are', () => {
    const servers = serversIn(
      'server { server_name A.example *.B.example; include names.conf; }\nserver { }',
      { 'names.conf': 'server_name ~^(?<Name>.+)$ .C.example;\n' },
    );
    assert.deepEqual(
      servers.map(({ names }) => names.map(({ value }) => value)),
      [['a.example', '*.b.example', '~^(?<Name>.+)$', '.c.example'], []],
    );
  });

  it('of stream and mail are read the same way, without a port of their own', () => {
    const configuration = configurationOf(
      'events {}\nstream {\nserver { listen 53 udp; listen 10.0.0.1; }\n}\nmail {\nserver { listen 143; }\n}\n',
    );
    const read = (area: 'stream' | 'mail'): readonly string[] =>
      serversOf(configuration, area).flatMap(({ listeners }) => listeners.map(readable));
    assert.deepEqual(read('stream'), ['* 53 udp', '10.0.0.1 -']);
    assert.deepEqual(read('mail'), ['* 143']);
    assert.deepEqual(httpOf(configuration).servers, []);
  });
});
