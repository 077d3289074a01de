const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', s: ' ', t: '\t' };

/** The value of a string literal with its quotes; undefined for a text block, and where its closing quote is missing. */
export function decodeText(literal: string): string | undefined {
  if (literal.startsWith('"""') || literal.length < 2 || !literal.endsWith('"')) return undefined;
  return literal
    .slice(1, -1)
    .replace(/\\(?:u+([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2})|(.))/g, (...groups: unknown[]) => {
      const [, unicode, octal, letter] = groups.map((group) =>
        typeof group === 'string' ? group : undefined,
      );
      if (unicode) return String.fromCharCode(Number.parseInt(unicode, 16));
      if (octal) return String.fromCharCode(Number.parseInt(octal, 8));
      return letter === undefined ? '' : (escapes[letter] ?? letter);
    });
}

/** The class that a number literal is boxed to. */
export function numberClass(literal: string): string {
  const hex = /^0[xX]/.test(literal);
  if (/[lL]$/.test(literal)) return 'java.lang.Long';
  if (!hex && /[fF]$/.test(literal)) return 'java.lang.Float';
  if (hex ? /[.pP]/.test(literal) : /[.eEdD]/.test(literal) && !/^0[bB]/.test(literal))
    return 'java.lang.Double';
  return 'java.lang.Integer';
}
