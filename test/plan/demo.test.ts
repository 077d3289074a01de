import assert from 'node:assert/strict';
import { deploy } from '../../server/src/plan';
import { childrenNamed, descendants, elements, localName } from '../../server/src/languages/xml/query';
import { parseNginx } from '../../server/src/languages/nginx/parser';
import { parseXml } from '../../server/src/languages/xml/parse';
import type { Deployment, DeploymentWishes } from '../../server/src/protocol';
import { answerFor, fileAt, nodeOf, textAt, wishes } from './planned';

const SERVER_XML = '/usr/local/tomcat/conf/server.xml';
const ROOT_APP = '/usr/local/tomcat/webapps/ROOT';

function demo(more: Partial<DeploymentWishes> = {}): Deployment {
  const answer = deploy(undefined, { ...wishes, ...more });
  assert.ok(answer.ok);
  return answer.deployment;
}
const onTomcat = (tomcat: string): Deployment => demo({ images: { tomcat } });
const serverXmlOf = (plan: Deployment, node = 'tomcat1'): string => textAt(nodeOf(plan, node), SERVER_XML);
const nginxConfOf = (plan: Deployment): string => textAt(plan.nginx, '/etc/nginx/nginx.conf');

describe('the plan of the built-in demo', () => {
  it('is two Tomcats behind nginx, by HTTP and HTTPS, each with its own ports too', () => {
    const plan = demo();
    assert.equal(plan.source, 'demo');
    assert.equal(plan.folder, null);
    assert.deepEqual(
      plan.entries.map(({ container, port, scheme }) => `${container} ${port} ${scheme}`),
      [
        'nginx 80 http',
        'nginx 443 https',
        'tomcat1 8080 http',
        'tomcat1 8443 https',
        'tomcat2 8080 http',
        'tomcat2 8443 https',
      ],
    );
    assert.deepEqual([plan.clustered, plan.startOrder, plan.compile], [true, 'together', null]);
    assert.deepEqual(plan.adaptations, []);
  });

  it('stands in for a workspace that holds nothing of ours', () => {
    const answer = answerFor({ 'README.md': '# nothing\n' });
    assert.ok(answer.ok);
    assert.equal(answer.deployment.source, 'demo');
  });

  it('has as many nodes as asked for, all of them behind nginx', () => {
    const plan = demo({ nodes: 4 });
    assert.deepEqual(
      plan.tomcats.map(({ name }) => name),
      ['tomcat1', 'tomcat2', 'tomcat3', 'tomcat4'],
    );
    for (const { name } of plan.tomcats) {
      assert.match(nginxConfOf(plan), new RegExp(`server ${name}:8080 `));
      assert.match(nginxConfOf(plan), new RegExp(`server ${name}:8443 `));
    }
  });

  for (const nodes of [0, -1, 1.5, 17, Number.NaN]) {
    it(`refuses ${nodes} nodes in words`, () => {
      const answer = deploy(undefined, { ...wishes, nodes });
      assert.ok(!answer.ok);
      assert.match(answer.message, /^A lab has 1 to 16 nodes, not /);
    });
  }

  for (const image of ['tomcat:8.5', 'tomcat:9.0', 'tomcat:10.1', 'tomcat:11.0']) {
    it(`has a server.xml without faults, waiting for nobody's sessions, on ${image}`, () => {
      const document = parseXml(serverXmlOf(onTomcat(image)));
      assert.deepEqual(document.faults, []);
      const cluster = [...elements(document)].find((it) => localName(it) === 'Cluster');
      assert.ok(cluster);
      const value = (element: string, name: string): string | undefined =>
        [cluster, ...descendants(cluster)]
          .find((it) => localName(it) === element)
          ?.attributes.find((it) => it.name === name)?.value;
      assert.equal(value('Cluster', 'channelSendOptions'), '6');
      assert.equal(value('Manager', 'stateTransferTimeout'), '0');
      assert.equal(childrenNamed(cluster, 'Valve').length, 2);
    });
  }

  it('finds its members by DNS from 9.0 on, under a name that all nodes share', () => {
    for (const image of ['tomcat:9.0', 'tomcat:10.1', 'tomcat:11', 'my/tomcat:latest']) {
      const plan = onTomcat(image);
      assert.match(serverXmlOf(plan), /CloudMembershipService/);
      for (const node of plan.tomcats) {
        assert.deepEqual(node.aliases, [node.env['DNS_MEMBERSHIP_SERVICE_NAME']]);
        assert.match(
          node.env['CATALINA_OPTS'] ?? '',
          /-Dsun\.net\.inetaddr\.ttl=1 -Dsun\.net\.inetaddr\.negative\.ttl=0/,
        );
      }
    }
  });

  it('names its members one by one on 8.5, which has no DNS membership', () => {
    const plan = demo({ nodes: 3, images: { tomcat: 'tomcat:8.5.100-jdk8' } });
    const xml = serverXmlOf(plan, 'tomcat2');
    assert.doesNotMatch(xml, /CloudMembershipService/);
    assert.deepEqual(
      [
        ...xml.matchAll(/<(LocalMember|Member) [^>]*?(?:host="(\w+)"[^>]*)?uniqueId="\{0(?:,\d+)*,(\d+)\}"/g),
      ].map(([, kind, host, id]) => `${kind} ${host ?? '-'} ${id}`),
      ['Member tomcat1 1', 'LocalMember - 2', 'Member tomcat3 3'],
    );
    assert.match(xml, /channelStartOptions="3"/);
  });

  for (const [image, app] of [
    ['tomcat:8', 'demo-app-javax'],
    ['tomcat:8.5', 'demo-app-javax'],
    ['tomcat:9', 'demo-app-javax'],
    ['tomcat:9-jdk17', 'demo-app-javax'],
    ['registry:5000/tomcat:9.0.117', 'demo-app-javax'],
    ['tomcat:10.1', 'demo-app-jakarta'],
    ['tomcat:11', 'demo-app-jakarta'],
    ['tomcat', 'demo-app-jakarta'],
    ['registry:5000/tomcat', 'demo-app-jakarta'],
  ] as const) {
    it(`runs ${app} on ${image}`, () => {
      const node = nodeOf(onTomcat(image), 'tomcat1');
      assert.deepEqual(fileAt(node, ROOT_APP)?.content, { kind: 'asset', name: app });
    });
  }

  it('carries keepalive_min_timeout only where nginx has it, from 1.27.4 on', () => {
    const knows = (nginx: string): boolean =>
      nginxConfOf(demo({ images: { nginx } })).includes('keepalive_min_timeout 5s;');
    for (const image of ['nginx:1.27.4', 'nginx:1.28', 'nginx:1.28.3-alpine', 'nginx:1.31.3']) {
      assert.ok(knows(image), image);
    }
    for (const image of ['nginx:1.22', 'nginx:1.27', 'nginx:1.27.3', 'nginx:latest', 'nginx', 'nginx:1']) {
      assert.ok(!knows(image), image);
    }
  });

  it('has an nginx.conf without faults', () => {
    for (const nginx of ['nginx:1.22', 'nginx:1.28']) {
      assert.deepEqual(parseNginx(nginxConfOf(demo({ images: { nginx } }))).faults, []);
    }
  });

  it('has a certificate wherever one is named', () => {
    const plan = demo();
    for (const [, path] of nginxConfOf(plan).matchAll(/ssl_certificate(?:_key)? (\S+);/g)) {
      assert.ok(fileAt(plan.nginx, `/etc/nginx/${path}`), path);
    }
    for (const [, path] of serverXmlOf(plan).matchAll(/certificate(?:Key)?File="([^"]+)"/g)) {
      assert.ok(fileAt(nodeOf(plan, 'tomcat2'), `/usr/local/tomcat/${path}`), path);
    }
  });
});
