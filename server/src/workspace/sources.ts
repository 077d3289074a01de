import { t } from '@vscode/l10n';
import { decode } from './encoding';
import type { Decoded } from './encoding';
import type { FileSystem } from './fileSystem';
import { normalise } from '../languages/text/paths';
import { headBytes } from '../languages/table';

/** A text as it is now: an open editor's where there is one, else the disk's. */
export interface Source extends Decoded {
  /** Differs whenever the text may differ. */
  readonly stamp: string;
  /** The language the editor holds it for. */
  readonly language?: string | undefined;
}

/** Larger files are no configuration that somebody wrote. */
export const maxBytes = 10 * 1024 * 1024;

/** A file seen, not yet read. */
export interface Look {
  /** Differs whenever the text may differ. */
  readonly stamp: string;
  /** Bytes, or characters in an editor. */
  readonly size: number;
}

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

  /** What a read would give now; undefined where there is no such file. Throws where it cannot be told. */
  async look(path: string): Promise<Look | undefined> {
    const buffer = this.buffers.get(path);
    if (buffer) return { stamp: buffer.stamp, size: buffer.text.length };
    const found = await this.fileSystem.stat(path);
    if (found?.kind !== 'file') return undefined;
    return { stamp: `disk ${found.modified} ${found.size}`, size: found.size };
  }

  /** The beginning of a text, enough to tell what it is; empty for binary files. */
  async head(path: string): Promise<string> {
    const buffer = this.buffers.get(path);
    if (buffer) return buffer.text.slice(0, headBytes);
    return decode(await this.fileSystem.read(path, headBytes))?.text ?? '';
  }

  /** The whole text of what `look` found, of `most` bytes. Throws where it cannot be read. */
  async read(path: string, { stamp, size }: Look, most = maxBytes): Promise<Source | Left> {
    if (size > most) {
      return {
        left: t('it is larger than {most} MiB ({size} MiB)', {
          most: mebibytes(most),
          size: mebibytes(size),
        }),
      };
    }
    const buffer = this.buffers.get(path);
    if (buffer) return buffer;
    const decoded = decode(await this.fileSystem.read(path));
    return decoded ? { ...decoded, stamp } : { left: t('it is a binary file') };
  }
}

const mebibytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);
