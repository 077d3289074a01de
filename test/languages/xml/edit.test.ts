import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { applyEdits, type TextEdit } from '../../../server/src/languages/text/span';
import {
  insertChild,
  markupOf,
  removeAttribute,
  removeElement,
  setAttribute,
  uncomment,
} from '../../../server/src/languages/xml/edit';
import { parseXml } from '../../../server/src/languages/xml/parse';
import { elements } from '../../../server/src/languages/xml/query';
import type { XmlDocument, XmlElement } from '../../../server/src/languages/xml/tree';

/** The text after an edit of its first element of a name. */
function edited(
  text: string,
  name: string,
  edit: (document: XmlDocument, element: XmlElement) => TextEdit[],
): string {
  const document = parseXml(text);
  const element = [...elements(document)].find((candidate) => candidate.name === name);
  assert(element);
  return applyEdits(text, edit(document, element));
}

function insert(text: string, parent: string, markup: string, place = {}): string {
  return edited(text, parent, (document, element) => insertChild(document, element, markup, place));
}

/** The text with its first commented-out element brought to life. */
function uncommented(text: string): string {
  const document = parseXml(text);
  const comment = document.comments.find((candidate) => candidate.elements.length > 0);
  assert(comment);
  return applyEdits(text, uncomment(document, comment));
}

describe('edits of XML', () => {
  it('insert a child first, with the indentation and line endings of the file', () => {
    assert.equal(
      insert('<w>\r\n    <a/>\r\n</w>\r\n', 'w', '<d/>'),
      '<w>\r\n    <d/>\r\n    <a/>\r\n</w>\r\n',
    );
    assert.equal(
      insert('<r>\n\t<w>\n\t</w>\n</r>', 'w', '<d>\n\t<e/>\n</d>'),
      '<r>\n\t<w>\n\t\t<d>\n\t\t\t<e/>\n\t\t</d>\n\t</w>\n</r>',
    );
  });

  it('insert a child before or behind others', () => {
    const text = '<E>\n  <V/>\n  <Realm/>\n\n  <Host/>\n</E>';
    assert.equal(
      insert(text, 'E', '<C/>', { before: ['Realm', 'Host'] }),
      '<E>\n  <V/>\n  <C/>\n  <Realm/>\n\n  <Host/>\n</E>',
    );
    assert.equal(
      insert(text, 'E', '<C/>', { before: ['X'], after: ['V', 'Realm'] }),
      '<E>\n  <V/>\n  <Realm/>\n  <C/>\n\n  <Host/>\n</E>',
    );
    assert.equal(
      insert(text, 'E', '<C/>', { after: ['X'] }),
      '<E>\n  <C/>\n  <V/>\n  <Realm/>\n\n  <Host/>\n</E>',
    );
    assert.equal(
      insert(text, 'E', '<C/>', { after: ['Host'] }),
      '<E>\n  <V/>\n  <Realm/>\n\n  <Host/>\n  <C/>\n</E>',
    );
  });

  it('open what was empty or stands on one line', () => {
    assert.equal(insert('<w/>', 'w', '<d/>'), '<w>\n  <d/>\n</w>');
    assert.equal(insert('<w  a="1" />', 'w', '<d/>'), '<w  a="1">\n  <d/>\n</w>');
    assert.equal(insert('<w></w>', 'w', '<d/>'), '<w>\n  <d/>\n</w>');
    assert.equal(insert('<w><a/></w>', 'w', '<d/>'), '<w>\n  <d/>\n  <a/></w>');
    assert.equal(insert('<w><a/></w>', 'w', '<d/>', { before: ['a'] }), '<w>\n  <d/>\n  <a/></w>');
  });

  it('leave what stands behind an open tag where it is', () => {
    assert.equal(
      insert('<w> <!-- x -->\n  <a/>\n</w>', 'w', '<d/>'),
      '<w>\n  <d/>\n  <!-- x -->\n  <a/>\n</w>',
    );
  });

  it('take the comment marks away, and only them', () => {
    assert.equal(uncommented('<E>\n  <!--\n  <C/>\n  -->\n  <H/>\n</E>'), '<E>\n  <C/>\n  <H/>\n</E>');
    assert.equal(
      uncommented('<E>\n<!--\n    <C>\n      <D/>\n    </C>\n-->\n</E>'),
      '<E>\n    <C>\n      <D/>\n    </C>\n</E>',
    );
    assert.equal(uncommented('<E><!-- <C/> --></E>'), '<E><C/></E>');
    assert.equal(uncommented('<E>\n  <!-- <C/>\n  <D/> -->\n</E>'), '<E>\n  <C/>\n  <D/>\n</E>');
    assert.equal(uncommented('<E>\r\n  <!--\r\n  <C/>-->\r\n</E>'), '<E>\r\n  <C/>\r\n</E>');
  });

  it('uncomment the Cluster of the stock server.xml and give it an attribute in one go', () => {
    const text = readFileSync('test/fixtures/tomcat/10.1/server.xml', 'utf8');
    const document = parseXml(text);
    const comment = document.comments.find(({ elements: [first] }) => first?.name === 'Cluster');
    const [element] = comment?.elements ?? [];
    assert(comment && element);
    const edits = [
      ...uncomment(document, comment),
      ...setAttribute(document, element, 'channelSendOptions', '6'),
    ];
    const bare = '<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"';
    assert.equal(
      applyEdits(text, edits),
      text.replace(`      <!--\n      ${bare}/>\n      -->\n`, `      ${bare} channelSendOptions="6"/>\n`),
    );
  });

  it('leave a comment of prose alone', () => {
    const document = parseXml('<a><!-- prose --></a>');
    const [comment] = document.comments;
    assert(comment);
    assert.deepEqual(uncomment(document, comment), []);
  });

  it('set, replace and remove attributes, whatever their quotes', () => {
    const set = (text: string, name: string, value: string): string =>
      edited(text, 'a', (document, element) => setAttribute(document, element, name, value));
    assert.equal(set('<a/>', 'b', '1'), '<a b="1"/>');
    assert.equal(set('<a c="1" />', 'b', '<"&'), '<a c="1" b="&lt;&quot;&amp;" />');
    assert.equal(set("<a b='1'/>", 'b', `x'"`), `<a b='x&apos;"'/>`);
    assert.equal(set('<a b=1/>', 'b', '2'), '<a b="2"/>');
    assert.equal(set('<a b c="1"/>', 'b', '2'), '<a b="2" c="1"/>');
    assert.equal(set('<a x="1"\n   y="2"/>', 'b', '3'), '<a x="1"\n   y="2"\n   b="3"/>');
    const removed = edited('<a b="1"\n  c="2"/>', 'a', (document, element) =>
      removeAttribute(document, element, 'c'),
    );
    assert.equal(removed, '<a b="1"/>');
    assert.equal(
      edited('<a/>', 'a', (document, element) => removeAttribute(document, element, 'c')),
      '<a/>',
    );
  });

  it('remove an element with its lines, or alone where it shares them', () => {
    assert.equal(
      edited('<a>\r\n  <b>\r\n    <c/>\r\n  </b> \r\n  <d/>\r\n</a>', 'b', removeElement),
      '<a>\r\n  <d/>\r\n</a>',
    );
    assert.equal(edited('<a><b/>\n  <c/></a>', 'b', removeElement), '<a>\n  <c/></a>');
    assert.equal(edited('<a>\n  <b/> <c/>\n</a>', 'b', removeElement), '<a>\n   <c/>\n</a>');
    assert.equal(edited('<a>\n  <b/>', 'b', removeElement), '<a>\n');
  });

  it('take an element as it is written, indented relative to its first line', () => {
    const document = parseXml('<a>\r\n    <b x="1">\r\n      <c/>\r\n  <d/>\r\n    </b>\r\n</a>');
    const element = [...elements(document)].find(({ name }) => name === 'b');
    assert(element);
    assert.equal(markupOf(document, element), '<b x="1">\n  <c/>\n  <d/>\n</b>');
  });
});
