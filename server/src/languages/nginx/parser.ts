import type { Span } from '../text/span';
import { entryBlocks, isLuaBlock } from './blocks';
import {
  blockAmongEntries,
  endsEntries,
  mended,
  missingSemicolon,
  gluedBrace,
  regexBrace,
  semicolonBeforeBrace,
  strayOpenBrace,
  straySemicolon,
  surplusCloseBrace,
  unclosed,
} from './braceFaults';
import { type Draft, finish, type Refusal, words as says } from './faults';
import type { Frame, Mutable, Repair } from './frame';
import { columnAtLineStart } from './layout';
import { Lexer } from './lexer';
import { readLua } from './lua';
import type { Block, Directive, NginxDocument, Word } from './tree';
import { isQuantifier } from './words';

const none: readonly Word[] = [];

/**
 * Reads an nginx configuration as `ngx_conf_parse` does. Never throws, takes time linear in the text, and goes on behind
 * every fault; `faults[0]` is what nginx itself reports.
 */
export function parseNginx(text: string): NginxDocument {
  const parser = new Parser(text);
  parser.parse();
  const { repair, braceFault } = parser;
  if (repair && braceFault) {
    const second = new Parser(text, repair);
    second.parse();
    // Believed only where it explains that fault and changes no other.
    const index = parser.faults.indexOf(braceFault);
    const expected = parser.faults.toSpliced(index, 1).map(({ at }) => at);
    const same = second.faults.every(({ at }, i) => at === expected[i]);
    if (!second.braceFault && second.faults.length === expected.length && same) {
      return second.document(second.faults.toSpliced(index, 0, mended(text, braceFault, repair)));
    }
  }
  return parser.document(parser.faults);
}

class Parser {
  /** What indentation shows to be wrong with a brace, for a second reading. */
  repair: Repair | undefined;
  /** The first `}` too many, or the end of the file inside a block. */
  braceFault: Draft | undefined;
  private readonly lexer: Lexer;
  private readonly top: Directive[] = [];
  private readonly stack: Frame[] = [];
  private words: Word[] = [];
  /** So far every brace that begins a line stands below its directive. */
  private indented = true;
  /** How many more `{` than `}` the file has; counted when it matters. */
  private surplus: number | undefined;

  constructor(
    private readonly text: string,
    private readonly given?: Repair,
  ) {
    this.lexer = new Lexer(text);
  }

  get faults(): readonly Draft[] {
    return this.lexer.faults;
  }

  document(faults: readonly Draft[]): NginxDocument {
    const { text, top: directives } = this;
    const { comments, strays } = this.lexer;
    return { text, directives, comments, strays, faults: finish(text, faults) };
  }

  parse(): void {
    const { lexer } = this;
    for (;;) {
      const kind = lexer.next(this.words.length === 0 && !this.frame?.entries);
      switch (kind) {
        case 'word':
          if (this.words.length === 0) this.closeBefore(lexer.start);
          this.words.push(lexer.word);
          break;
        case ';':
          if (!this.finishDirective(this.token)) this.report(straySemicolon(this.token));
          break;
        case '{':
          this.openBrace(this.token);
          break;
        case '}':
          this.closeBrace(this.token);
          break;
        case 'end':
          if (this.endOfFile()) return;
          break;
      }
    }
  }

  private get frame(): Frame | undefined {
    return this.stack[this.stack.length - 1];
  }

  private get token(): Span {
    return { start: this.lexer.start, end: this.lexer.end };
  }

  /** Reports what is no part of a statement, or ends it. */
  private report(draft: Draft): void {
    this.lexer.fault(draft);
    this.lexer.faulty = false;
  }

  /** Makes a directive of the words read so far; undefined where there are none. */
  private finishDirective(terminator: Span | undefined): Mutable<Directive> | undefined {
    const { words, frame } = this;
    const [name] = words;
    if (!name) return undefined;
    const end = (terminator ?? words[words.length - 1]?.span ?? name.span).end;
    const directive: Mutable<Directive> = {
      span: { start: name.span.start, end },
      name,
      args: words.length > 1 ? words.slice(1) : none,
      terminator,
      block: undefined,
      parent: frame?.directive,
    };
    (frame?.directives ?? this.top).push(directive);
    this.words = [];
    this.lexer.faulty = false;
    return directive;
  }

  private openBrace(token: Span): void {
    const [name] = this.words;
    if (!name) {
      this.namelessBlock(token);
      return;
    }
    if (this.regexGoesOn(token)) return;
    const { frame } = this;
    const amongEntries = frame?.entries ?? false;
    if (frame && amongEntries && !frame.refused) {
      this.lexer.fault(blockAmongEntries(this.text, frame, this.words, token));
      if (endsEntries(this.words)) this.leaveUnclosed(this.stack.pop());
    }
    const refused = amongEntries && this.frame === frame;
    const directive = this.finishDirective(token);
    if (!directive) return;
    const directives: Directive[] = [];
    const block: Mutable<Block> = { open: token, close: undefined, directives, lua: undefined };
    directive.block = block;
    if (isLuaBlock(name.value)) {
      this.luaBlock(directive, block);
      return;
    }
    const entries = refused || entryBlocks.has(name.value);
    const column = columnAtLineStart(this.text, name.span.start);
    this.stack.push({ directive, block, directives, entries, refused, column });
  }

  private luaBlock(directive: Mutable<Directive>, block: Mutable<Block>): void {
    const { end, fault } = readLua(this.text, block.open.start);
    block.lua = { start: block.open.end, end };
    if (end < this.text.length) block.close = { start: end, end: end + 1 };
    directive.span = { start: directive.span.start, end: block.close?.end ?? end };
    this.lexer.continueAt(directive.span.end);
    // A brace in Lua that does not fit moves all that follow: no reason to mend those.
    const column = columnAtLineStart(this.text, directive.name.span.start);
    if ((columnAtLineStart(this.text, end) ?? column) !== column) this.indented = false;
    if (!fault) return;
    this.report(fault);
    // The blocks around it are open for the same reason.
    if (!block.close) this.leaveAll();
  }

  /** Takes `{2}` right behind a bare word for a part of it, with the fault that it is not quoted. */
  private regexGoesOn(token: Span): boolean {
    const { text, words, lexer } = this;
    const [name] = words;
    const last = words[words.length - 1];
    const inWord = last && last.quote === undefined && last.span.end === token.start;
    if (!name || !inWord || !isQuantifier(text, token.start)) return false;
    const entries = this.frame?.entries ?? false;
    if (last === name && !entries) return false;
    const refusal = entries
      ? { nginx: says.unexpected('{'), at: token.start }
      : name.value === 'location'
        ? lexer.refusal(token.end)
        : {
            nginx: name.value === 'if' ? says.invalidCondition(last.value) : says.notTerminated(name.value),
            at: token.start,
          };
    const told = lexer.faulty;
    lexer.faulty = true;
    lexer.rereadAsRegex();
    lexer.faulty = told;
    words[words.length - 1] = lexer.word;
    lexer.fault(regexBrace(text, lexer.word, refusal));
    return true;
  }

  /** `server {{`: dropped where the file has a `{` too many, else taken for a block without a name. */
  private namelessBlock(token: Span): void {
    this.surplus ??= braceSurplus(this.text);
    const tooMany = this.surplus > 0;
    this.report(strayOpenBrace(token, tooMany && this.text[token.start - 1] === '{'));
    if (tooMany) {
      this.surplus--;
      return;
    }
    const { frame } = this;
    this.stack.push({
      directive: frame?.directive,
      block: undefined,
      directives: frame?.directives ?? this.top,
      entries: frame?.entries ?? false,
      refused: frame?.refused ?? false,
      column: undefined,
    });
  }

  private closeBrace(token: Span): void {
    if (this.words.length > 0 && !this.cutOff({ nginx: says.unexpected('}'), at: token.start })) return;
    const { given } = this;
    if (given?.kind === 'ignore' && given.at === token.start) return;
    this.closeBefore(token.start);
    const frame = this.stack.pop();
    if (!frame) {
      const draft = surplusCloseBrace(token);
      this.report(draft);
      this.braceFault ??= draft;
      if (this.repair?.kind === 'close') this.repair = undefined;
      return;
    }
    if (frame.block && frame.directive) {
      frame.block.close = token;
      frame.directive.span = { start: frame.directive.span.start, end: token.end };
    } else this.lexer.strays.push(token);
    this.watchIndentation(frame, token.start);
  }

  /** Puts in the brace that the first reading found missing. */
  private closeBefore(offset: number): void {
    if (this.given?.kind === 'close' && this.given.before === offset) this.leaveUnclosed(this.stack.pop());
  }

  /** Ends a block without a closing brace behind the last of its directives. */
  private leaveUnclosed(frame: Frame | undefined): void {
    const last = frame?.directives.at(-1);
    if (frame?.directive && last)
      frame.directive.span = { start: frame.directive.span.start, end: last.span.end };
  }

  /** Ends all blocks with the file. */
  private leaveAll(): void {
    for (const { directive } of this.stack) {
      if (directive) directive.span = { start: directive.span.start, end: this.text.length };
    }
    this.stack.length = 0;
  }

  /** Notes the first closing brace that does not stand below its directive. */
  private watchIndentation(frame: Frame, offset: number): void {
    if (!this.indented || frame.column === undefined) return;
    const column = columnAtLineStart(this.text, offset);
    if (column === undefined || column === frame.column) return;
    this.indented = false;
    if (column > frame.column) this.repair = { kind: 'ignore', at: offset };
    else if (this.frame?.column === column) {
      this.repair = { kind: 'close', before: this.outdented(frame) ?? offset, frame };
    }
  }

  /**
   * Where a directive stands that by its column is outside the block, although the ones before it are inside. In `http`
   * many people indent nothing, so there it proves nothing.
   */
  private outdented({ directive, directives, column = -1 }: Frame): number | undefined {
    if (directive?.name.value === 'http' || directive?.name.value === 'stream') return undefined;
    const deeper = ({ name }: Directive): boolean =>
      (columnAtLineStart(this.text, name.span.start) ?? Infinity) > column;
    const first = directives.findIndex((inner) => !deeper(inner));
    return first > 0 ? directives[first]?.name.span.start : undefined;
  }

  /** False where there is something to be read again. */
  private endOfFile(): boolean {
    const refusal = { nginx: says.endInDirective, at: this.text.length };
    if (this.words.length > 0 && !this.cutOff(refusal)) return false;
    const { frame, stack } = this;
    if (!frame) return true;
    const draft = unclosed(this.text, stack, frame, this.indented);
    this.report(draft);
    this.braceFault ??= draft;
    if (this.repair?.kind === 'ignore') this.repair = undefined;
    const outside = stack.length === 1 ? this.outdented(frame) : undefined;
    if (outside !== undefined) this.repair ??= { kind: 'close', before: outside, frame };
    this.leaveAll();
    return true;
  }

  /** Ends a directive that a closing brace or the end of the file cuts off; false where it ended further up. */
  private cutOff(refusal: Refusal): boolean {
    const { words, lexer } = this;
    const last = words[words.length - 1];
    const glued = last && !lexer.faulty ? gluedBrace(last) : undefined;
    if (last && glued !== undefined) {
      const span = { start: last.span.start, end: glued };
      words[words.length - 1] = { ...last, span, value: last.value.replace(/\}+$/, '') };
      lexer.continueAt(glued);
      this.lexer.fault(semicolonBeforeBrace(span, refusal));
    } else if (last) lexer.fault(missingSemicolon(this.text, words, last, refusal));
    this.finishDirective(undefined);
    return glued === undefined;
  }
}

/** `{` minus `}` over a whole text, strays included. */
function braceSurplus(text: string): number {
  const lexer = new Lexer(text);
  let surplus = 0;
  let name = '';
  for (let kind = lexer.next(false), first = true; kind !== 'end'; kind = lexer.next(false)) {
    if (kind === 'word') {
      if (first) name = lexer.word.value;
      first = false;
      continue;
    }
    if (kind === '{' && !first && isLuaBlock(name)) lexer.continueAt(readLua(text, lexer.start).end + 1);
    else if (kind !== ';') surplus += kind === '{' ? 1 : -1;
    first = true;
    lexer.faulty = false;
  }
  return surplus;
}
