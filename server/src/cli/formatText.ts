import type { Diagnostic } from '../rules/support/diagnostic';
import type { Severity } from '../rules/define';
import type { Check } from '../workspace/check';
import type { FixedFile } from '../workspace/fixAll';
import type { Unchecked } from '../workspace/unchecked';
import { formatSummary } from './formatSummary';
import { placeOf, shown } from './places';

const colours: Record<Severity, number> = { error: 31, warning: 33, information: 36, hint: 90 };
const names: Record<Severity, string> = {
  error: 'error',
  warning: 'warning',
  information: 'info',
  hint: 'hint',
};

/** For people: `path:line:col  severity  message  code`, grouped by file, related places below, a summary at the end. */
export function formatText(
  checks: readonly Check[],
  unread: readonly Unchecked[],
  options: { colours: boolean },
): string {
  const paint = (code: number, text: string): string =>
    options.colours ? `\x1b[${code}m${text}\x1b[0m` : text;
  const groups = new Map<string, string[]>();
  for (const check of checks) {
    for (const { path, span, severity, message, code, related } of check.diagnostics) {
      const lines = groups.get(path) ?? [];
      groups.set(path, lines);
      const place = placeOf(path, span, check);
      lines.push(
        `${place}  ${paint(colours[severity], names[severity].padEnd(7))}  ${message}  ${paint(90, code)}`,
      );
      for (const other of related) {
        lines.push(paint(90, `    ${placeOf(other.path, other.span, check)}  ${other.message}`));
      }
    }
  }
  const body = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, lines]) => `${lines.join('\n')}\n\n`);
  return body.join('') + formatSummary(checks, unread);
}

/** What `--fix` did, one line a diagnostic that is gone and one a file that changed. */
export function formatChanges(files: readonly FixedFile[], fixed: readonly Diagnostic[]): string {
  if (files.length === 0) return 'Nothing to fix.\n';
  const lines = [
    ...fixed.map(
      ({ code, path, fixes }) => `fixed  ${shown(path)}  ${fixes.find(({ safe }) => safe)?.title}  ${code}`,
    ),
    ...files.map(({ path }) => `wrote  ${shown(path)}`),
  ];
  return `${lines.join('\n')}\n\n`;
}
