import type { Diagnostic } from '../rules/support/diagnostic';
import type { Check } from '../workspace/check';
import type { Unchecked } from '../workspace/unchecked';

/**
 * One JSON object: `files`, every file that was read, in order, with what was found in it; `unchecked`, what could not be
 * judged. Places count from 0, as in LSP.
 */
export function formatJson(checks: readonly Check[], unread: readonly Unchecked[]): string {
  const files = checks.flatMap((check) =>
    [...check.files.keys()].map((path) => ({
      path,
      diagnostics: check.diagnostics
        .filter((diagnostic) => diagnostic.path === path)
        .map((diagnostic) => jsonOf(diagnostic, check)),
    })),
  );
  const unchecked = [
    ...unread.map((one) => uncheckedJson(one)),
    ...checks.flatMap((check) => check.unchecked.map((one) => uncheckedJson(one, check))),
  ];
  return `${JSON.stringify({ files: files.toSorted(byPath), unchecked: unchecked.toSorted(byPath) }, undefined, 2)}\n`;
}

const byPath = (a: { readonly path: string }, b: { readonly path: string }): number =>
  a.path === b.path ? 0 : a.path < b.path ? -1 : 1;

const uncheckedJson = (
  { path, span, extent, why }: Unchecked,
  check?: Check,
): { readonly path: string; readonly [key: string]: unknown } => ({
  path,
  extent,
  reason: why,
  range: (span && check?.files.get(path)?.lines.rangeOf(span)) ?? null,
});

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
