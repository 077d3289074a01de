import assert from 'node:assert/strict';
import { readTexts, ROOT } from '../helpers/workspace';
import { planFor, type WorkspaceTexts } from './planned';

const summaryOf = (texts: WorkspaceTexts, present: readonly string[] = []): string | undefined =>
  planFor(texts, { present }).runs?.summary;

describe('what a plan runs, in words', () => {
  it('names the files of the user, and what the nodes have in common once', async () => {
    const plan = planFor(Object.fromEntries(await readTexts('samples/story-broken')));
    assert.equal(plan.runs?.summary, 'your nginx.conf, your server.xml, your app ROOT');
    assert.deepEqual(plan.runs.parts, [
      {
        nodes: ['nginx'],
        image: 'nginx:1.28',
        lines: [{ text: 'Your nginx.conf', file: `${ROOT}/nginx/nginx.conf` }],
      },
      {
        nodes: ['tomcat1', 'tomcat2'],
        image: 'tomcat:10.1',
        lines: [
          { text: 'Your server.xml', file: `${ROOT}/tomcat/server.xml` },
          {
            text: 'Your app ROOT, its Java sources compiled for the lab',
            file: `${ROOT}/app/src/main/webapp`,
          },
        ],
      },
    ]);
  });

  it('names what the demo stands in for', () => {
    assert.equal(summaryOf({}), "the demo's nginx, the demo's server.xml, the demo app");
    assert.equal(
      summaryOf({
        'nginx.conf': 'events {}\nhttp { server { listen 80; location / { proxy_pass http://a:1; } } }\n',
      }),
      "your nginx.conf, the demo's server.xml, the demo app",
    );
    assert.equal(
      summaryOf({
        'conf/server.xml':
          '<Server port="8005"><Service name="Catalina"><Connector port="8080"/><Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps"/></Engine></Service></Server>',
      }),
      "the demo's nginx, your server.xml, the demo app",
    );
  });

  it('names what it does not run, since nothing tells where nginx reads it', () => {
    const site = 'server { listen 80; location / { proxy_pass http://tomcat1:8080; } }\n';
    const plan = planFor({ 'conf.d/site.conf': site, 'conf.d/mime.types': 'types { text/html html; }\n' });
    assert.equal(
      plan.runs?.summary,
      "the demo's nginx, not your site.conf, the demo's server.xml, the demo app",
    );
    assert.deepEqual(plan.runs.parts[0]?.lines[1], {
      text: 'Not your site.conf: no nginx.conf includes it, and no Compose file or Dockerfile puts it into an image of nginx',
      file: `${ROOT}/conf.d/site.conf`,
    });
  });

  it("says where an image's own files run", () => {
    const compose = `services:
  web:
    image: nginx:1.28
    volumes: ["./site.conf:/etc/nginx/conf.d/site.conf"]
  tomcat1:
    image: tomcat:10.1
    volumes: ["./shop.war:/usr/local/tomcat/webapps/shop.war"]
`;
    const site = 'server { listen 80; location / { proxy_pass http://tomcat1:8080; } }\n';
    assert.equal(
      summaryOf({ 'compose.yaml': compose, 'site.conf': site }, ['site.conf', 'shop.war']),
      "your site.conf in the image's nginx.conf, the image's server.xml, your app shop",
    );
  });
});
