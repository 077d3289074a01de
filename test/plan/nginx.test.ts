import assert from 'node:assert/strict';
import { parseNginx } from '../../server/src/languages/nginx/parser';
import type { Deployment } from '../../server/src/protocol';
import { ROOT } from '../helpers/workspace';
import { adaptationsOf, fileAt, nginxConf, planFor, serverXml, textAt, type WorkspaceTexts } from './planned';

const COMPOSE = `services:
  tomcat1:
    image: tomcat:10.1
    ports: ["8080:8080"]
    volumes: ["./tomcat/server.xml:/usr/local/tomcat/conf/server.xml"]
  tomcat2:
    image: tomcat:10.1
    ports: ["8081:8080"]
    volumes: ["./tomcat/server.xml:/usr/local/tomcat/conf/server.xml"]
`;

const OURS = 'access_log /dev/stdout cluster_lab;';

/** nginx on the host before two Tomcats that Compose publishes on 8080 and 8081. */
const onHost = (http: string, more: WorkspaceTexts = {}): WorkspaceTexts => ({
  'compose.yaml': COMPOSE,
  'tomcat/server.xml': serverXml(),
  'nginx/nginx.conf': nginxConf(http),
  ...more,
});

const textOf = (plan: Deployment, path = 'nginx.conf'): string => textAt(plan.nginx, `/etc/nginx/${path}`);
const httpOf = (plan: Deployment): string =>
  textOf(plan)
    .replace(/^[^]*?\nhttp \{[^\n]*\n/, '')
    .replace(/\n\}\n$/, '');
/** The lines inside `http` as the lab has them. */
const adapted = (http: string): string => httpOf(planFor(onHost(http)));

describe('upstream addresses in the lab', () => {
  it('are the nodes behind the ports that Compose publishes', () => {
    assert.equal(
      adapted('upstream t {\nserver localhost:8081 weight=2;\nserver 127.0.0.1:8080 backup;\n}'),
      'upstream t {\nserver tomcat2:8080 weight=2;\nserver tomcat1:8080 backup;\n}',
    );
  });

  it('stay where they name a service', () => {
    const http = 'upstream t {\nserver tomcat1:8080;\nserver "tomcat2:8080";\n}';
    const plan = planFor(onHost(http));
    assert.equal(httpOf(plan), http);
    assert.deepEqual(adaptationsOf(plan, 'upstream-address'), []);
  });

  it('stay where sockets and variables are meant', () => {
    const http =
      'upstream t {\nserver unix:/run/app.sock;\n}\nserver {\nlocation / {\nproxy_pass http://$backend;\n}\n}';
    assert.equal(adapted(http), http);
  });

  const inContainer = (more: string): WorkspaceTexts => ({
    'compose.yaml': `${COMPOSE}    container_name: second\n  web:\n    image: nginx:1.28\n    volumes: ["./nginx/nginx.conf:/etc/nginx/nginx.conf"]\n${more}`,
    'tomcat/server.xml': serverXml(),
    'nginx/nginx.conf': nginxConf(
      'upstream t {\nserver 127.0.0.1:8080;\nserver second:8080;\nserver host.docker.internal:8081;\n}',
    ),
  });

  it('stay where loopback is the container of nginx itself, which is wrong and shall show', () => {
    assert.equal(
      httpOf(planFor(inContainer(''))),
      'upstream t {\nserver 127.0.0.1:8080;\nserver tomcat2:8080;\nserver tomcat2:8080;\n}',
    );
  });

  it('are the published ports where that container shares the network of the host', () => {
    const plan = planFor(inContainer('    network_mode: host\n'));
    assert.match(httpOf(plan), /^upstream t \{\nserver tomcat1:8080;\n/);
  });

  it('are changed in a proxy_pass too, and the path behind them stays', () => {
    assert.equal(
      adapted('server {\nlocation /a/ {\nproxy_pass http://127.0.0.1:8081/b/?c=d;\n}\n}'),
      'server {\nlocation /a/ {\nproxy_pass http://tomcat2:8080/b/?c=d;\n}\n}',
    );
  });

  it('that lead to none of the Tomcats get one in their place, and each is named', () => {
    const plan = planFor(onHost('upstream t {\nserver 10.0.0.7:9090;\nserver 10.0.0.8:9090;\n}'));
    assert.equal(httpOf(plan), 'upstream t {\nserver tomcat1:8080;\nserver tomcat2:8080;\n}');
    assert.deepEqual(
      adaptationsOf(plan, 'upstream-address').map(({ title }) => title),
      [
        '10.0.0.7:9090 is not a Tomcat of the lab, so tomcat1 replaces it',
        '10.0.0.8:9090 is not a Tomcat of the lab, so tomcat2 replaces it',
      ],
    );
  });

  it('that name all replicas of a service go on naming all', () => {
    const plan = planFor({
      'compose.yaml': 'services:\n  tomcat:\n    image: tomcat:10.1\n    deploy:\n      replicas: 3\n',
      'nginx/nginx.conf': nginxConf('upstream t {\nserver tomcat:8080;\n}'),
    });
    assert.equal(httpOf(plan), 'upstream t {\nserver tomcat:8080;\n}');
    assert.deepEqual(
      plan.tomcats.map(({ name, aliases }) => `${name} ${aliases.join()}`),
      ['tomcat-1 tomcat', 'tomcat-2 tomcat', 'tomcat-3 tomcat'],
    );
  });

  it('go to the node whose server.xml has the port, where there is no Compose', () => {
    const plan = planFor({
      'nginx/nginx.conf': nginxConf('upstream t {\nserver 127.0.0.1:9082;\nserver 127.0.0.1:9081;\n}'),
      'a/conf/server.xml': serverXml({ connectors: '<Connector port="9081"/>' }),
      'b/conf/server.xml': serverXml({ connectors: '<Connector port="9082"/>' }),
    });
    assert.equal(httpOf(plan), 'upstream t {\nserver b:9082;\nserver a:9081;\n}');
  });
});

describe('more nodes than the workspace has', () => {
  const texts = (http: string): WorkspaceTexts => ({
    'compose.yaml': `services:
  app:
    image: tomcat:10.1
    ports: ["8080:8080"]
    volumes: ["./tomcat/server.xml:/usr/local/tomcat/conf/server.xml"]
`,
    'tomcat/server.xml': serverXml(),
    'nginx/nginx.conf': nginxConf(http),
  });
  const upstream = 'upstream t {\nserver 127.0.0.1:8080 max_fails=2; # the app\n}';

  it('stand beside the one they are copies of, on its line', () => {
    const plan = planFor(texts(upstream));
    assert.deepEqual(
      plan.tomcats.map(({ name }) => name),
      ['tomcat1', 'tomcat2'],
    );
    assert.equal(
      httpOf(plan),
      'upstream t {\nserver tomcat1:8080 max_fails=2; server tomcat2:8080 max_fails=2; # the app\n}',
    );
  });

  it('take any free port: the published one is the first one’s', () => {
    const plan = planFor(texts(upstream));
    assert.deepEqual(
      plan.tomcats.map(({ ports }) => ports[0]),
      [
        { container: 8080, scheme: 'http', preferred: 8080, reason: 'Compose publishes 8080' },
        { container: 8080, scheme: 'http', preferred: null, reason: 'a free port' },
      ],
    );
  });

  it('are made of the last one, where there are several', () => {
    const plan = planFor(onHost('upstream t {\nserver 127.0.0.1:8080;\nserver 127.0.0.1:8081;\n}'), {
      wishes: { nodes: 4 },
    });
    assert.deepEqual(
      plan.tomcats.map(({ name }) => name),
      ['tomcat1', 'tomcat2', 'tomcat3', 'tomcat4'],
    );
    assert.equal(
      httpOf(plan),
      'upstream t {\nserver tomcat1:8080;\nserver tomcat2:8080; server tomcat3:8080; server tomcat4:8080;\n}',
    );
    assert.deepEqual(
      adaptationsOf(plan, 'upstream-address').map(({ file }) => file),
      [`${ROOT}/nginx/nginx.conf`],
    );
  });

  it('are left out where fewer are wanted, and what led to them leads to those that stay', () => {
    const plan = planFor(onHost('upstream t {\nserver 127.0.0.1:8080;\nserver 127.0.0.1:8081;\n}'), {
      wishes: { nodes: 1 },
    });
    assert.deepEqual(
      plan.tomcats.map(({ name }) => name),
      ['tomcat1'],
    );
    assert.equal(httpOf(plan), 'upstream t {\nserver tomcat1:8080;\nserver tomcat1:8080;\n}');
  });
});

describe('the access log of nginx in the lab', () => {
  const openLine = (plan: Deployment): string =>
    textOf(plan)
      .split('\n')
      .find((line) => line.startsWith('http {')) ?? '';
  const count = (plan: Deployment): number =>
    plan.nginx.files.reduce(
      (sum, { content }) => sum + (content.kind === 'text' ? content.text.split(OURS).length - 1 : 0),
      0,
    );

  it('is added to http where nobody set one', () => {
    const plan = planFor(onHost('server {\n}'));
    assert.ok(openLine(plan).endsWith(` ${OURS}`));
    assert.equal(count(plan), 1);
  });

  it('stands beside a log of the user that goes elsewhere, on its line', () => {
    const plan = planFor(onHost('access_log /var/log/nginx/site.log main; # ours\nserver {\n}'));
    assert.equal(httpOf(plan), `access_log /var/log/nginx/site.log main; ${OURS} # ours\nserver {\n}`);
    assert.equal(count(plan), 1);
  });

  it('is added at every level that has logs of its own, since those replace the outer ones', () => {
    assert.equal(
      adapted('server {\naccess_log /a.log;\nlocation / {\naccess_log /b.log;\naccess_log /c.log;\n}\n}'),
      `server {\naccess_log /a.log; ${OURS}\nlocation / {\naccess_log /b.log;\naccess_log /c.log; ${OURS}\n}\n}`,
    );
  });

  it('takes the place of a log that goes to the console anyway, so that no request is told twice', () => {
    assert.equal(
      adapted(
        'log_format main "$request";\naccess_log /var/log/nginx/access.log main buffer=32k flush=5s;\nserver {\n}',
      ),
      `log_format main "$request";\n${OURS}\nserver {\n}`,
    );
    assert.equal(
      adapted('server {\naccess_log /dev/stdout combined if=$loggable;\n}'),
      'server {\naccess_log /dev/stdout cluster_lab if=$loggable;\n}',
    );
  });

  it('stays off where somebody switched it off', () => {
    const http = 'server {\nlocation /health {\naccess_log off;\n}\n}';
    assert.equal(adapted(http), http);
  });

  it('counts the logs of included files: one level, one line', () => {
    const texts = onHost('include conf.d/*.conf;', {
      'nginx/conf.d/log.conf': 'access_log /var/log/nginx/all.log;\n',
      'nginx/conf.d/site.conf': 'server {\n    include snippets/log.conf;\n}\n',
      'nginx/snippets/log.conf': 'access_log /var/log/nginx/site.log;\n',
    });
    const plan = planFor(texts);
    assert.ok(!openLine(plan).includes(OURS));
    assert.equal(textOf(plan, 'conf.d/log.conf'), `access_log /var/log/nginx/all.log; ${OURS}\n`);
    assert.equal(textOf(plan, 'snippets/log.conf'), `access_log /var/log/nginx/site.log; ${OURS}\n`);
  });

  it('has its format defined where http stands, also in an included file', () => {
    const plan = planFor({
      ...onHost(''),
      'nginx/nginx.conf': 'events {\n}\ninclude http.conf;\n',
      'nginx/http.conf': 'http {\n    server {\n        access_log /x.log;\n    }\n}\n',
    });
    assert.equal(textOf(plan), 'events {\n}\ninclude http.conf;\n');
    assert.match(textOf(plan, 'http.conf'), /^http \{ log_format cluster_lab '.*'; access_log /);
  });

  it('finds the folders of the logs that are named', () => {
    const plan = planFor(
      onHost(
        'access_log /srv/logs/a.log;\nerror_log logs/b.log;\nserver {\naccess_log syslog:server=x;\naccess_log /var/log/nginx/c.log;\n}',
      ),
    );
    const empty = plan.nginx.files
      .filter(({ content }) => content.kind === 'text' && content.text === '')
      .map(({ target }) => target);
    assert.deepEqual(empty, ['/etc/nginx/conf.d/default.conf', '/srv/logs/a.log', '/etc/nginx/logs/b.log']);
  });
});

describe('what nginx listens on in the lab', () => {
  it('is every address: loopback cannot be reached from outside of a container', () => {
    const plan = planFor(
      onHost('server {\nlisten 127.0.0.1:8088;\nlisten localhost:8089 ssl;\nlisten [::1]:8088;\n}'),
    );
    assert.equal(httpOf(plan), 'server {\nlisten 8088;\nlisten 8089 ssl;\nlisten [::]:8088;\n}');
    assert.equal(adaptationsOf(plan, 'listen-address').length, 1);
    assert.deepEqual(
      plan.nginx.ports.map(({ container, scheme, preferred }) => `${container} ${scheme} ${preferred}`),
      ['8088 http 8088', '8089 https 8089'],
    );
  });

  it('is a range where one is written, with all its ports', () => {
    const text =
      'server {\nlisten 8082-8084;\n}\nserver {\nlisten 127.0.0.1:8090-8091 ssl;\nlisten [::1]:8090-8091;\nlisten *:9000;\n}';
    const plan = planFor(onHost(text));
    assert.equal(
      httpOf(plan),
      text.replace('127.0.0.1:8090-8091', '8090-8091').replace('[::1]:8090-8091', '[::]:8090-8091'),
    );
    assert.deepEqual(
      plan.nginx.ports.map(({ container, scheme }) => `${container} ${scheme}`),
      ['8082 http', '8083 http', '8084 http', '8090 https', '8091 https', '9000 http'],
    );
  });

  it('stays what it is where the same server listens on every address already, also in another file', () => {
    const plan = planFor({
      ...onHost('server {\nlisten 10.0.0.5:8088;\nlisten 127.0.0.1:8080;\ninclude everywhere.conf;\n}'),
      'nginx/everywhere.conf': 'listen 8080-8089;\n',
    });
    assert.equal(
      httpOf(plan),
      'server {\nlisten 10.0.0.5:8088;\nlisten 127.0.0.1:8080;\ninclude everywhere.conf;\n}',
    );
  });

  it('is the port of the host where Compose runs nginx on its network', () => {
    const plan = planFor({
      'compose.yaml': `${COMPOSE}  web:\n    image: nginx:1.28\n    network_mode: host\n    volumes: ["./nginx/nginx.conf:/etc/nginx/nginx.conf"]\n`,
      'tomcat/server.xml': serverXml(),
      'nginx/nginx.conf': nginxConf('server {\nlisten 8088;\n}'),
    });
    assert.deepEqual(plan.nginx.ports, [
      { container: 8088, scheme: 'http', preferred: 8088, reason: 'nginx listens on 8088' },
    ]);
    assert.equal(plan.nginx.image, 'nginx:1.28');
  });

  it('is published as Compose does it, where Compose runs nginx', () => {
    const plan = planFor({
      'compose.yaml': `${COMPOSE}  web:
    image: nginx:1.28
    ports: ["9000:80"]
    volumes: ["./nginx/nginx.conf:/etc/nginx/nginx.conf"]
`,
      'tomcat/server.xml': serverXml(),
      'nginx/nginx.conf': nginxConf('server {\nlisten 80;\nlisten 81;\n}'),
    });
    assert.equal(plan.nginx.image, 'nginx:1.28');
    assert.deepEqual(plan.nginx.ports, [
      { container: 80, scheme: 'http', preferred: 9000, reason: 'Compose publishes 9000' },
      { container: 81, scheme: 'http', preferred: null, reason: 'Compose does not publish it' },
    ]);
  });
});

describe('files of nginx in the lab', () => {
  it('lie where the mounts of Compose put them, adapted', () => {
    const plan = planFor(
      {
        'compose.yaml': `${COMPOSE}  web:
    image: nginx:1.28
    volumes:
      - ./main.conf:/etc/nginx/nginx.conf
      - ./sites:/etc/nginx/conf.d
`,
        'tomcat/server.xml': serverXml(),
        'main.conf': nginxConf('include /etc/nginx/conf.d/*.conf;'),
        'sites/a.conf': 'upstream t {\n    server 10.1.1.1:8080;\n}\n',
      },
      { present: ['sites'] },
    );
    assert.equal(textOf(plan, 'conf.d/a.conf'), 'upstream t {\n    server tomcat1:8080;\n}\n');
    assert.equal(fileAt(plan.nginx, '/etc/nginx/conf.d/a.conf')?.origin, `${ROOT}/sites/a.conf`);
    const order = plan.nginx.files.map(({ target }) => target);
    assert.ok(order.indexOf('/etc/nginx/conf.d') < order.indexOf('/etc/nginx/conf.d/a.conf'));
  });

  it('lie beside the main file, also one folder up', () => {
    const plan = planFor(
      onHost('include ../shared/*.conf;\ninclude sites/a.conf;', {
        'shared/log.conf': 'server_tokens off;\n',
        'nginx/sites/a.conf': 'server {\n}\n',
      }),
    );
    assert.equal(textAt(plan.nginx, '/etc/shared/log.conf'), 'server_tokens off;\n');
    assert.equal(textOf(plan, 'sites/a.conf'), 'server {\n}\n');
  });

  it('keep a default.conf of the user, and lose that of the image', () => {
    const own = planFor(onHost('include conf.d/*.conf;', { 'nginx/conf.d/default.conf': 'server {\n}\n' }));
    assert.equal(textOf(own, 'conf.d/default.conf'), 'server {\n}\n');
    assert.deepEqual(adaptationsOf(own, 'default-server'), []);
    const none = planFor(onHost(''));
    assert.equal(textOf(none, 'conf.d/default.conf'), '');
    assert.equal(adaptationsOf(none, 'default-server').length, 1);
  });

  it('are copied where the configuration names them and they are there', () => {
    const plan = planFor(onHost('server {\nssl_dhparam /etc/nginx/dh.pem;\nauth_basic_user_file users;\n}'), {
      present: ['nginx/dh.pem', 'nginx/users'],
    });
    assert.deepEqual(fileAt(plan.nginx, '/etc/nginx/dh.pem')?.content, {
      kind: 'copy',
      from: `${ROOT}/nginx/dh.pem`,
    });
    assert.deepEqual(fileAt(plan.nginx, '/etc/nginx/users')?.content, {
      kind: 'copy',
      from: `${ROOT}/nginx/users`,
    });
  });
});

describe('certificates of nginx in the lab', () => {
  const kindAt = (plan: Deployment, path: string): string | undefined =>
    fileAt(plan.nginx, path)?.content.kind;
  const server = (name: string): string =>
    `server {\nlisten 443 ssl;\nssl_certificate ${name}.crt;\nssl_certificate_key ${name}.key;\n}`;

  it('stand in as a pair: a key of ours does not fit a certificate of theirs', () => {
    const plan = planFor(onHost(server('half')), { present: ['nginx/half.crt'] });
    assert.equal(kindAt(plan, '/etc/nginx/half.crt'), 'certificate');
    assert.equal(kindAt(plan, '/etc/nginx/half.key'), 'key');
  });

  it('stay the user’s where both are there, whatever the next server lacks', () => {
    const plan = planFor(onHost(`${server('own')}\n${server('gone')}`), {
      present: ['nginx/own.crt', 'nginx/own.key'],
    });
    assert.equal(kindAt(plan, '/etc/nginx/own.crt'), 'copy');
    assert.equal(kindAt(plan, '/etc/nginx/own.key'), 'copy');
    assert.equal(kindAt(plan, '/etc/nginx/gone.key'), 'key');
    assert.deepEqual(
      adaptationsOf(plan, 'certificate').map(({ title }) => title),
      ['gone.crt is missing, so a self-signed certificate replaces it'],
    );
  });

  it('stand in for those of clients and of the Tomcats too', () => {
    const plan = planFor(
      onHost(
        'server {\nssl_client_certificate ca.pem;\nproxy_ssl_trusted_certificate /etc/pki/tomcats.pem;\n}',
      ),
    );
    assert.equal(kindAt(plan, '/etc/nginx/ca.pem'), 'certificate');
    assert.equal(kindAt(plan, '/etc/pki/tomcats.pem'), 'certificate');
  });

  it('are nobody’s business where they are no files', () => {
    const plan = planFor(onHost('server {\nssl_certificate $cert;\nssl_certificate_key data:$key;\n}'));
    assert.deepEqual(adaptationsOf(plan, 'certificate'), []);
  });
});

describe('a workspace with nginx and no Tomcat', () => {
  it('gets the Tomcats of the demo behind it, by HTTP and HTTPS', () => {
    const plan = planFor({
      'nginx.conf': nginxConf(
        'upstream a {\nserver 10.0.0.1:8080;\n}\nserver {\nlocation / {\nproxy_pass http://a;\n}\nlocation /s {\nproxy_pass https://10.0.0.9;\n}\n}',
      ),
    });
    assert.match(httpOf(plan), /^upstream a \{\nserver tomcat1:8080; server tomcat2:8080;\n\}/);
    assert.match(httpOf(plan), /proxy_pass https:\/\/tomcat1:8443;/);
    assert.deepEqual(
      plan.adaptations.filter(({ id }) => id.startsWith('demo')).map(({ id }) => id),
      ['demo-tomcat'],
    );
    assert.deepEqual([plan.clustered, plan.startOrder], [true, 'together']);
  });
});

describe('an nginx file that nginx refuses', () => {
  for (const [what, http] of Object.entries({
    'ends in the middle of a block': 'upstream t {\nserver 127.0.0.1:8080',
    'has a quote too many': 'access_log /x.log;\nserver {\nlisten 127.0.0.1:80; "\n}',
  })) {
    it(`goes into the lab untouched, so that nginx speaks of what the user wrote: it ${what}`, () => {
      const texts = onHost(http);
      const plan = planFor(texts);
      assert.ok(parseNginx(textOf(plan)).faults.length > 0);
      assert.equal(textOf(plan), texts['nginx/nginx.conf']);
      assert.deepEqual(
        plan.adaptations.filter(({ file }) => file?.endsWith('nginx.conf')),
        [],
      );
    });
  }

  it('does not keep others from being planned: directives without arguments, an include of itself', () => {
    const http =
      'access_log;\nlisten;\nserver {\nlisten;\nssl_certificate;\nproxy_pass;\n}\nupstream {\nserver;\n}\ninclude nginx.conf;';
    assert.equal(httpOf(planFor(onHost(http))).replaceAll(` ${OURS}`, ''), http);
  });
});
