import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { buildModel } from '../../server/src/cluster/build';
import { deploy } from '../../server/src/cluster/deploy';
import type { SourceFile } from '../../server/src/cluster/source';
import { parseNginx } from '../../server/src/languages/nginx/parser';
import type { ContainerPlan, Deployment, DeploymentWishes } from '../../server/src/protocol';
import { planOf } from '../helpers/lab';

const wishes: DeploymentWishes = { labId: 'abcd', probeToken: '0123' };

const plan = (files: Readonly<Record<string, string>>, more: Partial<DeploymentWishes> = {}): Deployment => {
  const sources = Object.entries(files).map(([path, text]): [string, SourceFile] => [
    path,
    { path, kind: 'nginx', document: parseNginx(text) },
  ]);
  const answer = deploy(buildModel('/site', new Map(sources)), { ...wishes, ...more });
  if (!answer.ok) throw new Error(answer.message);
  return answer.deployment;
};

const textAt = ({ files }: ContainerPlan, target: string): string => {
  const content = files.find((file) => file.target === target)?.content;
  assert.equal(content?.kind, 'text', `${target} is a text`);
  return content.text;
};

/** Lines that differ, from 1, as `before → after`. */
const changes = (before: string, after: string): string[] => {
  const [old, now] = [before.split('\n'), after.split('\n')];
  assert.equal(now.length, old.length, 'no line moves');
  return old.flatMap((line, index) => (line === now[index] ? [] : [`${index + 1}: ${now[index]?.trim()}`]));
};

describe('the plan of the fixed story', () => {
  const root = 'samples/story-fixed';
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  let deployment: Deployment;
  before(async () => {
    deployment = await planOf(join(process.cwd(), root));
  });

  it('changes no line of nginx but addresses and the log', () => {
    assert.deepEqual(changes(read('nginx/nginx.conf'), textAt(deployment.nginx, '/etc/nginx/nginx.conf')), [
      `8: http { log_format cluster_lab '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent upstream=$upstream_addr session=$cookie_JSESSIONID time=$request_time'; access_log /dev/stdout cluster_lab;`,
      '13: server tomcat1:8080;',
      '14: server tomcat2:8080;',
      '18: server tomcat1:8443;',
      '19: server tomcat2:8443;',
    ]);
    assert.equal(textAt(deployment.nginx, '/etc/nginx/conf.d/story.conf'), read('nginx/conf.d/story.conf'));
  });

  it('changes one line of server.xml, in front of </Host>', () => {
    for (const tomcat of deployment.tomcats) {
      const [change, ...others] = changes(
        read('tomcat/server.xml'),
        textAt(tomcat, '/usr/local/tomcat/conf/server.xml'),
      );
      assert.match(
        change ?? '',
        /^\d+: <Valve .*AccessLogValve" directory="\/dev" prefix="stdout".*\/><\/Host>$/,
      );
      assert.deepEqual(others, []);
    }
  });

  it('publishes what Compose and nginx publish, and says why', () => {
    assert.deepEqual(
      [deployment.nginx, ...deployment.tomcats].flatMap(({ name, ports }) =>
        ports.map(
          ({ container, scheme, preferred, reason }) =>
            `${name} ${scheme} ${container} ${preferred}: ${reason}`,
        ),
      ),
      [
        'nginx http 80 80: nginx listens on 80',
        'nginx https 443 443: nginx listens on 443',
        'tomcat1 http 8080 8080: Compose publishes 8080',
        'tomcat1 https 8443 8443: Compose publishes 8443',
        'tomcat2 http 8080 8081: Compose publishes 8081',
        'tomcat2 https 8443 8444: Compose publishes 8444',
      ],
    );
  });

  it("starts the first node first, since the cluster is the user's, and compiles what no build has made", () => {
    assert.equal(deployment.startOrder, 'first-node');
    assert.equal(deployment.clustered, true);
    assert.equal(deployment.compile?.target, '/usr/local/tomcat/webapps/ROOT/WEB-INF/classes');
    assert.deepEqual(
      deployment.compile?.sources.map((path) => path.replace(/.*samples/, 'samples')),
      ['samples/story-fixed/app/src/main/java'],
    );
  });

  it('has a certificate where one is named and not to be had', () => {
    const named = [deployment.nginx, ...deployment.tomcats].map(({ files }) =>
      files
        .filter(({ content }) => content.kind === 'certificate' || content.kind === 'key')
        .map(({ target }) => target),
    );
    const tomcat = ['/usr/local/tomcat/conf/certs/server.crt', '/usr/local/tomcat/conf/certs/server.key'];
    assert.deepEqual(named, [['/etc/nginx/certs/server.crt', '/etc/nginx/certs/server.key'], tomcat, tomcat]);
  });
});

describe('the plan of the broken story', () => {
  it('mends nothing: no Cluster, no Host header, no distributable', async () => {
    const root = 'samples/story-broken';
    const deployment = await planOf(join(process.cwd(), root));
    assert.equal(deployment.clustered, false);
    assert.equal(deployment.startOrder, 'together');
    assert.equal(
      textAt(deployment.nginx, '/etc/nginx/conf.d/story.conf'),
      readFileSync(join(root, 'nginx/conf.d/story.conf'), 'utf8'),
    );
    const content = deployment.tomcats[0]?.files.find(({ target }) =>
      target.endsWith('/webapps/ROOT'),
    )?.content;
    assert.deepEqual(content, { kind: 'copy', from: join(process.cwd(), root, 'app/src/main/webapp') });
  });
});

describe('a plan', () => {
  it('of an empty workspace is the demo, by the version of its image', () => {
    const demo = (tomcat: string): string => {
      const answer = deploy(undefined, { ...wishes, images: { tomcat }, nodes: 3 });
      assert.ok(answer.ok);
      assert.equal(answer.deployment.source, 'demo');
      assert.deepEqual(
        answer.deployment.tomcats.map(({ name }) => name),
        ['tomcat1', 'tomcat2', 'tomcat3'],
      );
      const [first] = answer.deployment.tomcats;
      assert.ok(first);
      const app = first.files.find(({ target }) => target.endsWith('/ROOT'))?.content;
      const membership = /StaticMembershipInterceptor|CloudMembershipService/.exec(
        textAt(first, '/usr/local/tomcat/conf/server.xml'),
      );
      return `${app?.kind === 'asset' ? app.name : ''} ${membership?.[0]}`;
    };
    assert.equal(demo('tomcat:8.5-jdk8'), 'demo-app-javax StaticMembershipInterceptor');
    assert.equal(demo('tomcat:9.0'), 'demo-app-javax CloudMembershipService');
    assert.equal(demo('registry.example:5000/tomcat:10.1'), 'demo-app-jakarta CloudMembershipService');
  });

  it('of an nginx alone puts the demo behind its upstream', () => {
    const deployment = plan({
      '/site/nginx.conf':
        'events {}\nhttp {\n  upstream app { server 10.0.0.1:9000; server 10.0.0.2:9000; }\n  server { listen 127.0.0.1:8081; location / { proxy_pass http://app; } }\n}\n',
    });
    const text = textAt(deployment.nginx, '/etc/nginx/nginx.conf');
    assert.match(text, /upstream app \{ server tomcat1:8080; server tomcat2:8080; \}/);
    assert.match(text, /listen 8081;/);
    assert.deepEqual(
      deployment.adaptations.map(({ id }) => id),
      [
        'upstream-address',
        'access-log',
        'listen-address',
        'default-server',
        'demo-tomcat',
        'probe',
        'console-log',
        'jvm-options',
      ],
    );
  });

  it('logs each request once: a log on the console is enough, another gets one beside it, off stays off', () => {
    const http = (directives: string): string =>
      textAt(
        plan({ '/site/nginx.conf': `events {}\nhttp {\n${directives}\nserver { listen 80; }\n}\n` }).nginx,
        '/etc/nginx/nginx.conf',
      );
    const count = (text: string): number => text.split('access_log /dev/stdout cluster_lab;').length - 1;
    assert.equal(count(http('')), 1);
    assert.equal(count(http('access_log off;')), 0);
    assert.equal(count(http('access_log /var/log/nginx/access.log combined;')), 0);
    assert.match(
      http('access_log /srv/app.log;'),
      /^access_log \/srv\/app\.log; access_log \/dev\/stdout cluster_lab;$/m,
    );
    assert.equal(count(http('server { access_log /srv/one.log; }')), 2);
  });

  it('never moves a line, whatever the file looks like', () => {
    const word = fc.constantFrom(
      'server',
      'http',
      'listen',
      'access_log',
      '127.0.0.1:80',
      '{',
      '}',
      ';',
      '\n',
      '#',
      '"',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const text = `events {}\nhttp {\n${words.join(' ')}\n}\n`;
        const file = plan({ '/site/nginx.conf': text }).nginx.files.find(
          ({ target }) => target === '/etc/nginx/nginx.conf',
        );
        if (file?.content.kind === 'text') {
          assert.equal(file.content.text.split('\n').length, text.split('\n').length);
        }
      }),
    );
  });

  it('refuses a number of nodes that is none', () => {
    for (const nodes of [0, 1.5, 17]) assert.equal(deploy(undefined, { ...wishes, nodes }).ok, false);
  });
});
