import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { applyEdits, contains, type Span } from '../../server/src/languages/text/span';
import { insertChild, setAttribute, uncomment } from '../../server/src/languages/xml/edit';
import { parseXml } from '../../server/src/languages/xml/parse';
import { attribute, childElements, elements } from '../../server/src/languages/xml/query';
import type { XmlDocument, XmlNode } from '../../server/src/languages/xml/tree';

const stock = readFileSync('test/fixtures/tomcat/10.1/server.xml', 'utf8');

/** Text made of what XML is made of, so that it is nearly right much more often than random letters are. */
const pieces = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('<', '>', '</', '/>', '"', "'", '=', ' ', '\n', '\r\n', '&', ';', '-'),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?xml',
      '?>',
      '<!DOCTYPE',
      '[',
      ']',
      '&lt;',
      '&#65;',
    ),
  },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      'a',
      'b',
      'Host',
      'a:b',
      ' c="1"',
      " d='2'",
      '<a>',
      '</a>',
      '<b/>',
      '<b x="y">',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
);
const nearlyXml = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));

/** A sound element: a name, attributes and children, as text. */
const sound: fc.Arbitrary<string> = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      fc.constantFrom('Server', 'Host', 'a', 'x:y'),
      fc.uniqueArray(fc.constantFrom('port', 'name', 'x'), { maxLength: 3 }),
      fc.array(
        fc.oneof(
          { depthSize: 'small', withCrossShrink: true },
          fc.constantFrom('text', '\n  ', '<!-- c -->', '<!--<q/>-->', '&amp;'),
          tie('element'),
        ),
        {
          maxLength: 4,
        },
      ),
      fc.constantFrom('', ' ', '\n   '),
    )
    .map(([name, attributes, children, blank]) => {
      const head = name + attributes.map((attributeName) => `${blank || ' '}${attributeName}="1"`).join('');
      return children.length === 0 ? `<${head}${blank}/>` : `<${head}${blank}>${children.join('')}</${name}>`;
    }),
})).element;

/** Every place is inside its parent's and in order, and holds what it says. */
function checkSpans({ text, root, comments, faults }: XmlDocument): void {
  const whole: Span = { start: 0, end: text.length };
  for (const { span } of [...faults, ...comments]) assert(contains(whole, span) && span.start <= span.end);
  for (const { elements: found, content } of comments) checkNodes(found, content, text);
  if (root) checkNodes([root], whole, text);
}

function checkNodes(nodes: readonly XmlNode[], outer: Span, text: string): void {
  let from = outer.start;
  for (const node of nodes) {
    assert(contains(outer, node.span) && node.span.start >= from && node.span.start <= node.span.end);
    from = node.span.end;
    if (node.kind !== 'element') continue;
    const { nameSpan, openTag, closeTag, span } = node;
    assert.equal(text.slice(nameSpan.start, nameSpan.end), node.name);
    assert(contains(openTag, nameSpan) && contains(span, openTag));
    let last = nameSpan.end;
    for (const { span: place, name, nameSpan: at, valueSpan } of node.attributes) {
      assert(contains(openTag, place) && place.start >= last && contains(place, at));
      assert(!valueSpan || contains(place, valueSpan));
      assert.equal(text.slice(at.start, at.end), name);
      last = place.end;
    }
    if (closeTag) assert(contains(span, closeTag) && closeTag.end === span.end);
    for (const child of node.children) assert.equal(child.parent, node);
    checkNodes(node.children, { start: openTag.end, end: closeTag?.start ?? span.end }, text);
  }
}

describe('XML, whatever is written', () => {
  it('never throws, and places nest', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyXml, fc.string({ unit: 'binary' })), (text) => checkSpans(parseXml(text))),
      { numRuns: 3000 },
    );
  });

  it('holds for every beginning of a real file', () => {
    for (let end = 0; end <= stock.length; end++) checkSpans(parseXml(stock.slice(0, end)));
  });

  it('holds for a real file with a piece lost or put in', () => {
    const place = fc.nat(stock.length);
    fc.assert(
      fc.property(place, fc.nat(20), pieces, (at, length, piece) => {
        checkSpans(parseXml(stock.slice(0, at) + stock.slice(at + length)));
        checkSpans(parseXml(stock.slice(0, at) + piece + stock.slice(at)));
      }),
      { numRuns: 500 },
    );
  });

  it('finds no fault in what is sound', () => {
    fc.assert(fc.property(sound, (text) => assert.deepEqual(parseXml(text).faults, [], text)));
  });

  it('an attribute that was set is there, and nothing else has changed', () => {
    fc.assert(
      fc.property(
        sound,
        fc.nat(),
        fc.constantFrom('port', 'new'),
        fc.string({ maxLength: 5 }),
        (text, pick, name, raw) => {
          const value = raw.replace(/[\0-\x1f\ufffe\uffff]/g, ''); // oxlint-disable-line no-control-regex -- XML forbids them
          const document = parseXml(text);
          const all = [...elements(document)];
          const element = all[pick % all.length];
          assert(element);
          const result = parseXml(applyEdits(text, setAttribute(document, element, name, value)));
          assert.deepEqual(result.faults, []);
          const after = [...elements(result)];
          assert.equal(after.length, all.length);
          const changed = after[pick % all.length];
          assert.equal(changed && attribute(changed, name)?.value, value);
        },
      ),
    );
  });

  it('a child that was inserted is there once, in its parent', () => {
    fc.assert(
      fc.property(
        sound,
        fc.nat(),
        fc.constantFrom({}, { before: ['a'] }, { after: ['Host'] }, { before: ['a'], after: ['Host'] }),
        (text, pick, where) => {
          const document = parseXml(text);
          const all = [...elements(document)];
          const parent = all[pick % all.length];
          assert(parent);
          const result = parseXml(
            applyEdits(text, insertChild(document, parent, '<new>\n  <b/>\n</new>', where)),
          );
          assert.deepEqual(result.faults, []);
          const again = [...elements(result)].filter(({ name }) => name !== 'new' && name !== 'b');
          assert.equal(again.length, all.length);
          const [added, ...more] = again.flatMap(childElements).filter(({ name }) => name === 'new');
          assert.equal(added?.parent, again[pick % all.length]);
          assert.deepEqual(more, []);
        },
      ),
    );
  });

  it('what was commented out is an element after the comment is gone', () => {
    fc.assert(
      fc.property(sound, fc.constantFrom('', ' ', '\n    ', '\r\n'), (text, blank) => {
        const inner = text.replace(/<!--.*?-->/g, '');
        const source = `<r>${blank}<!--${blank}${inner}${blank}-->${blank}</r>`;
        const document = parseXml(source);
        const [comment] = document.comments;
        assert(comment);
        assert.equal(comment.elements.length, 1);
        const { faults, root } = parseXml(applyEdits(source, uncomment(document, comment)));
        assert.deepEqual(faults, []);
        assert(root);
        const [element] = childElements(root);
        assert.equal(element?.name, comment.elements[0]?.name);
        assert.equal(
          root.children.some(({ kind }) => kind === 'comment'),
          false,
        );
      }),
    );
  });
});
