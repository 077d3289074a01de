// Reads tables of directives and variables out of C sources of nginx and its modules.

/** A C text without comments, what `#if 0` leaves out, and preprocessor lines; both branches of a condition stay. */
export const stripped = (text) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/^#if\s+\(?0\)?[ \t]*\n[\s\S]*?^#endif/gm, '')
    .replace(/^[ \t]*#(?:[^\n\\]|\\[\s\S])*$/gm, '');

/** The initialisers of all arrays or structs of a type: name → text between the braces. */
export function initialisers(text, type) {
  const found = [];
  const pattern = new RegExp(`\\b${type}\\s+(\\w+)\\s*(?:\\[[^\\]]*\\])?\\s*=\\s*\\{`, 'g');
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const start = match.index + match[0].length;
    found.push({ name: match[1], body: text.slice(start, closing(text, start)) });
  }
  return found;
}

/** The functions that are handed the configuration: name → body. */
export function handlers(text) {
  const found = new Map();
  const pattern = /^(ngx_\w+)\([^;{)]*\bngx_conf_t \*cf\b[^;{)]*\)\s*\{/gm;
  for (const match of text.matchAll(pattern)) {
    const start = match.index + match[0].length;
    found.set(match[1], text.slice(start, closing(text, start)));
  }
  return found;
}

/** The `{…}` entries of an array's initialiser, each as its fields. */
export function entries(body) {
  const found = [];
  for (let open = body.indexOf('{'); open !== -1; open = body.indexOf('{', open)) {
    const end = closing(body, open + 1);
    found.push(fields(body.slice(open + 1, end)));
    open = end;
  }
  return found;
}

/** `ngx_string("name")` → name; undefined for anything else. */
export const stringOf = (field = '') => /^ngx_string\(\s*"((?:[^"\\]|\\.)*)"\s*\)$/.exec(field)?.[1];

/** Splits at commas outside of brackets and strings. */
export function fields(text) {
  const found = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted && character === '\\') i++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && '([{'.includes(character)) depth++;
    else if (!quoted && ')]}'.includes(character)) depth--;
    else if (!quoted && depth === 0 && character === ',') {
      found.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === '' ? found : [...found, last];
}

/** Where the brace that is open at `start` is closed. */
function closing(text, start) {
  let depth = 1;
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    if (character === '"' || character === "'") while (text[++i] !== character) if (text[i] === '\\') i++;
    if (character === '{') depth++;
    if (character === '}' && --depth === 0) return i;
  }
  return text.length;
}
