/** What the workspace needs of a file system; the real one is in nodeFileSystem.ts. Paths are absolute with `/`. */
export interface FileSystem {
  /** The entries of a folder, links not followed. Throws where it cannot be listed. */
  list(folder: string): Promise<FolderEntry[]>;
  /** What a path leads to, links followed; undefined where nothing is there. Throws where it cannot be told. */
  stat(path: string): Promise<FileStat | undefined>;
  /** The path without links in it. Throws where it leads nowhere. */
  realPath(path: string): Promise<string>;
  /** The bytes of a file, at most the first `limit`. Throws where it cannot be read. */
  read(path: string, limit?: number): Promise<Uint8Array>;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

export interface FileStat {
  readonly kind: 'file' | 'folder' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}
