import assert from 'node:assert/strict';
import { tagNamesAt } from '../../../server/src/languages/xml/linked';
import { parseXml } from '../../../server/src/languages/xml/parse';

/** The text with the linked names in brackets; undefined where none are. `|` is the cursor. */
function linked(marked: string): string | undefined {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const spans = tagNamesAt(parseXml(text), offset);
  if (spans.length === 0) return undefined;
  let shown = text;
  for (const { start, end } of spans.toReversed())
    shown = `${shown.slice(0, start)}[${shown.slice(start, end)}]${shown.slice(end)}`;
  return shown;
}

describe('linked editing of tags', () => {
  it('links the names of both tags, from each end of either', () => {
    for (const marked of [
      '<|Host><A/></Host>',
      '<Host|><A/></Host>',
      '<Host><A/></|Host>',
      '<Host><A/></Host|>',
    ])
      assert.equal(linked(marked), '<[Host]><A/></[Host]>', marked);
    assert.equal(
      linked('<a><ee:b.c-d|\n x="1">t</ee:b.c-d ></a>'),
      '<a><[ee:b.c-d]\n x="1">t</[ee:b.c-d] ></a>',
    );
    assert.equal(linked('<a><!-- <b|></b> --></a>'), '<a><!-- <[b]></[b]> --></a>');
  });

  it('links nothing elsewhere', () => {
    for (const marked of [
      '<Host|/>',
      '<Host n|ame="a"></Host>',
      '<Host>te|xt</Host>',
      '<a|',
      '|<a></a>',
      '<a></a>|',
      '<a><!-- b|b --></a>',
    ])
      assert.equal(linked(marked), undefined, marked);
  });

  it('links in a broken text what surely belongs together', () => {
    assert.equal(linked('<S><H|><A></H></S>'), '<S><[H]><A></[H]></S>');
    assert.equal(linked('<S><H|></H><B x></S>'), '<S><[H]></[H]><B x></S>');
    // An end is missing, or one is too many: nobody knows of which.
    for (const marked of ['<S><H><H|></H></S>', '<S><H|></H></H></S>', '<S><H|></Ho></S>', '<S><H|>'])
      assert.equal(linked(marked), undefined, marked);
  });
});
