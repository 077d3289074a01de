import { strict as assert } from 'node:assert';
import { parseJava } from '../../../server/src/languages/java/parse';
import type { JavaType, TypeRef } from '../../../server/src/languages/java/tree';

function written({ name, args, arrayDimensions }: TypeRef): string {
  return name + (args.length > 0 ? `<${args.map(written).join(',')}>` : '') + '[]'.repeat(arrayDimensions);
}

function typesOf(text: string): readonly JavaType[] {
  return parseJava(text).types;
}

/** `modifiers type name` of each field of the first type. */
function fieldsOf(text: string): string[] {
  return (typesOf(text)[0]?.fields ?? []).map(({ modifiers, type, name }) =>
    [...modifiers, written(type), name].join(' '),
  );
}

const usesSession = (text: string): boolean => parseJava(text).usesSession;

const outlineOf = (text: string): string[] =>
  typesOf(text).map((type) =>
    [
      type.kind,
      type.qualifiedName,
      ...type.typeParameters.map((name) => `<${name}>`),
      ...type.extends.map((ref) => `> ${written(ref)}`),
      ...type.implements.map((ref) => `+ ${written(ref)}`),
    ].join(' '),
  );

describe('parseJava: declarations', () => {
  it('reads package and imports of every kind', () => {
    const text =
      '// package no;\npackage com . example;\nimport java.util.*;\nimport static a.B.*;\nimport static a.B.c;\n' +
      'import x.Y;\nimport module java.base;\nclass A {}';
    const document = parseJava(text);
    assert.equal(document.package, 'com.example');
    assert(document.packageSpan);
    assert.equal(text.slice(document.packageSpan.start, document.packageSpan.end), 'package com . example;');
    assert.deepEqual(
      document.imports.map(({ span, name, wildcard, static: isStatic }) => [
        text.slice(span.start, span.end),
        name,
        wildcard,
        isStatic,
      ]),
      [
        ['import java.util.*;', 'java.util', true, false],
        ['import static a.B.*;', 'a.B', true, true],
        ['import static a.B.c;', 'a.B.c', false, true],
        ['import x.Y;', 'x.Y', false, false],
      ],
    );
  });

  it('reads types of every kind, nested, with their supertypes', () => {
    assert.deepEqual(
      outlineOf(`package p;
        @Deprecated @SuppressWarnings({"a", "class B {"}) public final class A<T extends Comparable<T>, U>
            extends x.Base<T>.Inner<U[]> implements java.io.Serializable, @Nonnull List<? extends Map<String, int[]>> {
          static class B {} interface C extends D, E { class F {} }
          enum G implements H { X(1) { void m() {} }, Y { }; class I {} }
          record J<T>(int a, String... b) implements K { J { } static class L {} }
          @interface M { String value() default "}"; class N {} }
          sealed interface O permits P, Q {} non-sealed class P implements O {}
        }
        class Z { void m() { class Local {} new Object() { class Hidden {} }; } }`),
      [
        'class p.A <T> <U> > x.Base.Inner<U[]> + java.io.Serializable + List<Map<String,int[]>>',
        'class p.A.B',
        'interface p.A.C > D > E',
        'class p.A.C.F',
        'enum p.A.G + H',
        'class p.A.G.I',
        'record p.A.J <T> + K',
        'class p.A.J.L',
        'annotation p.A.M',
        'class p.A.M.N',
        'interface p.A.O',
        'class p.A.P + O',
        'class p.Z',
      ],
    );
  });

  it('says where an implements clause may go and where the body begins', () => {
    for (const text of [
      'class A| {}',
      'class A<T extends B<T>>| {}',
      'class A extends B<C>| {}',
      'class A extends B| implements D {}',
      'record A(int b, @C("{") int d)| {}',
      'enum A| { X }',
      'sealed class A extends B| permits C {}',
      'interface A extends B, C| {}',
    ]) {
      const source = text.replace('|', '');
      const [type] = typesOf(source);
      assert.equal(type?.implementsInsertAt, text.indexOf('|'), text);
      assert.equal(source[type.bodyStart], '{');
    }
  });

  it('reads fields with several names, arrays, initialisers of every form', () => {
    assert.deepEqual(
      fieldsOf(`class A {
        private static final long serialVersionUID = 1L;
        int a, b[] = {1, 2}, c = f(1, 2);
        @Inject("x;") protected transient volatile Map<String, List<? super B[]>>[] d = new HashMap<String, Integer>() {{ put("e", 1); }}, e;
        Function<A, B> f = (x, y) -> { int no = 1; return no; }, g = x -> x < 2;
        java.util.List<B> h; B... no; static { int no; } { B no; }
        String i = "\\"; int no;", j = """
          int no = "1"; \\""" ; int no2;
          """; char k = ';', l = '\\'', m = '"'; // int no;
        boolean n = a < b, o = true; /* int no; */
        int p;
      }`),
      [
        'private static final long serialVersionUID',
        'int a',
        'int[] b',
        'int c',
        'protected transient volatile Map<String,List<java.lang.Object>>[] d',
        'protected transient volatile Map<String,List<java.lang.Object>>[] e',
        'Function<A,B> f',
        'Function<A,B> g',
        'java.util.List<B> h',
        'B[] no',
        'String i',
        'String j',
        'char k',
        'char l',
        'char m',
        'boolean n',
        'boolean o',
        'int p',
      ],
    );
  });

  it('takes record components and constants of interfaces for the fields they are', () => {
    assert.deepEqual(fieldsOf('record A(@B int c, java.util.List<D> e, F... g) { static int h; }'), [
      'private final int c',
      'private final java.util.List<D> e',
      'private final F[] g',
      'static int h',
    ]);
    assert.deepEqual(fieldsOf('interface A { int B = 1; }'), ['public static final int B']);
    assert.deepEqual(fieldsOf('enum A { X, Y(1) { int no; }; private int b; }'), ['private int b']);
  });

  it('names the methods, and no constructors or calls', () => {
    const [type] = typesOf(`class A {
      <T> A(T t) throws E { writeObject(t); } Object writeReplace() { return this; } void other() {}
      private void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException { out.defaultWriteObject(); }
    }`);
    assert.deepEqual(
      type?.methods.map(({ name }) => name),
      ['writeReplace', 'other', 'writeObject'],
    );
  });

  it('is not led astray by comments, strings, unicode and annotations', () => {
    assert.deepEqual(
      outlineOf(
        '/* class A { */ // class B {\n/** class C */ class Größe$1 { String s = "class D {"; char c = \'{\'; @E("}") int \\u00e9t\\u00e9; }',
      ),
      ['class Größe$1'],
    );
  });

  it('keeps what it can of a file that is being typed', () => {
    assert.deepEqual(outlineOf('class A { int b = ; void m( { } class C { int d }\n class E {}'), [
      'class A',
      'class A.C',
      'class A.E',
    ]);
    assert.deepEqual(fieldsOf('class A { B b = \n private C c; public void m() { D d'), [
      'B b',
      'private C c',
    ]);
    assert.deepEqual(outlineOf('package ; import ; class ; class A { } } class B { }'), [
      'class A',
      'class B',
    ]);
    assert.deepEqual(outlineOf('class A { String s = "open;\n int b; }\nclass C { }'), [
      'class A',
      'class C',
    ]);
  });

  it('says whether a source uses sessions', () => {
    assert(usesSession('import javax.servlet.http.HttpSession;'));
    assert(
      usesSession(
        'import jakarta.servlet.http.*; class A { void m(HttpServletRequest r) { r.getSession(); } }',
      ),
    );
    assert(!usesSession('class A { Object o = sessionFactory.getSession(); }'));
    assert(
      !usesSession(
        'import javax.servlet.http.*; class A { /* HttpSession, getSession() */ String s = "HttpSession"; }',
      ),
    );
  });
});
