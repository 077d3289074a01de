import assert from 'node:assert/strict';
import { SymbolIndex } from '../../../server/src/languages/symbols/index';
import type { Mention, NameKinds, Occurrence } from '../../../server/src/languages/symbols/kinds';
import { renamable, renameEdits } from '../../../server/src/languages/symbols/rename';

/** Two toy languages: a farm makes hens by `hen NAME`, a kitchen uses them by `egg of NAME`. */
const texts = {
  'a.farm': 'hen Berta\nhen Carla\nhen Dora\n',
  'b.farm': 'hen Berta\n',
  'a.kitchen': 'egg of berta\negg of Emma\negg of Dora\n',
  'shared.kitchen': 'egg of Carla\negg of Nobody\n',
};
type Path = keyof typeof texts;

function* mentions(
  path: Path,
  word: RegExp,
  given: Pick<Mention, 'kind' | 'makes' | 'keys' | 'doubtful'>,
): Generator<Mention, void, undefined> {
  for (const match of texts[path].matchAll(word)) {
    const name = match[1] ?? '';
    const end = match.index + match[0].length;
    yield { ...given, name, path, span: { start: end - name.length, end } };
  }
}

const farm = (path: Path, key: string): Iterable<Mention> =>
  mentions(path, /hen (\w+)/g, { kind: 'hen', makes: true, keys: [key] });
const kitchen = (path: Path, keys: readonly string[]): Iterable<Mention> =>
  mentions(path, /egg of (\w+)/g, { kind: 'hen', makes: false, keys, doubtful: true });

const kinds: NameKinds = new Map([
  [
    'hen',
    {
      fold: (name: string) => name.toLowerCase(),
      isBuiltIn: (name: string) => name === 'Dora',
      notMade: (name: string) => `${name} lays for others.`,
      write: (wanted: string) =>
        /^\w+$/.test(wanted) ? { name: wanted } : { refused: 'A hen has one word for a name.' },
    },
  ],
]);

describe('names across languages', () => {
  // The kitchen comes first: what makes a name may be read after what uses it.
  const index = new SymbolIndex(
    [
      ...kitchen('a.kitchen', ['here']),
      ...kitchen('shared.kitchen', ['here', 'there']),
      ...farm('a.farm', 'here'),
      ...farm('b.farm', 'there'),
    ],
    kinds,
  );
  const textOf = (path: string): string | undefined => (path in texts ? texts[path as Path] : undefined);
  const at = (path: Path, part: string): Occurrence => {
    const found = index.at(path, texts[path].indexOf(part));
    assert.ok(found, part);
    return found;
  };
  const shown = (all: Iterable<Occurrence>): string[] =>
    [...all].map(({ path, name, makes }) => `${path} ${name}${makes ? '*' : ''}`);
  const refusal = (path: Path, part: string, wanted: string, own = index, texted = textOf): string => {
    const edits = renameEdits(own, at(path, part), wanted, texted);
    assert.ok('refused' in edits);
    return edits.refused;
  };

  it('are found where another language makes them, and only in their scope', () => {
    assert.deepEqual(shown(index.definitions(at('a.kitchen', 'berta'))), ['a.farm Berta*']);
    assert.deepEqual(shown(index.related(at('b.farm', 'Berta'))), ['b.farm Berta*']);
    assert.deepEqual(shown(index.related(at('a.farm', 'Carla'))), ['a.farm Carla*', 'shared.kitchen Carla']);
  });

  it('are none where they are doubtful and nothing makes them', () => {
    assert.equal(index.at('a.kitchen', texts['a.kitchen'].indexOf('Emma')), undefined);
  });

  it('are unused where only other scopes use them', () => {
    assert.deepEqual(shown(index.unused()), ['b.farm Berta*']);
  });

  it('are renamed in all languages', () => {
    const edits = renameEdits(index, at('a.kitchen', 'berta'), 'Anna', textOf);
    assert.ok(!('refused' in edits));
    assert.deepEqual(
      [...edits],
      [
        ['a.farm', [{ span: { start: 4, end: 9 }, text: 'Anna' }]],
        ['a.kitchen', [{ span: { start: 7, end: 12 }, text: 'Anna' }]],
      ],
    );
    assert.ok(!('refused' in renameEdits(index, at('a.kitchen', 'berta'), 'BERTA', textOf)), 'another case');
  });

  it('are not renamed to what their kind does not take', () => {
    assert.equal(refusal('a.farm', 'Berta', 'two words'), 'A hen has one word for a name.');
  });

  it('are not renamed to a name that is made, or that stands for something else', () => {
    assert.match(refusal('a.farm', 'Berta', 'carla'), /already has the hen "carla"/);
    assert.match(refusal('a.farm', 'Berta', 'emma'), /"emma" already stands for something else/);
    assert.match(refusal('b.farm', 'Berta', 'Nobody'), /"Nobody" already stands for something else/);
  });

  it('are not renamed where the program has them itself', () => {
    const found = renamable(index, at('a.kitchen', 'Dora'), textOf);
    assert.deepEqual(found, { refused: 'Dora lays for others.' });
  });

  it('are not renamed where one place cannot be written', () => {
    const without = (path: string): string | undefined => (path === 'a.farm' ? undefined : textOf(path));
    assert.match(
      refusal('a.kitchen', 'berta', 'Anna', index, without),
      /also stands in a file outside the workspace/,
    );
    const escaped = (path: string): string | undefined => textOf(path)?.replace('Berta', 'B&#101;rta');
    assert.match(refusal('a.kitchen', 'berta', 'Anna', index, escaped), /written with escapes/);
  });

  it('are tied where a line is read in two scopes, and clash in either', () => {
    const tied = new SymbolIndex(
      [
        ...farm('a.farm', 'here'),
        ...farm('b.farm', 'there'),
        ...kitchen('a.kitchen', ['here']),
        ...kitchen('a.kitchen', ['there']),
      ],
      kinds,
    );
    assert.deepEqual(shown(tied.related(at('b.farm', 'Berta'))), [
      'a.farm Berta*',
      'a.kitchen berta',
      'b.farm Berta*',
    ]);
    assert.match(refusal('b.farm', 'Berta', 'Carla', tied), /already has the hen "Carla"/);
  });

  it('are not renamed without a form, nor where one word is two things', () => {
    const plain = new SymbolIndex([...farm('a.farm', 'here')], new Map());
    assert.match(refusal('a.farm', 'Berta', 'Anna', plain), /Other programs may use the hen "Berta"/);
    const goose: Mention = {
      kind: 'goose',
      name: 'Berta',
      path: 'a.farm',
      span: { start: 4, end: 9 },
      makes: true,
      keys: [''],
    };
    const both = new SymbolIndex([...farm('a.farm', 'here'), goose], kinds);
    assert.match(refusal('a.farm', 'Berta', 'Anna', both), /two meanings, hen and goose/);
  });

  it('are nobody’s to rename where nothing makes them', () => {
    const used = new SymbolIndex(
      mentions('a.kitchen', /egg of (\w+)/g, { kind: 'egg', makes: false, keys: [''] }),
      kinds,
    );
    const emma = used.at('a.kitchen', texts['a.kitchen'].indexOf('Emma'));
    assert.ok(emma);
    assert.deepEqual(renamable(used, emma, textOf), {
      refused: 'Nothing in this configuration defines the egg "Emma", so it cannot be renamed.',
    });
  });
});
