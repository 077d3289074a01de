import { StringDecoder } from 'node:string_decoder';

/** One frame of Docker's log stream with time stamps: `stamp` as the engine wrote it, `body` what follows it. */
export interface Frame {
  readonly stream: 'stdout' | 'stderr';
  readonly stamp: string;
  readonly body: Buffer;
}

const HEADER = 8;
const NEWLINE = 10;
const SPACE = 32;

/**
 * Cuts Docker's multiplexed stream into frames: an 8-byte header (stream, three zeros, length as big-endian 32 bits),
 * then the payload (Docker Engine API, "Attach to a container", stream format). Chunks may end anywhere.
 */
export class FrameReader {
  private pending: Buffer[] = [];
  private size = 0;
  private needed = HEADER;

  /** The frames that are whole now. */
  push(chunk: Buffer): Frame[] {
    this.pending.push(chunk);
    this.size += chunk.length;
    if (this.size < this.needed) return [];
    const data = Buffer.concat(this.pending);
    const frames: Frame[] = [];
    let at = 0;
    this.needed = HEADER;
    while (data.length - at >= HEADER) {
      const length = data.readUInt32BE(at + 4);
      if (data.length - at < HEADER + length) {
        this.needed = HEADER + length;
        break;
      }
      frames.push(frameOf(data[at] ?? 1, data.subarray(at + HEADER, at + HEADER + length)));
      at += HEADER + length;
    }
    this.pending = [data.subarray(at)];
    this.size = data.length - at;
    return frames;
  }
}

function frameOf(kind: number, payload: Buffer): Frame {
  const space = payload.indexOf(SPACE);
  return {
    stream: kind === 2 ? 'stderr' : 'stdout',
    stamp: payload.toString('latin1', 0, Math.max(space, 0)),
    body: payload.subarray(space + 1),
  };
}

export interface Line {
  readonly stream: 'stdout' | 'stderr';
  readonly stamp: string;
  readonly text: string;
}

/**
 * Joins frames to lines. The engine cuts lines over 16 KiB, and UTF-8 with them, into frames of one stamp; a frame of
 * another stamp ends a line whose program was killed before it wrote the newline.
 */
export class LineJoiner {
  private readonly open = new Map<Frame['stream'], { stamp: string; text: string; decoder: StringDecoder }>();

  push({ stream, stamp, body }: Frame): Line[] {
    const lines: Line[] = [];
    const before = this.open.get(stream);
    if (before && before.stamp !== stamp) lines.push(...this.end(stream));
    const line = this.open.get(stream) ?? { stamp, text: '', decoder: new StringDecoder('utf8') };
    if (body[body.length - 1] === NEWLINE) {
      this.open.delete(stream);
      const text = line.text + line.decoder.end(body.subarray(0, -1));
      lines.push({ stream, stamp, text: text.endsWith('\r') ? text.slice(0, -1) : text });
    } else {
      line.text += line.decoder.write(body);
      this.open.set(stream, line);
    }
    return lines;
  }

  /** What is left without a newline when the log ends. */
  flush(): Line[] {
    return [...this.open.keys()].flatMap((stream) => this.end(stream));
  }

  private end(stream: Frame['stream']): Line[] {
    const line = this.open.get(stream);
    this.open.delete(stream);
    if (!line) return [];
    return [{ stream, stamp: line.stamp, text: line.text + line.decoder.end() }];
  }
}

/** All lines of a log read at once. */
export function linesOf(log: Buffer): Line[] {
  const joiner = new LineJoiner();
  return [...new FrameReader().push(log).flatMap((frame) => joiner.push(frame)), ...joiner.flush()];
}
