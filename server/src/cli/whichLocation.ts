import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '../workspace/errors';
import { normalise } from '../languages/text/paths';
import { locate, type Located } from '../workspace/whichLocation';
import type { Terminal } from './check';
import { readAndCheck, standardInput, whyUnreadable } from './read';
import { usage, UsageError } from './usage';

/** `cluster-lab which-location`: gives the exit code, 0 where a server answers, 1 where none does. Throws UsageError. */
export async function whichLocation(
  words: readonly string[],
  { stdin, stdout, stderr }: Terminal,
): Promise<number> {
  const { url, path, json, help } = readOptions(words);
  if (help) {
    stdout.write(usage);
    return 0;
  }
  const say = (message: string): unknown => stderr.write(`cluster-lab: ${message}\n`);
  const root = path === standardInput ? path : normalise(resolve(path));
  const problem = await whyUnreadable(root);
  if (problem !== undefined) {
    say(problem);
    return 2;
  }
  const { checks, unread } = await readAndCheck({ paths: [root], stdin });
  for (const one of unread) say(`${one.path} is not checked: ${one.why}`);
  const found = locate(checks, url, root);
  if ('problem' in found) {
    say(found.problem);
    return 2;
  }
  stdout.write(json ? `${JSON.stringify(jsonOf(found), undefined, 2)}\n` : textOf(found));
  return found.answer.server ? 0 : 1;
}

function readOptions(words: readonly string[]): { url: string; path: string; json: boolean; help: boolean } {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        method: { type: 'string' },
        format: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
  const { values, positionals } = parsed;
  const [url = '', path = ''] = positionals;
  const help = values.help ?? false;
  if (!help && (positionals.length !== 2 || url === '' || path === '')) {
    throw new UsageError('which-location needs a URL, and a file or a folder');
  }
  const format = values.format ?? 'text';
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`--format takes text, json, not "${format}"`);
  return { url: values.method ? `${values.method} ${url}` : url, path, json: format === 'json', help };
}

/** The report with `path:line` behind each line that tells of a place. */
function textOf({ check, report }: Located): string {
  return report
    .map(({ text, place }) => {
      const file = place && check.files.get(place.path);
      return file
        ? `${text}  (${place.path}:${file.lines.positionAt(place.span.start).line + 1})\n`
        : `${text}\n`;
    })
    .join('');
}

interface JsonPlace {
  path: string;
  /** From 0, as in the answers of `check`. */
  line: number;
}

function jsonOf({ check, configuration, answer, beyond }: Located): object {
  const placeOf = (place: { path: string; span: { start: number } } | undefined): JsonPlace | null => {
    const file = place && check.files.get(place.path);
    return file ? { path: place.path, line: file.lines.positionAt(place.span.start).line } : null;
  };
  const directive = (at: typeof answer.location): JsonPlace | null =>
    placeOf(at && { path: at.path, span: at.directive.span });
  const { outcome } = answer;
  const { by, ...told } = outcome;
  return {
    request: answer.request,
    mainFile: configuration.stock?.title ?? configuration.mainFile,
    server: directive(answer.server),
    location: directive(answer.location),
    outcome: {
      ...told,
      by: directive(by),
      ...(outcome.kind === 'passed on' && {
        upstream: directive(outcome.upstream),
        candidates: outcome.candidates.map(({ address, parameters, placement }) => ({
          address,
          parameters,
          place: directive(placement),
        })),
      }),
    },
    tomcat: beyond.map(({ text, place }) => ({ text, place: placeOf(place) })),
    steps: answer.steps.map(({ kind, text, place }) => ({ kind, text, place: placeOf(place) })),
  };
}
