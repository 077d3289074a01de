import type { DirectiveEntry, Parameter } from './catalogue';
import type { Releases } from '../text/versions';
import { compareVersions } from '../text/versions';

/** Levels of src/core/ngx_log.c. */
const logLevels = ['debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'].map((name) => ({
  name,
}));

/** What a word is compared with: the whole of it, or its name and `=`, where a value follows. */
export const parameterName = (word: string): string => /^[^=]*=/.exec(word)?.[0] ?? word;

/** The parameters that some form of a directive takes, by name, each with the releases that have it. */
export function parametersOf(forms: readonly DirectiveEntry[]): ReadonlyMap<string, Releases> {
  const found = new Map<string, Releases>();
  for (const form of forms) {
    for (const parameter of form.parameters ?? []) {
      const own = releasesOf(parameter, form);
      const other = found.get(parameter.name);
      found.set(parameter.name, other ? either(own, other) : own);
    }
  }
  return found;
}

/** Those that are written for a parameter alone come or go with their form. */
function releasesOf(parameter: Parameter, form: DirectiveEntry): Releases {
  const since = parameter.since ?? form.since;
  const until = parameter.until ?? form.until;
  return { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
}

function either(one: Releases, other: Releases): Releases {
  const [since] =
    one.since === undefined || other.since === undefined
      ? []
      : [one.since, other.since].toSorted(compareVersions);
  const until =
    one.until === undefined || other.until === undefined
      ? undefined
      : [one.until, other.until].toSorted(compareVersions).at(-1);
  return { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
}

/**
 * The words that a directive's arguments may be or begin with: values of its enum, what the reference's syntax names, and
 * what nginx compares. `forms`: its forms in all releases, of which one came with what the syntax of each names.
 */
export function suggestedFor(entry: DirectiveEntry, forms: readonly DirectiveEntry[]): readonly Parameter[] {
  if (entry.name === 'error_log') return logLevels;
  if (entry.args === 'flag') return [{ name: 'on' }, { name: 'off' }];
  const syntax = entry.syntax ?? [];
  const compared = parametersOf(forms);
  const isOpen = syntax.some((one) => /\[<(?:parameters|flag)>/.test(one));
  const named = syntax.flatMap(literals).filter((name) => !commercial.has(name));
  const unnamed = [...compared.keys()].filter((name) => (isOpen ? /^\w+=?$/ : /=$/).test(name));
  return [...new Set([...(entry.values ?? []), ...named, ...unnamed])].map((name) => ({
    name,
    ...compared.get(name),
  }));
}

/** Parameters that the reference names and the sources of nginx do not have. */
const commercial = new Set([
  'sync',
  'status_zone=',
  'purger=',
  'purger_files=',
  'purger_sleep=',
  'purger_threshold=',
]);

/** The words of a syntax that are meant as they stand: outside of `<…>`, and no value of another. */
export function literals(syntax: string): string[] {
  return [...syntax.matchAll(/(?<![\w<$.:=-])([A-Za-z][\w.-]*)(=?)(?![\w>=])/g)].flatMap(
    ([whole, , equals], index, all) => {
      const at = all[index]?.index ?? 0;
      const before = syntax.slice(0, at);
      // Choices behind a `=`: `ipv6only=on|off`.
      if (/=[^\s\]]*$/.test(before)) return [];
      if (syntax[at + whole.length] === ':' && !equals) return [`${whole}:`];
      return [whole];
    },
  );
}
