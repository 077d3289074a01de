import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { recogniseXml } from '../../../server/src/languages/tomcat/recognise';
import { parseXml } from '../../../server/src/languages/xml/parse';

const stock = (name: string): string => readFileSync(`test/fixtures/tomcat/10.1/${name}`, 'utf8');

/** Both ways of asking give the same answer. */
function recognised(path: string, text: string): string | undefined {
  const answer = recogniseXml(path, text);
  assert.equal(recogniseXml(path, parseXml(text)), answer);
  return answer;
}

describe('recogniseXml', () => {
  it("knows Tomcat's own files under any name", () => {
    for (const name of ['server.xml', 'context.xml', 'web.xml']) {
      assert.equal(recognised(`/t/conf/${name}`, stock(name)), name);
      assert.equal(recogniseXml('/t/other.xml', stock(name).slice(0, 4096)), name);
    }
    assert.equal(recognised('/a/app.xml', '<Context docBase="/srv/app" reloadable="true"/>'), 'context.xml');
    assert.equal(
      recognised(
        '/a/app.xml',
        '<Context><Manager className="org.redisson.tomcat.RedissonSessionManager"/></Context>',
      ),
      'context.xml',
    );
    assert.equal(recognised('/t/conf/Catalina/localhost/shop.xml', '<Context/>'), 'context.xml');
    assert.equal(recognised('/a/META-INF/context.xml', '<Context>'), 'context.xml');
    assert.equal(
      recognised('/a/x.xml', '<Server><Service name="C"><Connector port="1"/></Service></Server>'),
      'server.xml',
    );
  });

  it('knows web.xml of every age, with a prefix and from other servers', () => {
    assert.equal(recognised('/w.xml', '<j:web-app xmlns:j="http://java.sun.com/xml/ns/javaee"/>'), 'web.xml');
    assert.equal(
      recognised(
        '/w.xml',
        '<!DOCTYPE web-app PUBLIC "-//Sun//DTD Web Application 2.3//EN" "http://x"><web-app/>',
      ),
      'web.xml',
    );
    assert.equal(recognised('/jetty/webdefault.xml', '<web-app metadata-complete="false"/>'), 'web.xml');
  });

  it('knows a fragment of a web.xml, whatever its name', () => {
    for (const path of ['/META-INF/web-fragment.xml', '/f.xml'])
      assert.equal(recognised(path, '<web-fragment/>'), 'web-fragment.xml');
    assert.equal(
      recognised('/f.xml', '<ee:web-fragment xmlns:ee="https://jakarta.ee/xml/ns/jakartaee"/>'),
      'web-fragment.xml',
    );
  });

  it('knows a file that is being typed', () => {
    assert.equal(recognised('/t/server.xml', '<Server'), 'server.xml');
    assert.equal(recognised('/t/server.xml', '<Server port="8005" shutdown="SHUT\n  <Service'), 'server.xml');
    assert.equal(recognised('/t/server.xml', ''), undefined);
  });

  const foreign: Record<string, string> = {
    'a pom': '<project xmlns="http://maven.apache.org/POM/4.0.0"><artifactId>a</artifactId></project>',
    'a build of ant': '<project name="Server" default="all"><target name="web-app"/></project>',
    'Spring beans': '<beans xmlns:context="http://x"><context:component-scan base-package="a"/></beans>',
    'an Android layout': '<LinearLayout xmlns:tools="http://x" tools:context=".Main"/>',
    "Liberty's server.xml": '<server description="x"><featureManager/></server>',
    'Maven settings': '<settings><servers><server><id>x</id></server></servers></settings>',
    'a Server of somebody': '<Server><Name>db1</Name><Port>1433</Port></Server>',
    'a Server with a namespace': '<Server xmlns="http://schemas.microsoft.com/x" port="1" shutdown="x"/>',
    'a Context of somebody': '<Context><Item key="a"/></Context>',
    'a Context with a namespace': '<Context xmlns="urn:x" path="/a"/>',
    'a weblogic descriptor': '<weblogic-web-app/>',
    "Jetty's configuration":
      '<Configure class="org.eclipse.jetty.server.Server"><Call name="x"/></Configure>',
    'our names in a comment': '<!-- <Server port="1" shutdown="x"/> <web-app/> --><svg/>',
    'a web-app further down': `<x>${'<y/>'.repeat(3000)}<web-app/></x>`,
  };
  for (const [what, text] of Object.entries(foreign))
    it(`leaves ${what} alone`, () => assert.equal(recognised('/a/some.xml', text), undefined));

  it("leaves another program's server.xml alone", () => {
    assert.equal(
      recognised('/a/server.xml', '<Server><Name>db1</Name><Port>1433</Port></Server>'),
      undefined,
    );
  });
});
