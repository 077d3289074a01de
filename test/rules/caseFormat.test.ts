import assert from 'node:assert/strict';
import type { Span } from '../../server/src/languages/text/span';
import {
  caseFile,
  parseSections,
  printSection,
  printSections,
  textOf,
  type CaseFile,
  type Note,
  type Said,
  type Section,
} from '../helpers/cases/format';

const sectionOf = (...files: readonly CaseFile[]): Omit<Section, 'written'> => ({
  name: 'one',
  without: [],
  files,
});

const saying = (notes: Readonly<Record<string, readonly Note[]>>, more: Partial<Said> = {}): Said => ({
  notes: new Map(Object.entries(notes)),
  baseTexts: new Map(),
  unread: new Set(),
  fixes: [],
  ...more,
});

const noteAt = (start: number, end: number, ...more: readonly string[]): Note => ({
  span: { start, end },
  lines: ['error: bad', ...more],
});

/** A file with notes, as it is printed below its head. */
function printed(text: string, ...notes: readonly Note[]): readonly string[] {
  const section = printSection(sectionOf(caseFile('a.conf', text)), saying({ 'a.conf': notes }));
  const [read] = parseSections(section);
  assert.equal(read && read.files[0] && textOf(read.files[0]), text, 'the file is read as it was');
  return section.split('\n').slice(2, -1);
}

const spanOf = (text: string, marked: string): Span => {
  const start = text.indexOf(marked);
  return { start, end: start + marked.length };
};

const marked = (text: string, part: string): Note => ({ span: spanOf(text, part), lines: ['error: bad'] });

describe('the format of case files', () => {
  it('says of a line what stands below it, under the place that is meant', () => {
    const text = 'http {\n    gzip on;\n}\n';
    assert.deepEqual(printed(text, marked(text, 'gzip')), [
      'http {',
      '    gzip on;',
      '|   ^^^^ error: bad',
      '}',
    ]);
  });

  it('counts the bar for a caret where the place begins the line', () => {
    assert.deepEqual(printed('gzip on;\n', noteAt(0, 4)), ['gzip on;', '|^^^ error: bad']);
  });

  it('gives columns where carets cannot show the place', () => {
    assert.deepEqual(printed('<a/>\n', noteAt(1, 2)), ['<a/>', '| @2-3 error: bad']);
    assert.deepEqual(printed('}\n', noteAt(0, 1)), ['}', '| @1-2 error: bad']);
    assert.deepEqual(printed('gzip on\n', noteAt(7, 7)), ['gzip on', '| @8-8 error: bad']);
    const long = `${'x'.repeat(300)} y;\n`;
    assert.deepEqual(printed(long, marked(long, 'y')).slice(1), ['| @302-303 error: bad']);
  });

  it('tells the line below in which a place ends', () => {
    const text = 'map $a $b {\n  a b;\n}\nx;\n';
    assert.deepEqual(printed(text, noteAt(0, text.indexOf('}') + 1))[1], '| @1-+2:2 error: bad');
  });

  it('keeps tabs, so that carets stand where they should', () => {
    assert.deepEqual(printed('\t\tgzip on;\n', noteAt(2, 6)), ['\t\tgzip on;', '|\t^^^^ error: bad']);
  });

  it('names the end of the file, where no line stands above', () => {
    assert.deepEqual(printed('a;\n', noteAt(3, 3)), ['a;', '| @end error: bad']);
    assert.deepEqual(printed('', noteAt(0, 0)), ['| @end error: bad']);
    assert.deepEqual(printed('a;', noteAt(2, 2)), ['a;', '| @3-3 error: bad']);
  });

  it('says several things of one line, each with all that belongs to it', () => {
    assert.deepEqual(
      printed('a b c;\n', noteAt(2, 3, 'related a.conf:1:1-2 first', 'fix: Do'), noteAt(4, 5)),
      ['a b c;', '| ^ error: bad', '| related a.conf:1:1-2 first', '| fix: Do', '|   ^ error: bad'],
    );
  });

  it('keeps what is said on its line', () => {
    assert.deepEqual(printed('a b;\n', { span: { start: 2, end: 3 }, lines: ['x\r\ny'] })[1], '| ^ x\\r\\ny');
  });

  it('puts a bar before lines that mean something to it', () => {
    const text = '| x\n|| y\n=== z\n--- a\n>>> b\n---\n@@ 1\n||\n|\n';
    assert.deepEqual(printed(text, noteAt(2, 3)), [
      '|| x',
      '| ^ error: bad',
      '||| y',
      '|=== z',
      '|--- a',
      '|>>> b',
      '---',
      '@@ 1',
      '|||',
      '||',
    ]);
  });

  for (const [what, text, head] of [
    ['CRLF', 'a;\r\nb;\r\n', '--- a.conf crlf'],
    ['CRLF without a line end at the end', 'a;\r\nb;', '--- a.conf crlf noeol'],
    ['a byte order mark', '\ufeffa;\n', '--- a.conf bom'],
    ['no line end at the end', 'a;\nb', '--- a.conf noeol'],
    ['empty lines at the end', 'a;\n\n\n', '--- a.conf'],
    ['an empty line alone', '\n', '--- a.conf'],
    ['nothing in it', '', '--- a.conf'],
    ['line ends of two kinds', 'a;\r\nb;\nc;\r', '--- a.conf base64'],
  ] as const) {
    it(`keeps a file with ${what}`, () => {
      const section = printSection(sectionOf(caseFile('a.conf', text)));
      assert.equal(section.split('\n')[1], head);
      const two = parseSections(printSections([section, section.replace('one', 'two')]));
      assert.equal(two.length, 2);
      for (const { files } of two) assert.equal(files[0] && textOf(files[0]), text);
    });
  }

  it('counts columns behind a byte order mark as the reader sees them, and lines of CRLF as lines', () => {
    const text = '\ufeffgzip on;\r\n    gzip on;\r\n';
    assert.deepEqual(printed(text, noteAt(0, 5), marked(text.replace('gzip', 'xxxx'), 'gzip')), [
      'gzip on;',
      '|^^^ error: bad',
      '    gzip on;',
      '|   ^^^^ error: bad',
    ]);
  });

  it('shows of a file in base64 the lines that something is said of', () => {
    const text = 'a;\r\n    b;\nc;\n';
    assert.deepEqual(printed(text, marked(text, 'b')).slice(1), ['@@ 2', '    b;', '|   ^ error: bad']);
  });

  it('knows UTF-16, which is not read as text', () => {
    const file: CaseFile = { path: 'a.conf', form: 'utf16le', body: 'a;\n' };
    assert.equal(textOf(file), undefined);
    const section = printSection(sectionOf(file), saying({}, { unread: new Set(['a.conf']) }));
    assert.equal(section, '=== one\n--- a.conf utf16le unread\na;\n');
    assert.deepEqual(parseSections(section)[0]?.files, [file]);
  });

  it('keeps the header, and shows of the base the lines that something is said of', () => {
    const section = {
      ...sectionOf(caseFile('a b.conf', 'x;\n')),
      base: 'samples/x',
      without: ['c.conf', 'd.conf'],
      settings: '{"nginxVersion":"1.20.0"}',
    };
    const base = new Map([['b.conf', 'one;\n    two;\n']]);
    const text = printSection(section, saying({ 'b.conf': [noteAt(9, 12)] }, { baseTexts: base }));
    assert.equal(
      text,
      [
        '=== one',
        'base: samples/x',
        'without: c.conf, d.conf',
        'settings: {"nginxVersion":"1.20.0"}',
        '--- a b.conf',
        'x;',
        '--- b.conf of samples/x',
        '@@ 2',
        '    two;',
        '|   ^^^ error: bad',
        '',
      ].join('\n'),
    );
    assert.deepEqual(parseSections(text), [{ ...section, written: text }]);
  });

  it('is over with its files where the fixes begin', () => {
    const fix = { title: 'all safe fixes', diff: '--- a.conf\n+++ a.conf\n@@ -1,1 +1,1 @@\n-a\n+a;' };
    const text = printSection(sectionOf(caseFile('a.conf', 'a\n')), saying({}, { fixes: [fix] }));
    const [read, next] = parseSections(printSections([text, '=== two\n--- a.conf\n']));
    assert.deepEqual(read?.files, [caseFile('a.conf', 'a\n')]);
    assert.equal(read?.written, text);
    assert.equal(next?.name, 'two');
  });

  for (const [what, text] of [
    ['a file before the first section', '--- a\n'],
    ['a header that it does not know', '=== one\nnginx: 1.20\n--- a\n'],
    ['two sections of a name', '=== one\n--- a\n\n=== one\n--- a\n'],
    ['two files of a name', '=== one\n--- a\n--- a\n'],
    ['a line that begins with a bar and says nothing', '=== one\n--- a\n|x\n'],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseSections(text), Error);
    });
  }
});
