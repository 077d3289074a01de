import type { LanguageTable } from '../languages/table';
import { Check, type CheckSettings } from './check';
import { folderOf, isInside } from '../languages/text/paths';
import { Folder } from './folder';
import type { FileSystem } from './fileSystem';
import { projectsOf } from './projects';
import { Sources } from './sources';
import { stackOf } from './errors';
import type { Unchecked } from './unchecked';

export interface CheckerOptions {
  /** What is set for one folder. */
  readonly settings?: (root: string) => CheckSettings;
  /** What is looked for; undefined: all that is ours. */
  readonly languages?: LanguageTable | undefined;
  /** Told what was left out and why, one sentence each. */
  readonly note?: (message: string) => void;
}

/**
 * Keeps the checks of a workspace up to date: folders, and files that an editor holds outside of them. Changes are
 * collected and worked off by `settle`; one file is parsed anew, then its folder's model is built and judged.
 */
export class WorkspaceChecker {
  readonly sources: Sources;
  private folders: Folder[] = [];
  /** Files open outside every folder, each by itself. */
  private readonly loose = new Map<string, Folder>();
  private readonly checks = new Map<Folder, readonly Check[]>();
  private readonly changes = new Map<Folder, Set<string>>();
  private readonly unscanned = new Set<Folder>();
  private readonly unchecked = new Set<Folder>();
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private readonly note: (message: string) => void;

  constructor(
    fileSystem: FileSystem,
    private readonly options: CheckerOptions = {},
  ) {
    this.sources = new Sources(fileSystem);
    this.note = options.note ?? (() => {});
  }

  /** The workspace folders; one that lies in another belongs to it. */
  setFolders(roots: readonly string[]): void {
    const outermost = [...new Set(roots)].filter(
      (root) => !roots.some((other) => other !== root && isInside(root, other)),
    );
    const kept = this.folders.filter(({ root }) => outermost.includes(root));
    for (const folder of this.folders) if (!kept.includes(folder)) this.forget(folder);
    this.folders = outermost.map((root) => kept.find((folder) => folder.root === root) ?? this.add(root));
    for (const path of this.sources.openPaths) this.place(path);
    for (const path of this.loose.keys()) this.place(path);
  }

  /** An editor opened a file or changed its text. */
  open(path: string, text: string, language?: string): void {
    this.sources.open(path, text, language);
    this.place(path);
    this.changed([path]);
  }

  /** The editor let go of it: the disk counts again. */
  close(path: string): void {
    this.sources.close(path);
    this.place(path);
    this.changed([path]);
  }

  /** Files or folders that were created, changed or deleted. */
  changed(paths: readonly string[]): void {
    for (const folder of this.all) {
      const concerned = paths.filter((path) => folder.concerns(path));
      if (concerned.length === 0) continue;
      const changes = this.changes.get(folder) ?? new Set();
      for (const path of concerned) changes.add(path);
      this.changes.set(folder, changes);
    }
  }

  /** Settings changed: judge again, read nothing. */
  rejudge(): void {
    for (const folder of this.all) this.unchecked.add(folder);
  }

  /** Searches all folders anew at the next `settle`. */
  rescan(): void {
    for (const folder of this.all) this.unscanned.add(folder);
  }

  /** Works off all changes that came so far, also those that come meanwhile, and gives the checks as they are then. */
  async settle(): Promise<readonly Check[]> {
    while (this.isDirty && !this.stopping.signal.aborted) {
      this.running ??= this.work().finally(() => (this.running = undefined));
      await this.running;
    }
    return this.counting.flatMap((folder) => this.checks.get(folder) ?? []);
  }

  /** What was found and is in none of the checks. */
  get unread(): readonly Unchecked[] {
    return this.counting.flatMap((folder) => folder.unread);
  }

  /** Ends a search under way; `settle` gives what there is. */
  stop(): void {
    this.stopping.abort();
  }

  private get all(): Folder[] {
    return [...this.folders, ...this.loose.values()];
  }

  /** Without files that are open by themselves and that another one of those includes. */
  private get counting(): Folder[] {
    const isIncluded = (path: string): boolean =>
      [...this.loose].some(([other, folder]) => other !== path && folder.includes(path));
    const alone = [...this.loose].filter(([path]) => !isIncluded(path)).map(([, folder]) => folder);
    return [...this.folders, ...alone];
  }

  private get isDirty(): boolean {
    return this.running !== undefined || this.unscanned.size + this.changes.size + this.unchecked.size > 0;
  }

  private async work(): Promise<void> {
    const signal = this.stopping.signal;
    for (const folder of this.all) {
      const isNew = this.unscanned.delete(folder);
      const changes = this.changes.get(folder);
      this.changes.delete(folder);
      const isStale = this.unchecked.delete(folder);
      if (!isNew && !changes && !isStale) continue;
      try {
        if (isNew) await folder.scan(signal);
        const hasChanged = changes ? await folder.update([...changes], signal) : false;
        if (!isNew && !isStale && !hasChanged) continue;
        if (signal.aborted || !this.all.includes(folder)) continue;
        const settings = { ...this.options.settings?.(folder.root), absent: folder.absent };
        const before = this.checks.get(folder) ?? [];
        this.checks.set(
          folder,
          projectsOf(folder.root, folder.files).map(({ root, files }) => {
            const last = before.find((one) => one.root === root);
            return last ? last.next(files, settings) : new Check(root, files, settings);
          }),
        );
      } catch (error) {
        if (signal.aborted) return;
        this.note(`${folder.root} could not be checked: ${stackOf(error)}`);
      }
    }
  }

  private add(root: string): Folder {
    const folder = new Folder(root, this.sources, { languages: this.options.languages, note: this.note });
    this.unscanned.add(folder);
    return folder;
  }

  /** Gives an open file outside every folder a folder of its own, and takes it away again. */
  private place(path: string): void {
    const isLoose = this.sources.isOpen(path) && !this.folders.some(({ root }) => isInside(path, root));
    const folder = this.loose.get(path);
    if (isLoose && !folder) {
      const own = new Folder(folderOf(path), this.sources, {
        given: [path],
        languages: this.options.languages,
        search: false,
        note: this.note,
      });
      this.loose.set(path, own);
      this.unscanned.add(own);
    } else if (!isLoose && folder) {
      this.loose.delete(path);
      this.forget(folder);
    }
  }

  private forget(folder: Folder): void {
    this.checks.delete(folder);
    this.changes.delete(folder);
    this.unscanned.delete(folder);
    this.unchecked.delete(folder);
  }
}
