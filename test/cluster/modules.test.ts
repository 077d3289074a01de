import assert from 'node:assert/strict';
import { readGradle } from '../../server/src/languages/gradle/build';
import { modelOf } from '../helpers/model';
import { ROOT } from '../helpers/workspace';

type Tree = Readonly<Record<string, string>>;

const java = (type: string, body = ''): string => `package a.b; public class ${type} { ${body} }`;

const pom = (artifactId: string, inside = '', packaging = 'jar'): string =>
  `<project><parent><groupId>a</groupId><artifactId>all</artifactId><version>1</version></parent>
   <artifactId>${artifactId}</artifactId><packaging>${packaging}</packaging>${inside}</project>`;

const needs = (...names: readonly string[]): string =>
  `<dependencies>${names.map((name) => `<dependency><groupId>a</groupId><artifactId>${name}</artifactId></dependency>`).join('')}</dependencies>`;

/** Of each app its name and its sources, and the folders that they lie in. */
const appsOf = (texts: Tree): unknown =>
  modelOf(texts).apps.map(({ name, sources, sourceFolders }) => [
    name,
    sources.map((path) => path.slice(ROOT.length + 1)),
    sourceFolders.map((path) => path.slice(ROOT.length + 1)),
  ]);

describe('an app of several Maven modules', () => {
  const texts = {
    'pom.xml':
      '<project><artifactId>all</artifactId><packaging>pom</packaging><modules><module>web</module></modules></project>',
    'web/pom.xml': pom('web', needs('service'), 'war'),
    'web/src/main/webapp/WEB-INF/web.xml': '<web-app/>',
    'web/src/main/java/a/b/Page.java': java('Page'),
    'service/pom.xml': pom('service', needs('model', 'web')),
    'service/src/main/java/a/b/Service.java': java('Service'),
    'service/src/test/java/a/b/ServiceTest.java': java('ServiceTest'),
    'model/pom.xml': pom('model', needs('service')),
    'model/src/main/java/a/b/User.java': java('User'),
    'other/pom.xml': pom('other'),
    'other/src/main/java/a/b/Other.java': java('Other'),
  };

  it('has the sources of what it depends on, and theirs, and no others', () => {
    assert.deepEqual(appsOf(texts), [
      [
        'web',
        [
          'model/src/main/java/a/b/User.java',
          'service/src/main/java/a/b/Service.java',
          'web/src/main/java/a/b/Page.java',
        ],
        ['model/src/main/java', 'service/src/main/java', 'web/src/main/java'],
      ],
    ]);
  });

  it('does not guess which of two modules with one name is meant', () => {
    const [app] = modelOf({ ...texts, 'copy/pom.xml': pom('service') }).apps;
    assert.deepEqual(app?.sources, [`${ROOT}/web/src/main/java/a/b/Page.java`]);
  });

  it('leaves what only tests need, and another app', () => {
    const scoped = needs('service').replace('</dependency>', '<scope>test</scope></dependency>');
    const [app] = modelOf({ ...texts, 'web/pom.xml': pom('web', scoped, 'war') }).apps;
    assert.equal(app?.sources.length, 1);
    const two = modelOf({
      ...texts,
      'service/pom.xml': pom('service', needs('model'), 'war'),
      'service/src/main/webapp/WEB-INF/web.xml': '<web-app/>',
    }).apps;
    assert.deepEqual(
      two.map(({ name, sources }) => [name, sources.length]),
      [
        ['service', 2],
        ['web', 2],
      ],
    );
  });

  it('has the folders that the build adds, and knows what was generated elsewhere', () => {
    const helper = `<build><plugins><plugin><artifactId>build-helper-maven-plugin</artifactId><executions>
      <execution><goals><goal>add-source</goal></goals><configuration><sources><source>src/more/java</source></sources></configuration></execution>
      <execution><goals><goal>add-test-source</goal></goals><configuration><sources><source>src/it/java</source></sources></configuration></execution>
    </executions></plugin></plugins></build>`;
    const [app] = modelOf({
      'pom.xml': pom('web', helper, 'war'),
      'src/main/webapp/WEB-INF/web.xml': '<web-app/>',
      'src/main/java/a/b/Page.java': java('Page'),
      'src/more/java/a/b/More.java': java('More'),
      'src/it/java/a/b/It.java': java('It'),
      'src/generated/java/a/b/Made.java': java('Made'),
    }).apps;
    assert.deepEqual(
      app?.sources.map((path) => path.slice(ROOT.length + 1)),
      ['src/main/java/a/b/Page.java', 'src/more/java/a/b/More.java'],
    );
    assert.deepEqual([...(app?.types.keys() ?? [])].toSorted(), ['a.b.Made', 'a.b.More', 'a.b.Page']);
  });
});

describe('an app of several Gradle projects', () => {
  const files = {
    'web/src/main/webapp/WEB-INF/web.xml': '<web-app/>',
    'web/src/main/java/a/b/Page.java': java('Page'),
    'libs/core/src/main/java/a/b/User.java': java('User'),
    'tools/src/main/java/a/b/Tool.java': java('Tool'),
  };

  it('has the sources of the projects that it needs', () => {
    for (const [settings, build] of [
      ["include 'web', 'libs:core', 'tools'", "dependencies { implementation project(':libs:core') }"],
      ['include(":web")\ninclude(":libs:core", ":tools")', 'dependencies { api(project(":libs:core")) }'],
      [
        "include 'web'\ninclude 'core'\nproject(':core').projectDir = file('libs/core')",
        'dependencies { implementation(projects.core) }',
      ],
    ] as const) {
      const kts = settings.includes('(":') ? '.kts' : '';
      assert.deepEqual(
        appsOf({ ...files, [`settings.gradle${kts}`]: settings, [`web/build.gradle${kts}`]: build }),
        [
          [
            'web',
            ['libs/core/src/main/java/a/b/User.java', 'web/src/main/java/a/b/Page.java'],
            ['libs/core/src/main/java', 'web/src/main/java'],
          ],
        ],
        settings,
      );
    }
  });

  it('is not told by comments, tests, or code', () => {
    assert.deepEqual(
      readGradle(`/* include 'a' */ // include 'b'
        def all = ['c']; include all
        repositories { maven { url "https://repo.example.org" } }
        dependencies { testImplementation project(':d'); implementation 'e:f:1'; implementation project(':g') }`),
      { includes: [], folders: new Map(), needs: [':g'] },
    );
  });
});
