import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { readPom } from '../../../server/src/languages/maven/pom';

const project = (inside: string): string =>
  `<?xml version="1.0"?>\n<project xmlns="http://maven.apache.org/POM/4.0.0">${inside}</project>`;

describe('readPom', () => {
  it('reads the sample', () => {
    const pom = readPom(readFileSync('samples/story-broken/app/pom.xml', 'utf8'));
    assert.equal(pom?.finalName, 'app');
    assert.equal(pom?.packaging, 'war');
    assert.equal(pom?.sourceDirectory, 'src/main/java');
    assert.equal(pom?.warSourceDirectory, 'src/main/webapp');
  });

  it("takes Maven's defaults", () => {
    const pom = readPom(project('<artifactId>shop</artifactId><version>1.0</version>'));
    assert.equal(pom?.finalName, 'shop-1.0');
    assert.equal(pom?.packaging, 'jar');
    assert.deepEqual(pom?.modules, []);
  });

  it('inherits the version and puts properties in', () => {
    const pom = readPom(
      project(
        '<parent><groupId>g</groupId><version>2.5</version></parent><artifactId> shop </artifactId><packaging>war</packaging>' +
          '<properties><a>${b}-x</a><b>y</b></properties><modules><module>web</module><module>${b}</module></modules>' +
          '<build><finalName>${project.artifactId}-${project.version}-${a}</finalName>' +
          '<sourceDirectory>${project.basedir}/src</sourceDirectory><plugins><plugin><artifactId>other</artifactId></plugin>' +
          '<plugin><artifactId>maven-war-plugin</artifactId><configuration><warSourceDirectory>./WebContent</warSourceDirectory></configuration></plugin></plugins></build>',
      ),
    );
    assert.equal(pom?.finalName, 'shop-2.5-y-x');
    assert.equal(pom?.version, '2.5');
    assert.equal(pom?.sourceDirectory, 'src');
    assert.equal(pom?.warSourceDirectory, 'WebContent');
    assert.deepEqual(pom?.modules, ['web', 'y']);
  });

  it('does not know what only Maven can tell', () => {
    const pom = readPom(
      project(
        '<artifactId>shop</artifactId><properties><a>${a}</a></properties><build><finalName>x-${git.commit}</finalName></build>',
      ),
    );
    assert.equal(pom?.finalName, undefined);
    assert.equal(
      readPom(
        project('<artifactId>${a}</artifactId><version>1</version><properties><a>${a}${a}</a></properties>'),
      )?.finalName,
      undefined,
    );
    assert.equal(readPom(project('<artifactId>shop</artifactId>'))?.finalName, undefined);
  });

  it('tells where the parts of a WAR lie, by default and as written', () => {
    const parts = (build: string): readonly (string | undefined)[] => {
      const pom = readPom(
        project(`<artifactId>shop</artifactId><version>1</version><build>${build}</build>`),
      );
      return [pom?.buildDirectory, pom?.webXml, pom?.webappDirectory, pom?.warFile];
    };
    const war = (inside: string): string =>
      `<plugin><artifactId>maven-war-plugin</artifactId><configuration>${inside}</configuration></plugin>`;
    assert.deepEqual(parts(''), [
      'target',
      'src/main/webapp/WEB-INF/web.xml',
      'target/shop-1',
      'target/shop-1.war',
    ]);
    assert.deepEqual(parts(`<directory>out</directory><plugins>${war('<warName>x</warName>')}</plugins>`), [
      'out',
      'src/main/webapp/WEB-INF/web.xml',
      'out/shop-1',
      'out/x.war',
    ]);
    const written =
      '<warSourceDirectory>${basedir}/web</warSourceDirectory><webXml>${project.basedir}/live.xml</webXml>' +
      '<webappDirectory>${project.build.directory}/app</webappDirectory><outputDirectory>/srv</outputDirectory>';
    const expected = ['target', 'live.xml', 'target/app', '/srv/shop-1.war'];
    assert.deepEqual(parts(`<plugins>${war(written)}</plugins>`), expected);
    assert.deepEqual(
      parts(`<pluginManagement><plugins>${war(written)}</plugins></pluginManagement>`),
      expected,
    );
    const unknown = parts(
      `<directory>\${out}</directory><plugins>${war('<warSourceDirectory>${web}</warSourceDirectory>')}</plugins>`,
    );
    assert.deepEqual(unknown, [undefined, undefined, undefined, undefined]);
  });

  it('leaves what is no pom', () => {
    for (const text of [
      '',
      '<settings/>',
      '<project',
      'x <project> y',
      '<projects><project/></projects>',
      '\0<project>',
      '<!DOCTYPE p [<!ENTITY a "b">]>\n<web-app/>',
    ])
      assert.equal(readPom(text), undefined, text);
    assert.equal(readPom('<project name="x" default="all"><target/></project>'), undefined);
  });
});
