import assert from 'node:assert/strict';
import { parseNginx } from '../../server/src/languages/nginx/parser';
import { parseXml } from '../../server/src/languages/xml/parse';
import type { Deployment } from '../../server/src/protocol';
import { readTexts, ROOT } from '../helpers/workspace';
import { changedLines, fileAt, nodeOf, planFor, textAt, type WorkspaceTexts } from './planned';

const VALVE =
  '<Valve className="org.apache.catalina.valves.AccessLogValve" directory="/dev" prefix="stdout" suffix="" fileDateFormat="" rotatable="false" buffered="false" pattern="ACCESS %{yyyy-MM-dd\'T\'HH:mm:ss.SSSXXX}t %h %u &quot;%r&quot; %s %b %D %S"/>';
const LOG =
  ' log_format cluster_lab \'$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent upstream=$upstream_addr session=$cookie_JSESSIONID time=$request_time\'; access_log /dev/stdout cluster_lab;';

for (const sample of ['story-broken', 'story-fixed']) {
  describe(`the plan of samples/${sample}`, () => {
    let texts: WorkspaceTexts;
    let plan: Deployment;
    before(async () => {
      texts = Object.fromEntries(await readTexts(`samples/${sample}`));
      plan = planFor(texts);
    });
    const original = (path: string): string => texts[path] ?? assert.fail(`${path} is in the sample`);

    it('changes these lines of nginx.conf and no other', () => {
      const before = original('nginx/nginx.conf');
      const after = textAt(plan.nginx, '/etc/nginx/nginx.conf');
      assert.deepEqual(changedLines(before, after), {
        8: ['http {', `http {${LOG}`],
        13: ['        server 127.0.0.1:8080;', '        server tomcat1:8080;'],
        14: ['        server 127.0.0.1:8081;', '        server tomcat2:8080;'],
        18: ['        server 127.0.0.1:8443;', '        server tomcat1:8443;'],
        19: ['        server 127.0.0.1:8444;', '        server tomcat2:8443;'],
      });
      assert.deepEqual(parseNginx(after).faults, []);
    });

    it('leaves story.conf as it is: the Host header is not its business', () => {
      assert.equal(textAt(plan.nginx, '/etc/nginx/conf.d/story.conf'), original('nginx/conf.d/story.conf'));
    });

    it('puts a second access log into server.xml and touches nothing else, on both nodes', () => {
      const before = original('tomcat/server.xml');
      const line = before.split('\n').findIndex((it) => it.includes('</Host>')) + 1;
      for (const node of ['tomcat1', 'tomcat2']) {
        const after = textAt(nodeOf(plan, node), '/usr/local/tomcat/conf/server.xml');
        assert.deepEqual(changedLines(before, after), {
          [line]: ['      </Host>', `      ${VALVE}</Host>`],
        });
        assert.deepEqual(parseXml(after).faults, []);
      }
    });

    it('leads from every copy back to the file of the user', () => {
      assert.equal(fileAt(plan.nginx, '/etc/nginx/nginx.conf')?.origin, `${ROOT}/nginx/nginx.conf`);
      assert.equal(
        fileAt(plan.nginx, '/etc/nginx/conf.d/story.conf')?.origin,
        `${ROOT}/nginx/conf.d/story.conf`,
      );
      assert.equal(
        fileAt(nodeOf(plan, 'tomcat2'), '/usr/local/tomcat/conf/server.xml')?.origin,
        `${ROOT}/tomcat/server.xml`,
      );
    });

    it('takes the images, ports, environment and names of Compose', () => {
      assert.deepEqual(
        plan.tomcats.map(({ name, image, env, ports }) => ({
          name,
          image,
          zone: env['TZ'],
          ports: ports.map(({ container, scheme, preferred, reason }) => ({
            container,
            scheme,
            preferred,
            reason,
          })),
        })),
        [
          {
            name: 'tomcat1',
            image: 'tomcat:10.1',
            zone: 'UTC',
            ports: [
              { container: 8080, scheme: 'http', preferred: 8080, reason: 'Compose publishes 8080' },
              { container: 8443, scheme: 'https', preferred: 8443, reason: 'Compose publishes 8443' },
            ],
          },
          {
            name: 'tomcat2',
            image: 'tomcat:10.1',
            zone: 'UTC',
            ports: [
              { container: 8080, scheme: 'http', preferred: 8081, reason: 'Compose publishes 8081' },
              { container: 8443, scheme: 'https', preferred: 8444, reason: 'Compose publishes 8444' },
            ],
          },
        ],
      );
      assert.deepEqual(plan.nginx.ports, [
        { container: 80, scheme: 'http', preferred: 80, reason: 'nginx listens on 80' },
        { container: 443, scheme: 'https', preferred: 443, reason: 'nginx listens on 443' },
      ]);
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
    });

    it('names the certificates that stand in, at the very paths of the files', () => {
      assert.equal(fileAt(plan.nginx, '/etc/nginx/certs/server.crt')?.content.kind, 'certificate');
      assert.equal(fileAt(plan.nginx, '/etc/nginx/certs/server.key')?.content.kind, 'key');
      for (const node of plan.tomcats) {
        assert.equal(fileAt(node, '/usr/local/tomcat/conf/certs/server.crt')?.content.kind, 'certificate');
        assert.equal(fileAt(node, '/usr/local/tomcat/conf/certs/server.key')?.content.kind, 'key');
      }
    });

    it('runs the web content with its sources compiled, since nothing was built', () => {
      assert.deepEqual(fileAt(nodeOf(plan, 'tomcat1'), '/usr/local/tomcat/webapps/ROOT')?.content, {
        kind: 'copy',
        from: `${ROOT}/app/src/main/webapp`,
      });
      assert.deepEqual(plan.compile, {
        image: 'tomcat:10.1',
        sources: [`${ROOT}/app/src/main/java`],
        libraries: [],
        target: '/usr/local/tomcat/webapps/ROOT/WEB-INF/classes',
      });
    });

    it('takes what Maven built, and the certificates that are there', () => {
      const built = planFor(texts, {
        present: [
          'app/target/app',
          'certs',
          'certs/server.crt',
          'certs/server.key',
          'nginx/certs/server.crt',
          'nginx/certs/server.key',
        ],
      });
      assert.equal(built.compile, null);
      const node = nodeOf(built, 'tomcat1');
      assert.deepEqual(fileAt(node, '/usr/local/tomcat/webapps/ROOT')?.content, {
        kind: 'copy',
        from: `${ROOT}/app/target/app`,
      });
      assert.deepEqual(fileAt(node, '/usr/local/tomcat/conf/certs')?.content, {
        kind: 'copy',
        from: `${ROOT}/certs`,
      });
      assert.deepEqual(fileAt(built.nginx, '/etc/nginx/certs/server.key')?.content, {
        kind: 'copy',
        from: `${ROOT}/nginx/certs/server.key`,
      });
      assert.deepEqual(
        built.adaptations.filter(({ id }) => id === 'certificate' || id === 'compiled-sources'),
        [],
      );
    });

    it('says all that it changes, file by file', () => {
      assert.deepEqual(
        plan.adaptations.map(({ id, file }) => `${id} ${file?.slice(ROOT.length + 1) ?? '-'}`),
        [
          'upstream-address nginx/nginx.conf',
          'access-log nginx/nginx.conf',
          'certificate nginx/conf.d/story.conf',
          'default-server -',
          'access-log tomcat/server.xml',
          'certificate tomcat/server.xml',
          'compiled-sources -',
          'probe -',
          'console-log -',
          'jvm-options -',
        ],
      );
    });

    it('is told from the demo', () => {
      assert.equal(plan.source, 'workspace');
      assert.equal(plan.folder, ROOT);
      assert.equal(plan.labId, 'lab1');
      assert.equal(plan.probePath, '/cluster-lab-token');
    });
  });
}

describe('what both samples differ in', () => {
  const planOf = async (sample: string): Promise<Deployment> =>
    planFor(Object.fromEntries(await readTexts(`samples/${sample}`)));

  it('is the cluster: without one nobody waits for it, with the own server.xml node 1 goes first', async () => {
    const broken = await planOf('story-broken');
    assert.deepEqual([broken.clustered, broken.startOrder], [false, 'together']);
    const fixed = await planOf('story-fixed');
    assert.deepEqual([fixed.clustered, fixed.startOrder], [true, 'first-node']);
  });

  it('is taken over as it stands: Cluster, distributable and Host header are neither added nor taken away', async () => {
    const broken = await planOf('story-broken');
    const xml = textAt(nodeOf(broken, 'tomcat1'), '/usr/local/tomcat/conf/server.xml');
    assert.match(xml, /<!--\s*<Cluster className="[\w.]+"\/>\s*-->/);
    assert.doesNotMatch(textAt(broken.nginx, '/etc/nginx/nginx.conf'), /proxy_set_header/);
  });
});
