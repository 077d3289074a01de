import { t } from '@vscode/l10n';
/** Character classes of `ngx_conf_read_token`, and characters that people take for them. */

export const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 9 || code === 13;

/** Bytes that nginx's buffer holds (NGX_CONF_BUFFER): no token may be longer. */
export const bufferBytes = 4096;

/** UTF-8 bytes of a part of a text; the count stops soon after `limit`. A lone surrogate counts as U+FFFD. */
export function byteLength(text: string, start: number, end: number, limit = Infinity): number {
  let bytes = 0;
  for (let i = start; i < end && bytes <= limit; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code < 0xdc00 && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code < 0xe000;

/** Looks like a blank and is none for nginx: vertical tab, form feed, no-break space, ideographic space … */
export const isBlankLookAlike = (code: number): boolean =>
  code === 11 ||
  code === 12 ||
  code === 0x85 ||
  code === 0xa0 ||
  code === 0x1680 ||
  (code >= 0x2000 && code <= 0x200a) ||
  code === 0x2028 ||
  code === 0x2029 ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0x3000;

/** Cannot be seen at all: byte order mark, zero-width space, joiners, direction marks. */
export const isInvisible = (code: number): boolean =>
  code === 0xfeff || (code >= 0x200b && code <= 0x200f) || code === 0x2060;

export const isLookAlike = (code: number): boolean => isBlankLookAlike(code) || isInvisible(code);

/** Semicolons of other scripts: Greek question mark, Arabic, small and fullwidth semicolon. */
export const isSemicolonLookAlike = (code: number): boolean =>
  code === 0x37e || code === 0x61b || code === 0xfe54 || code === 0xff1b;

/** `U+00A0`, with the name people know where it has one. */
export function describe(code: number): string {
  const known: Record<number, string> = {
    0x0b: t('vertical tab'),
    0x0c: t('form feed'),
    0xa0: t('no-break space'),
    0x3000: t('ideographic space'),
    0x200b: t('zero-width space'),
    0xfeff: t('byte order mark'),
    0x37e: t('Greek question mark'),
    0xff1b: t('fullwidth semicolon'),
  };
  const point = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return known[code] === undefined ? point : `${known[code]} (${point})`;
}
