import { strict as assert } from 'node:assert';
import { parseJava } from '../../../server/src/languages/java/parse';

const imports = 'package p;\nimport jakarta.servlet.http.*;\n';

/** `receiver… | attribute | type` of each write; `!` behind the type where it is exact. */
function writes(text: string): string[] {
  return parseJava(text).sessionWrites.map(({ span, attribute, value }) => {
    const type = value.type && value.type.name + '[]'.repeat(value.type.arrayDimensions);
    const receiver = text.slice(span.start, span.end).replace(/\s*\.\s*setAttribute[^]*$/, '');
    return `${receiver} | ${attribute} | ${type}${value.exact ? '!' : ''}`;
  });
}

/** The types of the values written in a method with a session `s`; `members` stand beside it. */
function valueTypes(body: string, members = ''): (string | undefined)[] {
  const text = `${imports}class A { ${members} void m(HttpSession s, HttpServletRequest r) { ${body} } }`;
  // What is asked of a type, other files tell.
  return parseJava(text).sessionWrites.map(({ value }) =>
    value.type?.members ? undefined : value.type?.name,
  );
}

/** The receivers that are found in a method body. */
function receivers(body: string, members = '', head = imports): string[] {
  const text = `${head}class A { ${members} void m(HttpServletRequest r) throws E { ${body} } }`;
  return writes(text).map((write) => write.split(' | ')[0] ?? '');
}

/** The types of values, each written by one statement. */
const typesOf = (...values: string[]): (string | undefined)[] =>
  valueTypes(values.map((value) => `s.setAttribute("a", ${value});`).join('\n'));

describe('parseJava: writes to sessions', () => {
  it('gives the place, the attribute, the value and the type around it', () => {
    const text = `${imports}class A { class B { void m(HttpSession s) { s . setAttribute( "a\\tb" , new C( 1 ) ); } } }`;
    const [write, ...more] = parseJava(text).sessionWrites;
    assert(write);
    assert.deepEqual(more, []);
    assert.equal(text.slice(write.span.start, write.span.end), 's . setAttribute( "a\\tb" , new C( 1 ) )');
    assert.equal(text.slice(write.value.span.start, write.value.span.end), 'new C( 1 )');
    assert.equal(write.attribute, 'a\tb');
    assert.equal(write.value.type?.name, 'C');
    assert.equal(write.value.exact, true);
    assert.equal(write.inType, 'p.A.B');
  });

  it('knows a session by its declared type: parameter, local, field, var, cast, method', () => {
    const put = '.setAttribute("a", 1);';
    assert.deepEqual(receivers(`final HttpSession s = x(); s${put}`), ['s']);
    assert.deepEqual(receivers(`jakarta.servlet.http.HttpSession s; s${put}`), ['s']);
    assert.deepEqual(receivers(`javax.servlet.http.HttpSession s; s${put}`, '', ''), ['s']);
    assert.deepEqual(receivers(`f${put} this.f${put}`, 'private HttpSession f;'), ['f', 'this.f']);
    assert.deepEqual(receivers(`f${put}`, 'void x() {} @Inject HttpSession e, f = null;'), ['f']);
    assert.deepEqual(receivers(`var s = r.getSession(); s${put}`), ['s']);
    assert.deepEqual(receivers(`var q = (HttpServletRequest) o; var s = q.getSession(true); s${put}`), ['s']);
    assert.deepEqual(receivers(`((HttpSession) o.get("x"))${put}`), ['((HttpSession) o.get("x"))']);
    assert.deepEqual(
      receivers(`session()${put} this.session()${put}`, 'HttpSession session() { return null; }'),
      ['session()', 'this.session()'],
    );
    assert.deepEqual(
      receivers(`for (HttpSession s : all) { s${put} } try (HttpSession t = x()) { t${put} }`),
      ['s', 't'],
    );
    assert.deepEqual(receivers(`all.forEach((HttpSession s) -> s${put}); if (a) r.getSession()${put}`), [
      's',
      'r.getSession()',
    ]);
  });

  it('knows a session by where it comes from', () => {
    const put = '.setAttribute("a", 1);';
    assert.deepEqual(receivers(`r.getSession()${put} r\n.getSession(false)\n${put}`), [
      'r.getSession()',
      'r\n.getSession(false)',
    ]);
    assert.deepEqual(receivers(`((HttpServletRequest) q).getSession()${put}`), [
      '((HttpServletRequest) q).getSession()',
    ]);
    assert.deepEqual(
      receivers(`ServletActionContext.getRequest().getSession()${put} getRequest().getSession()${put}`),
      ['ServletActionContext.getRequest().getSession()', 'getRequest().getSession()'],
    );
    assert.deepEqual(receivers(`e.getSession()${put}`, 'HttpSessionEvent e;'), ['e.getSession()']);
  });

  it('takes nothing else for a session', () => {
    const put = '.setAttribute("a", new Object());';
    for (const body of [
      `r${put}`,
      `r.getServletContext()${put} getServletContext()${put} pageContext${put}`,
      `s${put}`,
      `Model s; s${put}`,
      `future.getSession()${put} SecurityUtils.getSubject().getSession()${put} getSession()${put}`,
      `Subject q; q.getSession()${put}`,
      `HttpSession[] s; s${put} s[0]${put}`,
      `{ HttpSession s; } s${put}`,
      `HttpSession s; Runnable x = new Base() { void run() { s${put} } };`,
      `r.getSession().getServletContext()${put}`,
      `s.setAttribute("a"); HttpSession s; s.setAttribute("a", 1, 2); s.setAttribute(); s.setAttribute("a", 1`,
      `list.forEach(r -> r.getSession()${put}); list.forEach((r, x) -> { r.getSession()${put} });`,
      `super.getSession()${put} new A()${put}`,
    ])
      assert.deepEqual(receivers(body), [], body);
    assert.deepEqual(receivers(`HttpSession s; s${put}`, '', 'import other.HttpSession;'), []);
    assert.deepEqual(receivers(`HttpSession s; s${put}`, '', 'package p;'), []);
    assert.deepEqual(receivers(`HttpSession s; s${put}`, 'interface HttpSession {}'), []);
    assert.deepEqual(receivers(`f${put}`, 'class B { HttpSession f; }'), []);
  });

  it('tells the type of literals, new objects, arrays and casts', () => {
    assert.deepEqual(typesOf('"x"', '1', '1L', '1.5', '0x1F', '2f', "'c'", 'true'), [
      'java.lang.String',
      'java.lang.Integer',
      'java.lang.Long',
      'java.lang.Double',
      'java.lang.Integer',
      'java.lang.Float',
      'java.lang.Character',
      'java.lang.Boolean',
    ]);
    assert.deepEqual(typesOf('new B()', 'new q.B<>(1, (2))', 'new B<C>() { int x; }', '(new B())'), [
      'B',
      'q.B',
      'B',
      'B',
    ]);
    assert.deepEqual(typesOf('(B) x', '(q.B<C>) x.y(1)[2].z', '(B) (Object) x', '(B) new C()'), [
      'B',
      'q.B',
      'B',
      'B',
    ]);
    const text = `${imports}class A { void m(HttpSession s) { s.setAttribute("a", new B[2][]); s.setAttribute("b", new B[] {x}); s.setAttribute("c", b); } B b[]; }`;
    assert.deepEqual(writes(text), ['s | a | B[][]!', 's | b | B[]!', 's | c | B[]']);
  });

  it('follows a name to its nearest declaration', () => {
    const put = 's.setAttribute("a", x);';
    assert.deepEqual(valueTypes(put, 'B x;'), ['B']);
    assert.deepEqual(valueTypes(`C x = null; ${put}`, 'B x;'), ['C']);
    assert.deepEqual(valueTypes(`{ C x; ${put} } ${put}`, 'B x;'), ['C', 'B']);
    assert.deepEqual(
      valueTypes(`for (C x : xs) { ${put} } for (D x = y, z = x; ; ) { ${put} } ${put}`, 'B x;'),
      ['C', 'D', 'B'],
    );
    assert.deepEqual(valueTypes(`try { } catch (C x) { ${put} } ${put}`, 'B x;'), ['C', 'B']);
    assert.deepEqual(valueTypes(`C w = f(1, 2), x[] = {}, y; ${put} s.setAttribute("b", y);`, 'B x;'), [
      'C',
      'C',
    ]);
    assert.deepEqual(valueTypes(`var x = new C(1); ${put} var y = this.x; s.setAttribute("a", y);`, 'B x;'), [
      'C',
      'B',
    ]);
    assert.deepEqual(valueTypes('s.setAttribute("a", this.x);', 'B x;'), ['B']);
    assert.deepEqual(valueTypes('s.setAttribute("a", this);'), ['p.A']);
    assert.deepEqual(valueTypes(`Runnable q = (C x) -> { ${put} }; ${put}`, 'B x;'), ['C', 'B']);
    assert.deepEqual(valueTypes(`int x = 1; ${put}`), ['java.lang.Integer']);
    assert.deepEqual(
      valueTypes('s.setAttribute("a", o);', 'static final String K = "k"; Outer.Inner<K> o;'),
      ['Outer.Inner'],
    );
  });

  it('follows a method of this class whose result is declared', () => {
    assert.deepEqual(
      valueTypes(
        's.setAttribute("a", f()); s.setAttribute("a", this.g(1, h(2, 3))); s.setAttribute("a", g()); s.setAttribute("a", v());',
        'B f() { return null; } C g(int a, int b) { return null; } D v(int... x) { return null; } void m() {}',
      ),
      ['B', 'C', undefined, undefined],
    );
    assert.deepEqual(
      valueTypes('s.setAttribute("a", f(1));', 'B f(int a) { return null; } C f(String a) { return null; }'),
      [undefined],
    );
  });

  it('has no opinion where it cannot tell', () => {
    const put = 's.setAttribute("a", x);';
    for (const value of [
      'null',
      'x',
      'b.c()',
      'B.of()',
      'new B().c()',
      'new B().d',
      'a ? new B() : new C()',
      'o',
      '(Object) new B()',
      '(Runnable & java.io.Serializable) () -> {}',
      '(B) () -> {}',
      '() -> {}',
      'B::new',
      'x = new B()',
      '(B) x + "y"',
      'new B() + ""',
      'super.f()',
      't',
      'b[0]',
      'b.c',
      '',
      '-1',
    ])
      assert.deepEqual(valueTypes(`s.setAttribute("a", ${value});`, 'Object o; B[] b;'), [undefined], value);
    const silent: [body: string, members: string][] = [
      ['for (B x : xs) f(x); ' + put, 'C x;'],
      [`if (o instanceof B x && y) { ${put} } ${put}`, 'C x;'],
      [`switch (o) { case B x -> ${put} }`, 'C x;'],
      [`if (o instanceof P(B x, var y)) { ${put} }`, 'C x;'],
      [`x -> ${put}`, 'C x;'],
      [`(x, y) -> { ${put} }`, 'C x;'],
      [`for (var x : xs) { ${put} }`, 'C x;'],
      [`new Base() { void m() { ${put} } };`, 'C x;'],
      [`class Local extends Base { void m() { ${put} } }`, 'C x;'],
      [`class B {} s.setAttribute("a", new B());`, ''],
      ['s.setAttribute("a", t);', '<B> void q() {} B t;'],
    ];
    for (const [body, members] of silent)
      assert.deepEqual(
        valueTypes(body, members).filter((type) => type !== undefined),
        [],
        body,
      );
    const inner = `${imports}class A<T> { C x; T t; class I extends Base { void m(HttpSession s) { s.setAttribute("a", x); s.setAttribute("b", t); } } }`;
    assert.deepEqual(writes(inner), ['s | a | undefined', 's | b | undefined']);
  });

  it('reads the name of the attribute from a literal or a constant of the file', () => {
    const text = `${imports}interface K { String B = "b"; } class A {
      static final String C = "c"; String d = "d"; static final String E = f();
      void m(HttpSession s) {
        s.setAttribute(K.B, 1); s.setAttribute(C, 1); s.setAttribute(A.C, 1); s.setAttribute(p.A.C, 1);
        s.setAttribute(d, 1); s.setAttribute(E, 1); s.setAttribute("x" + C, 1); s.setAttribute(X.C, 1);
        String C = "shadow"; s.setAttribute(C, 1); s.setAttribute("\\u0041\\n\\101", 1);
      } }`;
    assert.deepEqual(
      parseJava(text).sessionWrites.map(({ attribute }) => attribute),
      ['b', 'c', 'c', 'c', undefined, undefined, undefined, undefined, undefined, 'A\nA'],
    );
  });

  it('finds writes in lambdas, anonymous classes, initialisers and nested calls', () => {
    const text = `${imports}class A { Filter f = (HttpServletRequest q) -> { q.getSession().setAttribute("1", new B()); };
      static { HttpSession s = x(); s.setAttribute("2", new B()); }
      void m(HttpSession s) { run(() -> s.setAttribute("3", new B())); new T() { void n(HttpSession t) { t.setAttribute("4", new B()); } };
      s.setAttribute("5", f(q -> { s.setAttribute("6", new B()); })); } }`;
    assert.deepEqual(
      parseJava(text).sessionWrites.map(({ attribute }) => attribute),
      ['1', '2', '3', '4', '5', '6'],
    );
  });

  it('takes time that does not grow with the square of a text made to hurt', () => {
    const head = `${imports}class A { HttpSession s; void m() {`;
    const n = 15_000;
    for (const text of [
      'class A{'.repeat(n),
      'a<'.repeat(n * 3),
      `${head}${'{s.setAttribute("a", b);'.repeat(n)}`,
      `${head}${'A b, C d, '.repeat(n)}setAttribute`,
      `${head}${'A b = '.repeat(n)}setAttribute`,
      `${head}${'var x = f('.repeat(n)}setAttribute`,
      `${head}${'var x = (((((((((((((((((((((('.repeat(2000)}setAttribute`,
      `${head}s${'.setAttribute("a", s)'.repeat(n)}`,
      `${head}${'(a, b) -> '.repeat(n)}setAttribute`,
      `${head}${'for (A x : y) { } '.repeat(n)}${'s.setAttribute("x", x);'.repeat(500)}`,
      `${head}${'m(A x, A y, A z) throws '.repeat(n)}setAttribute`,
      `class A { ${'A m('.repeat(n)}`,
      '"""'.repeat(n),
      '/*'.repeat(n),
    ])
      assert.equal(parseJava(text).text, text);
  });
});
