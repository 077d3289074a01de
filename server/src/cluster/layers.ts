import type { DockerCopy, DockerStage } from '../languages/dockerfile/stages';
import { isGlob, matchGlob } from '../languages/nginx/includes';
import { baseName, entryOf, folderOf, isInside, join, rebase } from '../languages/text/paths';
import type { Mount } from './mount';
import type { SourceFile } from './source';

/** Folders that official images have: a single file that is copied to one lands in it. */
const FOLDERS =
  /^(?:\/|\/etc|\/etc\/nginx(?:\/(?:conf\.d|modules))?|\/usr\/share\/nginx(?:\/html)?|\/usr\/local\/tomcat(?:\/(?:bin|conf|lib|logs|temp|webapps|work))?)$/;

/** A module, or nginx itself, that comes from elsewhere. */
const PROGRAM = /\.so$|\/nginx\/modules$|\/s?bin\/nginx$/;

/** What COPY and ADD bring, the last instruction first, since it counts. */
export interface Layers {
  readonly files: readonly Mount[];
  readonly hidden: readonly string[];
  readonly modified: boolean;
}

export const NO_LAYERS: Layers = { files: [], hidden: [], modified: false };

/** Follows COPY and ADD back to the workspace, through other stages where they copy from those. */
export class LayerReader {
  private readonly known = new Map<DockerStage, Layers>();

  constructor(
    private readonly tree: LocalTree,
    private readonly context: string | undefined,
    /** The file in which its instructions stand; undefined for a Dockerfile inside of a Compose file. */
    private readonly path: string | undefined,
  ) {}

  of(stage: DockerStage): Layers {
    const known = this.known.get(stage);
    if (known) return known;
    const below = stage.parent ? this.of(stage.parent) : NO_LAYERS;
    const files: Mount[] = [];
    const hidden: string[] = [...below.hidden];
    let { modified } = below;
    for (const copy of stage.copies) {
      const { target } = copy;
      if (target === undefined) continue;
      const folders = [...files, ...below.files].map((file) => folderOf(file.target));
      const isFolder =
        copy.intoFolder || FOLDERS.test(target) || folders.some((path) => isInside(path, target));
      const brought = this.brought(copy, target, isFolder);
      files.unshift(...brought);
      if (copy.hasHeredoc || brought.length === 0) hidden.push(target);
      modified ||= [target, ...copy.sources].some((path) => path !== undefined && PROGRAM.test(path));
    }
    const layers = { files: [...files, ...below.files], hidden, modified };
    this.known.set(stage, layers);
    return layers;
  }

  private brought(
    { from, sources, isAdd, span }: DockerCopy,
    target: string,
    isFolder: boolean,
  ): readonly Mount[] {
    const place = this.path === undefined ? undefined : { path: this.path, span };
    return sources.flatMap((source) => {
      // ADD fetches addresses and unpacks archives.
      const isElsewhere =
        isAdd && source !== undefined && /^\w+:\/\/|^git@|\.(?:tar|t?gz|bz2|xz)$/.test(source);
      if (source === undefined || isElsewhere) return [];
      const found =
        from === 'context' ? this.inContext(source) : 'image' in from ? [] : this.inStage(source, from);
      return found.map(({ localPath, below }) => {
        if (below !== '') return { localPath, target: join(target, below), place };
        const isFile = this.tree.isFile(localPath) && !/[\\/]\.?$/.test(source);
        return {
          localPath,
          target: isFile && isFolder ? entryOf(target, baseName(localPath)) : target,
          place,
        };
      });
    });
  }

  /** A source begins at the context, whatever slash it begins with. */
  private inContext(source: string): readonly Source[] {
    if (this.context === undefined) return [];
    const relative = join('/', source).slice(1);
    const path = relative === '' ? this.context : join(this.context, relative);
    return this.tree.matching(path).map((localPath) => ({ localPath, below: '' }));
  }

  private inStage(source: string, stage: DockerStage): readonly Source[] {
    const path = join('/', source);
    const { files } = this.of(stage);
    const above = files.flatMap(({ localPath, target }) => rebase(path, target, localPath) ?? []);
    const there = above.find((local) => this.tree.has(local)) ?? above[0];
    const inside = files.filter(({ target }) => target !== path && isInside(target, path));
    return [
      ...inside.map(({ localPath, target }) => ({
        localPath,
        below: target.slice(path.length).replace(/^\//, ''),
      })),
      ...(there === undefined
        ? []
        : this.tree.matching(there).map((localPath) => ({ localPath, below: '' }))),
    ];
  }
}

/** What a source of a COPY stands for, and where below the target it goes. */
interface Source {
  readonly localPath: string;
  readonly below: string;
}

/** The files of a workspace and the folders they lie in. */
export class LocalTree {
  private foldersRead: ReadonlySet<string> | undefined;

  constructor(private readonly files: ReadonlyMap<string, SourceFile>) {}

  private get folders(): ReadonlySet<string> {
    if (this.foldersRead) return this.foldersRead;
    const folders = new Set<string>();
    for (const path of this.files.keys()) {
      for (let folder = folderOf(path); !folders.has(folder); folder = folderOf(folder)) folders.add(folder);
    }
    return (this.foldersRead = folders);
  }

  has(path: string): boolean {
    return this.files.has(path) || this.folders.has(path);
  }

  /** Whether a path is a file; one that is not there by its name, since a build may make it. */
  isFile(path: string): boolean {
    return this.files.has(path) || (!this.folders.has(path) && /\.(?!d$)/.test(baseName(path)));
  }

  /** The paths that a pattern means; a plain path stands for itself, whether it is there or not. */
  matching(pattern: string): readonly string[] {
    return isGlob(pattern) ? matchGlob(pattern, [...this.files.keys(), ...this.folders]) : [pattern];
  }
}
