import type { FileKind, SourceFile } from './source';

/** Makes something once for the same arguments, one after another: the last result is kept. Lists are the same where their items are. */
export class Kept<Args extends readonly unknown[], Result> {
  private last: { readonly args: Args; readonly result: Result } | undefined;

  constructor(private readonly make: (...args: Args) => Result) {}

  of(...args: Args): Result {
    const { last } = this;
    if (last && args.every((arg, index) => isSame(arg, last.args[index]))) return last.result;
    const result = this.make(...args);
    this.last = { args, result };
    return result;
  }
}

const isSame = (a: unknown, b: unknown): boolean =>
  a === b ||
  (Array.isArray(a) &&
    Array.isArray(b) &&
    a.length === b.length &&
    a.every((item, index) => item === b[index]));

export type Files = ReadonlyMap<string, SourceFile>;

/** The files of a folder by kind, moment after moment: what did not change since is the same object. */
export class Parts {
  private files: Files = new Map();
  /** In the order of `files`. */
  private byKind: ReadonlyMap<FileKind, readonly SourceFile[]> = new Map();
  /** Another one whenever a file came or went, or became one of another kind. */
  private places: object = {};
  private readonly parts = new Map<string, Kept<readonly (readonly SourceFile[])[], Files>>();
  private readonly wholes = new Map<string, Kept<readonly unknown[], Files>>();

  take(files: Files): void {
    const found = new Map<FileKind, SourceFile[]>();
    for (const file of files.values()) {
      const same = found.get(file.kind);
      if (same) same.push(file);
      else found.set(file.kind, [file]);
    }
    const before = this.byKind;
    const byKind = new Map<FileKind, readonly SourceFile[]>();
    let moved = before.size !== found.size;
    for (const [kind, own] of found) {
      const last = before.get(kind) ?? [];
      byKind.set(kind, isSame(own, last) ? last : own);
      moved ||= own.length !== last.length || own.some(({ path }, index) => path !== last[index]?.path);
    }
    this.files = files;
    this.byKind = byKind;
    if (moved) this.places = {};
  }

  /** The files of some kinds by path. */
  of(...kinds: readonly FileKind[]): Files {
    const key = kinds.join(' ');
    const part = this.parts.get(key) ?? new Kept(byPath);
    this.parts.set(key, part);
    return part.of(...this.lists(kinds));
  }

  /** All files, for readers that look into those of some kinds and at the paths of the others. */
  whole(...kinds: readonly FileKind[]): Files {
    const key = kinds.join(' ');
    const whole = this.wholes.get(key) ?? new Kept(() => this.files);
    this.wholes.set(key, whole);
    return whole.of(this.places, ...this.lists(kinds));
  }

  private lists(kinds: readonly FileKind[]): readonly (readonly SourceFile[])[] {
    return kinds.map((kind) => this.byKind.get(kind) ?? none);
  }
}

const none: readonly SourceFile[] = [];

const byPath = (...lists: readonly (readonly SourceFile[])[]): Files =>
  new Map(lists.flat().map((file) => [file.path, file]));
