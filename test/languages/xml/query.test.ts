import { strict as assert } from 'node:assert';
import { parseXml } from '../../../server/src/languages/xml/parse';
import {
  attribute,
  childElements,
  childrenNamed,
  descendants,
  elements,
  localName,
  pathOf,
  textOf,
} from '../../../server/src/languages/xml/query';

describe('queries of an XML tree', () => {
  const document = parseXml(
    '<j:web-app xmlns:j="x"><j:servlet a="1" a="2"> <j:name> n<!-- c --><![CDATA[ame]]> </j:name></j:servlet>' +
      '<filter><name/></filter><servlet/></j:web-app>',
  );
  const { root } = document;
  assert(root);

  it('find elements by name whatever their prefix, in the order of the text', () => {
    assert.equal(localName(root), 'web-app');
    assert.deepEqual(
      childElements(root).map(({ name }) => name),
      ['j:servlet', 'filter', 'servlet'],
    );
    assert.deepEqual(
      childrenNamed(root, 'servlet').map(({ name }) => name),
      ['j:servlet', 'servlet'],
    );
    assert.deepEqual(
      [...descendants(root)].map(({ name }) => name),
      ['j:servlet', 'j:name', 'filter', 'name', 'servlet'],
    );
    assert.equal([...elements(document)][0], root);
    assert.deepEqual([...elements(parseXml(''))], []);
  });

  it('give the path, the text and the first attribute', () => {
    const [name] = [...descendants(root)].filter((element) => localName(element) === 'name');
    assert(name?.parent);
    assert.equal(pathOf(name), 'web-app/servlet/name');
    assert.equal(textOf(name), 'name');
    assert.equal(attribute(name.parent, 'a')?.value, '1');
    assert.equal(attribute(name.parent, 'A'), undefined);
  });
});
