import type { Mention, NameKinds, Occurrence } from './kinds';

/** A name of one kind where one key holds. */
interface Named {
  readonly scope: Scope;
  readonly places: Set<Place>;
  /** Those that count once it is made. Without that they mean something else. */
  doubtful: Mention[];
  isMade: boolean;
  isUsed: boolean;
}

/** The symbols of a kind that are known by one key, by folded name. */
type Scope = Map<string, Named>;

/** All mentions of one kind at one place: a file that is read in several places has several there. */
interface Place extends Occurrence {
  makes: boolean;
  fixed?: () => string | undefined;
  readonly symbols: Named[];
}

/** The names of a project, whatever language makes or uses them. */
export class SymbolIndex {
  /** By kind and key. */
  private readonly scopes = new Map<string, Map<string, Scope>>();
  /** By path and offset, one for each kind that is named there. */
  private readonly files = new Map<string, Map<number, Place[]>>();

  private readonly unread: Iterator<Mention>;

  /** The mentions are read when they are needed: most of what is used is used soon. */
  constructor(
    mentions: Iterable<Mention>,
    readonly kinds: NameKinds,
  ) {
    this.unread = mentions[Symbol.iterator]();
  }

  /** The name at an offset, its end included; also one that nothing here makes. */
  at(path: string, offset: number): Occurrence | undefined {
    this.readAll();
    let found: Place | undefined;
    for (const place of [...(this.files.get(path)?.values() ?? [])].flat()) {
      const { start, end } = place.span;
      if (start <= offset && offset <= end && (!found || start < found.span.start)) found = place;
    }
    return found;
  }

  /**
   * All places of the symbol that an occurrence belongs to, each once, in the order of files and offsets. A line that is
   * read in several places ties their symbols together: they can only be renamed as one.
   */
  related(occurrence: Occurrence): readonly Occurrence[] {
    return [...this.tied(occurrence)].toSorted(
      (a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.span.start - b.span.start,
    );
  }

  definitions(occurrence: Occurrence): readonly Occurrence[] {
    return this.related(occurrence).filter(({ makes }) => makes);
  }

  /** What people call a kind. */
  titleOf(kind: string): string {
    return this.kinds.get(kind)?.title?.() ?? kind;
  }

  /** A name as it is shown to people. */
  shownAs({ kind, name }: Occurrence): string {
    return this.kinds.get(kind)?.shown?.(name) ?? name;
  }

  /** Whether anything uses the name that is made at a place; undefined where none is made. */
  isUsed(path: string, start: number): boolean | undefined {
    let places = this.placesAt(path, start);
    while (!places.some(isUsedPlace) && this.readNext()) {
      if (places.length === 0) places = this.placesAt(path, start);
    }
    const made = this.placesAt(path, start).filter(({ makes }) => makes);
    return made.length === 0 ? undefined : made.some(isUsedPlace);
  }

  /** Every place where a name is made, each once. */
  *allMade(): Generator<Occurrence, void, undefined> {
    this.readAll();
    for (const offsets of this.files.values()) {
      for (const places of offsets.values()) yield* places.filter(({ makes }) => makes);
    }
  }

  /** All names of a kind, made or only used. */
  allNamed(kind: string): ReadonlySet<string> {
    this.readAll();
    const scopes = [...(this.scopes.get(kind)?.values() ?? [])];
    const symbols = scopes.flatMap((scope) => [...scope.values()]);
    return new Set(symbols.flatMap(({ places }) => [...places].map(({ name }) => name)));
  }

  /** Every place where a name is made that nothing uses. */
  *unused(): Generator<Occurrence, void, undefined> {
    for (const made of this.allMade()) {
      if (!this.isUsed(made.path, made.span.start)) yield made;
    }
  }

  /** What a symbol would become one with under another name: a `symbol`, or something `elsewhere`, as a host of DNS. */
  clashOf(occurrence: Occurrence, name: string): 'symbol' | 'elsewhere' | undefined {
    let found: 'elsewhere' | undefined;
    for (const { kind, symbols } of this.tied(occurrence)) {
      const folded = this.folded(kind, name);
      for (const symbol of symbols) {
        const other = symbol.scope.get(folded);
        if (!other || other === symbol) continue;
        if (other.places.size > 0) return 'symbol';
        found = 'elsewhere';
      }
    }
    return found;
  }

  private tied({ path, span }: Occurrence): ReadonlySet<Place> {
    this.readAll();
    const found = new Set<Place>();
    const seen = new Set<Named>();
    const waiting = this.placesAt(path, span.start).flatMap(({ symbols }) => symbols);
    for (let symbol = waiting.pop(); symbol; symbol = waiting.pop()) {
      if (seen.has(symbol)) continue;
      seen.add(symbol);
      for (const place of symbol.places) {
        if (found.has(place)) continue;
        for (const one of this.placesAt(place.path, place.span.start)) {
          found.add(one);
          waiting.push(...one.symbols);
        }
      }
    }
    return found;
  }

  /** One for each kind that is named at a place. */
  private placesAt(path: string, start: number): readonly Place[] {
    return this.files.get(path)?.get(start) ?? [];
  }

  private symbolsOf({ kind, name, keys }: Mention): readonly Named[] {
    const folded = this.folded(kind, name);
    const scopes = entryOf(this.scopes, kind, () => new Map<string, Scope>());
    return keys.map((key) => {
      const scope = entryOf(scopes, key, (): Scope => new Map());
      return entryOf(scope, folded, () => ({
        scope,
        places: new Set(),
        doubtful: [],
        isMade: false,
        isUsed: false,
      }));
    });
  }

  private readAll(): void {
    while (this.readNext());
  }

  private readNext(): boolean {
    const { done, value: mention } = this.unread.next();
    if (done) return false;
    for (const symbol of this.symbolsOf(mention)) {
      if (mention.doubtful && !symbol.isMade) symbol.doubtful.push(mention);
      else this.add(mention, symbol);
      if (!symbol.isMade || symbol.doubtful.length === 0) continue;
      for (const waiting of symbol.doubtful) this.add(waiting, symbol);
      symbol.doubtful = [];
    }
    return true;
  }

  private add(mention: Mention, symbol: Named): void {
    const { kind, path, span, makes } = mention;
    const offsets = entryOf(this.files, path, () => new Map<number, Place[]>());
    const places = entryOf(offsets, span.start, () => []);
    let place = places.find((known) => known.kind === kind);
    if (!place) places.push((place = placeOf(mention)));
    place.makes ||= makes;
    if (mention.fixed) place.fixed ??= mention.fixed;
    symbol.isMade ||= makes;
    symbol.isUsed ||= !makes;
    if (symbol.places.has(place)) return;
    symbol.places.add(place);
    place.symbols.push(symbol);
  }

  private folded(kind: string, name: string): string {
    return this.kinds.get(kind)?.fold?.(name) ?? name;
  }
}

const isUsedPlace = ({ makes, symbols }: Place): boolean => makes && symbols.some(({ isUsed }) => isUsed);

const placeOf = ({ kind, name, path, span, makes, by }: Mention): Place => ({
  kind,
  name,
  path,
  span,
  makes,
  ...(by !== undefined && { by }),
  symbols: [],
});

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
