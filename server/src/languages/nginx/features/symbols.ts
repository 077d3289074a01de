import { type NginxConfiguration, type Placement } from '../configuration';
import type { Span } from '../../text/span';
import { areaReader, mentionsOf, passedVariables, type Mention } from './symbolOccurrences';
import { isBuiltIn, type SymbolKind } from './symbolNames';

/** A name at a place: what it is, and whether it is made or used there. */
export interface Occurrence {
  readonly kind: SymbolKind;
  /** As written here; nginx compares variables and upstreams without regard to case. */
  readonly name: string;
  readonly path: string;
  /** The name alone, inside its word. */
  readonly span: Span;
  readonly makes: boolean;
  readonly placement: Placement;
}

/** Symbols are told apart by these; a line that is read at two places may belong to two. */
type Key = string;

interface Entry extends Occurrence {
  readonly keys: readonly Key[];
}

/**
 * All user-made names of some configurations. What is no user's (a built-in variable, a host name) is left out, unless
 * asked for by `at`.
 */
export class SymbolIndex {
  private readonly byKey = new Map<Key, Entry[]>();
  private readonly byPath = new Map<string, Entry[]>();
  private readonly made = new Set<Key>();

  constructor(configurations: readonly NginxConfiguration[], textOf: (path: string) => string | undefined) {
    configurations.forEach((configuration, index) => this.read(configuration, `${index}`, textOf));
    for (const entries of this.byPath.values()) entries.sort((a, b) => a.span.start - b.span.start);
  }

  /** The name at an offset, its end included; also one that nothing here makes. */
  at(path: string, offset: number): Occurrence | undefined {
    return this.byPath
      .get(path)
      ?.find(({ span, keys }) => span.start <= offset && offset <= span.end && keys.length > 0);
  }

  /** Whether a directive of these configurations makes it: then it may be renamed. */
  isMade(occurrence: Occurrence): boolean {
    return (
      !isBuiltIn(occurrence.kind, occurrence.name) && this.related(occurrence).some(({ makes }) => makes)
    );
  }

  /**
   * All places of the symbol that an occurrence belongs to, each once, in the order of files and offsets. A line that is
   * included in several places ties their symbols together: they can only be renamed as one.
   */
  related(occurrence: Occurrence): readonly Occurrence[] {
    const found = new Map<string, Entry>();
    const seen = new Set<Key>();
    const waiting = this.keysAt(occurrence);
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      if (seen.has(key)) continue;
      seen.add(key);
      for (const entry of this.byKey.get(key) ?? []) {
        const place = `${entry.path}:${entry.span.start}`;
        const known = found.get(place);
        if (!known || (entry.makes && !known.makes)) found.set(place, entry);
        waiting.push(...entry.keys);
      }
    }
    return [...found.values()].toSorted(
      (a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.span.start - b.span.start,
    );
  }

  definitions(occurrence: Occurrence): readonly Occurrence[] {
    return this.related(occurrence).filter(({ makes }) => makes);
  }

  /** Whether a name of this kind is taken where an occurrence is known. */
  isTaken(occurrence: Occurrence, name: string): boolean {
    return this.keysAt(occurrence).some((key) => {
      const renamed = keyWithName(key, occurrence.kind, name);
      return renamed !== key && (this.byKey.get(renamed)?.length ?? 0) > 0;
    });
  }

  /** Every place where a name is made, each once. */
  *allMade(): Generator<Occurrence, void, undefined> {
    const seen = new Set<string>();
    for (const [path, entries] of this.byPath) {
      for (const entry of entries) {
        const place = `${path}:${entry.span.start}`;
        if (!entry.makes || seen.has(place)) continue;
        seen.add(place);
        yield entry;
      }
    }
  }

  private keysAt({ path, span }: Occurrence): Key[] {
    const entries = this.byPath.get(path) ?? [];
    return entries.filter((entry) => entry.span.start === span.start).flatMap(({ keys }) => [...keys]);
  }

  private read(
    configuration: NginxConfiguration,
    id: string,
    textOf: (path: string) => string | undefined,
  ): void {
    const passed = passedVariables(configuration.all);
    const area = areaReader();
    const pending: { mention: Mention; placement: Placement; keys: readonly Key[] }[] = [];
    const servers = new Map<Placement, number>();
    for (const placement of configuration.all) {
      if (placement.directive.name.value === 'server' && placement.directive.block)
        servers.set(placement, servers.size);
      const text = textOf(placement.path);
      if (text === undefined) continue;
      const where = area(placement);
      for (const mention of mentionsOf(placement, where, text, passed)) {
        const prefix = `${id} ${where} ${mention.kind} ${mention.scope ?? ''}`;
        const name = foldedName(mention.kind, mention.name);
        const server = mention.kind === 'named location' ? serverAround(placement) : undefined;
        // At the level of http it is looked up in whatever server answers.
        const scopes =
          mention.kind !== 'named location' ? [''] : server ? [servers.get(server) ?? 'none'] : ['every'];
        const keys = scopes.map((scope) => `${prefix} ${scope}\n${name}`);
        if (mention.makes) for (const key of keys) this.made.add(key);
        pending.push({ mention, placement, keys });
      }
    }
    for (const { mention, placement, keys } of pending) {
      const own = keys.flatMap((key) =>
        key.includes(' every\n')
          ? [...servers.values()]
              .map((index) => key.replace(' every\n', ` ${index}\n`))
              .filter((candidate) => this.made.has(candidate))
          : key,
      );
      if (mention.doubtful && !own.some((key) => this.made.has(key))) continue;
      this.add({
        kind: mention.kind,
        name: mention.name,
        span: mention.span,
        makes: mention.makes,
        path: placement.path,
        placement,
        keys: own,
      });
    }
  }

  private add(entry: Entry): void {
    const own = this.byPath.get(entry.path);
    if (own) own.push(entry);
    else this.byPath.set(entry.path, [entry]);
    for (const key of entry.keys) {
      const known = this.byKey.get(key);
      if (known) known.push(entry);
      else this.byKey.set(key, [entry]);
    }
  }
}

/** nginx keeps variables in lower case, and finds upstreams without regard to it. */
const foldedName = (kind: SymbolKind, name: string): string =>
  kind === 'variable' || kind === 'upstream' ? name.toLowerCase() : name;

const keyWithName = (key: Key, kind: SymbolKind, name: string): Key =>
  `${key.slice(0, key.indexOf('\n') + 1)}${foldedName(kind, name)}`;

function serverAround({ parent }: Placement): Placement | undefined {
  let around = parent;
  while (around && around.directive.name.value !== 'server') around = around.parent;
  return around;
}
