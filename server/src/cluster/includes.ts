import { isForeignTemplate } from '../languages/nginx/check/template';
import type { Directive, NginxDocument } from '../languages/nginx/tree';
import { includedBy, isGlob, matchGlob } from '../languages/nginx/includes';
import { folderOf, isAbsolute, isInside, join, rebase } from '../languages/text/paths';
import type { Mount } from './images';
import type { SourceFile } from './source';

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

/** Names under which nginx knows its configuration folder when it is installed by a package or from the image. */
const CONFIG_PREFIXES = [
  '/etc/nginx',
  '/usr/local/etc/nginx',
  '/opt/homebrew/etc/nginx',
  '/usr/local/nginx/conf',
];

/**
 * Follows `include` from one main file as nginx does: plain names and patterns relative to the main file's folder, absolute ones
 * through the container's mounts or with nginx's own configuration folder taken for the folder of the main file.
 */
export class IncludeReader {
  private readonly read = new Set<string>();
  private included = 0;
  private missing = false;

  constructor(
    private readonly mainFile: string,
    private readonly files: ReadonlyMap<string, SourceFile>,
    private readonly mounts: readonly Mount[],
    private readonly searched: Searched,
  ) {
    this.read.add(mainFile);
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
    this.read.add(path);
  }

  /**
   * What an `include` leads to, in nginx's order, and the path of the workspace that a plain one names and that is none of
   * its files; undefined for all else.
   */
  include({ name, args: [word] }: Directive): Included | undefined {
    if (name.value !== 'include' || !word) return undefined;
    const pattern = word.value;
    const targets = this.targets(pattern);
    if (targets.length > 0) return { targets, missing: undefined, hides: false };
    if (mayHide(pattern, this.searched)) this.missing = true;
    const hides = this.searched.elsewhere !== 'nothing';
    return { targets, missing: isGlob(pattern) ? undefined : this.localPaths(pattern)[0], hides };
  }

  /** What is to be read of a file that is included; none once there are too many. */
  next(path: string): NginxDocument | undefined {
    return ++this.included > MAX_INCLUDES ? undefined : this.document(path);
  }

  /** All files that the main file leads to, in no order: for those who need no placements. */
  closure(): readonly string[] {
    const waiting = [this.mainFile];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const document = this.document(path);
      for (const pattern of document ? includedBy(document) : []) {
        for (const target of this.targets(pattern)) {
          if (this.read.has(target)) continue;
          this.read.add(target);
          waiting.push(target);
        }
      }
    }
    return this.filesRead;
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
    for (const local of this.localPaths(pattern)) {
      if (!isGlob(local)) {
        if (this.files.has(local)) found.add(local);
        continue;
      }
      for (const path of matchGlob(local, [...this.files.keys()])) found.add(path);
    }
    return [...found];
  }

  private localPaths(pattern: string): readonly string[] {
    if (this.searched.elsewhere === 'nothing' && isAbsolute(pattern)) return [pattern];
    const folder = folderOf(this.mainFile);
    const inContainer = isAbsolute(pattern) ? pattern : join('/etc/nginx', pattern);
    const mounted = this.mounts.flatMap((mount) => localPathOf(inContainer, mount) ?? []);
    if (mounted.length > 0) return mounted;
    if (!isAbsolute(pattern)) return [join(folder, pattern)];
    const prefix = CONFIG_PREFIXES.find((known) => isInside(pattern, known));
    return [(prefix && rebase(pattern, prefix, folder)) ?? pattern];
  }
}

/** Where a path inside a container comes from, if through this mount. A pattern may reach into a mounted folder. */
export function localPathOf(inContainer: string, { localPath, target }: Mount): string | undefined {
  const moved = rebase(inContainer, target, localPath);
  if (moved !== undefined) return moved;
  if (!isGlob(inContainer)) return undefined;
  return matchGlob(inContainer, [target]).length > 0 ? localPath : undefined;
}
