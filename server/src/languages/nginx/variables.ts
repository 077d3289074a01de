/** A variable or a capture that a text names. */
export interface NamedVariable {
  /** As written, without `$` and braces; a digit for a capture. */
  readonly name: string;
  readonly isCapture: boolean;
  /** From the `$` to behind the name or the closing brace, in the text. */
  readonly start: number;
  readonly end: number;
  /** Where the name alone begins. */
  readonly nameStart: number;
}

const reference = /\$(?:\{(\w+)\}|([1-9])|(\w+))/y;

/**
 * The variables of a text, as `ngx_http_script_compile` reads them: `$name`, `${name}`, `$1` to `$9`. There is no escape for
 * a dollar; one without a name behind it, and a brace that is not closed, name nothing.
 */
export function* variablesIn(text: string): Generator<NamedVariable, void, undefined> {
  for (let start = text.indexOf('$'); start !== -1; start = text.indexOf('$', start + 1)) {
    reference.lastIndex = start;
    const match = reference.exec(text);
    if (!match) continue;
    const [whole, braced, digit, plain] = match;
    yield {
      name: braced ?? digit ?? plain ?? '',
      isCapture: digit !== undefined,
      start,
      end: start + whole.length,
      nameStart: start + (braced === undefined ? 1 : 2),
    };
  }
}

/** Whether a text holds anything that is filled in at run time. */
export const hasVariable = (text: string): boolean => text.includes('$');

/** Whether a variable is named in a text; names are alike in either case. */
export function namesVariable(text: string, name: string): boolean {
  if (!hasVariable(text)) return false;
  for (const one of variablesIn(text)) if (one.name.toLowerCase() === name.toLowerCase()) return true;
  return false;
}

/** The name of the variable that is all of a text: `uri` of `$uri` and `${uri}`. */
export function soleVariable(text: string): string | undefined {
  if (!text.startsWith('$')) return undefined;
  const { value: first } = variablesIn(text).next();
  return first && !first.isCapture && first.end === text.length ? first.name : undefined;
}

/** The name that a first word of `set`, a last one of `map` and the like makes, in lower case as nginx keeps it. */
export const madeVariable = (text: string): string | undefined => /^\$(\w+)$/.exec(text)?.[1]?.toLowerCase();

/** Puts texts in the place of variables. */
export function replaceVariables(text: string, by: (variable: NamedVariable) => string): string {
  let result = '';
  let from = 0;
  for (const variable of variablesIn(text)) {
    result += text.slice(from, variable.start) + by(variable);
    from = variable.end;
  }
  return result + text.slice(from);
}
