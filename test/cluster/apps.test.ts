import assert from 'node:assert/strict';
import type { App } from '../../server/src/cluster/model';
import { modelOf } from '../helpers/model';
import { ROOT } from '../helpers/workspace';

type Tree = Readonly<Record<string, string>>;

const webXml = '<web-app/>';
const distributable = '<web-app><distributable/></web-app>';

const java = (name: string, type = 'a.b'): string =>
  `package ${type};\nimport jakarta.servlet.http.HttpSession;\nclass ${name} { void a(HttpSession s) { s.setAttribute("k", "v"); } }\n`;

const pomOf = (inside: string, packaging = 'war'): string =>
  `<project><artifactId>shop</artifactId><version>1</version><packaging>${packaging}</packaging>${inside}</project>`;

const warPlugin = (configuration: string): string =>
  `<plugins><plugin><artifactId>maven-war-plugin</artifactId><configuration>${configuration}</configuration></plugin></plugins>`;

/** A path of the workspace as tests write it. */
const short = (path: string): string => path.slice(ROOT.length + 1);

const appsOf = (texts: Tree): readonly App[] => modelOf(texts).apps;

/** Of each app its name, its web root, and its sources. */
const layoutOf = (texts: Tree): readonly (readonly string[])[] =>
  appsOf(texts).map(({ name, webRoot, sources }) => [name, short(webRoot), ...sources.map(short)]);

describe('apps in one webapps', () => {
  const two = {
    'webapps/admin/WEB-INF/web.xml': webXml,
    'webapps/admin/WEB-INF/classes/a/b/Admin.java': java('Admin'),
    'webapps/shop/WEB-INF/web.xml': distributable,
    'webapps/shop/WEB-INF/classes/a/b/Shop.java': java('Shop'),
    'webapps/shop/src/a/b/Cart.java': java('Cart'),
  };

  it('have each its own name and its own Java', () => {
    assert.deepEqual(layoutOf(two), [
      ['admin', 'webapps/admin', 'webapps/admin/WEB-INF/classes/a/b/Admin.java'],
      [
        'shop',
        'webapps/shop',
        'webapps/shop/WEB-INF/classes/a/b/Shop.java',
        'webapps/shop/src/a/b/Cart.java',
      ],
    ]);
  });

  it('know the types of their own first', () => {
    const types = appsOf({
      ...two,
      'webapps/admin/WEB-INF/classes/a/b/Cart.java': java('Cart'),
    }).map((app) => app.types.get('a.b.Cart')?.path);
    assert.deepEqual(
      types.map((path) => path && short(path)),
      ['webapps/admin/WEB-INF/classes/a/b/Cart.java', 'webapps/shop/src/a/b/Cart.java'],
    );
  });

  it('take no sources that lie beside the folder, but all know the types there', () => {
    const texts = { ...two, 'src/a/b/Beside.java': java('Beside') };
    assert.deepEqual(layoutOf(texts), layoutOf(two));
    assert.deepEqual(
      appsOf(texts).map(({ types }) => types.has('a.b.Beside')),
      [true, true],
    );
  });

  it('are one and have the sources beside the folder where there is no other', () => {
    assert.deepEqual(
      layoutOf({ 'webapps/shop/WEB-INF/web.xml': webXml, 'src/a/b/Beside.java': java('Beside') }),
      [['shop', 'webapps/shop', 'src/a/b/Beside.java']],
    );
  });

  it('do not share the session of one that is beside the folder', () => {
    assert.deepEqual(
      layoutOf({
        'webapps/shop/WEB-INF/web.xml': webXml,
        'admin/WebContent/WEB-INF/web.xml': webXml,
        'admin/src/a/b/Admin.java': java('Admin'),
        'src/a/b/Beside.java': java('Beside'),
      }),
      [
        ['admin', 'admin/WebContent', 'admin/src/a/b/Admin.java'],
        ['shop', 'webapps/shop'],
      ],
    );
  });

  it('may have the name that web content has elsewhere', () => {
    assert.deepEqual(
      layoutOf({ 'webapps/web/WEB-INF/web.xml': webXml, 'webapps/web/src/a/b/A.java': java('A') }),
      [['web', 'webapps/web', 'webapps/web/src/a/b/A.java']],
    );
  });
});

describe('apps whose build is not known', () => {
  it('are called as the project whose web content they are', () => {
    assert.deepEqual(
      layoutOf({
        'shop/WebContent/WEB-INF/web.xml': webXml,
        'shop/src/a/b/Shop.java': java('Shop'),
        'shop/admin/web/WEB-INF/web.xml': webXml,
        'shop/admin/src/a/b/Admin.java': java('Admin'),
      }),
      [
        ['shop', 'shop/WebContent', 'shop/src/a/b/Shop.java'],
        ['admin', 'shop/admin/web', 'shop/admin/src/a/b/Admin.java'],
      ].toSorted((a, b) => ((a[1] ?? '') < (b[1] ?? '') ? -1 : 1)),
    );
  });

  it('are each their own where several lie in one folder', () => {
    assert.deepEqual(
      layoutOf({
        'apps/one/WEB-INF/web.xml': webXml,
        'apps/one/WEB-INF/src/a/b/One.java': java('One'),
        'apps/two/WEB-INF/web.xml': webXml,
        'apps/Shared.java': java('Shared'),
      }),
      [
        ['one', 'apps/one', 'apps/one/WEB-INF/src/a/b/One.java'],
        ['two', 'apps/two'],
      ],
    );
  });

  it('take no sources of a Maven module beside them', () => {
    assert.deepEqual(
      layoutOf({
        'shop/WEB-INF/web.xml': webXml,
        'src/a/b/Shop.java': java('Shop'),
        'boot/pom.xml': pomOf('', 'jar'),
        'boot/src/main/java/a/b/Boot.java': java('Boot'),
      }),
      [['shop', 'shop', 'src/a/b/Shop.java']],
    );
  });

  it('count sources in a package called test or it, and none of tests', () => {
    assert.deepEqual(
      layoutOf({
        'shop/web/WEB-INF/web.xml': webXml,
        'shop/src/it/test/Shop.java': java('Shop', 'it.test'),
        'shop/test/it/test/ShopTest.java': java('ShopTest', 'it.test'),
      }),
      [['shop', 'shop/web', 'shop/src/it/test/Shop.java']],
    );
  });
});

describe('apps of Maven', () => {
  it('are one where the pom names the folder of their web content', () => {
    assert.deepEqual(
      layoutOf({
        'shop/pom.xml': pomOf(
          `<build><sourceDirectory>src</sourceDirectory>${warPlugin('<warSourceDirectory>\n  ${basedir}/web\n</warSourceDirectory>')}</build>`,
        ),
        'shop/web/WEB-INF/web.xml': distributable,
        'shop/src/a/b/Shop.java': java('Shop'),
        'shop/tools/a/b/Tool.java': java('Tool'),
      }),
      [['shop', 'shop/web', 'shop/src/a/b/Shop.java']],
    );
  });

  it('are one where a parent or a profile names it', () => {
    assert.deepEqual(
      layoutOf({
        'pom.xml': pomOf(
          `<build><pluginManagement>${warPlugin('<warSourceDirectory>WebContent</warSourceDirectory>')}</pluginManagement></build>`,
          'pom',
        ),
        'shop/pom.xml': pomOf('<parent><version>1</version></parent>'),
        'shop/WebContent/WEB-INF/web.xml': distributable,
        'shop/src/main/java/a/b/Shop.java': java('Shop'),
      }),
      [['shop', 'shop/WebContent', 'shop/src/main/java/a/b/Shop.java']],
    );
  });

  it('are one where a property that is not known names it', () => {
    assert.deepEqual(
      layoutOf({
        'shop/pom.xml': pomOf(
          `<build><sourceDirectory>\${src}</sourceDirectory>${warPlugin('<warSourceDirectory>${web}</warSourceDirectory>')}</build>`,
        ),
        'shop/pages/WEB-INF/web.xml': distributable,
        'shop/code/a/b/Shop.java': java('Shop'),
      }),
      [['shop', 'shop/pages', 'shop/code/a/b/Shop.java']],
    );
  });

  it('are not what only tests run', () => {
    assert.deepEqual(
      layoutOf({
        'core/pom.xml': pomOf('', 'jar'),
        'core/src/test/webapp/WEB-INF/web.xml': webXml,
        'core/src/test/java/a/b/CoreTest.java': java('CoreTest'),
      }),
      [],
    );
  });

  it('are not what lies deployed in the same folder', () => {
    assert.deepEqual(
      layoutOf({
        'pom.xml': pomOf(''),
        'src/main/java/a/b/Shop.java': java('Shop'),
        'tomcat/webapps/other/WEB-INF/web.xml': webXml,
      }),
      [
        [ROOT.slice(1), 'src/main/webapp', 'src/main/java/a/b/Shop.java'],
        ['other', 'tomcat/webapps/other'],
      ],
    );
  });

  it('have their web.xml where the pom says', () => {
    const [app] = appsOf({
      'pom.xml': pomOf(`<build>${warPlugin('<webXml>config/live.xml</webXml>')}</build>`),
      'config/live.xml': distributable,
      'src/main/webapp/index.html': '',
    });
    assert.equal(app && app.webXml && short(app.webXml.path), 'config/live.xml');
    assert.ok(app?.distributable);
  });

  it('surely have no web.xml only where none can come from elsewhere', () => {
    const lacks = (inside: string): boolean | undefined =>
      appsOf({ 'pom.xml': pomOf(inside), 'src/main/java/a/b/Shop.java': java('Shop') })[0]?.hasNoWebXml;
    assert.equal(lacks(''), true);
    assert.equal(lacks(`<build>${warPlugin('<webXml>${web}/web.xml</webXml>')}</build>`), false);
    assert.equal(
      lacks(
        `<build>${warPlugin('<webResources><resource><directory>web</directory></resource></webResources>')}</build>`,
      ),
      false,
    );
    assert.equal(lacks(`<build>${warPlugin('<overlays/>')}</build>`), false);
    assert.equal(lacks('<dependencies><dependency><type>war</type></dependency></dependencies>'), false);
    assert.equal(lacks('<dependencies><dependency><type>jar</type></dependency></dependencies>'), true);
  });

  it('are built where the pom says', () => {
    const [app] = appsOf({
      'pom.xml': pomOf(
        `<build><directory>out</directory><finalName>x</finalName>${warPlugin('<outputDirectory>${project.build.directory}/wars</outputDirectory>')}</build>`,
      ),
      'src/main/webapp/WEB-INF/web.xml': webXml,
      'out/x/WEB-INF/web.xml': webXml,
    });
    assert.deepEqual(app?.builds.map(short), ['out/x', 'out/wars/x.war']);
    assert.deepEqual(
      layoutOf({
        'pom.xml': pomOf('<build><directory>out</directory></build>'),
        'out/x/WEB-INF/web.xml': webXml,
      }),
      [[ROOT.slice(1), 'src/main/webapp']],
    );
  });
});
