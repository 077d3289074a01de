import { isForeignTemplate } from '../languages/nginx/check/template';
import type { Directive, NginxDocument } from '../languages/nginx/tree';
import { includedBy, isGlob, matchGlob } from '../languages/nginx/includes';
import { isAbsolute, isInside } from '../languages/text/paths';
import type { Mount } from './mount';
import { localPaths, type Origin } from './resolve';
import type { Stock } from './stock';
import type { SourceFile } from './source';

/** Where nginx starts to read. */
export interface ReadFrom {
  readonly mainFile: string;
  /** Those of the container it runs in, if it does. */
  readonly mounts: readonly Mount[];
  /** The image's own main file, where that is what it starts from. */
  readonly stock?: Stock | undefined;
  readonly searched: Searched;
}

/** What one `include` leads to. */
interface Included {
  readonly targets: readonly string[];
  readonly missing: string | undefined;
  /** Whether it may lead to files that are not here. */
  readonly hides: boolean;
}

/** No sane configuration comes near this; one that includes itself over many branches would never end. */
const MAX_INCLUDES = 10_000;

/**
 * Files that nginx and Debian ship beside their main file: types, parameters and headers, of which no other file names
 * anything, and modules. A workspace that lacks them lacks nothing.
 */
const SHIPPED =
  /(^|\/)(mime\.types|fastcgi_params|fastcgi\.conf|uwsgi_params|scgi_params|proxy_params|koi-utf|koi-win|win-utf|snippets\/snakeoil\.conf)$|(^|\/)modules(-enabled)?\/[^/]*\*[^/]*$/;

export const isShipped = (pattern: string): boolean => SHIPPED.test(pattern);

/** Where files were looked for, and so what an include means that names none of them. */
export interface Searched {
  readonly root: string;
  /**
   * What else there is: `nothing`, as with the output of `nginx -T`; `unseen`, as with standard input. Undefined: the root
   * was searched, and what lies outside of it is not known.
   */
  readonly elsewhere: 'nothing' | 'unseen' | undefined;
}

/** Whether an include that names no file here may lead to one where nginx runs: then nothing is known to be absent. */
const mayHide = (pattern: string, { elsewhere }: Searched): boolean =>
  elsewhere !== 'nothing' && !isShipped(pattern);

/** Whether it leads to where nobody looked: a pattern that matches nothing in a searched folder is no news. */
export const leadsElsewhere = (pattern: string, searched: Searched): boolean =>
  mayHide(pattern, searched) &&
  (searched.elsewhere === 'unseen' ||
    !isGlob(pattern) ||
    (isAbsolute(pattern) && !isInside(pattern, searched.root)));

/** Follows `include` from one main file as nginx does. */
export class IncludeReader {
  private readonly read = new Set<string>();
  private included = 0;
  private missing = false;

  private readonly origin: Origin;

  constructor(
    private readonly files: ReadonlyMap<string, SourceFile>,
    private readonly start: ReadFrom,
  ) {
    const { mainFile, mounts, stock, searched } = start;
    this.origin = {
      mainFile,
      mounts,
      isStock: stock !== undefined,
      isDump: searched.elsewhere === 'nothing',
    };
    if (!stock) this.read.add(mainFile);
  }

  /** All files read so far, in nginx's order. */
  get filesRead(): readonly string[] {
    return [...this.read];
  }

  /** Whether every file that was named so far is one of the workspace's. */
  get isWhole(): boolean {
    return !this.missing;
  }

  /** Takes down that a file is being read. */
  enter(path: string): void {
    if (path !== this.stockPath) this.read.add(path);
  }

  /**
   * What an `include` in a file leads to, in nginx's order, and the path of the workspace that a plain one names and that is none of
   * its files; undefined for all else.
   */
  include({ name, args: [word] }: Directive, path: string): Included | undefined {
    if (name.value !== 'include' || !word) return undefined;
    const pattern = word.value;
    const targets = this.targets(pattern);
    const { stock, searched } = this.start;
    if (stock && path === stock.mainFile) {
      // What lies there in the image is known by content, and is none of the user's.
      const hides = stock.mayHide(pattern);
      if (hides) this.missing = true;
      return { targets, missing: undefined, hides };
    }
    if (targets.length > 0) return { targets, missing: undefined, hides: false };
    if (mayHide(pattern, searched)) this.missing = true;
    const hides = searched.elsewhere !== 'nothing';
    return { targets, missing: isGlob(pattern) ? undefined : localPaths(pattern, this.origin)[0], hides };
  }

  /** What is to be read of a file that is included; none once there are too many. */
  next(path: string): NginxDocument | undefined {
    return ++this.included > MAX_INCLUDES ? undefined : this.document(path);
  }

  /** All files that the main file leads to, in no order: for those who need no placements. */
  closure(): readonly string[] {
    const waiting = [this.start.mainFile];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const document = this.document(path);
      for (const pattern of document ? includedBy(document) : []) {
        for (const target of this.targets(pattern)) {
          if (this.read.has(target)) continue;
          this.enter(target);
          waiting.push(target);
        }
      }
    }
    return this.filesRead;
  }

  private get stockPath(): string | undefined {
    return this.start.stock?.mainFile;
  }

  private document(path: string): NginxDocument | undefined {
    const file = this.files.get(path);
    if (file?.kind !== 'nginx') return undefined;
    if (!isForeignTemplate(file.document) && !file.document.isLarge) return file.document;
    // What it names is not known.
    this.missing = true;
    return undefined;
  }

  /** The workspace's files that an `include` names, sorted as glob(3) does. */
  private targets(pattern: string): readonly string[] {
    const found = new Set<string>();
    for (const local of localPaths(pattern, this.origin)) {
      if (!isGlob(local)) {
        if (this.files.has(local)) found.add(local);
        continue;
      }
      for (const path of matchGlob(local, [...this.files.keys()])) found.add(path);
    }
    return [...found];
  }
}
