import type { Span } from '../../../server/src/languages/text/span';
import { Lines } from '../../../server/src/languages/text/lines';
import { decode } from '../../../server/src/workspace/encoding';

/**
 * Case files. A section is a workspace and all that the rules say of it:
 *
 *     === name                        `valid: name` where the rule must be silent
 *     base: samples/story-broken      a workspace that the files are laid over
 *     without: a.conf, b.conf         files of the base that are left out
 *     settings: {"nginxVersion":"1.20.0"}
 *     --- nginx.conf crlf             also bom, noeol (no line end at the end), utf16le, base64; unread: no rule sees it
 *     events {}
 *     |^^^^^^ error: the message      a line that begins with "|" is no part of the file, and annotates the line above;
 *                                     a bar right before a caret stands for a caret
 *     | @7-9 warning nginx/x: …       what carets cannot show: columns from 1, the end excluded; @7-+2:3 ends in column 3 two
 *                                     lines below, @end is the end of the file
 *     | related a.conf:3:5-9 words
 *     | fix: title                    or `safe fix: title`
 *     ||                              a line of the file that begins with "|", "=== ", "--- " or ">>> " gets a bar before it
 *     --- b.conf of samples/x         of a file that is not written out, the lines that something is said of
 *     @@ 12
 *     listen 80;
 *     |      ^^ …
 *     >>> all safe fixes              or the title of a fix that is offered; then what it changes
 */
export interface Section {
  readonly name: string;
  readonly base?: string;
  readonly without: readonly string[];
  /** JSON. */
  readonly settings?: string;
  readonly files: readonly CaseFile[];
  /** The section as it is written, with all that is said; ends with a line end. */
  readonly written: string;
}

/** `body` is the text of the file, or its bytes in base64. */
export interface CaseFile {
  readonly path: string;
  readonly form: 'text' | 'utf16le' | 'base64';
  readonly body: string;
}

/** What is said of a place; the first line stands behind the mark. */
export interface Note {
  readonly span: Span;
  readonly lines: readonly [string, ...string[]];
}

/** What a section is followed by, computed from its files. */
export interface Said {
  /** By path; also of files of the base. */
  readonly notes: ReadonlyMap<string, readonly Note[]>;
  /** Of the files of the base that something is said of, by path. */
  readonly baseTexts: ReadonlyMap<string, string>;
  /** Paths that are no file of ours. */
  readonly unread: ReadonlySet<string>;
  /** What each fix changes, by its title. */
  readonly fixes: readonly { readonly title: string; readonly diff: string }[];
}

const silence: Said = { notes: new Map(), baseTexts: new Map(), unread: new Set(), fixes: [] };

const structural = /^(?:\||=== |--- |>>> )/;
const longest = 200;

/** A file of a text; one whose lines end in several ways is kept as bytes. */
export function caseFile(path: string, text: string): CaseFile {
  const ends = new Set(text.match(/\r\n|\r|\n/g));
  const isPlain = ends.size === 0 || (ends.size === 1 && !ends.has('\r'));
  return isPlain
    ? { path, form: 'text', body: text }
    : { path, form: 'base64', body: Buffer.from(text).toString('base64') };
}

/** The text as it is read from a disk; undefined for what is not taken for text. */
export function textOf({ form, body }: CaseFile): string | undefined {
  switch (form) {
    case 'text':
      return body;
    case 'utf16le':
      return decode(Buffer.from(`\ufeff${body}`, 'utf16le'))?.text;
    case 'base64':
      return decode(Buffer.from(body, 'base64'))?.text;
  }
}

/** `crlf` and the like, as they stand behind the path of a text. */
export function traitsOf(text: string): readonly string[] {
  return [
    ...(text.startsWith('\ufeff') ? ['bom'] : []),
    ...(/\r\n/.test(text) && !/(?<!\r)\n/.test(text) ? ['crlf'] : []),
    ...(text !== '' && !text.endsWith('\n') ? ['noeol'] : []),
  ];
}

export const printSections = (sections: readonly string[]): string => sections.join('\n');

/** A section with what is said of it; ends with a line end. */
export function printSection(section: Omit<Section, 'written'>, said: Said = silence): string {
  const { name, base, without, settings, files } = section;
  const quoted = [...said.baseTexts].map(([path, text]) => [
    `--- ${path} of ${base}`,
    ...quote(text, said.notes.get(path) ?? []),
  ]);
  return [
    `=== ${name}`,
    ...(base === undefined ? [] : [`base: ${base}`]),
    ...(without.length === 0 ? [] : [`without: ${without.join(', ')}`]),
    ...(settings === undefined ? [] : [`settings: ${settings}`]),
    ...files.flatMap((file) => printFile(file, said.unread.has(file.path), said.notes.get(file.path) ?? [])),
    ...quoted.flat(),
    ...said.fixes.flatMap(({ title, diff }) => [`>>> ${title}`, diff]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function printFile(
  { path, form, body }: CaseFile,
  unread: boolean,
  notes: readonly Note[],
): readonly string[] {
  const tail = unread ? ['unread'] : [];
  if (form === 'base64') {
    const text = decode(Buffer.from(body, 'base64'))?.text ?? '';
    return [
      ['---', path, form, ...tail].join(' '),
      ...(body.match(/.{1,120}/g) ?? []),
      ...quote(text, notes),
    ];
  }
  const encoding = form === 'text' ? [] : [form];
  return [
    ['---', path, ...encoding, ...traitsOf(body), ...tail].join(' '),
    ...annotate(body.replace(/^\ufeff/, ''), body.startsWith('\ufeff') ? notes.map(shifted) : notes),
  ];
}

/** A place in a text, in the same text without the byte order mark before it. */
const shifted = ({ span: { start, end }, lines }: Note): Note => ({
  span: { start: Math.max(0, start - 1), end: Math.max(0, end - 1) },
  lines,
});

/** The lines of a text, those that something is said of each followed by that. */
function annotate(text: string, notes: readonly Note[]): readonly string[] {
  const lines = new Lines(text);
  const printed = linesOf(text).map(escape);
  const by = byLine(lines, notes, printed.length - 1);
  return [
    ...(by.get(-1) ?? []).flatMap((note) => printNote(text, lines, note)),
    ...printed.flatMap((line, index) => [
      line,
      ...(by.get(index) ?? []).flatMap((note) => printNote(text, lines, note)),
    ]),
  ];
}

/** Only the lines that something is said of. */
function quote(text: string, notes: readonly Note[]): readonly string[] {
  const lines = new Lines(text);
  const all = text.split(/\r\n|\r|\n/);
  return [...byLine(lines, notes, all.length - 1)].flatMap(([line, own]) => [
    `@@ ${line + 1}`,
    escape(all[line] ?? ''),
    ...own.flatMap((note) => printNote(text, lines, note)),
  ]);
}

/** Notes by the line that they begin on, counted from 0; no line is later than the last. */
function byLine(lines: Lines, notes: readonly Note[], last: number): ReadonlyMap<number, readonly Note[]> {
  const by = new Map<number, Note[]>();
  for (const note of notes) {
    const line = Math.min(lines.positionAt(note.span.start).line, last);
    by.set(line, [...(by.get(line) ?? []), note]);
  }
  return by;
}

/** Without the empty line behind the last line end. */
function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

const escape = (line: string): string => (structural.test(line) ? `|${line}` : line);

function printNote(text: string, lines: Lines, { span, lines: [first, ...rest] }: Note): readonly string[] {
  return [`${markOf(text, lines, span)} ${first}`, ...rest.map((line) => `| ${line}`)].map((line) =>
    line.replaceAll('\r', '\\r').replaceAll('\n', '\\n'),
  );
}

/** The marked place: carets below it where those can show it. */
function markOf(text: string, lines: Lines, { start, end }: Span): string {
  const from = lines.positionAt(start);
  const to = lines.positionAt(end);
  if (start === text.length && from.character === 0) return '| @end';
  const below = to.line - from.line;
  const { line, character } = from;
  const width = to.character - character;
  const areCarets =
    below === 0 && to.character <= longest && width >= 1 && (character === 0 ? width >= 2 : character >= 2);
  if (!areCarets) {
    return `| @${character + 1}-${below === 0 ? '' : `+${below}:`}${to.character + 1}`;
  }
  if (character === 0) return `|${'^'.repeat(width - 1)}`;
  const before = text.slice(lines.offsetAt({ line, character: 1 }), start);
  return `|${before.replace(/[^\t]/g, ' ')}${'^'.repeat(width)}`;
}

/** The sections of a case file. Throws a sentence where it is none. */
export function parseSections(text: string): readonly Section[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const starts = lines.flatMap((line, index) => (line.startsWith('=== ') ? [index] : []));
  if (starts[0] !== 0) throw new Error('a case file begins with "=== name"');
  const sections = starts.map((start, index) => {
    const end = starts[index + 1];
    const own = lines.slice(start, end);
    if (end !== undefined && own.at(-1) === '') own.pop();
    return parseSection(own);
  });
  forbidTwice(sections.map(({ name }) => `=== ${name}`));
  return sections;
}

function parseSection([head = '', ...lines]: readonly string[]): Section {
  const written = [head, ...lines].map((line) => `${line}\n`).join('');
  const name = head.slice('=== '.length);
  const fixes = lines.findIndex((line) => line.startsWith('>>> '));
  const inputs = fixes === -1 ? lines : lines.slice(0, fixes);
  const starts = inputs.flatMap((line, index) => (line.startsWith('--- ') ? [index] : []));
  const header = parseHeader(name, inputs.slice(0, starts[0]));
  const files = starts.flatMap((start, index) => parseFile(name, inputs.slice(start, starts[index + 1])));
  forbidTwice(files.map(({ path }) => `--- ${path} of "${name}"`));
  return { name, ...header, files, written };
}

function parseHeader(name: string, lines: readonly string[]): Omit<Section, 'name' | 'files' | 'written'> {
  const header = new Map(
    lines.map((line) => {
      const [, key = '', value = ''] = /^(base|without|settings): (.+)$/.exec(line) ?? [];
      if (key === '') throw new Error(`"${name}": neither a header nor a file: ${line}`);
      return [key, value] as const;
    }),
  );
  const base = header.get('base');
  const settings = header.get('settings');
  return {
    ...(base !== undefined && { base }),
    without: header.get('without')?.split(', ') ?? [],
    ...(settings !== undefined && { settings }),
  };
}

const fileHead =
  /^--- (?<path>.+?)(?: of (?<base>.+)|(?<traits>(?: (?:bom|crlf|noeol|utf16le|base64|unread))*))$/;

/** Nothing for a file of the base. */
function parseFile(name: string, [head = '', ...lines]: readonly string[]): readonly CaseFile[] {
  const { path = '', base, traits = '' } = fileHead.exec(head)?.groups ?? {};
  if (base !== undefined) return [];
  const has = new Set(traits.split(' '));
  if (has.has('base64')) {
    const quoted = lines.findIndex((line) => line.startsWith('@@ '));
    return [{ path, form: 'base64', body: lines.slice(0, quoted === -1 ? undefined : quoted).join('') }];
  }
  const end = has.has('crlf') ? '\r\n' : '\n';
  const own = lines.flatMap((line) => {
    if (!line.startsWith('|')) return [line];
    if (structural.test(line.slice(1))) return [line.slice(1)];
    if (/^\|[ \t^]/.test(line)) return [];
    throw new Error(`"${name}": neither an annotation nor a line of ${path}: ${line}`);
  });
  const body = own.map((line) => line + end).join('');
  const text = (has.has('bom') ? '\ufeff' : '') + (has.has('noeol') ? body.slice(0, -end.length) : body);
  return [{ path, form: has.has('utf16le') ? 'utf16le' : 'text', body: text }];
}

function forbidTwice(heads: readonly string[]): void {
  const twice = heads.find((head, index) => heads.indexOf(head) < index);
  if (twice !== undefined) throw new Error(`there are two of ${twice}`);
}
