import assert from 'node:assert/strict';
import { noProperties } from '../../../server/src/languages/tomcat/values';
import { SymbolIndex } from '../../../server/src/languages/symbols/index';
import { java } from '../../../server/src/languages/java/language';

/** What is offered at the `|` of a source. */
function offered(text: string): readonly string[] {
  const source = java.open('/A.java', { kind: 'java', inDoubt: false }, text.replace('|', ''));
  const complete = source?.language.features.complete;
  assert.ok(complete);
  const view = {
    path: '/A.java',
    configurations: [],
    tomcat: undefined,
    properties: noProperties,
    names: () => new SymbolIndex([], new Map()),
    servers: () => [],
    sessionClasses: () => [],
  };
  return complete(text.indexOf('|'), view).map(({ label }) => label);
}

describe('pieces of Java', () => {
  it('are offered where they may stand', () => {
    assert.deepEqual(offered('package a;\n\nser|'), ['serializable-class']);
    assert.deepEqual(offered('class A {\n  ser|\n}'), ['serialVersionUID']);
    assert.deepEqual(offered('class A {\n  int a;\n  ser|\n  void b() {}\n}'), ['serialVersionUID']);
  });

  it('are offered nowhere else', () => {
    assert.deepEqual(offered('class A {\n  void b() { ser| }\n}'), []);
    assert.deepEqual(offered('class A {\n  private static final long serialVersionUID = 1L;\n  ser|\n}'), []);
    assert.deepEqual(offered('class A {\n  // ser|\n}'), []);
    assert.deepEqual(offered('interface A {\n  ser|\n}'), []);
    assert.deepEqual(offered('class A {\n  int a = b.ser|;\n}'), []);
    assert.deepEqual(offered('class A {\n  |\n}'), []);
  });
});
