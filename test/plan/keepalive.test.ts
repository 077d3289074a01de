import assert from 'node:assert/strict';
import type { Deployment } from '../../server/src/protocol';
import { ROOT } from '../helpers/workspace';
import {
  adaptationsOf,
  answerFor,
  nginxConf,
  planFor,
  serverXml,
  textAt,
  type WorkspaceTexts,
} from './planned';

const SERVERS = 'upstream t {\nserver tomcat1:8080;\nserver tomcat2:8080;\n}';

/** Two Tomcats behind an nginx of an image. */
const workspace = (image: string, http = SERVERS, more: WorkspaceTexts = {}): WorkspaceTexts => ({
  'compose.yaml': `services:
  web:
    image: ${image}
    volumes: ["./nginx:/etc/nginx"]
  tomcat1:
    image: tomcat:10.1
    volumes: ["./server.xml:/usr/local/tomcat/conf/server.xml"]
  tomcat2:
    image: tomcat:10.1
    volumes: ["./server.xml:/usr/local/tomcat/conf/server.xml"]
`,
  'server.xml': serverXml(),
  'nginx/nginx.conf': nginxConf(http),
  ...more,
});
const MAIN = '/etc/nginx/nginx.conf';
const wished = { wishes: { keepaliveMinTimeout: '10s' } };
const written = (plan: Deployment, path = MAIN): string[] =>
  textAt(plan.nginx, path).match(/keepalive_min_timeout [^;]*;/g) ?? [];
const said = (plan: Deployment): (readonly [string, string | null])[] =>
  adaptationsOf(plan, 'keepalive').map(({ title, file }) => [title, file]);

describe('keepalive_min_timeout in the lab', () => {
  it('is not there where nobody wishes it', () => {
    const plan = planFor(workspace('nginx:1.28'));
    assert.deepEqual([written(plan), said(plan)], [[], []]);
  });

  it('stands at the head of http where it is wished, moves no line, and is named', () => {
    const plan = planFor(workspace('nginx:1.27.4-alpine'), wished);
    assert.match(textAt(plan.nginx, MAIN), /^http \{.* keepalive_min_timeout 10s;.*$/m);
    assert.equal(textAt(plan.nginx, MAIN).split('\n').length, nginxConf(SERVERS).split('\n').length);
    assert.deepEqual(said(plan), [
      [
        'http gets keepalive_min_timeout 10s: for that long a reload keeps the connections that clients have open',
        `${ROOT}/nginx/nginx.conf`,
      ],
    ]);
  });

  for (const [where, http, more] of [
    ['in http', `keepalive_min_timeout 3s;\n${SERVERS}`, {}],
    [
      'in a file that http includes',
      `include conf.d/*.conf;\n${SERVERS}`,
      { 'nginx/conf.d/time.conf': 'keepalive_min_timeout 3s;\n' },
    ],
  ] as const) {
    it(`is that of the user where it stands ${where}`, () => {
      const plan = planFor(workspace('nginx:1.28', http, more), wished);
      const texts = plan.nginx.files.flatMap(({ content }) =>
        content.kind === 'text' ? [content.text] : [],
      );
      assert.deepEqual(texts.join('\n').match(/keepalive_min_timeout \w+;/g), ['keepalive_min_timeout 3s;']);
      assert.deepEqual(said(plan), []);
    });
  }

  it('stands beside that of a server, which wins there', () => {
    const http = `${SERVERS}\nserver {\nkeepalive_min_timeout 3s;\n}`;
    assert.deepEqual(written(planFor(workspace('nginx:1.28', http), wished)), [
      'keepalive_min_timeout 10s;',
      'keepalive_min_timeout 3s;',
    ]);
  });

  const older = 'keepalive_min_timeout is left out: nginx has it from 1.27.4 on, and that of';
  const untold =
    'keepalive_min_timeout is left out: nginx has it from 1.27.4 on, and nothing tells the release in';
  for (const [image, words] of [
    ['nginx:1.22', `${older} nginx:1.22 is older`],
    ['nginx:1.27.3', `${older} nginx:1.27.3 is older`],
    ['nginx:1.27', `${untold} nginx:1.27`],
    ['nginx:latest', `${untold} nginx:latest`],
    // The number in its tag may be that of anything.
    ['gateway:3.4', `${untold} gateway:3.4`],
  ] as const) {
    it(`is left out of ${image}, and the plan says why`, () => {
      const set = planFor(workspace('nginx:1.28'), {
        wishes: { ...wished.wishes, images: { nginx: image } },
      });
      const plan = image.startsWith('nginx') ? planFor(workspace(image), wished) : set;
      assert.deepEqual(said(set), said(plan));
      assert.deepEqual([written(plan), said(plan)], [[], [[words, null]]]);
    });
  }

  it('is there where cluster-lab.json tells the release of an image, unless another image is set', () => {
    const texts = workspace('nginx:latest', SERVERS, {
      'cluster-lab.json': '{ "nginx": { "version": "1.28.0" } }',
    });
    assert.deepEqual(written(planFor(texts, wished)), ['keepalive_min_timeout 10s;']);
    const images = { nginx: 'nginx' };
    assert.deepEqual(written(planFor(texts, { wishes: { ...wished.wishes, images } })), []);
  });

  it("is the wished one in the demo's nginx, and the plan says where that is too old", () => {
    const demo = (nginx: string): Deployment =>
      planFor({}, { wishes: { ...wished.wishes, images: { nginx } } });
    assert.deepEqual(written(demo('nginx:1.28')), ['keepalive_min_timeout 10s;']);
    assert.deepEqual(said(demo('nginx:1.22')), [[`${older} nginx:1.22 is older`, null]]);
  });

  it('takes a time, and nothing that would be more of a configuration', () => {
    for (const keepaliveMinTimeout of ['', '10 s', '10s; return 200', 'long', '-1']) {
      const answer = answerFor(workspace('nginx:1.28'), { wishes: { keepaliveMinTimeout } });
      assert.deepEqual(answer, {
        ok: false,
        message: `keepalive_min_timeout takes a time such as 10s, not "${keepaliveMinTimeout}".`,
      });
    }
  });
});
