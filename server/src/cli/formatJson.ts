import type { Diagnostic } from '../rules/diagnostic';
import type { Check } from '../workspace/check';

/** One JSON object, as `design.md` §6 has it: every file that was read, in order, places from 0 as in LSP. */
export function formatJson(checks: readonly Check[]): string {
  const files = checks.flatMap((check) =>
    [...check.files.keys()].map((path) => ({
      path,
      diagnostics: check.diagnostics
        .filter((diagnostic) => diagnostic.path === path)
        .map((diagnostic) => jsonOf(diagnostic, check)),
    })),
  );
  return `${JSON.stringify({ files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)) }, undefined, 2)}\n`;
}

function jsonOf(
  { code, severity, message, path, span, related, fixes }: Diagnostic,
  { files }: Check,
): object {
  const rangeOf = (at: string, of: Diagnostic['span']): object | undefined =>
    files.get(at)?.lines.rangeOf(of);
  return {
    code,
    severity,
    message,
    range: rangeOf(path, span),
    related: related.map((place) => ({
      path: place.path,
      range: rangeOf(place.path, place.span),
      message: place.message,
    })),
    fix: fixes.length === 0 ? null : fixes.some(({ safe }) => safe) ? 'safe' : 'unsafe',
  };
}
