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
import { isAbove, outsideAt } from './misplaced';
import { DirectiveNode, WordNode } from './nodes';
import type { Block, Directive, NginxDocument, Word } from './tree';
import { isQuantifier } from './words';

const none: readonly Word[] = [];

/** Longer texts, in characters, are read for their faults alone: a tree of fifty megabytes is a gigabyte. */
export const largeText = 10 * 1024 * 1024;

/** What stands in a server, and never beside one. */
const ofServers: ReadonlySet<string> = new Set([
  'location',
  'listen',
  'server_name',
  'if',
  'return',
  'try_files',
]);

/** Behind so many open blocks nothing is read: their frames alone would fill the memory. */
const deepest = 1_000_000;

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
    const isWorse = repair.kind === 'ignore' && repair.isGuess === true && second.outside !== undefined;
    if (!second.braceFault && !isWorse && second.faults.length === expected.length && same) {
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
  private readonly isLarge: boolean;
  private readonly top: Directive[] = [];
  private readonly includes: Directive[] = [];
  private readonly stack: Frame[] = [];
  /** The words of the statement at hand are the first `count`; kept, since a file is a hundred thousand statements. */
  private readonly kept: Word[] = [];
  private count = 0;
  /** So far every brace that begins a line stands below its directive. */
  private indented = true;
  /** The one brace that stands at the end of a line, and closes a block of another. */
  private atEndOfLine: Repair | undefined;
  private linesClosed = 0;
  private lastClose: number | undefined;
  /** The brace before the first line that may not stand outside of the block that it closes. */
  private surplusSign: Repair | undefined;
  /** The first block that may not stand where it does, but outside of the one around it. */
  outside: Repair | undefined;
  /** How many more `{` than `}` the file has; counted when it matters. */
  private surplus: number | undefined;

  constructor(
    private readonly text: string,
    private readonly given?: Repair,
  ) {
    this.isLarge = text.length > largeText;
    this.lexer = new Lexer(text, 0, !this.isLarge);
  }

  get faults(): readonly Draft[] {
    return this.lexer.faults;
  }

  document(faults: readonly Draft[]): NginxDocument {
    const { text, isLarge, top: directives, includes } = this;
    const { comments, strays } = this.lexer;
    return { text, isLarge, directives, includes, comments, strays, faults: finish(text, faults) };
  }

  parse(): void {
    const { lexer } = this;
    for (;;) {
      const kind = lexer.next(this.count === 0 && !this.frame?.entries);
      switch (kind) {
        case 'word':
          if (this.count === 0) this.closeBefore(lexer.start);
          this.kept[this.count++] = lexer.word;
          break;
        case ';':
          if (!this.finishDirective(lexer.start)) this.report(straySemicolon(this.token));
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

  /** The words of the statement at hand. */
  private get words(): readonly Word[] {
    return this.kept.slice(0, this.count);
  }

  private get lastWord(): Word | undefined {
    return this.kept[this.count - 1];
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
  private finishDirective(terminatedAt: number | undefined): DirectiveNode | undefined {
    const { kept, count, frame } = this;
    const name = kept[0];
    if (!name || count === 0) return undefined;
    if (this.lastClose !== undefined && !this.surplusSign && isAbove(this.stack, name.value))
      this.surplusSign = { kind: 'ignore', at: this.lastClose, isGuess: true };
    const args = count > 1 ? kept.slice(1, count) : none;
    const directive = new DirectiveNode(name, args, terminatedAt, frame?.directive);
    this.count = 0;
    this.lexer.faulty = false;
    if (this.isLarge) return directive;
    (frame?.directives ?? this.top).push(directive);
    if (name.value === 'include' && args.length > 0) this.includes.push(directive);
    return directive;
  }

  private openBrace(token: Span): void {
    const name = this.kept[0];
    if (!name || this.count === 0) {
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
    if (!this.outside && frame) {
      const before = outsideAt(this.stack, this.words);
      if (before !== undefined) this.outside = { kind: 'close', before, frame, isGuess: true };
    }
    const directive = this.finishDirective(token.start);
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
    if (this.stack.length === deepest) this.lexer.continueAt(this.text.length);
  }

  private luaBlock(directive: DirectiveNode, block: Mutable<Block>): void {
    const { end, fault } = readLua(this.text, block.open.start);
    block.lua = { start: block.open.end, end };
    if (end < this.text.length) block.close = { start: end, end: end + 1 };
    directive.end = block.close?.end ?? end;
    this.lexer.continueAt(directive.end);
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
    const { text, lexer, lastWord: last } = this;
    const name = this.kept[0];
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
    this.kept[this.count - 1] = lexer.word;
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
    if (this.count > 0 && !this.cutOff({ nginx: says.unexpected('}'), at: token.start })) return;
    const { given } = this;
    if (given?.kind === 'ignore' && given.at === token.start) return;
    this.closeBefore(token.start);
    const frame = this.stack.pop();
    if (!frame) {
      const draft = surplusCloseBrace(token);
      this.report(draft);
      this.braceFault ??= draft;
      if (this.repair?.kind === 'close') this.repair = undefined;
      this.repair = earlier(this.repair ?? this.atEndOfLine, this.surplusSign);
      return;
    }
    if (frame.block && frame.directive) {
      frame.block.close = token;
      frame.directive.end = token.end;
    } else this.lexer.strays.push(token);
    this.watchIndentation(frame, token.start);
    this.watchLine(frame, token.start);
    this.lastClose = token.start;
  }

  /** Notes a brace behind other text that closes a block of an earlier line, where it is the only one. */
  private watchLine({ column, block }: Frame, offset: number): void {
    if (column === undefined || !block || columnAtLineStart(this.text, offset) !== undefined) return;
    if (!this.text.slice(block.open.end, offset).includes('\n')) return;
    this.atEndOfLine = this.linesClosed++ === 0 ? { kind: 'ignore', at: offset, isGuess: true } : undefined;
  }

  /** Puts in the brace that the first reading found missing. */
  private closeBefore(offset: number): void {
    if (this.given?.kind === 'close' && this.given.before === offset) this.leaveUnclosed(this.stack.pop());
  }

  /** Ends a block without a closing brace behind the last of its directives. */
  private leaveUnclosed(frame: Frame | undefined): void {
    const last = frame?.directives.at(-1);
    if (frame?.directive && last) frame.directive.end = last.span.end;
  }

  /** Ends all blocks with the file. */
  private leaveAll(): void {
    for (const { directive } of this.stack) {
      if (directive) directive.end = this.text.length;
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
   * many people indent nothing, so there it proves nothing, nor where it may not stand outside of a server.
   */
  private outdented({ directive, directives, column = -1 }: Frame): number | undefined {
    if (directive?.name.value === 'http' || directive?.name.value === 'stream') return undefined;
    const deeper = ({ name }: Directive): boolean =>
      (columnAtLineStart(this.text, name.span.start) ?? Infinity) > column;
    const first = directives.findIndex((inner) => !deeper(inner));
    const other = directives[first];
    if (!other || first === 0) return undefined;
    return directive?.name.value === 'server' && ofServers.has(other.name.value)
      ? undefined
      : other.name.span.start;
  }

  /** False where there is something to be read again. */
  private endOfFile(): boolean {
    const refusal = { nginx: says.endInDirective, at: this.text.length };
    if (this.count > 0 && !this.cutOff(refusal)) return false;
    const { frame, stack } = this;
    if (!frame) return true;
    const draft = unclosed(this.text, stack, frame, this.indented);
    this.report(draft);
    this.braceFault ??= draft;
    if (this.repair?.kind === 'ignore') this.repair = undefined;
    const outside = stack.length === 1 ? this.outdented(frame) : undefined;
    if (outside !== undefined) this.repair ??= { kind: 'close', before: outside, frame };
    if (stack.length === 1) this.repair = earlier(this.repair, this.outside);
    this.leaveAll();
    return true;
  }

  /** Ends a directive that a closing brace or the end of the file cuts off; false where it ended further up. */
  private cutOff(refusal: Refusal): boolean {
    const { lexer, lastWord: last } = this;
    const glued = last && !lexer.faulty ? gluedBrace(last) : undefined;
    if (last && glued !== undefined) {
      const span = { start: last.span.start, end: glued };
      this.kept[this.count - 1] = new WordNode(
        span.start,
        span.end,
        last.value.replace(/\}+$/, ''),
        last.quote,
      );
      lexer.continueAt(glued);
      this.lexer.fault(semicolonBeforeBrace(span, refusal));
    } else if (last) lexer.fault(missingSemicolon(this.text, this.words, last, refusal));
    this.finishDirective(undefined);
    return glued === undefined;
  }
}

/** What may not stand where it does shows that a brace is missing or too many before it, whatever indentation says. */
function earlier(byIndentation: Repair | undefined, byGrammar: Repair | undefined): Repair | undefined {
  if (!byIndentation || !byGrammar) return byIndentation ?? byGrammar;
  return offsetOf(byIndentation) > offsetOf(byGrammar) ? byGrammar : byIndentation;
}

const offsetOf = (repair: Repair): number => (repair.kind === 'close' ? repair.before : repair.at);

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
