import { t } from '@vscode/l10n';
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
/** The engine's frames are of 16 KiB; a length far beyond is not one, and would be waited for in vain. */
const LONGEST_FRAME = 1024 * 1024;
/** Of a longer line only the beginning is given: nobody reads more of one, and it must not fill the memory. */
export const LONGEST_LINE = 256 * 1024;
const cutNote = (): string =>
  t(' … [cluster-lab: cut, the line has more than {limit}k characters]', { limit: LONGEST_LINE / 1024 });

/**
 * Cuts Docker's multiplexed stream into frames: an 8-byte header (stream, three zeros, length as big-endian 32 bits),
 * then the payload (Docker Engine API, "Attach to a container", stream format). Chunks may end anywhere. Throws where the
 * bytes are no such stream.
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
      if (length > LONGEST_FRAME) throw new Error(t('the log does not have the form that Docker gives it'));
      if (data.length - at < HEADER + length) {
        this.needed = HEADER + length;
        break;
      }
      const end = at + HEADER + length;
      frames.push(frameOf(data, at, end));
      at = end;
    }
    this.pending = [data.subarray(at)];
    this.size = data.length - at;
    return frames;
  }
}

function frameOf(data: Buffer, start: number, end: number): Frame {
  const payload = start + HEADER;
  const space = data.indexOf(SPACE, payload);
  const body = space === -1 || space >= end ? payload : space + 1;
  return {
    stream: data[start] === 2 ? 'stderr' : 'stdout',
    stamp: data.toString('latin1', payload, Math.max(body - 1, payload)),
    body: data.subarray(body, end),
  };
}

export interface Line {
  readonly stream: 'stdout' | 'stderr';
  readonly stamp: string;
  readonly text: string;
}

interface OpenLine {
  readonly stamp: string;
  readonly decoder: StringDecoder;
  text: string;
  /** Given already, as far as it is shown. */
  given: boolean;
}

/**
 * Joins frames to lines. The engine cuts lines over 16 KiB, and UTF-8 with them, into frames of one stamp; a frame of
 * another stamp ends a line whose program was killed before it wrote the newline. A line over `LONGEST_LINE` characters
 * is given once, cut and with a note.
 */
export class LineJoiner {
  private readonly open = new Map<Frame['stream'], OpenLine>();

  push({ stream, stamp, body }: Frame): Line[] {
    const before = this.open.get(stream);
    const lines = before && before.stamp !== stamp ? this.end(stream) : [];
    const part = this.open.get(stream);
    const ends = body[body.length - 1] === NEWLINE;
    if (ends && !part && body.length <= LONGEST_LINE) {
      lines.push({ stream, stamp, text: withoutReturn(body.toString('utf8', 0, body.length - 1)) });
      return lines;
    }
    const line = part ?? { stamp, text: '', decoder: new StringDecoder('utf8'), given: false };
    this.open.set(stream, line);
    if (!line.given) line.text += line.decoder.write(ends ? body.subarray(0, -1) : body);
    if (!line.given && line.text.length > LONGEST_LINE) {
      lines.push({ stream, stamp, text: cut(line.text) });
      line.given = true;
      line.text = '';
    }
    if (ends) lines.push(...this.end(stream));
    return lines;
  }

  /** What is left without a newline when the log ends. */
  flush(): Line[] {
    return [...this.open.keys()].flatMap((stream) => this.end(stream));
  }

  private end(stream: Frame['stream']): Line[] {
    const line = this.open.get(stream);
    this.open.delete(stream);
    if (!line || line.given) return [];
    return [{ stream, stamp: line.stamp, text: withoutReturn(line.text + line.decoder.end()) }];
  }
}

const withoutReturn = (text: string): string => (text.endsWith('\r') ? text.slice(0, -1) : text);

/** Not through a pair of surrogates. */
const cut = (text: string): string => {
  const code = text.charCodeAt(LONGEST_LINE - 1);
  const length = code >= 0xd800 && code < 0xdc00 ? LONGEST_LINE - 1 : LONGEST_LINE;
  return text.slice(0, length) + cutNote();
};

/** The lines of a log up to its end, as they come. */
export async function* readLines(log: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  const frames = new FrameReader();
  const joiner = new LineJoiner();
  for await (const chunk of log) for (const frame of frames.push(chunk)) yield* joiner.push(frame);
  yield* joiner.flush();
}

/** All lines of a log that is short. */
export async function linesOf(log: AsyncIterable<Buffer>): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of readLines(log)) lines.push(line);
  return lines;
}
