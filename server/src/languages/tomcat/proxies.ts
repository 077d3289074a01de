/** The lists of proxies that RemoteIpValve has: up to 11.0.12 one regular expression, later also ranges such as 10.0.0.0/8. */

const RANGE = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

/** The parts of a list that is written with commas; undefined where commas only count something, as in `\d{1,3}`. */
export function listOf(value: string): readonly string[] | undefined {
  const parts = value.replace(/\{[^{}]*\}|\[[^[\]]*\]/g, (one) => one.replaceAll(',', '\0')).split(',');
  return parts.length > 1 ? parts.map((part) => part.replaceAll('\0', ',').trim()) : undefined;
}

/** Whether a text is an address or a range, and no expression. */
export const isRange = (text: string): boolean =>
  RANGE.test(text) || /^[\da-f]*:[\da-f:]*(?:\/\d{1,3})?$/i.test(text);

/** The expression that matches the addresses of a range; undefined where it is not IPv4. */
export function expressionOf(range: string): string | undefined {
  const found = RANGE.exec(range);
  if (!found) return undefined;
  const length = Number(found[5] ?? 32);
  const octets = found.slice(1, 5).map((octet, index) => octetOf(Number(octet), length - 8 * index));
  return octets.some((octet) => octet === undefined) ? undefined : octets.join(String.raw`\.`);
}

/** What one octet may be of which the first `fixed` bits are given. */
function octetOf(octet: number, fixed: number): string | undefined {
  if (octet > 255) return undefined;
  if (fixed >= 8) return String(octet);
  if (fixed <= 0) return String.raw`\d{1,3}`;
  const size = 2 ** (8 - fixed);
  const first = octet - (octet % size);
  return `(?:${Array.from({ length: size }, (_, index) => first + index).join('|')})`;
}
