import { strict as assert } from 'node:assert';
import { makeSerializable } from '../../../server/src/languages/java/edit';
import { parseJava } from '../../../server/src/languages/java/parse';
import { isSerializable } from '../../../server/src/languages/java/resolve';
import { applyEdits } from '../../../server/src/languages/text/span';

/** The source with its type of that name, else its first, made Serializable. */
function made(text: string, name?: string): string {
  const document = parseJava(text);
  const type = document.types.find((candidate) => name === undefined || candidate.name === name);
  assert(type);
  const result = applyEdits(text, makeSerializable(document, type));
  const after = parseJava(result);
  const again = after.types.find(({ qualifiedName }) => qualifiedName === type.qualifiedName);
  assert(again);
  const lookup = (wanted: string) => {
    const found = after.types.find(({ qualifiedName }) => qualifiedName === wanted);
    return found && { document: after, type: found };
  };
  assert.equal(isSerializable(type.qualifiedName, lookup), true, result);
  return result;
}

const field = 'private static final long serialVersionUID = 1L;';

const importsOf = (imports: string): string =>
  made(`package p;\n${imports}\nclass A {}`).split('\nclass')[0] ?? '';

const headOf = (text: string): string => /class A.*?\{/.exec(made(text, 'A'))?.[0] ?? '';

const clauseOf = (text: string, name?: string): string =>
  /(?:class|record|interface) \w+.*?(?=\{)/.exec(made(`import java.io.*;\n${text}`, name))?.[0].trim() ?? '';

const bodyOf = (text: string, name?: string): string =>
  made(`import java.io.*;\n${text}`, name).replace(/^.*\n/, '');

describe('makeSerializable', () => {
  it('adds clause, import and serialVersionUID as people write them', () => {
    assert.equal(
      made('package p;\n\npublic class A {\n    private B b;\n}\n'),
      `package p;\n\nimport java.io.Serializable;\n\npublic class A implements Serializable {\n\n    ${field}\n\n    private B b;\n}\n`,
    );
    assert.equal(
      made(
        'package p;\r\n\r\nimport java.util.List;\r\n\r\npublic class A extends B {\r\n\r\n\tList<C> c;\r\n}\r\n',
      ),
      `package p;\r\n\r\nimport java.io.Serializable;\r\nimport java.util.List;\r\n\r\npublic class A extends B implements Serializable {\r\n\r\n\t${field}\r\n\r\n\tList<C> c;\r\n}\r\n`,
    );
  });

  it('puts the import where it sorts', () => {
    assert.equal(
      importsOf('import java.awt.X;\nimport java.util.Y;\n'),
      'package p;\nimport java.awt.X;\nimport java.io.Serializable;\nimport java.util.Y;\n',
    );
    assert.equal(
      importsOf('import org.z.X;\n\nimport java.awt.Y;\n'),
      'package p;\nimport org.z.X;\n\nimport java.awt.Y;\nimport java.io.Serializable;\n',
    );
    assert.equal(
      importsOf('import com.z.X;\n'),
      'package p;\nimport com.z.X;\nimport java.io.Serializable;\n',
    );
    assert.equal(
      importsOf('import static a.B.c;\nimport org.z.X;\n'),
      'package p;\nimport static a.B.c;\nimport java.io.Serializable;\nimport org.z.X;\n',
    );
    assert.equal(
      importsOf('import static a.B.c;\n'),
      'package p;\n\nimport java.io.Serializable;\nimport static a.B.c;\n',
    );
  });

  it('needs no import where there is one, and writes the whole name where another is meant', () => {
    assert.equal(headOf('import java.io.Serializable;\nclass A { }'), 'class A implements Serializable {');
    assert.equal(headOf('import java.io.*;\nclass A { }'), 'class A implements Serializable {');
    assert.equal(headOf('class A { }'), 'class A implements java.io.Serializable {');
    assert.equal(
      headOf('package p; import q.Serializable; class A { }'),
      'class A implements java.io.Serializable {',
    );
    assert.equal(
      headOf('package p; class A { } interface Serializable {}'),
      'class A implements java.io.Serializable {',
    );
  });

  it('joins the interfaces that are there, for every kind of type', () => {
    assert.equal(clauseOf('class A implements B, C<D> {}'), 'class A implements B, C<D>, Serializable');
    assert.equal(
      clauseOf('class A<T extends B> extends C<T> {}'),
      'class A<T extends B> extends C<T> implements Serializable',
    );
    assert.equal(clauseOf('sealed class A permits B {}'), 'class A implements Serializable permits B');
    assert.equal(clauseOf('record A(int b) {}'), 'record A(int b) implements Serializable');
    assert.equal(clauseOf('interface A {}'), 'interface A extends Serializable');
    assert.equal(clauseOf('interface A extends B {}'), 'interface A extends B, Serializable');
  });

  it('keeps a serialVersionUID, and gives one to classes only', () => {
    const own = 'package p;\n\nclass A {\n  static final long serialVersionUID = 7;\n}';
    assert(!made(own).includes('1L'));
    assert(!made('record A(int b) {}').includes('serialVersionUID'));
    assert(!made('interface A {}').includes('serialVersionUID'));
  });

  it('finds the indentation of bodies of every shape', () => {
    const clause = 'class A implements Serializable';
    assert.equal(bodyOf('class A {}'), `${clause} {\n    ${field}\n}`);
    assert.equal(bodyOf('class A {\n\n}'), `${clause} {\n    ${field}\n}`);
    assert.equal(bodyOf('class A { int b; }'), `${clause} { ${field} int b; }`);
    assert.equal(bodyOf('class A { /* c */ int b; }'), `${clause} { ${field} /* c */ int b; }`);
    assert.equal(bodyOf('class A { /* c\n */ int b; }'), `${clause} { ${field} /* c\n */ int b; }`);
    assert.equal(bodyOf('class A { // why\n  int b;\n}'), `${clause} { // why\n\n  ${field}\n\n  int b;\n}`);
    assert.equal(
      bodyOf('class O {\n  class A {\n    int b;\n  }\n}', 'A'),
      `class O {\n  ${clause} {\n\n    ${field}\n\n    int b;\n  }\n}`,
    );
    assert.equal(
      bodyOf('class O {\n  int c;\n\n  class A {\n  }\n}', 'A'),
      `class O {\n  int c;\n\n  ${clause} {\n    ${field}\n  }\n}`,
    );
    assert.equal(
      bodyOf('class A\n{\n    /** B. */\n    int b;\n}'),
      `class A implements Serializable\n{\n\n    ${field}\n\n    /** B. */\n    int b;\n}`,
    );
  });
});
