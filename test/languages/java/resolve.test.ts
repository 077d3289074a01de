import { strict as assert } from 'node:assert';
import { parseJava } from '../../../server/src/languages/java/parse';
import {
  hasSerializableSubtype,
  isSerializable,
  type KnownType,
  resolveName,
} from '../../../server/src/languages/java/resolve';
import type { JavaDocument } from '../../../server/src/languages/java/tree';
import { judgeValue } from '../../../server/src/languages/java/values';

/** All types of some sources, by qualified name. */
function typesIn(...sources: string[]): Map<string, KnownType> {
  const types = new Map<string, KnownType>();
  for (const document of sources.map((source) => parseJava(source)))
    for (const type of document.types) types.set(type.qualifiedName, { document, type });
  return types;
}

function documentOf(types: ReadonlyMap<string, KnownType>, name: string): JavaDocument {
  const found = types.get(name);
  assert(found, name);
  return found.document;
}

describe('resolveName', () => {
  const types = typesIn(
    `package p; import q.Imported; import w.*; import java.util.*; import static q.Imported.Nested;
     class A<T> extends Base { class In { class Deep {} } enum E {} }
     class Top {}`,
    'package p; class Same {} ',
    'package p; class Base { class Inherited {} }',
    'package q; public class Imported { public static class Nested {} }',
    'package w; class Wild {} class Same {} class Date {}',
  );
  const resolve = (name: string, inType?: string): string | undefined =>
    resolveName(name, documentOf(types, 'p.A'), inType, (wanted) => types.get(wanted));

  it("follows Java's order", () => {
    assert.equal(resolve('In', 'p.A'), 'p.A.In');
    assert.equal(resolve('Deep', 'p.A.In'), 'p.A.In.Deep');
    assert.equal(resolve('E', 'p.A.In.Deep'), 'p.A.E');
    assert.equal(resolve('Inherited', 'p.A.In'), 'p.Base.Inherited');
    assert.equal(resolve('Top', 'p.A'), 'p.Top');
    assert.equal(resolve('Imported', 'p.A'), 'q.Imported');
    assert.equal(resolve('Imported.Nested', 'p.A'), 'q.Imported.Nested');
    assert.equal(resolve('Nested', 'p.A'), 'q.Imported.Nested');
    assert.equal(resolve('Same', 'p.A'), 'p.Same');
    assert.equal(resolve('Wild', 'p.A'), 'w.Wild');
    assert.equal(resolve('List', 'p.A'), 'java.util.List');
    assert.equal(resolve('String', 'p.A'), 'java.lang.String');
    assert.equal(resolve('In.Deep', 'p.A'), 'p.A.In.Deep');
    assert.equal(resolve('other.pack.Type', 'p.A'), 'other.pack.Type');
    assert.equal(resolve('A'), 'p.A');
  });

  it('does not guess', () => {
    assert.equal(resolve('T', 'p.A'), undefined);
    assert.equal(resolve('T', 'p.A.In'), undefined);
    assert.equal(resolve('Nowhere', 'p.A'), undefined);
    assert.equal(resolve('Unknown.Inner', 'p.A'), undefined);
    // w.Date or java.util.Date: javac refuses it as ambiguous.
    assert.equal(resolve('Date', 'p.A'), undefined);
    assert.equal(resolve('Deep', 'p.A'), undefined);
  });
});

describe('isSerializable', () => {
  const types = typesIn(
    `package p; import java.io.*; import java.util.*; import lib.Unknown;
     class Plain {} class Sub extends Plain {} class Own implements Serializable {} class SubOwn extends Own {}
     class Ext extends Thing implements Comparable<Ext>, Externalizable {} class Thing {}
     class Lib extends Unknown {} class LibOwn extends Unknown implements Serializable {}
     class MyList extends ArrayList<String> {} class MyError extends RuntimeException {} class Worker extends Thread {}
     class Compares implements Comparable<Compares>, Runnable, Cloneable {} class Mine implements Marked {}
     interface Marked extends Serializable {} interface Open {} abstract class Half {} abstract class Full implements Marked {}
     enum Color {} record Point(int x) {} record Stored(int x) implements Serializable {}
     class Loop extends Pool {} class Pool extends Loop {} @interface Note {} class Opened implements Open {}
     class Servlet extends jakarta.servlet.http.HttpServlet {} class Wrong implements p.Serializable {}`,
  );
  const verdict = (name: string): boolean | undefined =>
    isSerializable(name.includes('.') ? name : `p.${name}`, (wanted) => types.get(wanted));

  it('says yes where any supertype is', () => {
    for (const name of [
      'Own',
      'SubOwn',
      'Ext',
      'LibOwn',
      'MyList',
      'MyError',
      'Mine',
      'Marked',
      'Full',
      'Color',
      'Stored',
      'Servlet',
    ])
      assert.equal(verdict(name), true, name);
    for (const name of [
      'java.lang.String',
      'java.math.BigInteger',
      'java.util.HashMap',
      'java.time.LocalDate',
      'java.util.UUID',
      'java.security.PrivateKey',
    ])
      assert.equal(verdict(name), true, name);
  });

  it('says no where all supertypes are known', () => {
    for (const name of ['Plain', 'Sub', 'Worker', 'Compares', 'Point', 'Loop', 'Opened'])
      assert.equal(verdict(name), false, name);
    for (const name of [
      'java.lang.Object',
      'java.lang.Thread',
      'java.io.InputStream',
      'java.util.Optional',
      'java.util.stream.Stream',
      'java.util.logging.Logger',
    ])
      assert.equal(verdict(name), false, name);
  });

  it('has no opinion of interfaces, abstract classes, and what lies outside of the workspace', () => {
    for (const name of [
      'Lib',
      'Open',
      'Half',
      'Note',
      'Wrong',
      'Missing',
      'java.util.List',
      'java.sql.Connection',
      'lib.Unknown',
      'org.slf4j.Logger',
    ])
      assert.equal(verdict(name), undefined, name);
  });
});

const servlet = (body: string): string =>
  `package p; import javax.servlet.http.*; class S { void m(HttpSession s) { ${body} } }`;

const judge = (body: string, ...others: string[]): boolean | undefined => {
  const types = typesIn(servlet(body), ...others.map((source) => `package p; ${source}`));
  const document = documentOf(types, 'p.S');
  const [write] = document.sessionWrites;
  assert(write);
  return judgeValue(write.value, document, write.inType, types).serializable;
};

describe('judgeValue', () => {
  it('judges what is put into a session', () => {
    assert.equal(judge('s.setAttribute("a", new B());', 'class B {}'), false);
    assert.equal(judge('B b = f(); s.setAttribute("a", b);', 'class B {}'), false);
    assert.equal(judge('s.setAttribute("a", new B());', 'class B implements java.io.Serializable {}'), true);
    assert.equal(judge('s.setAttribute("a", new B[1]);', 'class B {}'), true);
    assert.equal(judge('int[] b; s.setAttribute("a", b);'), true);
    assert.equal(judge('s.setAttribute("a", 1);'), true);
    assert.equal(judge('s.setAttribute("a", new B());'), undefined);
    assert.equal(judge('Object o = new B(); s.setAttribute("a", o);', 'class B {}'), undefined);
  });

  it('trusts a declared type only where no subclass may be Serializable', () => {
    const family = ['class B {}', 'class C extends B implements java.io.Serializable {}'];
    assert.equal(judge('B b = f(); s.setAttribute("a", b);', ...family), undefined);
    assert.equal(judge('s.setAttribute("a", new B());', ...family), false);
    assert.equal(judge('B b = f(); s.setAttribute("a", b);', 'class B {}', 'class C extends B {}'), false);
    assert.equal(
      judge(
        'B b = f(); s.setAttribute("a", b);',
        'class B {}',
        'class M extends B {} class C extends M implements Lib {}',
      ),
      undefined,
    );
  });

  it('names the class and where it is declared', () => {
    const types = typesIn(servlet('s.setAttribute("a", new B());'), 'package p; class B {}');
    const document = documentOf(types, 'p.S');
    const [write] = document.sessionWrites;
    assert(write);
    const verdict = judgeValue(write.value, document, write.inType, types);
    assert.equal(verdict.qualifiedName, 'p.B');
    assert.equal(verdict.known, types.get('p.B'));
    assert.equal(hasSerializableSubtype('p.B', types), false);
  });
});
