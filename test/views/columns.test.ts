import { deepEqual, equal } from 'node:assert/strict';
import { cutTo, widthOf, wrapped } from '../../client/src/kernel/columns';

describe('columns of a fixed-width font', () => {
  it('are two of what is drawn wide', () => {
    equal(widthOf('duke'), 4);
    equal(widthOf('로그인'), 6);
    equal(widthOf('会员ａ'), 6);
    // Of several code points, and one of a flag.
    equal(widthOf('👩‍💻🇰🇷✅'), 6);
    // A letter with its accent apart.
    equal(widthOf('e\u0301a'), 2);
  });

  it('cut no character in two', () => {
    equal(cutTo(4, 'duke'), 'duke');
    equal(cutTo(4, 'dukes'), 'duk…');
    equal(cutTo(4, '로그'), '로그');
    equal(cutTo(4, '로그인'), '로…');
    equal(cutTo(3, '👩‍💻👩‍💻'), '👩‍💻…');
  });

  it('break between words', () => {
    deepEqual(wrapped(9, 'to be or not to be'), ['to be or', 'not to be']);
    deepEqual(wrapped(4, 'org.apache is'), ['org.apache', 'is']);
    deepEqual(wrapped(4, ''), ['']);
  });
});
