import assert from 'node:assert/strict';
import { structuredPatch } from 'diff';
import { applyEdits, type Span } from '../../../server/src/languages/text/span';
import type { Diagnostic } from '../../../server/src/rules/support/diagnostic';
import { rules } from '../../../server/src/rules/registry';
import type { Fix, Rule } from '../../../server/src/rules/define';
import { check, type Check } from '../../../server/src/workspace/check';
import { fixAll } from '../../../server/src/workspace/fixAll';
import { loadTexts, ROOT, type Texts } from '../workspace';
import type { Case } from './cases';
import { printSection, traitsOf, type Note } from './format';

/** A case with all that is said of it now. */
export interface Rendered {
  /** The section as its file should have it. */
  readonly text: string;
  /** What the rule whose case it is says. */
  readonly own: readonly Diagnostic[];
  readonly fixed: Fixed;
}

/** What the safe fixes of the rule make of a case. */
interface Fixed {
  /** How many were taken. */
  readonly count: number;
  readonly texts: Texts;
  /** What the rule still says. */
  readonly left: readonly Diagnostic[];
  /** Whether they find nothing to do a second time. */
  readonly isStable: boolean;
}

const relative = (path: string): string => path.slice(ROOT.length + 1);

/** Runs all rules over a case of one of them. */
export function render(rule: Rule, { section, texts, settings }: Case): Rendered {
  const { id } = rule.meta;
  const checked = check(ROOT, loadTexts(texts), settings);
  assert.deepEqual(checked.failures, []);
  const alone = checkBy(rule, checked);
  const own = checked.diagnostics.filter(({ code }) => code === id);
  assert.deepEqual(alone.diagnostics, own, `${section.name}: ${id} says something else where it is alone`);
  const { fixed, after } = fixAll(alone);
  const notes = new Map<string, Note[]>();
  for (const diagnostic of checked.diagnostics) {
    const { path, span, code, severity } = diagnostic;
    if (code !== id && severity !== 'error' && severity !== 'warning') continue;
    const note = { span, lines: code === id ? ownLines(checked, diagnostic) : otherLines(diagnostic) };
    notes.set(relative(path), [...(notes.get(relative(path)) ?? []), note]);
  }
  const written = new Set(section.files.map(({ path }) => path));
  const text = printSection(section, {
    notes,
    baseTexts: new Map([...texts].filter(([path]) => !written.has(path) && notes.has(path))),
    unread: new Set([...written].filter((path) => !checked.files.has(`${ROOT}/${path}`))),
    fixes: [
      ...(fixed.length === 0 ? [] : [{ title: 'all safe fixes', diff: safeDiff(checked, alone, after) }]),
      ...offeredFixes(checked, own),
    ],
  });
  return {
    text,
    own,
    fixed: {
      count: fixed.length,
      texts: textsOf(after),
      left: after.diagnostics,
      isStable: fixAll(after).files.length === 0,
    },
  };
}

/** The same check by one rule alone. */
function checkBy(rule: Rule, { root, files, settings }: Check): Check {
  const others = rules.filter((other) => other !== rule).map(({ meta }) => [meta.id, 'off'] as const);
  const checked = check(root, [...files.values()], {
    ...settings,
    rules: { ...settings.rules, ...Object.fromEntries(others) },
  });
  assert.deepEqual(checked.failures, []);
  return checked;
}

const ownLines = (checked: Check, { severity, message, related, fixes }: Diagnostic): Note['lines'] => [
  `${severity}: ${message}`,
  ...related.map((place) => `related ${placeOf(checked, place.path, place.span)} ${place.message}`),
  ...fixes.map(({ safe, title }) => `${safe ? 'safe fix' : 'fix'}: ${title}`),
];

const otherLines = ({ severity, code, message }: Diagnostic): Note['lines'] => [
  `${severity} ${code}: ${message}`,
];

/** `a.conf:3:5-9`, `a.conf:3:5-4:2` over several lines; from 1, the end excluded. */
function placeOf({ files }: Check, path: string, span: Span): string {
  const file = files.get(path);
  assert.ok(file, `${path} is a file of the workspace`);
  const { start, end } = file.lines.rangeOf(span);
  const last = start.line === end.line ? '' : `${end.line + 1}:`;
  return `${relative(path)}:${start.line + 1}:${start.character + 1}-${last}${end.character + 1}`;
}

const textsOf = ({ files }: Check): Texts =>
  new Map([...files.values()].map(({ path, text }) => [relative(path), text]));

/** What the safe fixes of a rule change, and what other rules say of it that they did not say before. */
function safeDiff(before: Check, alone: Check, after: Check): string {
  const grave = ({ severity }: Diagnostic): boolean => severity === 'error' || severity === 'warning';
  const known = new Set(before.diagnostics.filter(grave).map(({ code, message }) => `${code} ${message}`));
  const then = check(after.root, [...after.files.values()], before.settings);
  const fresh = then.diagnostics
    .filter((it) => grave(it) && !known.has(`${it.code} ${it.message}`))
    .map((it) => `| then ${placeOf(then, it.path, it.span)} ${otherLines(it)[0]}`);
  return [diffOf(textsOf(alone), textsOf(after)), ...fresh].join('\n');
}

/** The fixes that nobody but the user can decide on, each once. */
function offeredFixes(
  checked: Check,
  own: readonly Diagnostic[],
): readonly { title: string; diff: string }[] {
  const offered = own
    .flatMap(({ fixes }) => fixes)
    .filter(({ safe }) => !safe)
    .map((fix) => ({ title: fix.title, diff: diffOf(textsOf(checked), applied(fix, textsOf(checked))) }));
  return offered.filter(
    ({ title, diff }, index) =>
      offered.findIndex((other) => other.title === title && other.diff === diff) === index,
  );
}

function applied({ edits, creates = new Map(), title }: Fix, texts: Texts): Texts {
  const after = new Map(texts);
  for (const [path, text] of creates) after.set(relative(path), text);
  for (const [path, own] of edits) {
    const text = texts.get(relative(path));
    assert.ok(text !== undefined, `"${title}" edits a file of the workspace: ${path}`);
    after.set(relative(path), applyEdits(text, own));
  }
  return after;
}

/** A unified diff with one line of context; a new file stands against /dev/null. */
function diffOf(before: Texts, after: Texts): string {
  return [...after]
    .filter(([path, text]) => before.get(path) !== text)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, text]) => {
      const old = before.get(path);
      const { hunks } = structuredPatch(path, path, shown(old ?? ''), shown(text), '', '', { context: 1 });
      return [
        old === undefined ? '--- /dev/null' : `--- ${[path, ...traitsOf(old)].join(' ')}`,
        `+++ ${[path, ...traitsOf(text)].join(' ')}`,
        ...hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
          `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
          ...lines,
        ]),
      ];
    })
    .join('\n');
}

/** A text without what its traits say; a lone carriage return can be seen. */
function shown(text: string): string {
  const traits = traitsOf(text);
  const lines = traits.includes('crlf') ? text.replaceAll('\r\n', '\n') : text;
  return lines.replace(/^\ufeff/, '').replaceAll('\r', '\\r');
}
