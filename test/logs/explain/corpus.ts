import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Explainer, type Explanation } from '../../../client/src/lab/logs/explain';
import { ForeignReader } from '../../../client/src/lab/logs/foreign';

/** Logs of real failures, one kind a file; each section is the log of one program, and below it what is said of it. */
export const corpusPath = 'test/logs/explain/failures';

export interface Section {
  readonly file: string;
  /** `Tomcat 10.1.60, Korean, node 1`. */
  readonly title: string;
  readonly log: string;
  /** As it is written down. */
  readonly expected: string;
}

export const readCorpus = (): Section[] =>
  readdirSync(corpusPath)
    .toSorted()
    .flatMap((file) =>
      readFileSync(join(corpusPath, file), 'utf8')
        .split(/^=== /m)
        .slice(1)
        .map((text) => {
          const [, title = '', log = '', expected = ''] =
            /^(.*)\n([^]*?)^--- explained\n([^]*)$/m.exec(text) ?? [];
          return { file, title, log, expected };
        }),
    );

/** Writes down what is said now, to be read. */
export function acceptCorpus(sections: readonly Section[]): void {
  const files = new Map<string, string>();
  for (const { file, title, log } of sections)
    files.set(
      file,
      `${files.get(file) ?? ''}=== ${title}\n${log}--- explained\n${summaryOf(explanationsOf(log))}`,
    );
  for (const [file, text] of files) writeFileSync(join(corpusPath, file), text);
}

/** What is said of a log. */
export function explanationsOf(log: string, file = 'log'): Explanation[] {
  const reader = new ForeignReader();
  const explainer = new Explainer();
  for (const [index, text] of log.trimEnd().split('\n').entries()) {
    const { record, source } = reader.read(text);
    explainer.add(record, { file, line: index + 1, ...(source !== '' && { source }) });
  }
  explainer.end();
  return explainer.explanations();
}

/** A line each: severity, kind, subject, how often, and where the log says the cause is. */
export const summaryOf = (explanations: readonly Explanation[]): string =>
  explanations
    .map(({ severity, failure, subject, count, cause, first }) => {
      const place =
        cause && (cause.kind === 'file' ? `${cause.path}:${cause.line}` : `${cause.file}:${cause.line}`);
      return `${[severity, failure, subject, count > 1 && `${count} times`, `line ${first.line}`, place].filter(Boolean).join('  ')}\n`;
    })
    .join('');
