/** Addresses as nginx reads them: ngx_inet_addr, ngx_inet6_addr and ngx_ptocidr in src/core/ngx_inet.c. */

/** Four decimal numbers up to 255. */
export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d+$/.test(part) && Number(part) <= 255);
}

/** Eight groups of up to four hexadecimal digits, fewer around one `::`; the last two may be an IPv4 address. */
export function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  let groups = 0;
  for (const [index, half] of halves.entries()) {
    if (half === '') continue;
    const parts = half.split(':');
    for (const [at, part] of parts.entries()) {
      const isLast = index === halves.length - 1 && at === parts.length - 1;
      if (isLast && isIpv4(part)) groups += 2;
      else if (/^[\da-f]{1,4}$/i.test(part)) groups++;
      else return false;
    }
  }
  return halves.length === 2 ? groups < 8 : groups === 8;
}

/** An address, with the bits of its network behind a slash or without. */
export function isCidr(text: string): boolean {
  const slash = text.indexOf('/');
  const address = slash === -1 ? text : text.slice(0, slash);
  const v4 = isIpv4(address);
  if (!v4 && !isIpv6(address)) return false;
  if (slash === -1) return true;
  const bits = text.slice(slash + 1);
  return /^\d+$/.test(bits) && Number(bits) <= (v4 ? 32 : 128);
}
