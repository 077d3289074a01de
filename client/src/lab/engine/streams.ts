import { StringDecoder } from 'node:string_decoder';
import type { EngineEvent } from './engine';

/** What the engine says on `/events`. */
export async function* eventsOf(stream: NodeJS.ReadableStream): AsyncGenerator<EngineEvent> {
  for await (const event of jsonLines(stream)) {
    const { Action: action = '', Actor: actor } = event as {
      Action?: string;
      Actor?: { ID?: string; Attributes?: Record<string, string> };
    };
    const exitCode = actor?.Attributes?.['exitCode'];
    yield {
      container: actor?.ID ?? '',
      action,
      exitCode: exitCode === undefined ? undefined : Number(exitCode),
    };
  }
}

/** Objects of a stream of JSON values, one a line. */
export async function* jsonLines(stream: NodeJS.ReadableStream): AsyncGenerator<Record<string, unknown>> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) yield JSON.parse(line) as Record<string, unknown>;
  }
}
