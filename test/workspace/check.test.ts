import assert from 'node:assert/strict';
import { Check, type CheckSettings } from '../../server/src/workspace/check';
import type { LoadedFile } from '../../server/src/workspace/loadedFile';
import { modelOf } from '../helpers/model';
import { loadTexts, readTexts, ROOT, type Texts } from '../helpers/workspace';

const web = (app: string): string => `apps/${app}/src/main/webapp/WEB-INF/web.xml`;
const writer = (app: string): string => `apps/${app}/src/main/java/demo/Writer.java`;
const java = (type: string): string =>
  `package demo;\nimport jakarta.servlet.http.HttpSession;\nclass Writer {\n  void keep(HttpSession session) {\n    session.setAttribute("a", new ${type}());\n  }\n}\n`;
const webXml = '<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee"><distributable/></web-app>\n';
const pom = '<project><artifactId>a</artifactId><packaging>war</packaging></project>\n';

/** Loads texts; a text that stays is the file that it was. */
function loader(): (texts: Texts) => readonly LoadedFile[] {
  const known = new Map<string, LoadedFile>();
  return (texts) =>
    [...texts].flatMap(([path, text]) => {
      const before = known.get(path);
      if (before?.text === text) return before;
      const [file] = loadTexts(new Map([[path, text]]));
      if (file) known.set(path, file);
      return file ?? [];
    });
}

describe('a project', () => {
  it('asks the rules when its diagnostics are asked for, and once', () => {
    const model = modelOf({ 'nginx.conf': 'events {}\n' });
    let asked = 0;
    const watched = {
      ...model,
      get clusters() {
        asked++;
        return model.clusters;
      },
    };
    const project = new Check(ROOT, [], {}, { build: () => watched });
    assert.equal(asked, 0);
    assert.deepEqual(project.diagnostics, []);
    assert.ok(asked > 0, 'rules look at the clusters');
    const before = asked;
    assert.deepEqual([project.diagnostics, project.failures], [[], []]);
    assert.equal(asked, before);
  });

  type Change = (texts: Map<string, string>) => CheckSettings | undefined | void;
  const edit =
    (path: string, from: string | RegExp, to: string): Change =>
    (texts) => {
      const text = texts.get(path) ?? '';
      assert.notEqual(text.replace(from, to), text, `${path} has no ${String(from)}`);
      texts.set(path, text.replace(from, to));
    };
  const put =
    (path: string, text: string): Change =>
    (texts) => {
      texts.set(path, text);
    };
  const drop =
    (path: string): Change =>
    (texts) => {
      assert.ok(texts.delete(path));
    };
  const site = 'nginx/conf.d/story.conf';
  const member = 'app/src/main/java/com/example/login/MemberVO.java';
  const changes: readonly [title: string, change: Change][] = [
    ['a letter in nginx', edit(site, 'https_stream', 'https_streams')],
    ['and back', edit(site, 'https_streams', 'https_stream')],
    ['a site more', put('nginx/conf.d/more.conf', 'server {\n    listen 81\n}\n')],
    ['a file of nginx that nothing includes', put('nginx/sites/x.conf', 'server {\n    listen 82;\n}\n')],
    ['an include of it', edit('nginx/nginx.conf', /include .*;/, '$& include sites/*.conf;')],
    ['a site less', drop('nginx/conf.d/more.conf')],
    [
      'a class that is Serializable now',
      edit(member, /class MemberVO/, '$& implements java.io.Serializable'),
    ],
    ['a class that is gone', drop(member)],
    ['an app more', put(web('a'), webXml)],
    ['its Java', put(writer('a'), java('Thread'))],
    ['another app', put(web('b'), webXml)],
    ['and its Java', put(writer('b'), java('Value'))],
    [
      'a class that both may see',
      put('lib/src/main/java/demo/Value.java', 'package demo;\nclass Value {}\n'),
    ],
    [
      'which is Serializable',
      edit('lib/src/main/java/demo/Value.java', 'Value {', 'Value implements java.io.Serializable {'),
    ],
    ['a pom for one', put('apps/a/pom.xml', pom)],
    ['an app that is distributable no more', edit(web('a'), '<distributable/>', '')],
    ['another release in the image', edit('compose.yaml', /tomcat:10\.1/g, 'tomcat:9.0')],
    [
      'an nginx in Compose',
      edit(
        'compose.yaml',
        'services:',
        'services:\n  nginx:\n    image: nginx:1.18.0\n    volumes:\n      - ./nginx:/etc/nginx',
      ),
    ],
    ['a Cluster', edit('tomcat/server.xml', /<!--\s*(<Cluster [^>]*\/>)\s*-->/, '$1')],
    ['no Compose', drop('compose.yaml')],
    ['an image by a Dockerfile', put('nginx/Dockerfile', 'FROM nginx:1.28\nCOPY . /etc/nginx\n')],
    ['a release that is set', () => ({ nginxVersion: '1.20.0' })],
    ['a Tomcat that is set', () => ({ tomcatVersion: '9.0' })],
    ['rules that are set', () => ({ rules: { 'nginx/syntax': 'off' } })],
    ['files that are not there', () => ({ absent: new Set([`${ROOT}/nginx/mime.types`]) })],
  ];

  it('is at each moment as if it were read anew', async () => {
    const texts = new Map(await readTexts('samples/story-broken'));
    const load = loader();
    let project = new Check(ROOT, load(texts));
    for (const [title, change] of changes) {
      const settings = change(texts) ?? project.settings;
      project = project.next(load(texts), settings);
      const anew = new Check(ROOT, loadTexts(texts), settings);
      assert.deepEqual(told(project), told(anew), title);
    }
  });

  it('takes over what a change does not concern', async () => {
    const texts = new Map(await readTexts('samples/story-broken'));
    for (const app of ['a', 'b']) texts.set(web(app), webXml).set(writer(app), java('Thread'));
    const load = loader();
    const first = new Check(ROOT, load(texts));
    edit(site, 'https_stream', 'other_stream')(texts);
    const second = first.next(load(texts));
    assert.notEqual(second.model.configurations[0], first.model.configurations[0]);
    assert.equal(second.model.apps, first.model.apps);
    assert.equal(second.model.nodes, first.model.nodes);
    texts.set(writer('a'), java('Object'));
    const third = second.next(load(texts));
    assert.equal(third.model.configurations[0], second.model.configurations[0]);
    const kept = third.model.apps.filter((app) => second.model.apps.includes(app));
    assert.deepEqual(
      kept.map(({ name }) => name),
      ['app', 'b'],
    );
  });

  it('tells the app of a file, the balancer of a configuration, the Tomcats of an upstream, and texts', async () => {
    const { model } = new Check(ROOT, loadTexts(await readTexts('samples/story-broken')));
    const [balancer] = model.balancers;
    assert.ok(balancer);
    assert.equal(model.appOf(`${ROOT}/${member}`)?.name, 'app');
    assert.equal(model.appOf(`${ROOT}/${site}`), undefined);
    assert.equal(model.balancerOf(balancer.configuration), balancer);
    const [upstream] = balancer.upstreams;
    assert.ok(upstream);
    assert.deepEqual(
      model.nodesBehind(upstream).map(({ name }) => name),
      ['tomcat1', 'tomcat2'],
    );
    assert.match(model.textOf(`${ROOT}/${site}`), /https_stream/);
    assert.equal(model.textOf(`${ROOT}/none`), '');
  });
});

/** All that is told of a project, and what its model joins. */
const told = ({ diagnostics, unchecked, failures, model }: Check): object => ({
  diagnostics,
  unchecked,
  failures,
  apps: model.apps.map(({ name, sources, types, distributable, builds }) => ({
    name,
    sources,
    types: [...types.keys()],
    isDistributable: distributable !== undefined,
    builds,
  })),
  nodes: model.nodes.map(({ name, version, cluster, deployments }) => ({
    name,
    version,
    hasCluster: cluster !== undefined,
    deployments,
  })),
  clusters: model.clusters.map(({ apps, nodes, intent }) => ({
    apps: apps.map(({ name }) => name),
    nodes: nodes.map(({ name }) => name),
    intent,
  })),
  configurations: model.configurations.map(({ mainFile, kind, files, version, isWhole, placements }) => ({
    mainFile,
    kind,
    files,
    version,
    isWhole,
    directives: placements.length,
  })),
  types: [...model.types.keys()],
});
