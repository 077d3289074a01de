import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { isRecord } from '../../../server/src/languages/text/record';
import { parseXml } from '../../../server/src/languages/xml/parse';
import { elements, pathOf } from '../../../server/src/languages/xml/query';
import type { XmlElement, XmlNode } from '../../../server/src/languages/xml/tree';
import { faultsOf, outline } from './outline';

const stock = (name: string): string => readFileSync(`test/fixtures/tomcat/10.1/${name}`, 'utf8');

/** What a text is read as: its tree in one line, and its faults. */
function check(text: string, tree: string | undefined, faults: string[]): void {
  const document = parseXml(text);
  assert.equal(document.root && outline(document.root), tree);
  assert.deepEqual(faultsOf(document), faults);
}

describe('parseXml, on sound files', () => {
  it('gives exact places of elements, attributes, values and tags', () => {
    const text = '<Server port="8005">\r\n  <Engine\tname = \'a"b\' />x</Server>';
    const { root, faults } = parseXml(text);
    assert.deepEqual(faults, []);
    assert(root);
    const cut = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    assert.equal(cut(root.span), text);
    assert.equal(cut(root.openTag), '<Server port="8005">');
    assert.equal(root.closeTag && cut(root.closeTag), '</Server>');
    const engine = root.children[1];
    assert(engine?.kind === 'element');
    assert.equal(cut(engine.span), "<Engine\tname = 'a\"b' />");
    assert.equal(engine.closeTag, undefined);
    assert.equal(engine.selfClosing, true);
    assert.equal(engine.parent, root);
    const name = engine.attributes[0];
    assert(name?.valueSpan);
    assert.equal(cut(name.span), "name = 'a\"b'");
    assert.equal(cut(name.nameSpan), 'name');
    assert.equal(cut(name.valueSpan), 'a"b');
    assert.equal(cut(root.children[2]?.span ?? root.span), 'x');
  });

  it('decodes what XML predefines, in values and in text', () => {
    check('<a b="&lt;&quot;&amp;&#65;&#x42;">&apos;&gt;</a>', 'a[b="<\\"&AB"]("\'>")', []);
  });

  it('reads a line break in a value as a space, a reference to one as itself', () => {
    check('<a b="1\r\n2\n\t3&#10;4"/>', 'a[b="1 2  3\\n4"]/', []);
  });

  it('keeps CDATA as it stands', () => {
    check('<a>x<![CDATA[ <b> &amp; ]]>y</a>', 'a("x" "<b> &amp;" "y")', []);
  });

  it('skips the mark of order, the declaration, instructions and the document type', () => {
    check('\uFEFF<?xml version="1.0"?>\n<a/>', 'a/', []);
    check('<?xml-stylesheet href="x"?><a><?php if (1 < 2) echo "<b>" ?></a>', 'a', []);
    check(
      '<!DOCTYPE a PUBLIC "-//x//\'>" "http://x/" [\n<!-- ]> -->\n<?p ]> ?>\n<!ENTITY e "<b>">\n]>\n<a/>',
      'a/',
      [],
    );
  });

  it('expands no entity that the file declares, inside or outside of it', () => {
    const text =
      '<!DOCTYPE a [<!ENTITY e "boom"><!ENTITY f SYSTEM "file:///etc/passwd">]><a b="&e;">&f;&e;</a>';
    check(text, 'a[b="&e;"]("&f;&e;")', []);
  });

  it('reads the elements of a commented-out part, with places in the whole file', () => {
    const text = stock('server.xml');
    const { comments } = parseXml(text);
    const found = comments.flatMap((comment) => comment.elements.map((element) => ({ comment, element })));
    const cluster = found.find(({ element }) => element.name === 'Cluster');
    assert(cluster);
    assert.equal(
      text.slice(cluster.element.span.start, cluster.element.span.end),
      '<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"/>',
    );
    const value = cluster.element.attributes[0]?.valueSpan;
    assert.equal(value && text.slice(value.start, value.end), 'org.apache.catalina.ha.tcp.SimpleTcpCluster');
    assert.equal(cluster.comment.parent && pathOf(cluster.comment.parent), 'Server/Service/Engine');
    assert.deepEqual(
      found.map(({ element }) => element.name),
      ['Listener', 'Executor', 'Connector', 'Connector', 'Connector', 'Cluster', 'Valve'],
    );
  });

  it('finds no elements in prose', () => {
    for (const prose of [
      'Define the <Cluster/> element here',
      'ie:\n<Engine name="Catalina" jvmRoute="jvm1">',
      '<Cluster/> and so on',
      'a < b',
      '<Cluster className="x>',
    ])
      check(`<a><!-- ${prose} --></a>`, 'a(!{})', []);
    check('<a><!--\n<b><c/></b>\n<d/>\n--></a>', 'a(!{b(c/) d/})', []);
  });

  for (const name of ['server.xml', 'context.xml', 'web.xml'])
    it(`reads Tomcat's own ${name} without a fault, as fast-xml-parser does`, () => {
      sameAsJudge(stock(name));
    });

  it('reads other sound files as fast-xml-parser does', () => {
    sameAsJudge(readFileSync('samples/story-broken/tomcat/server.xml', 'utf8'));
    sameAsJudge(readFileSync('samples/story-broken/app/src/main/webapp/WEB-INF/web.xml', 'utf8'));
    sameAsJudge(readFileSync('samples/story-broken/app/pom.xml', 'utf8'));
    sameAsJudge(stock('server.xml').replaceAll('\n', '\r\n'));
    sameAsJudge('<e:a xmlns:e="urn:x"><e:b e:c="1"/>t<!-- c --><![CDATA[<x>]]>u<_-.1/></e:a>');
  });
});

describe('parseXml, on broken files', () => {
  it('keeps a half-typed attribute and what follows', () => {
    check(
      '<Server><Engine name="c" jvmRou\n</Engine><Host/></Server>',
      'Server(Engine[name="c" jvmRou=∅] Host/)',
      ['jvmRou | The attribute "jvmRou" has no value, and the tag <Engine> has no ">".'],
    );
    check(
      '<Server>\n<Engine name="c" jvmRou\n  <Host name="l"/>\n</Engine></Server>',
      'Server(Engine[name="c" jvmRou=∅](Host[name="l"]/))',
      ['jvmRou | The attribute "jvmRou" has no value, and the tag <Engine> has no ">".'],
    );
    check('<a b= c="1" d\n e="2"/>', 'a[b=∅ c="1" d=∅ e="2"]/', [
      '= | The attribute "b" has no value.',
      'd | The attribute "d" has no value.',
    ]);
  });

  it('ends an open quote with its line, its tag or the next attribute', () => {
    const fault = '" | The value of "x" has no closing quote.';
    check('<S>\n<A x="1\n  y="2"/>\n<B z="3"/>\n</S>', 'S(A[x="1" y="2"]/ B[z="3"]/)', [fault]);
    check('<S>\n<A x="1>\n<B z="3"/>\n</A></S>', 'S(A[x="1"](B[z="3"]/))', [fault]);
    check('<S>\n<A x="1/>\n<B z="3"/>\n</S>', 'S(A[x="1"]/ B[z="3"]/)', [fault]);
    check('<S>\n<A x="1 y="2"/>\n<B z="3"/>\n</S>', 'S(A[x="1" y="2"]/ B[z="3"]/)', [fault]);
    check('<S>\n<A x="1\n<B z="3"/>\n</S>', 'S(A[x="1"]~(B[z="3"]/))', [fault]);
    check('<A x="', 'A[x=""]~', [fault]);
  });

  it('keeps what is inside and behind a half-typed tag', () => {
    check('<S><Eng\n<Host name="a"/></Engine><B/></S>', 'S(Eng(Host[name="a"]/) B/)', [
      'Eng | The tag <Eng> is not closed: ">" is missing.',
    ]);
    check('<a><b></b<c/></a>', 'a(b c/)', ['</b | The tag </b> is not closed: ">" is missing.']);
    check('<a></a', 'a', ['</a | The tag </a> is not closed: ">" is missing.']);
  });

  it('reports an unclosed element at its name and keeps its siblings', () => {
    check('<S><A><B/></S>', 'S(A~(B/))', ['A | <A> is not closed: </A> is missing.']);
    check('<Server>\n <Service>\n  <Engine>', 'Server~(Service~(Engine~))', [
      'Engine | <Engine> is not closed: </Engine> is missing, and so is the end of <Service>, <Server>.',
    ]);
  });

  it('says of a misspelt close tag one thing only', () => {
    check('<S><Host></Hots><B/></S>', 'S(Host~(B/))', [
      '</Hots> | </Hots> closes nothing: <Host> is open here.',
    ]);
    check('<S><Host></Host></Host><B/></S>', 'S(Host B/)', [
      '</Host> | </Host> closes nothing: <S> is open here.',
    ]);
  });

  it('reports an unclosed comment, CDATA section, instruction or document type where it starts', () => {
    check('<S><A>\n<!-- foo <B/></A></S>', 'S~(A~(!{}))', [
      '<!-- | This comment is not closed: "-->" is missing.',
    ]);
    check('<S><![CDATA[x</S>', 'S~("x</S>")', [
      '<![CDATA[ | This CDATA section is not closed: "]]>" is missing.',
    ]);
    check('<?xml version="1.0"\n<S/>', 'S/', ['<? | This is not closed: "?>" is missing.']);
    check('<!DOCTYPE S [\n<S a="1"/>', 'S[a="1"]/', [
      '<!DOCTYPE | This document type is not closed: ">" is missing.',
    ]);
  });

  it('refuses what a comment must not hold, and trusts no element in it', () => {
    check('<a><!-- <b/> -- --></a>', 'a(!{})', ['-- | A comment must not contain "--".']);
    check('<a><!-- <b/> ---></a>', 'a(!{})', ['-- | A comment must not contain "--".']);
    check('<a><!-- <b> <!-- inner --></a>', 'a(!{})', [
      '<!-- | A comment cannot contain another comment; "-->" is missing before this one.',
    ]);
    check('<a><!-- one -- > <!-- two --></a>', 'a(!{})', ['-- | A comment must not contain "--".']);
  });

  it('names bare ampersands, unknown entities and characters that are none', () => {
    check('<a u="?x=1&y=2" v="&nbsp;">&#0; &#xD800;</a>', 'a[u="?x=1&y=2" v="&nbsp;"]("&#0; &#xD800;")', [
      '& | A "&" must be written "&amp;".',
      '&nbsp; | The entity &nbsp; is not declared.',
      '&#0; | &#0; is not a valid XML character.',
      '&#xD800; | &#xD800; is not a valid XML character.',
    ]);
  });

  it('names brackets, values without quotes, attributes that stand twice or too close', () => {
    check('<a p=80 b="1<2" p="2"c="3" ,/>', 'a[p="80" b="1<2" p="2" c="3"]/', [
      '80 | The value of "p" must be in quotes.',
      '< | A "<" in the value of "b" must be written "&lt;".',
      'c | A space is missing before this attribute.',
      ', | Only attributes of the form name="value" are allowed here.',
      'p | The attribute "p" appears twice.',
    ]);
    check('<a>1 < 2 ]]></a>', 'a("1" "2 ]]>")', [
      '< | A "<" in text must be written "&lt;".',
      ']]> | "]]>" must be written "]]&gt;" in text.',
    ]);
  });

  it('wants one root element, no text around it, and the declaration first', () => {
    check('', undefined, [' | There is no element in this file.']);
    check('hello', undefined, ['hello | Text is not allowed before the root element.']);
    check('x <a/> <b/>', 'a/', [
      'x | Text is not allowed before the root element.',
      'b | A file has a single root element, but <b> is outside it.',
    ]);
    check('<a/> y', 'a/', ['y | Text is not allowed after the root element.']);
    check('\n<?xml version="1.0"?><a/>', 'a/', [
      '<?xml version="1.0"?> | The XML declaration must be the very first thing in the file.',
    ]);
  });

  it('knows the forms of declaration and instructions', () => {
    check("<?xml version='1.1' encoding='UTF-8' standalone=\"yes\" ?><a><?b?><?c d?></a>", 'a', []);
    const form = 'The XML declaration must be of the form <?xml version="1.0" encoding="UTF-8"?>.';
    for (const declaration of ['<?xml?>', '<?xml encoding="UTF-8"?>', '<?xml version=1.0?>'])
      check(`${declaration}<a/>`, 'a/', [`${declaration} | ${form}`]);
    check('<a><? b?><?c="d"?></a>', 'a', [
      '<? | A name and a space must follow "<?".',
      '<?c | A name and a space must follow "<?".',
    ]);
  });

  it('says of a binary file only that it is one', () => {
    check('PK\u0003\u0004\0\0<a>&&&', undefined, [
      '\0 | This is not a text file: it contains a NUL character.',
    ]);
    check('<a>\u0001</a>', 'a("\u0001")'.replace('\u0001', '\\u0001'), [
      '\u0001 | This character is not allowed in XML.',
    ]);
  });

  it('takes any depth and any size', () => {
    const nested = parseXml('<a>'.repeat(5000));
    assert.equal([...elements(nested)].length, 5000);
    assert.equal(nested.faults.length, 1);
    // Time that grows with the square of the length would not end before the limit of a test.
    const hard: [string, number][] = [
      ['<b y="'.repeat(60_000), 60_000],
      [`<b y="<c z='`.repeat(30_000), 60_000],
      ['<a>'.repeat(40_000) + '</b>'.repeat(60_000), 60_000],
      ['<!--'.repeat(250_000), 1],
      ['<?'.repeat(500_000), 1],
      ['<?xml'.repeat(200_000) + '?>', 1],
      ['<![CDATA['.repeat(100_000), 2],
      ['<!DOCTYPE "'.repeat(100_000), 1],
      [`<a ${'b="x c='.repeat(60_000)}`, 60_000],
      [`<a b="${' '.repeat(1_000_000)}x="y`, 2],
      [`<a>${'<!-- <a><b/></a> -->'.repeat(20_000)}</a>`, 0],
    ];
    for (const [text, least] of hard) assert(parseXml(text).faults.length >= least, text.slice(0, 30));
  });
});

/** Our tree and that of fast-xml-parser are the same. */
function sameAsJudge(text: string): void {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    commentPropName: '#comment',
    cdataPropName: '#cdata',
    ignoreDeclaration: true,
    ignorePiTags: true,
    processEntities: true,
  });
  const { root, faults } = parseXml(text);
  assert.deepEqual(faults, []);
  assert(root);
  const judged: unknown = parser.parse(text);
  assert(Array.isArray(judged));
  const theirs = judged.map(fromJudge).filter((node) => typeof node !== 'string' && !node[0].startsWith('#'));
  assert.deepEqual([fromOurs(root)], theirs);
}

type Plain = string | [name: string, attributes: Record<string, string>, children: Plain[]];

const blank = (text: string): string => text.replace(/\s+/g, ' ').trim();

function joined(nodes: Plain[]): Plain[] {
  return nodes.filter((node) => node !== '');
}

function fromOurs(node: XmlNode): Plain {
  switch (node.kind) {
    case 'text':
      return blank(node.value);
    case 'comment':
      return '';
    case 'element':
      return [node.name, attributesOf(node), joined(node.children.map(fromOurs))];
  }
}

function attributesOf({ attributes }: XmlElement): Record<string, string> {
  return Object.fromEntries(attributes.map(({ name, value }) => [name, blank(value)]));
}

function fromJudge(node: unknown): Plain {
  assert(isRecord(node));
  const [[name, content] = ['', undefined]] = Object.entries(node).filter(([key]) => key !== ':@');
  if (name === '#comment') return '';
  if (name === '#text') return blank(String(content));
  assert(Array.isArray(content));
  const children: Plain[] = content.map(fromJudge);
  if (name === '#cdata') return children.map((child) => (typeof child === 'string' ? child : '')).join('');
  const attributes = node[':@'] ?? {};
  assert(isRecord(attributes));
  const values = Object.entries(attributes).map(([key, value]): [string, string] => [
    key,
    blank(String(value)),
  ]);
  return [name, Object.fromEntries(values), joined(children)];
}
