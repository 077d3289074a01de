import assert from 'node:assert/strict';
import { join } from 'node:path';
import { deploy, localCandidates } from '../../server/src/plan';
import type { ContainerPlan, Deployment } from '../../server/src/protocol';
import type { Check } from '../../server/src/workspace/check';
import { WorkspaceChecker } from '../../server/src/workspace/checker';
import { nodeFileSystem } from '../../server/src/workspace/nodeFileSystem';
import { locate } from '../../server/src/workspace/whichLocation';
import { readTexts } from '../helpers/workspace';
import { temporaryFolders } from './temporary';

const UPSTREAMS = `server_tokens off;
upstream http_stream {
    zone http_stream 64k;
    server tomcat1:8080;
    server tomcat2:8080;
}
upstream https_stream {
    zone https_stream 64k;
    server tomcat1:8443;
    server tomcat2:8443;
}
`;

interface Layout {
  readonly title: string;
  readonly service: readonly string[];
  /** What is there for upstreams and servers. */
  readonly files: (upstreams: string, servers: string) => Readonly<Record<string, string>>;
  /** The file with the servers, and where the lab puts it. */
  readonly servers: string;
  readonly target: string;
}

const inOne =
  (path: string, more: Readonly<Record<string, string>> = {}): Layout['files'] =>
  (upstreams, servers) => ({ ...more, [path]: upstreams + servers });

const LAYOUTS: readonly Layout[] = [
  {
    title: 'mounted as a file',
    service: ['image: nginx:1.26', 'volumes: ["./web/story.conf:/etc/nginx/conf.d/default.conf:ro"]'],
    files: inOne('web/story.conf'),
    servers: 'web/story.conf',
    target: '/etc/nginx/conf.d/default.conf',
  },
  {
    title: 'mounted as a folder',
    service: ['image: nginxinc/nginx-unprivileged:1.26', 'volumes: ["./web:/etc/nginx/conf.d"]'],
    files: inOne('web/story.conf'),
    servers: 'web/story.conf',
    target: '/etc/nginx/conf.d/story.conf',
  },
  {
    title: 'a template',
    service: ['image: nginx:1.26', 'volumes: ["./web:/etc/nginx/templates"]'],
    files: inOne('web/default.conf.template'),
    servers: 'web/default.conf.template',
    target: '/etc/nginx/templates/default.conf.template',
  },
  {
    title: 'copied by a Dockerfile',
    service: ['build: ./web'],
    files: inOne('web/site', {
      'web/Dockerfile': 'FROM nginx:1.26\nCOPY site /etc/nginx/conf.d/story.conf\n',
    }),
    servers: 'web/site',
    target: '/etc/nginx/conf.d/story.conf',
  },
  {
    title: 'two files',
    service: [
      'image: nginx:1.26',
      'volumes: ["./web/a:/etc/nginx/conf.d/a.conf", "./web/b:/etc/nginx/conf.d/b.conf"]',
    ],
    files: (upstreams, servers) => ({ 'web/a': servers, 'web/b': upstreams }),
    servers: 'web/a',
    target: '/etc/nginx/conf.d/a.conf',
  },
];

const folders = temporaryFolders();

async function checkOf(
  files: Readonly<Record<string, string>>,
): Promise<{ root: string; checks: readonly Check[] }> {
  const root = await folders.make(files);
  const checker = new WorkspaceChecker(nodeFileSystem);
  checker.setFolders([root]);
  const checks = await checker.settle();
  assert.deepEqual(
    checks.flatMap(({ failures }) => failures),
    [],
  );
  return { root, checks };
}

/** A sample with its nginx in another layout. */
async function story(sample: string, { service, files }: Layout): Promise<Record<string, string>> {
  const texts = Object.fromEntries(await readTexts(sample));
  const { 'nginx/conf.d/story.conf': servers = '', 'compose.yaml': compose = '', ...rest } = texts;
  delete rest['nginx/nginx.conf'];
  const lines = ['web:', ...[...service, 'ports: ["80:80", "443:443"]'].map((line) => `  ${line}`)];
  return {
    ...rest,
    'compose.yaml': `${compose}\n${lines.map((line) => `  ${line}\n`).join('')}`,
    ...files(UPSTREAMS, servers),
  };
}

const linesOf = ({ root, checks }: { root: string; checks: readonly Check[] }): readonly string[] =>
  checks.flatMap(({ diagnostics, files }) =>
    diagnostics.map(({ path, span, severity, code }) => {
      const marked = files.get(path)?.text.slice(span.start, span.end);
      return `${path.slice(root.length + 1)} ${severity} ${code} ${marked}`;
    }),
  );

function planOf({ root, checks: [check] }: { root: string; checks: readonly Check[] }): Deployment {
  assert.ok(check);
  const present = new Set(localCandidates(check.model).filter((path) => path.startsWith(`${root}/web/`)));
  const answer = deploy(check.model, { labId: 'lab', probeToken: 'token' }, present);
  assert.ok(answer.ok);
  return answer.deployment;
}

function textAt({ files }: ContainerPlan, target: string): string {
  const content = files.findLast((file) => file.target === target)?.content;
  assert.equal(content?.kind, 'text', `a text at ${target}`);
  return content.text;
}

const JAVA = 'app/src/main/java/com/example/login/LoginServlet.java';
const fiveOf = ({ servers }: Layout): readonly string[] => [
  `${JAVA} error java/session-attribute-not-serializable session.setAttribute("loginStatus", memberVO)`,
  `${JAVA} error java/session-attribute-not-serializable session.setAttribute("rsaPrivateKey", rsaUtil)`,
  'app/src/main/webapp/WEB-INF/web.xml warning cluster/distributable-missing web-app',
  'tomcat/server.xml warning cluster/cluster-missing <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"/>',
  `${servers} error nginx/underscore-upstream-host proxy_pass https://https_stream;`,
];

describe('fragments of nginx in the image that reads them', () => {
  for (const layout of LAYOUTS) {
    it(`have the five of the story: ${layout.title}`, async () => {
      const checked = await checkOf(await story('samples/story-broken', layout));
      assert.deepEqual(linesOf(checked), fiveOf(layout));
      const silent = checked.checks.flatMap(({ unchecked }) => unchecked);
      assert.deepEqual(silent, []);
    });

    it(`are silent where they are healthy: ${layout.title}`, async () => {
      assert.deepEqual(linesOf(await checkOf(await story('samples/story-fixed', layout))), []);
    });

    it(`run in the lab as they are: ${layout.title}`, async () => {
      const checked = await checkOf(await story('samples/story-broken', layout));
      const { nginx, adaptations } = planOf(checked);
      const ids = adaptations.map(({ id }) => id);
      assert.ok(!ids.includes('demo-nginx') && !ids.includes('upstream-address'), ids.join());
      const own = checked.checks[0]?.files.get(join(checked.root, layout.servers));
      assert.equal(textAt(nginx, layout.target), own?.text);
      const main = textAt(nginx, '/etc/nginx/nginx.conf');
      assert.match(
        main,
        /access_log {2}\/dev\/stdout cluster_lab;[^]*include \/etc\/nginx\/conf\.d\/\*\.conf;/,
      );
      assert.deepEqual(
        nginx.ports.map(({ container, preferred }) => [container, preferred]),
        [
          [80, 80],
          [443, 443],
        ],
      );
    });
  }
});

describe('the main file that an image brings', () => {
  const BROKEN = 'server {\n    listen 80;\n    foo bar;\n}\n';
  const TOLD = 'error nginx/unknown-directive foo';
  const dockerfile = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;
  const compose = (...lines: readonly string[]): string =>
    ['services:', '  web:', ...lines.map((line) => `    ${line}`), ''].join('\n');
  const mounted = 'volumes: ["./site.conf:/etc/nginx/conf.d/site.conf"]';

  const read: readonly (readonly [title: string, files: Readonly<Record<string, string>>, told: string])[] = [
    [
      'a Dockerfile that nobody names',
      { Dockerfile: dockerfile('FROM nginx:1.28', 'COPY site.conf /etc/nginx/conf.d/') },
      TOLD,
    ],
    [
      'a Dockerfile in a folder that is built from above',
      { 'docker/web/Dockerfile': dockerfile('FROM nginx', 'COPY site.conf /etc/nginx/conf.d/default.conf') },
      TOLD,
    ],
    [
      'a folder that holds it',
      { 'compose.yaml': compose('image: nginx', 'volumes: [".:/etc/nginx/conf.d"]') },
      TOLD,
    ],
    [
      '"daemon off;" added to it',
      {
        Dockerfile: dockerfile(
          'FROM nginx',
          'RUN echo "\\ndaemon off;" >> /etc/nginx/nginx.conf',
          'COPY site.conf /etc/nginx/conf.d/',
        ),
      },
      TOLD,
    ],
    [
      "Alpine's package",
      {
        Dockerfile: dockerfile(
          'FROM alpine:3.20',
          'RUN apk add --no-cache nginx',
          'COPY site.conf /etc/nginx/http.d/default.conf',
        ),
      },
      TOLD.replace('error', 'hint'),
    ],
    [
      "Debian's package",
      {
        Dockerfile: dockerfile(
          'FROM debian:12',
          'RUN apt-get update && apt-get install -y nginx',
          'COPY site.conf /etc/nginx/sites-available/default',
        ),
      },
      TOLD.replace('error', 'hint'),
    ],
    [
      "a link in Debian's package",
      {
        Dockerfile: dockerfile(
          'FROM debian:12',
          'RUN apt-get install -y nginx',
          'COPY site.conf /etc/nginx/sites-available/shop',
          'RUN ln -s /etc/nginx/sites-available/shop /etc/nginx/sites-enabled/',
        ),
      },
      TOLD.replace('error', 'hint'),
    ],
    [
      'modules of others',
      {
        Dockerfile: dockerfile(
          'FROM nginx:1.28',
          'RUN ./configure --add-module=foo && make install',
          'COPY site.conf /etc/nginx/conf.d/',
        ),
      },
      TOLD.replace('error', 'hint'),
    ],
  ];
  for (const [title, files, told] of read)
    it(`includes what is put there: ${title}`, async () => {
      const { root, checks } = await checkOf({ 'site.conf': BROKEN, ...files });
      assert.deepEqual(linesOf({ root, checks }), [`site.conf ${told}`]);
      assert.deepEqual(
        checks.flatMap(({ model }) => model.configurations.map(({ kind }) => kind)),
        ['main'],
      );
    });

  const unread: typeof read = [
    [
      'a name that nginx does not include',
      { 'compose.yaml': compose('image: nginx', 'volumes: ["./site.conf:/etc/nginx/conf.d/site"]') },
      '',
    ],
    [
      'another main file',
      {
        'compose.yaml': compose(
          'image: nginx',
          'volumes: ["./site.conf:/etc/nginx/conf.d/site.conf", "$HOME/nginx.conf:/etc/nginx/nginx.conf"]',
        ),
      },
      '',
    ],
    [
      'a volume in its place',
      {
        'compose.yaml': `${compose('image: nginx', 'volumes: ["./site.conf:/etc/nginx/conf.d/site.conf", "all:/etc/nginx"]')}volumes: { all: {} }\n`,
      },
      '',
    ],
    [
      'a command that names another one',
      { 'compose.yaml': compose('image: nginx', mounted, 'command: nginx -c /etc/other.conf') },
      '',
    ],
    ['an image of which nothing is known', { 'compose.yaml': compose('image: shop/nginx:1.0', mounted) }, ''],
    [
      "a conf.d of Alpine's package, which depends on the release",
      { Dockerfile: dockerfile('FROM alpine', 'RUN apk add nginx', 'COPY site.conf /etc/nginx/conf.d/') },
      '',
    ],
  ];
  for (const [title, files] of unread)
    it(`is not taken where something else is read: ${title}`, async () => {
      const { checks } = await checkOf({ 'site.conf': BROKEN, ...files });
      assert.deepEqual(
        checks.flatMap(({ model }) => model.configurations.map(({ kind }) => kind)),
        ['fragment'],
      );
    });

  it('is known by content: a name that stands nowhere is nowhere, unless something there cannot be read', async () => {
    const site = 'server {\n    location / {\n        proxy_pass http://app$nowhere;\n    }\n}\n';
    const whole = { 'site.conf': site, 'compose.yaml': compose('image: nginx:1.26', mounted) };
    assert.deepEqual(linesOf(await checkOf(whole)).length, 1);
    const more: readonly Readonly<Record<string, string>>[] = [
      {
        'compose.yaml': `${compose('image: nginx:1.26', mounted.replace(']', ', "more:/etc/nginx/conf.d/more"]'))}volumes: { more: {} }\n`,
      },
      {
        'compose.yaml': compose('build: .'),
        Dockerfile: dockerfile(
          'FROM nginx:1.26',
          'COPY site.conf /etc/nginx/conf.d/',
          'COPY --from=other /x.conf /etc/nginx/conf.d/',
        ),
      },
      {
        'compose.yaml': compose('build: .'),
        Dockerfile: dockerfile(
          'FROM nginx:1.26',
          'COPY site.conf /etc/nginx/conf.d/',
          'RUN sed -i s/a/b/ /etc/nginx/nginx.conf',
        ),
      },
    ];
    for (const files of more) assert.deepEqual(linesOf(await checkOf({ ...whole, ...files })), []);
  });

  it('is never marked, by any rule, in any of its releases', async () => {
    const images = ['nginx:1.18', 'nginx:1.28', 'nginx', 'nginxinc/nginx-unprivileged:1.28'];
    for (const image of images) {
      const { checks } = await checkOf({
        'site.conf': 'server {\n    listen 8080;\n}\n',
        'compose.yaml': compose(`image: ${image}`, mounted),
      });
      for (const { diagnostics, files, unchecked } of checks) {
        assert.deepEqual(
          diagnostics.filter(
            ({ path, related }) => !files.has(path) || related.some((place) => !files.has(place.path)),
          ),
          [],
        );
        assert.deepEqual(
          unchecked.filter(({ path }) => !files.has(path)),
          [],
        );
      }
    }
  });

  it('includes what the image makes of templates, wherever Compose says they are', async () => {
    const site =
      'server {\n    listen ${PORT};\n    foo bar;\n    location / {\n        return 200 $GREETING;\n    }\n}\n';
    const checked = await checkOf({
      'web/site.conf.in': site,
      'compose.yaml': compose(
        'image: nginx:1.26',
        'volumes: ["./web:/in"]',
        'environment: { NGINX_ENVSUBST_TEMPLATE_DIR: /in, NGINX_ENVSUBST_TEMPLATE_SUFFIX: .in, NGINX_ENVSUBST_OUTPUT_DIR: /etc/nginx/conf.d }',
      ),
    });
    assert.deepEqual(linesOf(checked), [`web/site.conf.in ${TOLD}`]);
  });

  it('counts for what may stand once, and is shown where the image is named', async () => {
    const text = compose('image: nginx:1.28', mounted);
    const { root, checks } = await checkOf({ 'site.conf': 'keepalive_timeout 30;\n', 'compose.yaml': text });
    const [found, ...others] = checks.flatMap(({ diagnostics }) => diagnostics);
    assert.deepEqual(others, []);
    assert.equal(found?.code, 'nginx/duplicate');
    const start = text.indexOf('nginx:1.28');
    assert.deepEqual(found.related, [
      {
        path: join(root, 'compose.yaml'),
        span: { start, end: start + 10 },
        message: 'nginx.conf of nginx:1.28: The first one',
      },
    ]);
  });

  it('is named by its image', async () => {
    const { checks } = await checkOf({
      'site.conf': 'server {\n    listen 80;\n    location / {\n        return 204;\n    }\n}\n',
      'compose.yaml': compose('image: nginx:1.28', mounted),
    });
    const found = locate(checks, 'http://localhost/');
    assert.ok(!('problem' in found));
    assert.equal(found.configuration.stock?.title, 'nginx.conf of nginx:1.28');
    assert.equal(found.answer.outcome.kind, 'response');
  });

  it('takes no part where a Dockerfile brings the whole, which tells whose nginx it is', async () => {
    const files = {
      Dockerfile: dockerfile(
        'FROM ubuntu:22.04',
        'RUN ./configure --add-module=ngx_small_light && make && make install',
        'ADD files/nginx.conf /etc/nginx/nginx.conf',
      ),
      'files/nginx.conf': 'events {}\nhttp {\n    small_light on;\n}\n',
    };
    assert.deepEqual(linesOf(await checkOf(files)), [
      'files/nginx.conf hint nginx/unknown-directive small_light',
    ]);
  });

  it('has no part in a file that is given by several Dockerfiles which do not agree on the release', async () => {
    const { checks } = await checkOf({
      'nginx.conf': 'events {}\nhttp {}\n',
      Dockerfile: 'FROM nginx:1.20\nCOPY nginx.conf /etc/nginx/nginx.conf\n',
      'Dockerfile.new': 'FROM nginx:1.28\nCOPY nginx.conf /etc/nginx/nginx.conf\n',
    });
    assert.deepEqual(
      checks.flatMap(({ model }) =>
        model.configurations.map(({ kind, version, build }) => [kind, version, build]),
      ),
      [['main', undefined, 'official']],
    );
  });
});

describe('the one resolver of paths', () => {
  const MAIN = 'events {}\nhttp {\n    include /etc/nginx/sites/*;\n}\n';
  const mounts = (...all: readonly string[]): string =>
    `services:\n  web:\n    image: nginx:1.26\n    volumes: ${JSON.stringify(['./nginx.conf:/etc/nginx/nginx.conf', ...all])}\n`;
  const filesIn = ({ root, checks }: { root: string; checks: readonly Check[] }): readonly string[] =>
    checks.flatMap(({ model }) =>
      model.balancers.flatMap(({ files }) => files.map((path) => path.slice(root.length + 1))),
    );

  it('reads through a mount what an include names, whatever it is called', async () => {
    const checked = await checkOf({
      'compose.yaml': mounts('./stuff:/etc/nginx/sites'),
      'nginx.conf': MAIN,
      'stuff/shop': 'server {\n    foo bar;\n}\n',
    });
    assert.deepEqual(linesOf(checked), ['stuff/shop error nginx/unknown-directive foo']);
  });

  it('reads what COPY brings', async () => {
    const checked = await checkOf({
      Dockerfile:
        'FROM nginx:1.26\nCOPY nginx.conf /etc/nginx/nginx.conf\nCOPY stuff/shop /etc/nginx/sites/x\n',
      'nginx.conf': MAIN,
      'stuff/shop': 'server {\n    foo bar;\n}\n',
    });
    assert.deepEqual(linesOf(checked), ['stuff/shop error nginx/unknown-directive foo']);
  });

  it('sees nothing of a folder below which another one is mounted', async () => {
    const checked = await checkOf({
      'compose.yaml': mounts('./all:/etc/nginx/extra', './stuff:/etc/nginx/extra/sites'),
      'nginx.conf': MAIN.replace('sites', 'extra/sites'),
      'all/sites/hidden': 'server {\n}\n',
      'stuff/shop': 'server {\n}\n',
    });
    assert.deepEqual(filesIn(checked), ['nginx.conf', 'stuff/shop']);
  });

  it('takes relative paths from the folder that the main file has in the container', async () => {
    const checked = await checkOf({
      'compose.yaml':
        'services:\n  web:\n    image: openresty/openresty\n    volumes: ["./nginx.conf:/opt/conf/nginx.conf", "./stuff:/opt/conf/sites"]\n',
      'nginx.conf': MAIN.replace('/etc/nginx/', ''),
      'stuff/shop': 'server {\n}\n',
    });
    assert.deepEqual(filesIn(checked), ['nginx.conf', 'stuff/shop']);
  });

  it('reads nothing outside of the workspace', async () => {
    const outside = await folders.make({ shop: 'server {\n}\n' });
    const root = await folders.make({
      'compose.yaml': mounts(`${outside}:/etc/nginx/sites`),
      'nginx.conf': `${MAIN}include /etc/nginx/../../../../..${outside}/*;\n`,
    });
    const looked: string[] = [];
    const checker = new WorkspaceChecker({
      ...nodeFileSystem,
      read: (path, limit) => {
        looked.push(path);
        return nodeFileSystem.read(path, limit);
      },
      list: (path) => {
        looked.push(path);
        return nodeFileSystem.list(path);
      },
    });
    checker.setFolders([root]);
    await checker.settle();
    assert.ok(looked.length > 0);
    assert.deepEqual(
      looked.filter((path) => !path.startsWith(root)),
      [],
    );
  });
});
