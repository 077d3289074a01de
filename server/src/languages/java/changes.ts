import type { Tokens } from './lexer';
import type { Block, Scopes } from './scopes';
import type { SessionChange, TypeRef } from './tree';

/** A variable that was read from the session. */
interface Source {
  readonly name: string;
  readonly attribute: string;
  /** What puts it back, up to the value. */
  readonly call: string;
  readonly type: TypeRef;
  /** The token behind which it is known, and the block that it belongs to. */
  readonly at: number;
  readonly block: Block;
}

/** `session.getAttribute("name")` */
export interface SessionRead {
  readonly name: string;
  /** What puts it back, up to the value: `session.setAttribute("name", ` */
  readonly call: string;
  /** The token behind it. */
  readonly next: number;
}

interface Change {
  readonly change: SessionChange;
  readonly variable: string | undefined;
  readonly at: number;
  readonly member: number;
}

/** A call that puts something into a session, or may do so. */
interface Write {
  readonly attribute: string | undefined;
  /** The value where it is a name alone. */
  readonly value: string | undefined;
  readonly at: number;
  readonly member: number;
  readonly blockEnd: number;
}

/** Names of methods that change what they are called on. */
const changes =
  /^(?:set[A-Z]\w*|add(?:All|First|Last)?|add[A-Z]\w*|put(?:All|IfAbsent)?|remove(?:All|If|First|Last)?|remove[A-Z]\w*|clear|push|pop|poll(?:First|Last)?|offer(?:First|Last)?|retainAll|replaceAll|increment\w*|decrement\w*)$/;

/** How many variables of one name are kept, and how many calls of one file: more than any real one has. */
const maxSources = 50;
const maxCalls = 500;

/** Collects what is read from sessions, changed and put back; fed in the order of the tokens. */
export class SessionChanges {
  private readonly sources = new Map<string, Source[]>();
  private readonly changes: Change[] = [];
  private readonly writes: Write[] = [];

  constructor(
    private readonly tokens: Tokens,
    private readonly scopes: Scopes,
  ) {}

  /** A variable whose value is read from the session. */
  read(nameAt: number, { name: attribute, call }: SessionRead, type: TypeRef): void {
    const name = this.tokens.at(nameAt);
    const all = this.sources.get(name) ?? [];
    this.sources.set(name, all);
    if (all.length < maxSources)
      all.push({ name, attribute, call, type, at: nameAt, block: this.scopes.block });
  }

  /** The attribute and type of a variable, where it surely still is what was read. */
  sourceOf(name: string, at: number): Source | undefined {
    const meaning = this.scopes.meaning(name, at);
    if (!meaning.known || !meaning.type) return undefined;
    return this.sources.get(name)?.findLast((one) => one.type === meaning.type && at <= one.block.close);
  }

  static isChange(method: string): boolean {
    return changes.test(method);
  }

  change(change: SessionChange, variable: string | undefined, at: number): void {
    this.changes.push({ change, variable, at, member: this.scopes.member });
  }

  write(attribute: string | undefined, value: string | undefined, at: number): void {
    const { member, block } = this.scopes;
    this.writes.push({ attribute, value, at, member, blockEnd: block.close });
  }

  /** Those behind which, in the same method, nothing puts the attribute back; the first of each attribute. */
  found(): readonly SessionChange[] {
    if (this.changes.length > maxCalls || this.writes.length > maxCalls) return [];
    const seen = new Set<string>();
    return this.changes.flatMap(({ change, variable, at, member }) => {
      const isPutBack = this.writes.some(
        (write) =>
          write.member === member &&
          (write.at > at || write.blockEnd > at) &&
          (write.attribute === undefined ||
            write.attribute === change.attribute ||
            (variable !== undefined && write.value === variable)),
      );
      const key = `${member} ${change.attribute}`;
      if (isPutBack || member < 0 || seen.has(key) || this.isHandedOn(variable, at, member)) return [];
      seen.add(key);
      return [change];
    });
  }

  /** Whether the object is handed to another method together with the session or the request: that may store it. */
  private isHandedOn(variable: string | undefined, at: number, member: number): boolean {
    if (variable === undefined) return false;
    const { tokens } = this;
    const rest = tokens.text.slice(tokens.start(at), tokens.end(tokens.partner(member)));
    for (const [, list = ''] of rest.matchAll(/\(([^()]*)\)/g)) {
      const words = list.split(/\W+/);
      if (words.includes(variable) && words.some((word) => /(?:session|request|req)$/i.test(word)))
        return true;
    }
    return false;
  }
}
