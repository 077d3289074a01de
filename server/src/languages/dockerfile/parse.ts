import { t } from '@vscode/l10n';
import type { Fault, Span } from '../text/span';
import { JoinedLine, type Line, linesOf } from './lines';
import type { DockerDocument, DockerInstruction, DockerSetting, DockerWord } from './tree';

/** Dockerfiles are small; a larger file is something else. */
const maxLength = 1_000_000;

/**
 * Reads a Dockerfile as BuildKit does (frontend/dockerfile/parser, instructions). Never throws; what Docker would refuse
 * stays out.
 */
export function parseDockerfile(text: string): DockerDocument {
  if (text.length > maxLength || text.includes('\0')) {
    const span = { start: 0, end: Math.min(1, text.length) };
    return {
      text,
      instructions: [],
      comments: [],
      faults: [
        { span, message: t('This file cannot be read as a Dockerfile: it is too large or not text.') },
      ],
    };
  }
  return new Parser(text).read();
}

/** `<<EOF`, `<<-EOF`, `<<"EOF"`, with the number of a file descriptor before it. */
const heredoc = /(?:^|\s)\d*<<(-?)(["']?)([^\s<"']+)\2(?=\s|$)/g;

class Parser {
  private readonly lines: readonly Line[];
  private next = 0;
  private readonly instructions: DockerInstruction[] = [];
  private readonly comments: Span[] = [];
  private readonly faults: Fault[] = [];
  /** The escape at the end of a line that goes on in the next one. */
  private readonly continued: RegExp;

  constructor(private readonly text: string) {
    this.lines = linesOf(text);
    const escape = escapeOf(this.lines) === '`' ? '`' : '\\\\';
    this.continued = new RegExp(`(?:^|[^${escape}])(${escape}[ \\t]*)$`);
  }

  read(): DockerDocument {
    for (let line = this.take(); line; line = this.take()) {
      if (this.isComment(line) || line.text.trim() === '') continue;
      this.instruction(this.joined(line));
    }
    const { text, instructions, comments, faults } = this;
    return { text, instructions, comments, faults };
  }

  private take(): Line | undefined {
    return this.lines[this.next++];
  }

  private isComment({ start, text }: Line): boolean {
    const indent = /^\s*(?=#)/.exec(text)?.[0];
    if (indent === undefined) return false;
    this.comments.push({ start: start + indent.length, end: start + text.length });
    return true;
  }

  /** A line and those it goes on in; comments and blank lines between them are none of the instruction. */
  private joined(first: Line): JoinedLine {
    const joined = new JoinedLine();
    for (let line: Line | undefined = first; line; line = this.take()) {
      if (line !== first && (line.text.trim() === '' || this.isComment(line))) continue;
      const escape = this.continued.exec(line.text)?.[1];
      if (escape === undefined) {
        joined.add(line);
        break;
      }
      joined.add({ start: line.start, text: line.text.slice(0, -escape.length) });
    }
    return joined;
  }

  private instruction(line: JoinedLine): void {
    if (line.text.trim() === '') return;
    const [head = '', name = ''] = /^\s*([A-Za-z]*)\s*/.exec(line.text) ?? [];
    const keyword = name.toUpperCase();
    const start = head.length - head.trimStart().length;
    const written = line.span(start, line.text.trimEnd().length);
    let { end } = written;
    const { flags, words, rest } = argumentsOf(line, head.length);
    const bodies: string[] = [];
    const heredocs = ['RUN', 'COPY', 'ADD'].includes(keyword) ? [...rest.matchAll(heredoc)] : [];
    for (const [, dash, , mark = ''] of heredocs) {
      const body = this.heredocBody(mark, dash === '-');
      bodies.push(body.text);
      end = Math.max(end, body.end);
    }
    const span = { start: written.start, end };
    switch (keyword) {
      case 'FROM':
        return this.from(words, flags, span);
      case 'ARG':
      case 'ENV':
        this.instructions.push({
          kind: keyword === 'ARG' ? 'arg' : 'env',
          span,
          settings: keyword === 'ENV' ? environmentOf(rest) : argsOf(rest),
        });
        return;
      case 'WORKDIR':
        this.instructions.push({ kind: 'workdir', span, path: rest.trim() });
        return;
      case 'COPY':
      case 'ADD':
        return this.copy(keyword === 'COPY' ? 'copy' : 'add', words, flags, span);
      case 'RUN':
        this.instructions.push({ kind: 'run', span, text: [rest.trim(), ...bodies].join('\n') });
        return;
      default:
        if (keyword === '') this.faults.push({ span, message: t('This is not a Dockerfile instruction.') });
    }
  }

  private from(words: readonly DockerWord[], flags: ReadonlyMap<string, string>, span: Span): void {
    const [image, as, name] = words;
    if (!image) {
      this.faults.push({ span, message: t('FROM names no image.') });
      return;
    }
    this.instructions.push({
      kind: 'from',
      span,
      image,
      platform: flags.get('platform'),
      name: as?.text.toLowerCase() === 'as' ? name?.text.toLowerCase() : undefined,
    });
  }

  private copy(
    kind: 'copy' | 'add',
    words: readonly DockerWord[],
    flags: ReadonlyMap<string, string>,
    span: Span,
  ): void {
    const target = words.at(-1);
    if (!target || words.length < 2) {
      this.faults.push({
        span,
        message: t('{instruction} needs a source and a target.', { instruction: kind.toUpperCase() }),
      });
      return;
    }
    const sources = words.slice(0, -1);
    const files = sources.filter(({ text }) => !text.startsWith('<<'));
    this.instructions.push({
      kind,
      span,
      sources: files,
      target,
      from: flags.get('from'),
      heredocs: sources.length - files.length,
    });
  }

  private heredocBody(mark: string, stripsTabs: boolean): { text: string; end: number } {
    const body: string[] = [];
    let end = 0;
    for (let line = this.take(); line; line = this.take()) {
      const text = stripsTabs ? line.text.replace(/^\t+/, '') : line.text;
      end = line.start + line.text.length;
      if (text === mark) break;
      body.push(text);
    }
    return { text: body.join('\n'), end };
  }
}

/** The `# escape=` among the parser directives at the top of the file; they end at the first line that is none. */
function escapeOf(lines: readonly Line[]): string {
  for (const { text } of lines) {
    const [, key, value] = /^#\s*(\w+)\s*=\s*(.+?)\s*$/.exec(text) ?? [];
    if (key === undefined) return '\\';
    if (key.toLowerCase() === 'escape') return value ?? '\\';
  }
  return '\\';
}

interface Arguments {
  readonly flags: ReadonlyMap<string, string>;
  readonly words: readonly DockerWord[];
  /** What stands behind the flags. */
  readonly rest: string;
}

function argumentsOf(line: JoinedLine, from: number): Arguments {
  const flags = new Map<string, string>();
  const flag = /--([\w-]+)(?:=(\S*))?(?:\s+|$)/y;
  let at = from;
  for (flag.lastIndex = at; ;) {
    const match = flag.exec(line.text);
    if (!match) break;
    at = flag.lastIndex;
    flags.set(match[1] ?? '', match[2] ?? '');
  }
  // As with other commands, two dashes alone end them.
  at += /^--(?:\s+|$)/.exec(line.text.slice(at))?.[0].length ?? 0;
  const rest = line.text.slice(at);
  return { flags, words: jsonWords(line, at) ?? plainWords(line, at), rest };
}

/** Docker splits at blanks, whatever quotes stand around them. */
const plainWords = (line: JoinedLine, from: number): readonly DockerWord[] =>
  [...line.text.slice(from).matchAll(/\S+/g)].map(({ 0: text, index }) => ({
    text,
    span: line.span(from + index, from + index + text.length),
  }));

/** `["a", "b c"]`; undefined for what is no list of strings, which Docker takes for plain words. */
function jsonWords(line: JoinedLine, from: number): readonly DockerWord[] | undefined {
  const text = line.text.slice(from);
  if (!/^\[\s*("(?:[^"\\]|\\.)*"\s*(,\s*"(?:[^"\\]|\\.)*"\s*)*)?\]\s*$/.test(text)) return undefined;
  const words: DockerWord[] = [];
  for (const { 0: quoted, index } of text.matchAll(/"(?:[^"\\]|\\.)*"/g)) {
    const value = jsonString(quoted);
    if (value === undefined) return undefined;
    words.push({ text: value, span: line.span(from + index + 1, from + index + quoted.length - 1) });
  }
  return words;
}

function jsonString(quoted: string): string | undefined {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === 'string' ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A name, or a name and a value with blanks in quotes or escaped; a quote that nothing closes holds the rest of the line. */
const setting = /([^\s=]+)(?:=((?:"(?:[^"\\]|\\.)*(?:"|$)|'[^']*(?:'|$)|\\.|[^\s"'\\])*))?/g;

const argsOf = (rest: string): readonly DockerSetting[] =>
  [...rest.matchAll(setting)].map(([, name = '', value]) => ({ name, value }));

/** `ENV a=1 b="2 3"`, or the old form `ENV a the whole rest`. */
function environmentOf(rest: string): readonly DockerSetting[] {
  const old = /^\s*([^\s=]+)\s+([\s\S]*?)\s*$/.exec(rest);
  if (old) return [{ name: old[1] ?? '', value: old[2] }];
  return argsOf(rest).filter(({ value }) => value !== undefined);
}
