/**
 * URIs as nginx keeps them: strings in which each character stands for one byte, as nginx compares and counts bytes.
 */

/** A text as its UTF-8 bytes. */
export function toBytes(text: string): string {
  let bytes = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes += character;
    else if (code >= 0xd800 && code < 0xe000) bytes += '\xef\xbf\xbd';
    else bytes += decodeHex(encodeURIComponent(character));
  }
  return bytes;
}

const decodeHex = (escaped: string): string =>
  escaped.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Bytes as a text for people; what is no UTF-8 stays as it is. */
export function toText(bytes: string): string {
  try {
    return decodeURIComponent(
      bytes.replace(/[%\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`),
    );
  } catch {
    return bytes;
  }
}

/** A path as a client puts it on the wire: blanks and what is not ASCII escaped, the rest as it was typed. */
export const asSent = (path: string): string =>
  toBytes(path).replace(
    // oxlint-disable-next-line no-control-regex -- these very bytes cannot stand in a request line
    /[\x00-\x20\x7f-\xff]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );

export interface ParsedUri {
  /** Decoded and normalised. */
  readonly uri: string;
  /** Without the question mark. */
  readonly args: string;
  /** Whether the path had an escape, and a plus: then nginx escapes captures in arguments. */
  readonly quoted: boolean;
  readonly plus: boolean;
}

/**
 * `ngx_http_parse_complex_uri` (ngx_http_parse.c): decodes `%2F`, drops `.`, resolves `..`, and merges slashes where
 * `merge_slashes` is on. Undefined for what nginx answers with 400.
 */
export function parseUri(sent: string, mergeSlashes: boolean): ParsedUri | undefined {
  const query = sent.indexOf('?');
  const fragment = sent.indexOf('#');
  const ends = [query, fragment].filter((at) => at !== -1);
  const path = ends.length > 0 ? sent.slice(0, Math.min(...ends)) : sent;
  const hasArgs = query !== -1 && (fragment === -1 || query < fragment);
  const args = hasArgs ? (sent.slice(query + 1).split('#', 1)[0] ?? '') : '';

  let uri = '';
  let state: 'usual' | 'slash' | 'dot' | 'dot dot' = 'usual';
  let quoted = false;
  let plus = false;
  /** Takes away `/..` with the name before it. */
  const up = (): boolean => {
    const end = uri.length - 4;
    if (end < 0) return false;
    uri = uri.slice(0, uri.lastIndexOf('/', end) + 1);
    return uri !== '';
  };
  for (let i = 0; i < path.length; i++) {
    let character = path.charAt(i);
    let literal = false;
    if (character === '%') {
      const hex = /^[\dA-Fa-f]{2}/.exec(path.slice(i + 1, i + 3))?.[0];
      if (hex === undefined || hex === '00') return undefined;
      quoted = true;
      i += 2;
      character = String.fromCharCode(Number.parseInt(hex, 16));
      // These three would mean something else if they were read again.
      literal = character === '%' || character === '#' || character === '?';
    }
    if (literal) {
      uri += character;
      state = 'usual';
      continue;
    }
    if (character === '+') plus = true;
    if (character === '/') {
      if (state === 'slash') {
        if (!mergeSlashes) uri += '/';
      } else if (state === 'dot') uri = uri.slice(0, -1);
      else if (state === 'dot dot') {
        if (!up()) return undefined;
      } else uri += '/';
      state = 'slash';
      continue;
    }
    if (character === '.' && state === 'slash') state = 'dot';
    else if (character === '.' && state === 'dot') state = 'dot dot';
    else state = 'usual';
    uri += character;
  }
  if (state === 'dot') uri = uri.slice(0, -1);
  if (state === 'dot dot' && !up()) return undefined;
  return { uri, args, quoted, plus };
}

const hexOf = (byte: string): string => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** `ngx_escape_uri` of nginx 1.21.1 and later, for a path. */
export const escapeUri = (uri: string): string =>
  // oxlint-disable-next-line no-control-regex -- nginx escapes control characters
  uri.replace(/[\x00-\x20"#%<>?\\^`{|}\x7f-\xff]/g, hexOf);

/** The same for arguments. */
export const escapeArgs = (args: string): string =>
  // oxlint-disable-next-line no-control-regex -- nginx escapes control characters
  args.replace(/[\x00-\x20"#%&+;<>?\\^`{|}\x7f-\xff]/g, hexOf);
