import { strict as assert } from 'node:assert';
import { noProperties } from '../../server/src/languages/tomcat/values';
import type { FeatureView, OutlineItem } from '../../server/src/languages/features';
import { SymbolIndex } from '../../server/src/languages/symbols/index';
import { languages } from '../../server/src/languages/table';
import { Lines } from '../../server/src/languages/text/lines';
import { contains } from '../../server/src/languages/text/span';

const stock = `<?xml version="1.0" encoding="UTF-8"?>
<!-- of node 1 -->
<Server port="8005" shutdown="SHUTDOWN">
  <Listener className="org.apache.catalina.core.AprLifecycleListener" />
  <Service name='Catalina'>
    <Connector port="8080" protocol="org.apache.coyote.http11.Http11NioProtocol" maxThreads="2&#48;0">
      <SSLHostConfig><Certificate certificateFile="conf/a.pem" type="RSA" /></SSLHostConfig>
    </Connector>
    <Engine name="Catalina" defaultHost="localhost" jvmRoute="\${route}">
      <!--
      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster">
        <Channel className="org.apache.catalina.tribes.group.GroupChannel"/>
      </Cluster>
      -->
      <Realm className="org.apache.catalina.realm.LockOutRealm"/>
      <Host name="localhost"><Alias><![CDATA[a<b]]></Alias><?x y?></Host>
    </Engine>
  </Service>
</Server>
`;
const names = () => new SymbolIndex([], new Map());
const view: FeatureView = {
  path: '/conf/server.xml',
  configurations: [],
  tomcat: '10.1',
  names,
  servers: () => [],
  sessionClasses: () => [],
  properties: noProperties,
};

function checkOutline({ span, selection, children }: OutlineItem): void {
  assert.ok(contains(span, selection));
  for (const child of children) {
    assert.ok(contains(span, child.span));
    checkOutline(child);
  }
}

describe("what editors ask of Tomcat's files", () => {
  it('has an answer for a server.xml that ends anywhere', () => {
    for (let end = 0; end <= stock.length; end++) {
      const text = stock.slice(0, end);
      const file = languages.open(view.path, 'server.xml', text);
      const other = languages.open(view.path, 'web.xml', text.replaceAll('Server', 'web-app'));
      assert.ok(file && other?.language.features.complete);
      other.language.features.complete(end, view);
      const { hover, complete, outline, folding, selection } = file.language.features;
      for (const item of outline?.() ?? []) checkOutline(item);
      const lines = new Lines(text);
      for (const { startLine, endLine } of folding?.(lines) ?? [])
        assert.ok(startLine < endLine && endLine < lines.count);
      // Where somebody types, and a place that moves through the text.
      for (const offset of [end, (end * 7919) % (end + 1)]) {
        const explained = hover?.(offset, view);
        if (explained) assert.ok(explained.markdown.length > 0 && explained.span.start <= offset);
        const offered = complete?.(offset, view) ?? [];
        for (const { span } of offered) assert.ok(span.start <= offset && offset <= span.end);
        assert.notEqual(offered.at(offset % offered.length)?.documentation?.(), '');
        const spans = selection?.(offset) ?? [];
        assert.deepEqual(spans.at(-1), { start: 0, end });
        for (const [index, inner] of spans.entries())
          assert.ok(contains(spans[index + 1] ?? { start: 0, end }, inner));
      }
    }
  });

  it('has one for 10,000 elements in one another', () => {
    const deep = '<Server>'.repeat(10_000);
    const features = languages.open(view.path, 'server.xml', deep)?.language.features;
    assert.ok(
      features?.outline && features.hover && features.complete && features.folding && features.selection,
    );
    assert.equal(features.outline().length, 1);
    assert.equal(features.hover(deep.length - 2, view), undefined);
    assert.deepEqual(features.complete(deep.length, view), []);
    assert.deepEqual(features.folding(new Lines(deep)), []);
    assert.equal(features.selection(deep.length - 2).length, 100);
  });
});
