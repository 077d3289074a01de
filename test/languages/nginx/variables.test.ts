import assert from 'node:assert/strict';
import {
  madeVariable,
  namesVariable,
  replaceVariables,
  soleVariable,
  variablesIn,
} from '../../../server/src/languages/nginx/variables';

/** What is read of a text: names, captures with their dollar. */
const read = (text: string): readonly string[] =>
  [...variablesIn(text)].map(({ name, isCapture }) => (isCapture ? `$${name}` : name));

describe('variables in a text of nginx', () => {
  it('are read as nginx does: bare or in braces, captures by one digit', () => {
    assert.deepEqual(read('http://$host:${server_port}$request_uri'), ['host', 'server_port', 'request_uri']);
    assert.deepEqual(read('/$1/$10/${1}'), ['$1', '$1', '1']);
    assert.deepEqual(read('$host.local $arg_x-$cookie_JSESSIONID'), ['host', 'arg_x', 'cookie_JSESSIONID']);
  });

  it('are none where nothing is named: a dollar alone, a brace that is not closed', () => {
    assert.deepEqual(read('a$ b$$ ${x $-'), []);
    assert.deepEqual(read('$${x}'), ['x']);
  });

  it('have their places', () => {
    const text = 'a${uri}b$args';
    assert.deepEqual(
      [...variablesIn(text)].map(({ start, end, nameStart, name }) => [
        text.slice(start, end),
        text.slice(nameStart, nameStart + name.length),
      ]),
      [
        ['${uri}', 'uri'],
        ['$args', 'args'],
      ],
    );
  });

  it('are alike in either case', () => {
    assert.ok(namesVariable('x$HTTP_Upgrade', 'http_upgrade'));
    assert.ok(namesVariable('${http_upgrade}', 'http_upgrade'));
    assert.ok(!namesVariable('$http_upgrade2', 'http_upgrade'));
    assert.ok(!namesVariable('http_upgrade', 'http_upgrade'));
  });

  it('may be all of a text', () => {
    assert.equal(soleVariable('${uri}'), 'uri');
    assert.equal(soleVariable('$uri'), 'uri');
    assert.equal(soleVariable('$uri$args'), undefined);
    assert.equal(soleVariable('$1'), undefined);
    assert.equal(soleVariable('a$uri'), undefined);
  });

  it('are made by a dollar and a name, without braces', () => {
    assert.equal(madeVariable('$Route'), 'route');
    assert.equal(madeVariable('${route}'), undefined);
    assert.equal(madeVariable('route'), undefined);
  });

  it('are replaced, and what stands between stays', () => {
    assert.equal(
      replaceVariables('a$b-${c}$', ({ name }) => name.toUpperCase()),
      'aB-C$',
    );
  });
});
