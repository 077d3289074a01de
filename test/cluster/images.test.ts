import assert from 'node:assert/strict';
import { Images, type ServiceImage } from '../../server/src/cluster/images';
import { loadTexts, ROOT } from '../helpers/workspace';

/** What the service `web` of a workspace runs. */
function imageOf(texts: Readonly<Record<string, string>>): ServiceImage {
  const loaded = loadTexts(new Map(Object.entries(texts)));
  const files = new Map(loaded.map(({ path, file }) => [path, file]));
  const images = new Images(files);
  const service = images.projects.flatMap(({ services }) => services).find(({ name }) => name === 'web');
  assert(service);
  return images.of(service);
}

const web = (...keys: readonly string[]): string =>
  ['services:', '  web:', ...keys.map((key) => `    ${key}`)].join('\n');

const pairsOf = ({ files }: ServiceImage): string[] =>
  files.map(({ localPath, target }) => `${localPath.slice(ROOT.length + 1)} → ${target}`);

describe('the image of a Compose service', () => {
  const named: [image: string, official: string | undefined, version: string | undefined][] = [
    ['nginx:1.28', 'nginx', '1.28'],
    ['nginx', 'nginx', undefined],
    ['docker.io/nginx:1.28.1-alpine', 'nginx', '1.28.1'],
    ['library/tomcat:10.1', 'tomcat', '10.1'],
    ['docker.io/library/tomcat:11', 'tomcat', '11'],
    ['public.ecr.aws/docker/library/nginx:1.27@sha256:0123', 'nginx', '1.27'],
    ['mirror.gcr.io/library/nginx:1.27', 'nginx', '1.27'],
    ['${REGISTRY:-docker.io/library}/tomcat:9.0', 'tomcat', '9.0'],
    ['nginx:${TAG:-1.28}', 'nginx', '1.28'],
    ['nginx:${TAG}', 'nginx', undefined],
    ['nginxinc/nginx-unprivileged:1.29', 'nginx', '1.29'],
    ['nginx/nginx-ingress:5.0', undefined, undefined],
    ['shop/nginx:1.0', undefined, undefined],
    ['library-of/nginx:1.0', undefined, undefined],
    ['bitnami/tomcat:10.1', undefined, undefined],
    ['prom/tomcat-exporter:1', undefined, undefined],
    ['openresty/openresty:1.27', undefined, undefined],
    ['${BASE}', undefined, undefined],
  ];
  for (const [image, official, version] of named)
    it(`is ${official ?? 'nobody known'} ${version ?? 'without a version'} for ${image}`, () => {
      const read = imageOf({ 'compose.yaml': web(`image: "${image}"`) });
      assert.deepEqual([read.official, read.version?.value, read.modified], [official, version, false]);
    });

  it('says where its version stands', () => {
    const compose = web('image: nginx:1.28');
    const start = compose.indexOf('nginx:1.28');
    assert.deepEqual(imageOf({ 'compose.yaml': compose }).version, {
      value: '1.28',
      place: { path: `${ROOT}/compose.yaml`, span: { start, end: start + 10 } },
      from: 'image',
    });
  });

  it('is what FROM names where it is built, whatever the result is called', () => {
    const texts = {
      'compose.yaml': web('image: shop/nginx:1.0', 'build: { context: web, args: { TAG: "1.27" } }'),
      'web/Dockerfile': 'ARG TAG=1.28\nFROM nginx:${TAG} AS base\nFROM base\n',
    };
    const { official, name, version } = imageOf(texts);
    const start = texts['web/Dockerfile'].indexOf('nginx:${TAG}');
    assert.deepEqual([official, name], ['nginx', 'nginx']);
    assert.deepEqual(version, {
      value: '1.27',
      place: { path: `${ROOT}/web/Dockerfile`, span: { start, end: start + 12 } },
      from: 'image',
    });
  });

  it('is nothing known where the Dockerfile is not to be found', () => {
    for (const build of ['build: .', 'build: https://example.org/x.git', 'build: { context: "${WHERE}" }']) {
      const read = imageOf({ 'compose.yaml': web('image: nginx:1.28', build) });
      assert.deepEqual([read.official, read.name, read.version], [undefined, undefined, undefined], build);
    }
  });

  it('is built by the text in the Compose file, and up to the stage it names', () => {
    const inline = web('build:', '  dockerfile_inline: |', '    FROM tomcat:10.1', '    COPY a.xml conf/');
    const read = imageOf({ 'compose.yaml': inline, 'a.xml': '<Server/>' });
    assert.deepEqual([read.official, pairsOf(read)], ['tomcat', ['a.xml → /usr/local/tomcat/conf/a.xml']]);
    const target = imageOf({
      'compose.yaml': web('build: { context: ., target: web }'),
      Dockerfile: 'FROM nginx:1.28 AS web\nFROM tomcat:10.1\n',
    });
    assert.equal(target.official, 'nginx');
  });

  const changes: [change: string, run: string][] = [
    ['modules that are compiled', 'RUN ./configure --add-dynamic-module=../x && make modules'],
    ['nginx that is compiled', 'RUN ./configure && make -j4 install'],
    ['packages of modules', 'RUN apk add --no-cache \\\n  nginx-mod-http-lua'],
    ["Debian's packages", 'RUN apt-get install -y libnginx-mod-http-geoip2'],
    [
      'a module of another stage',
      'COPY --from=build /usr/lib/nginx/modules/ngx_http_x_module.so /usr/lib/nginx/modules/',
    ],
    ['another binary', 'COPY --from=build /usr/sbin/nginx /usr/sbin/nginx'],
  ];
  for (const [change, run] of changes)
    it(`is modified by ${change}`, () => {
      const texts = {
        'compose.yaml': web('build: .'),
        Dockerfile: `FROM alpine AS build\nFROM nginx:1.28\n${run}\n`,
      };
      assert.deepEqual([imageOf(texts).official, imageOf(texts).modified], ['nginx', true]);
    });

  it('is not modified by other packages and stages that are not in it', () => {
    const Dockerfile =
      'FROM nginx AS build\nRUN make install\nFROM nginx:1.28\nRUN apt-get install -y curl nginx\n';
    assert.equal(imageOf({ 'compose.yaml': web('build: .'), Dockerfile }).modified, false);
  });
});

describe('the files of an image', () => {
  const files = {
    'web/nginx.conf': 'events {}',
    'web/conf.d/a.conf': 'server {\n listen 80;\n}',
    'web/conf.d/b.conf': 'server {\n listen 81;\n}',
  };
  const built = (Dockerfile: string, ...keys: readonly string[]): ServiceImage =>
    imageOf({ ...files, 'compose.yaml': web('build: web', ...keys), 'web/Dockerfile': Dockerfile });

  it('are those that COPY and ADD bring, the last first', () => {
    const read = built(
      'FROM nginx:1.28\nCOPY nginx.conf /etc/nginx/nginx.conf\nADD conf.d /etc/nginx/conf.d\nCOPY conf.d/*.conf conf.d/\n',
    );
    assert.deepEqual(pairsOf(read), [
      'web/conf.d/a.conf → /conf.d/a.conf',
      'web/conf.d/b.conf → /conf.d/b.conf',
      'web/conf.d → /etc/nginx/conf.d',
      'web/nginx.conf → /etc/nginx/nginx.conf',
    ]);
  });

  it('land in a folder that is there, or that ends with a slash', () => {
    const read = built(
      'FROM nginx\nCOPY nginx.conf /etc/nginx\nCOPY nginx.conf /new/\nCOPY nginx.conf /file\nCOPY nginx.conf /new\n',
    );
    assert.deepEqual(pairsOf(read), [
      'web/nginx.conf → /new/nginx.conf',
      'web/nginx.conf → /file',
      'web/nginx.conf → /new/nginx.conf',
      'web/nginx.conf → /etc/nginx/nginx.conf',
    ]);
  });

  it('are covered by mounts, the deepest first; a volume hides what was copied', () => {
    const read = built(
      'FROM nginx\nCOPY . /etc/nginx\nCOPY nginx.conf /data/\n',
      'volumes: ["./x:/etc/nginx/conf.d", "./x/y.conf:/etc/nginx/conf.d/y.conf", "data:/data"]',
    );
    assert.deepEqual(pairsOf(read), [
      'x/y.conf → /etc/nginx/conf.d/y.conf',
      'x → /etc/nginx/conf.d',
      'web → /etc/nginx',
    ]);
    assert.deepEqual(read.hidden, ['/data']);
  });

  it('are followed through stages, also those that a build makes', () => {
    const read = built(
      [
        'FROM maven AS build',
        'WORKDIR /src',
        'COPY . .',
        'FROM nginx AS base',
        'COPY nginx.conf /etc/nginx/nginx.conf',
        'FROM base',
        'COPY --from=build /src/conf.d/ /etc/nginx/conf.d/',
        'COPY --from=build /src/target/app.war /usr/local/tomcat/webapps/ROOT.war',
        'COPY --from=busybox /bin/sh /x',
        'COPY --from=base /etc/nginx /copy',
      ].join('\n'),
    );
    assert.deepEqual(pairsOf(read), [
      'web/nginx.conf → /copy/nginx.conf',
      'web/target/app.war → /usr/local/tomcat/webapps/ROOT.war',
      'web/conf.d → /etc/nginx/conf.d',
      'web/nginx.conf → /etc/nginx/nginx.conf',
    ]);
    assert.deepEqual(read.hidden, ['/x']);
  });

  it('that stand in the Dockerfile, come from elsewhere or are unpacked are not known', () => {
    const read = built(
      'FROM nginx\nCOPY <<EOF /etc/nginx/conf.d/x.conf\nserver {}\nEOF\nADD https://example.org/a.conf /a.conf\nADD a.tar.gz /b\nCOPY $X /c\n',
    );
    assert.deepEqual([pairsOf(read), read.hidden], [[], ['/etc/nginx/conf.d/x.conf', '/a.conf', '/b', '/c']]);
  });
});
