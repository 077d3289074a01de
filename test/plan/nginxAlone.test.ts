import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { buildModel } from '../../server/src/cluster/build';
import { deploy } from '../../server/src/plan';
import type { SourceFile } from '../../server/src/cluster/source';
import { languages } from '../../server/src/languages/table';
import type { ContainerPlan, Deployment, DeploymentWishes } from '../../server/src/protocol';

const wishes: DeploymentWishes = { labId: 'abcd', probeToken: '0123' };

const plan = (files: Readonly<Record<string, string>>, more: Partial<DeploymentWishes> = {}): Deployment => {
  const sources = new Map<string, SourceFile>();
  for (const [path, text] of Object.entries(files)) {
    const file = languages.open(path, 'nginx', text);
    assert.ok(file);
    sources.set(path, file);
  }
  const answer = deploy(buildModel('/site', sources), { ...wishes, ...more });
  if (!answer.ok) throw new Error(answer.message);
  return answer.deployment;
};

const textAt = ({ files }: ContainerPlan, target: string): string => {
  const content = files.find((file) => file.target === target)?.content;
  assert.equal(content?.kind, 'text', `${target} is a text`);
  return content.text;
};

describe('the plan of an nginx configuration', () => {
  it('without a Tomcat has the demo behind its upstream', () => {
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

  it('logs each request once: a log on the console becomes ours, another gets one beside it, off stays off', () => {
    const http = (directives: string): string =>
      textAt(
        plan({ '/site/nginx.conf': `events {}\nhttp {\n${directives}\nserver { listen 80; }\n}\n` }).nginx,
        '/etc/nginx/nginx.conf',
      );
    const count = (text: string): number => text.split('access_log /dev/stdout cluster_lab;').length - 1;
    assert.equal(count(http('')), 1);
    assert.equal(count(http('access_log off;')), 0);
    const onConsole = http('access_log /var/log/nginx/access.log combined;');
    assert.equal(count(onConsole), 1);
    assert.equal(onConsole.split('access_log ').length - 1, 1);
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
});
