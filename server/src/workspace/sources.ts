import { decode } from './encoding';
import type { Decoded } from './encoding';
import type { FileSystem } from './fileSystem';
import { normalise } from './paths';
import { headBytes } from './recognise';

/** A text as it is now: an open editor's where there is one, else the disk's. */
export interface Source extends Decoded {
  /** Differs whenever the text may differ. */
  readonly stamp: string;
  /** The language the editor holds it for. */
  readonly language?: string | undefined;
}

/** Larger files are no configuration that somebody wrote. */
export const maxBytes = 10 * 1024 * 1024;

/** Why a file is left: one sentence for a person. */
export interface Left {
  readonly left: string;
}

/** Reads files, open buffers first. */
export class Sources {
  private readonly buffers = new Map<string, Source>();
  private opened = 0;

  constructor(readonly fileSystem: FileSystem) {}

  /** An editor holds the file from now on, or its text changed. */
  open(path: string, text: string, language?: string): void {
    this.buffers.set(normalise(path), {
      text,
      encoding: 'utf8',
      stamp: `buffer ${this.opened++}`,
      language,
    });
  }

  /** The disk counts again. */
  close(path: string): void {
    this.buffers.delete(normalise(path));
  }

  isOpen(path: string): boolean {
    return this.buffers.has(normalise(path));
  }

  /** Paths that an editor holds. */
  get openPaths(): string[] {
    return [...this.buffers.keys()];
  }

  /** The stamp a read would give now; undefined where there is no such file. Throws where it cannot be told. */
  async stamp(path: string): Promise<string | undefined> {
    const buffer = this.buffers.get(path);
    if (buffer) return buffer.stamp;
    const found = await this.fileSystem.stat(path);
    return found?.kind === 'file' ? `disk ${found.modified} ${found.size}` : undefined;
  }

  /** The beginning of a text, enough to tell what it is; empty for binary files. */
  async head(path: string): Promise<string> {
    const buffer = this.buffers.get(path);
    if (buffer) return buffer.text.slice(0, headBytes);
    return decode(await this.fileSystem.read(path, headBytes))?.text ?? '';
  }

  /** The whole text; undefined where there is no such file. Throws where it cannot be read. */
  async read(path: string): Promise<Source | Left | undefined> {
    const buffer = this.buffers.get(path);
    if (buffer) return buffer.text.length > maxBytes ? tooLarge(buffer.text.length) : buffer;
    const found = await this.fileSystem.stat(path);
    if (found?.kind !== 'file') return undefined;
    if (found.size > maxBytes) return tooLarge(found.size);
    const decoded = decode(await this.fileSystem.read(path));
    return decoded
      ? { ...decoded, stamp: `disk ${found.modified} ${found.size}` }
      : { left: 'it is a binary file' };
  }
}

const tooLarge = (size: number): Left => ({
  left: `it is larger than ${maxBytes / 1024 / 1024} MiB (${Math.round(size / 1024 / 1024)} MiB)`,
});
