import assert from 'node:assert/strict';
import { chosen, settled, type Diagnosed, type Named } from '../../../client/src/features/explain/choice';
import { isOf, isPlanned, originsOf } from '../../../client/src/features/logs/links/origins';
import type { Explanation, FailureId } from '../../../client/src/lab/logs/explain';
import type { Deployment } from '../../../server/src/protocol';
import type { Diagnostic } from '../../../server/src/rules/support/diagnostic';
import { Check } from '../../../server/src/workspace/check';
import { settingsIn } from '../../../server/src/workspace/settings';
import { loadTexts, ROOT } from '../../helpers/workspace';
import { planFor } from '../../plan/planned';
import { causes, uncertain, type Row } from './causes';
import { explanationsOf, readCorpus, type Section } from './corpus';

interface Found extends Diagnosed {
  readonly diagnostic: Diagnostic;
}

/** Text of a log that tells of the failure: as it was provoked, or as the row has it. */
function logOf(row: Omit<Row, 'place' | 'line'>, sections: readonly Section[]): string {
  if (row.log !== undefined) return row.log;
  const section = sections.find(({ log }) =>
    explanationsOf(log).some(({ failure }) => failure === row.failure),
  );
  assert.ok(section, `no log tells of ${row.failure}`);
  return section.log;
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length - 1;

/** Where the way to the cause of a failure ends, and the fix that stands there; undefined where there is none. */
function way(
  row: Omit<Row, 'place' | 'line'>,
  sections: readonly Section[],
): { place: string; line: string; fix: string | undefined } | undefined {
  const { files, failure, node = 'tomcat1', container } = row;
  const explanation = explanationsOf(logOf(row, sections), node).find((one) => one.failure === failure);
  assert.ok(explanation, `the log does not tell of ${failure}`);
  const plan = planFor(files);
  const check = new Check(ROOT, loadTexts(new Map(Object.entries(files))));
  const found = check.diagnostics
    .filter(({ code }) => explanation.rules.includes(code))
    .map((diagnostic): Found => {
      const { path, span, message } = diagnostic;
      const text = files[path.slice(ROOT.length + 1)] ?? '';
      return { file: path, line: lineOf(text, span.start), message, diagnostic };
    });
  const named = namedBy(container ? inContainer(explanation, container) : explanation, files, node, plan);
  const [place] = chosen<Named, Found>(found, {
    subject: explanation.subject,
    named: named ?? setIn(explanation, check, files, node, plan),
    isOwn: (file) => isOf(file, node, plan),
  });
  if (!place) return undefined;
  const path = place.file.slice(ROOT.length + 1);
  return {
    place: path,
    line: (files[path] ?? '').split('\n')[place.line] ?? '',
    fix: 'diagnostic' in place ? place.diagnostic.fixes[0]?.title : undefined,
  };
}

/** A provoked log names the folders of the machine that made it. */
const inContainer = (explanation: Explanation, [from, to]: readonly [string, string]): Explanation =>
  explanation.cause?.kind === 'file'
    ? { ...explanation, cause: { ...explanation.cause, path: explanation.cause.path.replace(from, to) } }
    : explanation;

function namedBy(
  { cause }: Explanation,
  files: Readonly<Record<string, string>>,
  node: string,
  plan: Deployment,
): { file: string; line: number } | undefined {
  if (!cause) return undefined;
  if (cause.kind === 'file') {
    const [file, ...others] = originsOf(cause, node, plan).filter(
      (path) => path.slice(ROOT.length + 1) in files,
    );
    return file !== undefined && others.length === 0 ? { file, line: cause.line - 1 } : undefined;
  }
  const source = `${cause.type.split('.').slice(0, -1).join('/')}/${cause.file}`;
  const [path, ...others] = Object.keys(files).filter((name) => name.endsWith(`/${source}`));
  return path !== undefined && others.length === 0
    ? { file: `${ROOT}/${path}`, line: cause.line - 1 }
    : undefined;
}

function setIn(
  { setting }: Explanation,
  { model }: Check,
  files: Readonly<Record<string, string>>,
  node: string,
  plan: Deployment,
): Named | undefined {
  if (!setting) return undefined;
  const places = settingsIn(model, setting).map(({ path, span, around }): Named => {
    const text = files[path.slice(ROOT.length + 1)] ?? '';
    return {
      file: path,
      line: lineOf(text, span.start),
      around: [lineOf(text, around.start), lineOf(text, around.end)],
    };
  });
  return settled(
    places,
    setting.values !== undefined,
    isPlanned(node, plan) ? (file) => isOf(file, node, plan) : undefined,
  );
}

describe('the way from a failure to its cause', () => {
  const sections = readCorpus();

  for (const row of causes)
    it(`${row.failure}: ${row.place}`, () => {
      const end = way(row, sections);
      assert.ok(end, `no place for ${row.failure}`);
      assert.equal(end.place, row.place);
      assert.ok(end.line.includes(row.line), end.line);
      assert.equal(end.fix, row.fix);
    });

  for (const [why, row] of uncertain)
    it(`is not offered where ${why}`, () => assert.equal(way(row, sections), undefined));

  it('is known for as many kinds', () => {
    const kinds = new Set<FailureId>(causes.map(({ failure }) => failure));
    assert.ok(kinds.size >= 65, [...kinds].join(', '));
  });
});
