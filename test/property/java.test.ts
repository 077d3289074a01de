import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { makeSerializable } from '../../server/src/languages/java/edit';
import { ObjectGraph } from '../../server/src/languages/java/objects';
import { parseJava } from '../../server/src/languages/java/parse';
import { isSerializable } from '../../server/src/languages/java/resolve';
import type { JavaDocument, JavaType, TypeRef } from '../../server/src/languages/java/tree';
import { judgeValue } from '../../server/src/languages/java/values';
import { applyEdits, contains, type Span } from '../../server/src/languages/text/span';

const folder = 'samples/story-broken/app/src/main/java/com/example/login';
const servlet = readFileSync(`${folder}/LoginServlet.java`, 'utf8');

const many = `package p; import java.io.*; import java.util.*;
@Scope(value = "session") @Data class A<T extends B<T>> extends B<A<T>> implements Serializable, Cloneable {
  @Inject private transient A<B<T>> a = new A<>(), b[] = {}; static final String C = "x"; List<? extends Map<String, A<?>>[]> c;
  A() { this(1); } private <X> A(int... x) throws IOException {} class In { A.In in; enum E { X { int y; }; E e; } record R(A<T> a, int... b) {} }
  private void writeObject(ObjectOutputStream out) {} Object writeReplace() { return null; }
  void m(HttpSession s) { s.setAttribute("a", new A<B<String>>()); s.setAttribute("b", (List<A>) x); }
} interface I extends J { int K = new A().b; } class B<T> extends ArrayList<T> { T t; Thread u; }`;

const pieces = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      '<',
      '>',
      ';',
      ',',
      '.',
      '=',
      ' ',
      '\n',
      '->',
      '::',
      '@',
      '?',
      '&',
      '*',
      ':',
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'class ',
      'interface ',
      'enum ',
      'record ',
      '@interface ',
      'extends ',
      'implements ',
      'new ',
      'static ',
      'final ',
      'this',
      'var ',
      'for ',
      'case ',
      'instanceof ',
      'package ',
      'import ',
      'throws ',
      'default ',
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'A',
      'B',
      'x',
      's',
      'HttpSession ',
      's.setAttribute("a", ',
      'import javax.servlet.http.*;',
      'HttpSession s;',
      'A x',
      'int ',
      'private final A a = new A();',
      'class B extends A implements java.io.Serializable {',
      'class A {',
      'void m() {',
      'List<A>',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '"',
      "'",
      '"""',
      '//',
      '/*',
      '*/',
      '\\',
      '\\u0041',
      '1.5e-3f',
      '...',
      'non-sealed ',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
);
const nearlyJava = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));

const namesOf = (fields: readonly { name: string }[]): string[] =>
  fields.map(({ name }) => name).filter((name) => name !== 'serialVersionUID');

const hasVersion = ({ fields }: JavaType): boolean => fields.some(({ name }) => name === 'serialVersionUID');

function checkPlaces(document: JavaDocument): void {
  const { text, types, imports, sessionWrites, packageSpan } = document;
  const whole: Span = { start: 0, end: text.length };
  const check = (span: Span): void => assert(contains(whole, span) && span.start <= span.end);
  const checkType = ({ span, args }: TypeRef): void => {
    check(span);
    for (const argument of args) checkType(argument);
  };
  if (packageSpan) check(packageSpan);
  for (const { span } of imports) check(span);
  const lookup = (name: string) => {
    const type = types.find(({ qualifiedName }) => qualifiedName === name);
    return type && { document, type };
  };
  for (const type of types) {
    assert.equal(text.slice(type.nameSpan.start, type.nameSpan.end), type.name);
    assert.equal(text[type.bodyStart], '{');
    assert(type.nameSpan.end <= type.implementsInsertAt && type.implementsInsertAt <= type.bodyStart);
    for (const field of type.fields) {
      assert.equal(text.slice(field.nameSpan.start, field.nameSpan.end), field.name);
      checkType(field.type);
    }
    for (const parent of [...type.extends, ...type.implements]) checkType(parent);
    isSerializable(type.qualifiedName, lookup);
  }
  const known = new Map(types.map((type) => [type.qualifiedName, { document, type }]));
  const graph = new ObjectGraph(known);
  for (const [name, type] of known) {
    graph.stopOfClass(name);
    graph.missingFrom(type);
    for (const { span } of type.type.annotations) assert.equal(text[span.start], '@');
  }
  for (const { span, value, inType } of sessionWrites) {
    graph.stopOf(value, document, inType);
    check(span);
    assert(contains(span, value.span));
    judgeValue(value, document, inType, known);
  }
}

describe('Java, whatever is written', () => {
  it('never throws, and places are where they say', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyJava, fc.string({ unit: 'binary' })), (text) =>
        checkPlaces(parseJava(text)),
      ),
      { numRuns: 3000 },
    );
  });

  it('holds for every beginning of a real file', () => {
    for (let end = 0; end <= servlet.length; end++) checkPlaces(parseJava(servlet.slice(0, end)));
  });

  it('holds for a real file with a piece lost or put in', () => {
    fc.assert(
      fc.property(fc.nat(servlet.length), fc.nat(20), pieces, (at, length, piece) => {
        checkPlaces(parseJava(servlet.slice(0, at) + servlet.slice(at + length)));
        checkPlaces(parseJava(servlet.slice(0, at) + piece + servlet.slice(at)));
      }),
      { numRuns: 1000 },
    );
  });

  it('a type that was made Serializable is so, and has the fields it had', () => {
    const blank = fc.constantFrom(' ', '\n', '\n\n  ', '\r\n\t', ' // c\n', ' /* { */ ');
    const shape = fc.record({
      head: fc.constantFrom(
        '',
        'package p;',
        'import java.util.List;',
        'package p;\nimport a.B;\n\nimport java.util.List;',
        'package p; import java.io.*;',
        'import q.Serializable;',
      ),
      kind: fc.constantFrom(
        'class A',
        'final class A<T extends B<T>>',
        'record A(int c)',
        'interface A',
        'class A extends B',
        'class A implements D<E>, F',
      ),
      blanks: fc.tuple(blank, blank, blank),
      members: fc.constantFrom(
        '',
        'int x;',
        'static class N {}',
        '/** Doc. */ int x, y;',
        'static final long serialVersionUID = 3;',
      ),
      after: fc.constantFrom('', '\nclass Z {}', ' interface Serializable {}'),
    });
    fc.assert(
      fc.property(shape, ({ head, kind, blanks: [one, two, three], members, after }) => {
        const text = `${head}\n${kind}${one}{${two}${members}${three}}${after}`;
        const before = parseJava(text);
        const type = before.types.find(({ name }) => name === 'A');
        assert(type);
        const result = applyEdits(text, makeSerializable(before, type));
        const document = parseJava(result);
        const changed = document.types.find(({ name }) => name === 'A');
        assert(changed);
        assert.deepEqual(
          document.types.map(({ qualifiedName }) => qualifiedName),
          before.types.map(({ qualifiedName }) => qualifiedName),
        );
        const lookup = (name: string) => {
          const found = document.types.find(({ qualifiedName }) => qualifiedName === name);
          return found && { document, type: found };
        };
        assert.equal(isSerializable(changed.qualifiedName, lookup), true, result);
        assert.deepEqual(namesOf(changed.fields), namesOf(type.fields), result);
        assert.equal(hasVersion(changed), hasVersion(type) || type.kind === 'class');
      }),
      { numRuns: 500 },
    );
  });

  it('every beginning of a file with all that a walk looks at', () => {
    for (let end = 0; end <= many.length; end++) checkPlaces(parseJava(many.slice(0, end)));
  });

  it('walks a chain of ten thousand classes, in one file or in many, and comes out of every loop', () => {
    const count = 10_000;
    const part = (i: number): string =>
      `class A${i} extends B${i} implements java.io.Serializable { A${i + 1} next; A${i >> 1} back; java.util.List<A${i + 1}> all; } class B${i} {}`;
    const parts = Array.from({ length: count }, (_, i) => part(i));
    const last = `class A${count} { Thread thread; }`;
    for (const texts of [[[...parts, last].join('\n')], [...parts, last]]) {
      const documents = texts.map((text) => parseJava(`package p; ${text}`));
      const known = new Map(
        documents.flatMap((document) =>
          document.types.map((type) => [type.qualifiedName, { document, type }]),
        ),
      );
      const graph = new ObjectGraph(known);
      const stop = graph.stopOfClass('p.A0');
      assert.equal(stop?.qualifiedName, `p.A${count}`);
      assert.equal(stop.steps.length, count);
      const end = known.get(`p.A${count}`);
      assert(end);
      assert.deepEqual(graph.missingFrom(end), { classes: [end], isEnough: false });
      for (let i = 0; i < 100; i++) assert(graph.stopOfClass(`p.A${i * 97}`));
    }
    const loop = parseJava(
      'class A extends B { A a; } class B extends C { } class C extends A implements java.io.Serializable {}',
    );
    checkPlaces(loop);
  }).timeout(60_000);
});
