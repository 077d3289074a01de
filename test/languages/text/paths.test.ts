import assert from 'node:assert/strict';
import {
  commonFolder,
  entryOf,
  folderOf,
  isInside,
  join,
  normalise,
  rebase,
} from '../../../server/src/languages/text/paths';

describe('paths', () => {
  it('lie in a folder, which may be the root of the disk', () => {
    assert.equal(isInside('/a/b', '/a'), true);
    assert.equal(isInside('/a', '/a'), true);
    assert.equal(isInside('/ab', '/a'), false);
    assert.equal(isInside('/x', '/'), true);
    assert.equal(isInside('/', '/x'), false);
    assert.equal(isInside('C:/x', 'C:/'), true);
  });

  it('keep the root as the folder of what lies at the top', () => {
    assert.equal(folderOf('/x'), '/');
    assert.equal(folderOf('/'), '/');
    assert.equal(folderOf('/a/b'), '/a');
    assert.equal(entryOf('/', 'x'), '/x');
    assert.equal(entryOf('/a', 'x\\y'), '/a/x\\y');
  });

  it('are resolved as they are written', () => {
    assert.equal(join('/a/b', '../c//d/./'), '/a/c/d');
    assert.equal(join('/a', '/etc/nginx/'), '/etc/nginx');
    assert.equal(join('/a', 'conf\\x.conf'), '/a/conf/x.conf');
    assert.equal(join('/', '../../x'), '/x');
    assert.equal(join('C:/a', '../b'), 'C:/b');
  });

  it('move from one folder to another', () => {
    assert.equal(rebase('/a/b/c', '/a', '/z'), '/z/b/c');
    assert.equal(rebase('/a', '/a', '/z'), '/z');
    assert.equal(rebase('/b/c', '/', '/z'), '/z/b/c');
    assert.equal(rebase('/a/b', '/a', '/'), '/b');
    assert.equal(rebase('/ab', '/a', '/z'), undefined);
  });

  it('share a folder', () => {
    assert.equal(commonFolder(['/a/b/x', '/a/c/y']), '/a');
    assert.equal(commonFolder(['/x', '/a/y']), '/');
    assert.equal(commonFolder([]), '/');
  });

  it('are written in one way', () => {
    assert.equal(normalise('c:\\a\\b\\'), 'C:/a/b');
    assert.equal(normalise('/a\\b/'), '/a\\b');
    assert.equal(normalise('/'), '/');
  });
});
