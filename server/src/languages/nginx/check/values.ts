/**
 * Values as nginx reads them (src/core/ngx_parse.c, ngx_atoi and its kin in src/core/ngx_string.c), on the 64-bit
 * machines that it runs on. Each function gives undefined for what nginx refuses.
 */

const most = 2n ** 63n - 1n;

/** `ngx_atoi`: digits and nothing else. */
export function parseNumber(text: string, scale = 1): number | undefined {
  if (!/^\d+$/.test(text)) return undefined;
  const value = Number(text) * scale;
  if (value <= Number.MAX_SAFE_INTEGER) return value;
  return BigInt(text) * BigInt(scale) <= most ? value : undefined;
}

const units: Readonly<Record<string, number>> = {
  k: 1024,
  K: 1024,
  m: 1024 ** 2,
  M: 1024 ** 2,
  g: 1024 ** 3,
  G: 1024 ** 3,
};

function withUnit(text: string, allowed: RegExp): number | undefined {
  if (!allowed.test(text)) return parseNumber(text);
  return parseNumber(text.slice(0, -1), units[text.slice(-1)]);
}

/** `ngx_parse_size`, in bytes: k and m, no g. */
export const parseSize = (text: string): number | undefined => withUnit(text, /[kKmM]$/);

/** `ngx_parse_offset`, in bytes: k, m and g. */
export const parseOffset = (text: string): number | undefined => withUnit(text, /[kKmMgG]$/);

const second = 1000;
/** Units in the order in which they may follow each other, with their milliseconds. */
const times: ReadonlyMap<string, { readonly step: number; readonly scale: number }> = new Map(
  [
    ['y', 31_536_000 * second],
    ['M', 2_592_000 * second],
    ['w', 604_800 * second],
    ['d', 86_400 * second],
    ['h', 3_600 * second],
    ['m', 60 * second],
    ['s', second],
    ['ms', 1],
    [' ', second],
  ].map(([unit, scale], index) => [String(unit), { step: index + 1, scale: Number(scale) }]),
);

/**
 * `ngx_parse_time`, in milliseconds. `inSeconds`: the directive counts whole seconds and takes years and months but no
 * `ms`. Units descend, each once; a number without one is seconds.
 */
export function parseTime(text: string, inSeconds = false): number | undefined {
  const plain = plainTime(text);
  if (plain !== undefined) return plain;
  const part = /(\d*)(ms|[yMwdhms ]|$) */y;
  let last = inSeconds ? 0 : 2;
  let total = 0;
  let digits = false;
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (!found) return undefined;
    const [, number = '', unit = ''] = found;
    const time = times.get(unit);
    if (time) {
      if (last >= (unit === ' ' ? 7 : time.step) || (unit === 'ms' && inSeconds)) return undefined;
      last = time.step;
    }
    digits ||= number !== '';
    const value = number === '' ? 0 : parseNumber(number, time?.scale ?? second);
    if (value === undefined) return undefined;
    total += value;
  }
  return digits && total <= Number(most) ? total : undefined;
}

/** What most times are: up to nine digits, alone or with one of the units that everybody takes. */
function plainTime(text: string): number | undefined {
  let value = 0;
  const last = text.length - 1;
  if (last > 9) return undefined;
  for (let i = 0; i <= last; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else return i === last && i > 0 ? plainUnit(text.charCodeAt(i), value) : undefined;
  }
  return last >= 0 && last < 9 ? value * second : undefined;
}

function plainUnit(unit: number, value: number): number | undefined {
  switch (unit) {
    case 115: // s
      return value * second;
    case 109: // m
      return value * 60 * second;
    case 104: // h
      return value * 3600 * second;
    case 100: // d
      return value * 86_400 * second;
    default:
      return undefined;
  }
}

/** `ngx_conf_set_access_slot`: `user:rw`, `group:r`, `all:rw`. */
export const isAccess = (text: string): boolean => /^(user|group|all):(rw|r)$/.test(text);
