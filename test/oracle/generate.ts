/** Small nginx files from the edges of its lexer, always the same ones. */

/** Mulberry32: small, and the same on every machine. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export class Generator {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = mulberry(seed);
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  pick<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }

  many(count: number, make: () => string): string {
    return Array.from({ length: count }, make).join('');
  }
}

const blanks = [' ', ' ', ' ', '\t', '\n', '\r\n', '\r', '  \n  '] as const;
const words = [
  'a',
  'text/html',
  'a}b',
  'a#b',
  'a"b"',
  "it's",
  '$a',
  '${a}',
  '${a}b${c}',
  '${{',
  '$$',
  'a$',
  '\\;',
  '\\{',
  '\\}',
  '\\#x',
  '\\"',
  'a\\ b',
  'a\\\nb',
  '$\\{x',
  ')',
  '(a)',
  'é한😀',
  'a\u00a0b',
  'a\u000bb',
  '\\\\',
  '-',
] as const;
const strings = [
  '""',
  "''",
  '"a b"',
  "'a;b'",
  '"a{b}"',
  '"a\nb"',
  '"a\\"b"',
  "'a\\'b'",
  '"#"',
  `"it's"`,
  `'"'`,
  '"${a}"',
  '"$"',
  '"\\\\"',
  '"a")',
] as const;
/** What a file may not hold at such places, as seldom as a fault is wanted. */
const faults = [
  '"',
  "'",
  ';',
  ';;',
  '{',
  '}',
  '"a"b',
  '"a""b"',
  "'a'b'c'",
  '"a"#',
  '"a"}',
  '\\',
  '${',
  '"a"é',
] as const;

/** Statements of a `types` block, in which nginx reads words and asks nothing of them. */
function soup(generator: Generator, faulty: boolean): string {
  const statement = (): string => {
    let text = 'x/y';
    for (let i = generator.below(4); i >= 0; i--) {
      text += generator.pick(blanks) + generator.pick(generator.below(3) === 0 ? strings : words);
      if (faulty && generator.below(12) === 0) text += generator.pick(['', ' ']) + generator.pick(faults);
      if (generator.below(8) === 0) text += ' # comment ; { } " \n';
    }
    return `${text}${generator.pick(['', ' ', '\n'])};${generator.pick(blanks)}`;
  };
  const body = generator.many(1 + generator.below(5), statement);
  return `events {}\nhttp {\ntypes {\n${body}}\n}\n`;
}

const site = `# a site
events {
    worker_connections 100;
}
http {
    types {
        text/html  html "h t m";
        image/png  png '{}' \${x};
    }
    server {
        server_name a.example "b.example" 'c.example' \${d};
        server_name e.example; # last
        location / {
            types { a/b c; }
        }
        location = /x { }
    }
}
`;

/** A realistic file in which one to three characters were lost, doubled or put in. */
function mutated(generator: Generator): string {
  let text = site;
  for (let i = generator.below(3); i >= 0; i--) {
    const interesting = Array.from(text.matchAll(/[;{}"'\n$#]| (?=[\S])/g), (match) => match.index);
    const at = interesting[generator.below(interesting.length)] ?? 0;
    const insert = generator.pick([
      '',
      '',
      ';',
      '{',
      '}',
      '"',
      "'",
      '\\',
      '#',
      '\n',
      ' ',
      '\u00a0',
      '"x"',
      '\r',
      ')',
    ]);
    const drop = generator.below(3) === 0 ? 0 : 1;
    text = text.slice(0, at) + insert + text.slice(at + drop);
  }
  return generator.below(6) === 0 ? text.slice(0, generator.below(text.length)) : text;
}

/** Tokens about as long as nginx's buffer, behind something that moves them in it. */
function long(generator: Generator): string {
  const length = 4089 + generator.below(12);
  const fill = generator.pick(['x', 'x', 'é', '한', '\\x', 'x\n']);
  const content = fill.repeat(Math.ceil(length / Buffer.byteLength(fill)));
  const cut = Buffer.from(content).subarray(0, length).toString().replaceAll('\ufffd', 'x');
  const bare = cut.replaceAll('\n', 'x');
  const token = generator.pick([bare, `"${cut}"`, `'${cut}'`, `# ${bare}\nz`, `"${cut}`, `${bare}$`]);
  const end = generator.pick([';', ' ;', '\n;', ' b;', ')c;', '', '{', '}', '"', '#']);
  const rest = generator.pick(['\n}\n}\n', '', `\nq ${'y;\nx '.repeat(2000)};\n}\n}\n`]);
  const before = generator.pick([
    '',
    'a b;\n',
    'c d;\n'.repeat(generator.below(900)),
    ' '.repeat(generator.below(5000)),
  ]);
  return `events {}\nhttp {\ntypes {\n${before}t/u ${token}${end}${rest}`;
}

/** A directive whose name begins with, or holds, what looks like a blank. */
function lookAlike(generator: Generator): string {
  const odd = generator.pick([
    '\ufeff',
    '\u00a0',
    '\u3000',
    '\u000b',
    '\u000c',
    '\u200b',
    '\u2003',
    '\ufeff\u00a0 \u00a0',
  ]);
  const form = generator.pick([
    `${odd}events {}\n`,
    `${odd}# comment\nevents {}\n`,
    `${odd}\nevents\n{\n}\n`,
    `events${odd}{}\n`,
    `events {}\n${odd}\n`,
    `events {}${odd}\nhttp {}\n`,
    `events {${odd}\n worker_connections 10;\n}\n`,
    `events { worker_connections${odd}10; }\n`,
    `events { ${odd} worker_connections${odd}10; }\n`,
    `events { ${odd}"worker_connections" 10; }\n`,
    `events {}\n${odd}`,
    `events {}\n${odd}}\n`,
    `events {}\n${odd}"a" "b"c;\n`,
    `events {}\n${odd} ${'x'.repeat(generator.below(2) * 4100)} ;\nhttp {}\n`,
  ]);
  return form;
}

/** Regular expressions with braces and without quotes. */
function regexes(generator: Generator): string {
  const regex = generator.pick([
    '^/[0-9]{2}$',
    '^/a{1,3}b',
    '\\d{4,}',
    '/x{2}y{3}',
    '^/a{2}"b"',
    '^/a{2}b;c',
    '^/{a}',
    '{2}',
  ]);
  const line = generator.pick([
    `location ~ ${regex} {\n}`,
    `location ~ ${regex}{\n}`,
    `location ~ ${regex}\n{ return 200; }`,
    `rewrite ${regex} /x;`,
    `server_name ~${regex};`,
    `if ($uri ~ ${regex}) {\n}`,
    `types { ${regex} x; }`,
    `types { x\n${regex} x; }`,
  ]);
  return `events {}\nhttp {\nserver {\n${line}\n}\n}\n`;
}

/** Braces that do not balance, in a file laid out in any way. */
function braces(generator: Generator): string {
  const open = ['http {', 'server {', 'location / {', 'types {'];
  let text = 'events {}\n';
  for (let i = generator.below(open.length + 1); i > 0; i--) {
    text += ' '.repeat(generator.below(5)) + (open.shift() ?? '') + generator.pick(['\n', ' ']);
  }
  text += generator.pick(['', 'a b;', 'a b', '"a b', '# a', 'a b}', ';', '{']);
  return (
    text +
    generator.many(generator.below(6), () => `${generator.pick(['\n', ' '])}}`) +
    generator.pick(['', '\n', ' # x', '\n\n'])
  );
}

export interface Family {
  readonly name: string;
  readonly texts: readonly string[];
}

function family(name: string, count: number, make: () => string): Family {
  return { name, texts: Array.from({ length: count }, make) };
}

export function families(seed: number): readonly Family[] {
  const generator = new Generator(seed);
  return [
    family('words', 120, () => soup(generator, false)),
    family('words with faults', 160, () => soup(generator, true)),
    family('a damaged site', 200, () => mutated(generator)),
    family('long tokens', 120, () => long(generator)),
    family('look-alikes', 60, () => lookAlike(generator)),
    family('regular expressions', 60, () => regexes(generator)),
    family('braces', 100, () => braces(generator)),
  ];
}

/** Names of directives that do not exist, in every spelling: nginx says how it reads them. */
export function names(seed: number): readonly string[] {
  const generator = new Generator(seed);
  const bare = [
    'a',
    'b',
    '}',
    '#',
    '$',
    '${x}',
    '\\"',
    "\\'",
    '\\\\',
    '\\t',
    '\\r',
    '\\n',
    '\\;',
    '\\x',
    '\\ ',
    'é',
  ] as const;
  const quoted = [...bare, ' ', ';', '{', '\n'] as const;
  return Array.from({ length: 60 }, () => {
    const form = generator.below(3);
    if (form === 0) return `z${generator.many(1 + generator.below(5), () => generator.pick(bare))}`;
    const quote = form === 1 ? '"' : "'";
    const content = generator.many(1 + generator.below(5), () => generator.pick(quoted));
    return quote + (form === 1 ? content : content.replaceAll('"', '\\"')) + quote;
  });
}
