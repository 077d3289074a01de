import { strict as assert } from 'node:assert';
import { parseJava } from '../../../server/src/languages/java/parse';
import type { KnownType } from '../../../server/src/languages/java/resolve';
import { judgeValue } from '../../../server/src/languages/java/values';

const others = [
  `package p; import java.util.*; public class Service<T> extends Base<T> {
     User user; static Map<String, List<User>> all; T one() {} List<T> many() {} User of(int a) {} String of(String a) {}
     <X> X any() {} void nothing() {} int count() {} User[] array() {} Service<List<T>> deeper() {} }`,
  'package p; public class Base<B> extends lib.Unknown { B base(int a) {} Optional<B> missing() {} }',
  'package p; public class User implements Comparable<User> { static User make() {} User self() {} }',
  'package p; @lombok.Data public class Bean { private User user; private boolean open; }',
  'package p; public record Pair<A, B>(A first, B second) {}',
].map((text) => parseJava(text));

function typeOf(value: string, before = ''): string | undefined {
  const document = parseJava(`package p; import jakarta.servlet.http.HttpSession; import java.util.*;
    class Page extends Service<User> { void m(HttpSession s, Service<User> service, Pair<String, User> pair, Bean bean) {
      ${before} s.setAttribute("a", ${value}); } }`);
  const types = new Map<string, KnownType>();
  for (const one of [document, ...others])
    for (const type of one.types) types.set(type.qualifiedName, { document: one, type });
  const [write] = document.sessionWrites;
  assert(write, value);
  return judgeValue(write.value, document, write.inType, types).qualifiedName;
}

describe('what a value is, by other files', () => {
  it('is what methods return, and fields hold', () => {
    for (const value of [
      'service.one()',
      'service.user',
      'service.many().get(0)',
      'service.base(1)',
      'base(2)',
      'this.base(3)',
      'this.user',
      'this.one()',
      'Service.all.get("x").get(1)',
      'service.deeper().one().get(0)',
      'service.array()[0]',
      'User.make()',
      'User.make().self().self()',
      '(User) service.any()',
      '((User) service.any()).self()',
      'pair.second()',
      'bean.getUser()',
      'service.many().iterator().next()',
      'service.many().stream().sorted().findFirst().orElseGet(() -> null)',
      'service.many().subList(0, 1).getFirst()',
      'new Pair<User, String>(null, null).first()',
      'service == null ? "x" : service.one()',
      'service == null ? service == this ? 1 : User.make() : "x"',
    ])
      assert.equal(typeOf(value), 'p.User', value);
    assert.equal(typeOf('x', 'var x = service.many().get(0);'), 'p.User');
    assert.equal(typeOf('x.self()', 'var x = service.one();'), 'p.User');
    assert.equal(typeOf('x[0]', 'User[] x = null;'), 'p.User');
  });

  it('is not guessed', () => {
    for (const value of [
      'service.of("x")',
      'service.any()',
      'service.nothing()',
      'service.count()',
      'service.missing().get()',
      'service.base()',
      'service.nowhere()',
      'service.nowhere',
      'service.array().length',
      'service.one().other()',
      'Nowhere.make()',
      'USER.make()',
      'bean.isOpen()',
      'bean.getOpen()',
      'bean.user()',
      'pair.third()',
      'service.many().get()',
      'service.many().stream().map(User::name).findFirst().get()',
      'service.one() + 1',
      'service == null ? null : null',
    ])
      assert.equal(typeOf(value), undefined, value);
    assert.equal(typeOf('x', 'var x = service.any();'), undefined);
  });
});
