import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { parseCompose } from '../../../server/src/languages/compose/parse';
import type { ComposeService } from '../../../server/src/languages/compose/tree';

/** The service `s` of a file that holds it alone, its body given without indentation. */
function service(body: string): ComposeService {
  const text = `services:\n  s:\n${body.replace(/^/gm, '    ')}\n`;
  const { services, faults: none } = parseCompose(text);
  assert.deepEqual(none, []);
  assert.equal(services.length, 1);
  const [first] = services;
  assert(first);
  return first;
}

/** `ip/host:container/protocol` of each port, `?` for what is not known. */
function ports(body: string): string[] {
  return service(`ports:\n${body}`).ports.map(
    ({ hostIp, host, container, protocol }) =>
      `${hostIp === undefined ? '' : `${hostIp}/`}${host ?? '?'}:${container ?? '?'}/${protocol}`,
  );
}

/** `kind source -> target` of each mount. */
function mounts(body: string): string[] {
  return service(`volumes:\n${body}`).mounts.map(
    ({ kind, source, target, readOnly }) => `${kind} ${source ?? '?'} -> ${target}${readOnly ? ' ro' : ''}`,
  );
}

/** All faults of a text as the marked text and the message. */
function faultsOf(text: string): string[] {
  return parseCompose(text).faults.map(
    ({ span, message }) => `${text.slice(span.start, span.end)} | ${message}`,
  );
}

describe('parseCompose', () => {
  it('reads the sample with exact places', () => {
    const text = readFileSync('samples/story-broken/compose.yaml', 'utf8');
    const { services, faults: none } = parseCompose(text);
    assert.deepEqual(none, []);
    assert.deepEqual(
      services.map(({ name }) => name),
      ['tomcat1', 'tomcat2'],
    );
    const [, second] = services;
    assert(second?.image);
    const cut = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    assert.equal(cut(second.nameSpan), 'tomcat2');
    assert.equal(cut(second.image.span), 'tomcat:10.1');
    assert(cut(second.span).startsWith('tomcat2:'));
    assert.deepEqual(
      second.ports.map(({ span, host, container }) => [cut(span), host, container]),
      [
        ['"8081:8080"', 8081, 8080],
        ['"8444:8443"', 8444, 8443],
      ],
    );
    assert.deepEqual(
      second.mounts.map(({ source, target }) => [source, target]),
      [
        ['./tomcat/server.xml', '/usr/local/tomcat/conf/server.xml'],
        ['./certs', '/usr/local/tomcat/conf/certs'],
        ['./app/target/app', '/usr/local/tomcat/webapps/ROOT'],
      ],
    );
    assert.equal(second.environment.get('TZ'), 'UTC');
    assert.equal(second.replicas, 1);
  });

  it('reads ports in the short form', () => {
    assert.deepEqual(
      ports('- 8080\n- "80:8080"\n- 22:22\n- "127.0.0.1:80:8080/udp"\n- "[::1]:80:8080"\n- "127.0.0.1::80"'),
      [
        '?:8080/tcp',
        '80:8080/tcp',
        '22:22/tcp',
        '127.0.0.1/80:8080/udp',
        '::1/80:8080/tcp',
        '127.0.0.1/?:80/tcp',
      ],
    );
  });

  it('spreads ranges, where both sides are as wide', () => {
    assert.deepEqual(ports('- "8080-8081:80-81"\n- "7000-7001"\n- "9000-9005:90"'), [
      '8080:80/tcp',
      '8081:81/tcp',
      '?:7000/tcp',
      '?:7001/tcp',
      '?:90/tcp',
    ]);
    assert.deepEqual(ports('- "1-65535:1-65535"\n- "90-80:1"\n- "99999:80"'), [
      '?:?/tcp',
      '?:1/tcp',
      '?:80/tcp',
    ]);
  });

  it('knows of a variable no more than its default', () => {
    assert.deepEqual(
      ports('- "${PORT:-8080}:8080"\n- "${PORT}:80"\n- "80:${P}"\n- "${ALL}"\n- "${IP}:80:90"'),
      ['8080:8080/tcp', '?:80/tcp', '80:?/tcp', '?:?/tcp', '${IP}/80:90/tcp'],
    );
  });

  it('reads ports in the long form', () => {
    assert.deepEqual(
      ports(
        '- target: 80\n  published: "8080"\n  host_ip: 127.0.0.1\n  protocol: udp\n- target: 81\n- target: 82\n  published: 83-84\n- {}',
      ),
      ['127.0.0.1/8080:80/udp', '?:81/tcp', '?:82/tcp', '?:?/tcp'],
    );
  });

  it('reads mounts in both forms', () => {
    assert.deepEqual(
      mounts(
        '- ./a:/b\n- /a:/b:ro,z\n- ~/a:/b\n- data:/b\n- /only\n- C:\\a:/b:ro\n- ${DIR:-./x}:/b\n- ./a$$b:/c\n' +
          '- type: bind\n  source: ./a\n  target: /b\n  read_only: true\n- type: volume\n  source: data\n  target: /c\n' +
          '- type: tmpfs\n  target: /t\n- type: bind\n  source: ./a',
      ),
      [
        'bind ./a -> /b',
        'bind /a -> /b ro',
        'bind ~/a -> /b',
        'volume data -> /b',
        'volume ? -> /only',
        'bind C:\\a -> /b ro',
        'bind ./x -> /b',
        'bind ./a$b -> /c',
        'bind ./a -> /b ro',
        'volume data -> /c',
      ],
    );
  });

  it('reads environment as map and as list', () => {
    const expected = [
      ['A', '1'],
      ['B', undefined],
      ['C', undefined],
      ['D', 'x$y=z'],
      ['E', 'true'],
      ['F', ''],
    ];
    const map = service('environment:\n  A: 1\n  B:\n  C: ${X}\n  D: x$$y=z\n  E: true\n  F: ""');
    assert.deepEqual([...map.environment], expected);
    const list = service('environment:\n- A=1\n- B\n- C=$X\n- D=x$$y=z\n- E=true\n- F=');
    assert.deepEqual([...list.environment], expected);
  });

  it('reads image, build, networks, dependencies, replicas and names', () => {
    const one = service(
      'image: "nginx:1.27"\nbuild: ./dir\nnetworks: [front, back]\ndepends_on: [a, b]\nscale: 3\nnetwork_mode: host\ncontainer_name: web',
    );
    assert.equal(one.image?.value, 'nginx:1.27');
    assert.deepEqual(one.build, { context: './dir', dockerfile: undefined });
    assert.deepEqual(one.networks, ['front', 'back']);
    assert.deepEqual(one.dependsOn, ['a', 'b']);
    assert.equal(one.replicas, 3);
    assert.equal(one.networkMode, 'host');
    assert.deepEqual(one.aliases, ['web']);
    const other = service(
      'build:\n  dockerfile: Dockerfile.app\n  target: web\n  args: [A=1, "B=${B}", C]\nnetworks:\n  front:\n    aliases: [x, y]\n  back:\ndepends_on:\n  a:\n    condition: service_healthy\n' +
        'deploy:\n  replicas: 2\nhostname: ${H}',
    );
    assert.deepEqual(other.build, {
      context: '.',
      dockerfile: 'Dockerfile.app',
      inline: undefined,
      target: 'web',
      args: new Map([
        ['A', '1'],
        ['B', undefined],
        ['C', undefined],
      ]),
    });
    assert.deepEqual(other.networks, ['front', 'back']);
    assert.deepEqual(other.dependsOn, ['a']);
    assert.equal(other.replicas, 2);
    assert.deepEqual(other.aliases, ['x', 'y']);
    assert.equal(service('deploy:\n  replicas: ${N}').replicas, 1);
    assert.equal(service('deploy:\n  replicas: ${N:-2}').replicas, 2);
  });

  it('follows anchors, aliases and merge keys', () => {
    const { services, faults: none } = parseCompose(
      'x-base: &base\n  image: tomcat:10.1\n  environment: &env\n    A: 1\nx-more: &more\n  image: other\n  scale: 2\nservices:\n' +
        '  one:\n    <<: *base\n    ports: ["80:80"]\n  two:\n    <<: [*base, *more]\n    environment:\n      <<: *env\n      A: 2\n  three: *base\n',
    );
    assert.deepEqual(none, []);
    assert.deepEqual(
      services.map(({ name, image, replicas, environment, ports: { length } }) => [
        name,
        image?.value,
        replicas,
        environment.get('A'),
        length,
      ]),
      [
        ['one', 'tomcat:10.1', 1, '1', 1],
        ['two', 'tomcat:10.1', 2, '2', 0],
        ['three', 'tomcat:10.1', 1, '1', 0],
      ],
    );
  });

  it('is not led into a bomb of aliases, nor into a circle', () => {
    const lines = Array.from({ length: 40 }, (_, i) => {
      const before = Array.from({ length: 10 }, () => (i === 0 ? '*a' : `*b${i - 1}`)).join(', ');
      return `b${i}: &b${i}\n  <<: [${before}]\n  k${i}: 1`;
    });
    const bomb = `a: &a {x: 1}\n${lines.join('\n')}\nservices:\n  s:\n    <<: *b39\n    image: tomcat\n`;
    assert.equal(parseCompose(bomb).services[0]?.image?.value, 'tomcat');
    assert.equal(
      parseCompose('services: &s\n  a: &x\n    <<: *x\n    image: y\n  b: *s\n').services[0]?.image?.value,
      'y',
    );
  });

  it('reads several documents, and files that begin with a mark of order or have CRLF', () => {
    assert.deepEqual(
      parseCompose('services:\n  a: {image: x}\n---\nservices:\n  b: {image: y}\n').services.map(
        ({ name }) => name,
      ),
      ['a', 'b'],
    );
    const text = '\uFEFFservices:\r\n  a:\r\n    image: x\r\n';
    const { services, faults: none } = parseCompose(text);
    assert.deepEqual(none, []);
    const span = services[0]?.image?.span;
    assert.equal(span && text.slice(span.start, span.end), 'x');
  });

  it('says where a file is no YAML, and keeps what it can', () => {
    assert.deepEqual(faultsOf('services:\n\ta: 1\n'), ['\t | Tabs are not allowed as indentation.']);
    assert.deepEqual(faultsOf('services:\n  a:\n    image: x\n    image: y\n'), [
      'image | The key "image" appears twice here.',
    ]);
    const { services, faults: some } = parseCompose(
      'services:\n  a:\n    image: x\n    ports: ["80:80"\n  b:\n    image: y\n',
    );
    assert.equal(services[0]?.image?.value, 'x');
    assert(some.length > 0);
    for (const { span } of some) assert(span.end > span.start);
    assert.deepEqual(faultsOf('services:\n  a: *nowhere\n'), [
      '*nowhere | No anchor &nowhere is defined before this line.',
    ]);
  });

  it('takes shapes that Compose refuses for nothing', () => {
    for (const text of [
      '',
      '# nothing',
      'services:',
      'services: 1',
      'services: [a]',
      '- services',
      'a: b',
      'services:\n  a:\n  b: 1\n',
    ])
      assert.deepEqual(parseCompose(text).services, [], text);
    const odd = service(
      'image: [x]\nbuild: [y]\nports: 80\nvolumes: {a: b}\nenvironment: x\nnetworks: x\ndepends_on: x\ndeploy: x\nnetwork_mode: [x]',
    );
    assert.equal(odd.image, undefined);
    assert.deepEqual([odd.ports, odd.mounts, odd.networks, odd.dependsOn], [[], [], [], []]);
  });

  it('gives one plain fault for what is binary, too large or nested too deep', () => {
    assert.deepEqual(faultsOf('\0\u0001services:'), [
      '\0 | This is not a text file: it contains a NUL character.',
    ]);
    assert.deepEqual(faultsOf('a'.repeat(10_000_000)), ['a | This file is too large to be a Compose file.']);
    for (const opening of ['[', '{a: ', '- ', '? '])
      assert.deepEqual(faultsOf(opening.repeat(20_000)), [
        `${opening[0]} | This file cannot be read as YAML: it is nested too deeply.`,
      ]);
  });
});
