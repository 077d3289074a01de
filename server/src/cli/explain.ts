import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { parseArgs } from 'node:util';
import type * as LabEngine from '../../../client/src/lab';
import type { Explanation } from '../../../client/src/lab';
import { messageOf } from '../workspace/errors';
import type { Terminal } from './check';
import { standardInput } from './read';
import { usage, UsageError } from './usage';

/** `cluster-lab explain`: gives the exit code, 0 where the logs hold no failure, 1 where they do. Throws UsageError. */
export async function explain(words: readonly string[], terminal: Terminal): Promise<number> {
  const { paths, json, help } = readOptions(words);
  const { stdout, stderr } = terminal;
  if (help) {
    stdout.write(usage);
    return 0;
  }
  const say = (message: string): unknown => stderr.write(`cluster-lab: ${message}\n`);
  for (const path of paths) {
    const problem = await whyUnreadable(path);
    if (problem === undefined) continue;
    say(problem);
    return 2;
  }
  const { Explainer } = engine();
  const explainer = new Explainer();
  let known = 0;
  for (const path of paths) {
    const input = path === standardInput ? terminal.stdin : createReadStream(path, { highWaterMark: PIECE });
    try {
      const lines = await read(input, path, explainer);
      if (lines === 0 && !explainer.explanations().some(({ first }) => first.file === path))
        say(`${path}: no line of it looks like a log of Tomcat or nginx.`);
      known += lines;
    } catch (error) {
      say(`${path} cannot be read: ${messageOf(error)}`);
      return 2;
    }
  }
  explainer.end();
  const found = explainer.explanations();
  stdout.write(json ? `${JSON.stringify({ explanations: found.map(jsonOf) }, null, 2)}\n` : textOf(found));
  return found.length > 0 ? 1 : known > 0 ? 0 : 3;
}

const PIECE = 256 * 1024;
/** Of a longer line only the beginning is read. */
const LONGEST_LINE = 64 * 1024;

/** Reads a log line by line; gives how many lines are known ones. */
async function read(
  input: AsyncIterable<Uint8Array>,
  file: string,
  explainer: LabEngine.Explainer,
): Promise<number> {
  const { ForeignReader } = engine();
  const reader = new ForeignReader(false);
  const decoder = new StringDecoder('utf8');
  let known = 0;
  let number = 0;
  const take = (text: string): void => {
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    const { record, source } = reader.read(line.length > LONGEST_LINE ? line.slice(0, LONGEST_LINE) : line);
    if (record.kind === 'request' || (record.kind === 'message' && record.from !== 'output')) known++;
    explainer.add(record, { file, line: ++number, ...(source !== '' && { source }) });
  };
  let rest = '';
  for await (const chunk of input) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      take(rest + text.slice(start, end));
      rest = '';
      start = end + 1;
    }
    // What is beyond is never looked at, and must not fill the memory.
    if (rest.length < LONGEST_LINE) rest += text.slice(start);
  }
  rest += decoder.end();
  if (rest !== '') take(rest);
  return known;
}

function readOptions(words: readonly string[]): { paths: readonly string[]; json: boolean; help: boolean } {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { format: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
  const { values, positionals } = parsed;
  const help = values.help ?? false;
  if (!help && positionals.length === 0) throw new UsageError('explain needs a log, or - for standard input');
  if (positionals.includes('')) throw new UsageError('a path is empty');
  const format = values.format ?? 'text';
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`--format takes text, json, not "${format}"`);
  return { paths: positionals, json: format === 'json', help };
}

async function whyUnreadable(path: string): Promise<string | undefined> {
  if (path === standardInput) return undefined;
  try {
    return (await stat(path)).isDirectory() ? `${path} is a folder: name the logs in it` : undefined;
  } catch (error) {
    return `${path} cannot be read: ${messageOf(error)}`;
  }
}

function textOf(found: readonly Explanation[]): string {
  if (found.length === 0) return 'No failure that is known here.\n';
  return found
    .map((one) => {
      const { failure, severity, what, why, todo, count, first, last, rules } = one;
      const often = count === 1 ? '' : `  ${count} times`;
      return [
        `${severity}  ${what}${often}`,
        `  ${why}`,
        `  ${todo}`,
        `  ${count === 1 ? 'line ' : 'first'}  ${placeOf(first)}`,
        ...(count === 1 ? [] : [`  last   ${placeOf(last)}`]),
        ...(one.cause ? [`  cause  ${causeOf(one.cause)}`] : []),
        ...(rules.length > 0 ? [`  rules  ${rules.join(', ')}`] : []),
        `  kind   ${failure}`,
        '',
        '',
      ].join('\n');
    })
    .join('');
}

const placeOf = ({ file, line, time, source }: Explanation['first']): string =>
  [`${file}:${line}`, source, time].filter(Boolean).join('  ');

const causeOf = (cause: NonNullable<Explanation['cause']>): string =>
  cause.kind === 'file'
    ? `${cause.path}:${cause.line}`
    : `${cause.type}.${cause.method} (${cause.file}:${cause.line})`;

/** Paths absolute and lines from 0, as in the answers of `check`. */
const jsonOf = ({
  failure,
  subject,
  severity,
  what,
  why,
  todo,
  rules,
  count,
  first,
  last,
  cause,
}: Explanation) => ({
  failure,
  subject: subject ?? null,
  severity,
  what,
  why,
  todo,
  rules,
  count,
  first: jsonPlace(first),
  last: jsonPlace(last),
  cause: cause ? { ...cause, line: cause.line - 1 } : null,
});

const jsonPlace = ({ file, line, time, source }: Explanation['first']): object => ({
  path: file === standardInput ? file : resolve(file),
  line: line - 1,
  time: time ?? null,
  source: source ?? null,
});

/** Another bundle, loaded at the first use. */
function engine(): typeof LabEngine {
  return require('./lab.js');
}
