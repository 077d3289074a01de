import { t } from '@vscode/l10n';
import { namedByCompose } from '../cluster/compose';
import { dockerfilesOf, Images } from '../cluster/images';
import { namedBySettled } from '../cluster/settled';
import { localPaths, type Origin } from '../cluster/resolve';
import { startsOf } from '../cluster/starts';
import { includedBy } from '../languages/nginx/includes';
import type { NginxDocument } from '../languages/nginx/tree';
import type { NamedAs } from '../languages/language';
import { headBytes, type LanguageTable, languages as standard } from '../languages/table';
import { discover, isSkipped } from './discover';
import { expandPattern } from './includes';
import { leadsElsewhere, LoadedFile } from './loadedFile';
import { isInside } from '../languages/text/paths';
import { mapBounded } from './pool';
import { otherProduct } from './otherProducts';
import { type Look, maxBytes, type Sources } from './sources';
import { messageOf } from './errors';
import { type Unchecked, unread } from './unchecked';

export interface FolderOptions {
  /** Files named by somebody: read as what they look like, whatever their name. */
  readonly given?: readonly string[];
  /** What is looked for; undefined: all that is ours. */
  readonly languages?: LanguageTable | undefined;
  /** Whether the folder is searched; false: only the given files. */
  readonly search?: boolean;
  /** Told what was left out and why, one sentence each. */
  readonly note?: (message: string) => void;
}

/** Compose files that name others, which name others, are followed so far. */
const maxRounds = 10;

/** A line that is no comment. */
const holdsSomething = /^[ \t]*[^\s#]/m;

/** Where nginx starts to follow includes. */
interface NginxOrigin {
  readonly origin: Origin;
  readonly first: readonly { readonly path: string; readonly document: NginxDocument }[];
}

/** The files of ours in one folder, read once and again only when they change. */
export class Folder {
  private readonly entries = new Map<string, LoadedFile>();
  private sorted: readonly LoadedFile[] | undefined;
  /** Names that promise something of ours, read or not. */
  private readonly candidates = new Set<string>();
  /** Brought in by an include of a main file, whatever they are called. */
  private included = new Set<string>();
  /** What Compose files name, whatever it is called, and what they take it for. */
  private named: ReadonlyMap<string, NamedAs> = new Map();
  /** Whether what main files include may lead to other files than when it was followed last. */
  private hasMoved = true;
  /** Named by an include of a main file, and not there. */
  private missing = new Set<string>();
  /** Files that are not checked, and why. */
  private readonly leftOut = new Map<string, string>();
  /** What the search passed over, and why. */
  private readonly passedOver = new Map<string, string>();
  /** What was looked at and is not ours, so that it is looked at once only: path to what was known then. */
  private readonly foreign = new Map<string, string>();
  /** Grows with each change of the files. */
  private changes = 0;
  private readonly given: ReadonlySet<string>;
  private readonly languages: LanguageTable;
  private readonly search: boolean;
  private readonly note: (message: string) => void;

  constructor(
    /** Absolute, with forward slashes. */
    readonly root: string,
    private readonly sources: Sources,
    { given = [], languages = standard, search = true, note = () => {} }: FolderOptions = {},
  ) {
    this.given = new Set(given);
    this.languages = languages;
    this.search = search;
    this.note = note;
  }

  /** In the order of their paths. */
  get files(): readonly LoadedFile[] {
    return (this.sorted ??= [...this.entries.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)));
  }

  /** Files that an include names and that do not exist, as far as they were looked for. */
  get absent(): ReadonlySet<string> {
    return this.missing;
  }

  /** Whether a main file includes it. */
  includes(path: string): boolean {
    return this.included.has(path);
  }

  /** What was found or named and is none of `files`, in the order of paths. */
  get unread(): readonly Unchecked[] {
    const java = this.waiting.length;
    const all = [...this.leftOut, ...this.passedOver].map(([path, why]) => unread(path, why));
    if (java > 0)
      all.push(
        unread(
          this.root,
          java === 1
            ? t('1 Java file is not read, because nothing here configures or runs nginx or Tomcat')
            : t('{java} Java files are not read, because nothing here configures or runs nginx or Tomcat', {
                java,
              }),
        ),
      );
    return all.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Whether a change of this path can matter here. */
  concerns(path: string): boolean {
    if (this.given.has(path) || this.entries.has(path) || this.isNamed(path)) return true;
    return this.search && isInside(path, this.root) && !isSkipped(this.root, path);
  }

  /** Searches the folder anew; unchanged files are not read again. */
  async scan(signal?: AbortSignal): Promise<void> {
    this.passedOver.clear();
    this.hasMoved = true;
    const found = this.search ? await this.discover(this.root, signal) : [];
    this.candidates.clear();
    const open = this.sources.openPaths.filter((path) => this.concerns(path));
    for (const path of [...found, ...this.given, ...open]) this.candidates.add(path);
    for (const path of this.entries.keys()) {
      if (!this.candidates.has(path) && !this.isNamed(path)) this.set(path, undefined);
    }
    for (const path of this.leftOut.keys()) {
      if (!this.candidates.has(path) && !this.isNamed(path)) this.leftOut.delete(path);
    }
    await this.load([...this.candidates], signal);
  }

  /** Whether another file names this one. */
  private isNamed(path: string): boolean {
    return this.included.has(path) || this.named.has(path);
  }

  /**
   * Reads what changed: files that were edited, created or deleted, and folders that went or came. Gives whether any of
   * it was ours.
   */
  async update(paths: readonly string[], signal?: AbortSignal): Promise<boolean> {
    const before = this.changes;
    const changed = new Set<string>();
    for (const path of paths) {
      if (!this.concerns(path)) continue;
      const kind = await this.look(path);
      if (kind === 'folder') {
        const found = await this.discover(path, signal);
        for (const inside of found) changed.add(inside);
      } else if (kind === 'file') {
        changed.add(path);
      } else {
        for (const known of [...this.candidates, ...this.included, ...this.named.keys()]) {
          if (isInside(known, path)) changed.add(known);
        }
        for (const known of this.passedOver.keys()) if (isInside(known, path)) this.passedOver.delete(known);
      }
    }
    for (const path of changed) {
      if (!this.entries.has(path)) this.hasMoved = true;
      if (this.languages.promise(path) || this.sources.isOpen(path)) this.candidates.add(path);
    }
    await this.load([...changed], signal);
    return this.changes !== before;
  }

  private async load(paths: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    await this.read(
      paths.filter((path) => !this.isLast(path)),
      signal,
    );
    await this.readNamed(signal);
    if (this.hasMoved) await this.follow(signal);
    // Java alone is no cluster: a plain Java workspace is not read at all.
    const relevant = [...this.entries.values()].some(({ file }) => file.language.standsAlone);
    const changed = paths.filter((path) => this.isLast(path));
    if (relevant) await this.read([...new Set([...changed, ...this.waiting])], signal);
  }

  private isLast(path: string): boolean {
    return this.languages.promise(path)?.language.isMany === true && !this.given.has(path);
  }

  private get waiting(): readonly string[] {
    return [...this.candidates].filter(
      (path) => !this.entries.has(path) && this.isLast(path) && !this.leftOut.has(path),
    );
  }

  private discover(folder: string, signal: AbortSignal | undefined): Promise<string[]> {
    const leave = (path: string, why: string): void => this.leave(path, why, this.passedOver);
    return discover(folder, this.sources.fileSystem, { signal, languages: this.languages, leave });
  }

  private leave(path: string, why: string, among = this.leftOut): void {
    if (among.get(path) === why) return;
    this.changes++;
    among.set(path, why);
    this.note(`${path} is not checked: ${why}`);
  }

  /** Reads what Compose files name until nothing new turns up, anew what was taken for something else until now. */
  private async readNamed(signal: AbortSignal | undefined): Promise<void> {
    if (!this.search || !this.hasMoved) return;
    for (let rounds = 0; rounds < maxRounds; rounds++) {
      const before = this.named;
      const named = this.namedNow();
      const changed = [...new Set([...named.keys(), ...before.keys()])].filter((path) => {
        const as = named.get(path);
        return as !== before.get(path) && (as === undefined || !this.isReadAs(path, as));
      });
      this.named = named;
      if (changed.length === 0) return;
      for (const path of changed) this.set(path, undefined);
      await this.read(
        changed.filter((path) => named.has(path) || this.candidates.has(path)),
        signal,
      );
    }
  }

  private isReadAs(path: string, as: NamedAs): boolean {
    return this.entries.get(path)?.file.kind === as;
  }

  private namedNow(): ReadonlyMap<string, NamedAs> {
    const files = new Map(this.files.map(({ path, file }) => [path, file]));
    const composes = [...files.values()].filter((file) => file.kind === 'compose');
    const labs = [...files.values()].filter((file) => file.kind === 'cluster-lab.json');
    if (composes.length + labs.length === 0) return new Map();
    const named = [
      ...labs.flatMap(namedBySettled),
      ...composes.flatMap(namedByCompose),
      ...dockerfilesOf(new Images(files)).map((path) => [path, 'dockerfile'] as const),
    ];
    return new Map(named.filter(([path]) => isInside(path, this.root)));
  }

  /** Reads what main files include, until nothing new turns up; an include loop brings nothing new. */
  private async follow(signal: AbortSignal | undefined): Promise<void> {
    const { fileSystem } = this.sources;
    const included = new Set<string>();
    this.missing = new Set();
    for (const { origin, first } of this.nginxStarts()) {
      const pending = [...first];
      const reached = new Set(pending.map(({ path }) => path));
      for (let next = pending.pop(); next; next = pending.pop()) {
        for (const pattern of includedBy(next.document)) {
          const found = await Promise.all(
            localPaths(pattern, origin).map((path) => expandPattern(path, this.root, fileSystem)),
          );
          const fresh = [...new Set(found.flat())].filter((target) => !reached.has(target));
          for (const target of fresh) {
            reached.add(target);
            included.add(target);
          }
          const unknown = fresh.filter((target) => !this.entries.has(target));
          await this.read(unknown, signal, true);
          for (const path of fresh) {
            const { file } = this.entries.get(path) ?? {};
            if (file?.kind === 'nginx') pending.push(file);
          }
        }
      }
    }
    for (const path of this.included) {
      if (!included.has(path) && !this.candidates.has(path)) this.set(path, undefined);
    }
    this.included = included;
    this.hasMoved = false;
  }

  /** From where nginx reads files: main files here, and those of images that see something of this folder. */
  private nginxStarts(): readonly NginxOrigin[] {
    const files = new Map(this.files.map(({ path, file }) => [path, file]));
    const searched = { root: this.root, elsewhere: undefined };
    return startsOf(files, searched, new Images(files)).flatMap(({ mainFile, mounts, stock }) => {
      const file = files.get(mainFile);
      const document = stock?.document ?? (file?.kind === 'nginx' ? file.document : undefined);
      const origin = { mainFile, mounts, isStock: stock !== undefined, isDump: false };
      return document ? [{ origin, first: [{ path: mainFile, document }] }] : [];
    });
  }

  private async read(
    paths: readonly string[],
    signal: AbortSignal | undefined,
    included = false,
  ): Promise<void> {
    const read = await mapBounded(paths, (path) => this.readOne(path, included || this.included.has(path)), {
      signal,
    });
    for (const [index, path] of paths.entries()) this.set(path, read[index]);
  }

  private set(path: string, file: LoadedFile | undefined): void {
    const before = this.entries.get(path);
    if (before === file) return;
    this.changes++;
    this.hasMoved ||= leadsElsewhere(before, file);
    this.sorted = before && file && this.sorted?.with(this.sorted.indexOf(before), file);
    if (file) this.entries.set(path, file);
    else this.entries.delete(path);
  }

  /** Undefined for what is gone, not ours, or left with a note. */
  private async readOne(path: string, included: boolean): Promise<LoadedFile | undefined> {
    try {
      const previous = this.entries.get(path);
      const seen = await this.sources.look(path);
      if (!seen) {
        this.candidates.delete(path);
        this.leftOut.delete(path);
        if (included) this.missing.add(path);
        return undefined;
      }
      const named = this.named.get(path);
      if (previous?.stamp === seen.stamp) return previous;
      const known = `${seen.stamp} ${included} ${named}`;
      if (this.foreign.get(path) === known) return undefined;
      this.leftOut.delete(path);
      const file = await this.readIfOurs(path, seen, included);
      if (file) this.foreign.delete(path);
      else this.foreign.set(path, known);
      return file;
    } catch (error) {
      if (this.given.has(path)) throw error;
      this.leave(path, t('it cannot be read: {reason}', { reason: messageOf(error) }));
      return undefined;
    }
  }

  private async readIfOurs(path: string, seen: Look, included: boolean): Promise<LoadedFile | undefined> {
    const hints = { given: this.given.has(path), included, named: this.named.get(path) };
    const promise = this.languages.promise(path);
    let likely = promise?.language;
    // The many XML files of others are told by their first kilobytes and not read.
    if (!hints.given && !this.sources.isOpen(path) && promise?.isCertain !== true) {
      const head = await this.sources.head(path);
      likely = this.languages.recognise(path, head, hints)?.language;
      if (!likely) return this.notOurs(path, head);
    }
    const source = await this.sources.read(path, seen, likely?.mostBytes ?? maxBytes);
    if ('left' in source) {
      this.leave(path, source.left);
      return undefined;
    }
    const { text, encoding, stamp, language } = source;
    const recognised = this.languages.recognise(path, text, { ...hints, language });
    const file = recognised?.language.open(path, recognised, text);
    if (file) return new LoadedFile(path, text, encoding, stamp, file);
    return this.notOurs(path, text);
  }

  private notOurs(path: string, text: string): undefined {
    const product = otherProduct(path, text.slice(0, headBytes));
    if (product !== undefined)
      this.leave(path, t('it configures {product}, which is not checked', { product }));
    else if (this.given.has(path)) this.leave(path, t('it is not an nginx, Tomcat, Compose or Java file'));
    else if (holdsSomething.test(text)) {
      const promise = this.languages.promise(path);
      if (promise?.isCertain) {
        const { title } = promise.language;
        this.leave(
          path,
          t('its name or folder is one of {title} files, but it does not read like one', { title }),
        );
      }
    }
  }

  /** What a path leads to now; nothing where it cannot be told. */
  private async look(path: string): Promise<'file' | 'folder' | undefined> {
    if (this.sources.isOpen(path)) return 'file';
    try {
      const found = await this.sources.fileSystem.stat(path);
      return found && (found.kind === 'folder' ? 'folder' : 'file');
    } catch (error) {
      this.note(`${path} cannot be read: ${messageOf(error)}`);
      return undefined;
    }
  }
}
