/** Names with wildcards as `ngx_hash_add_key` in src/core/ngx_hash.c keeps them: `*.a.example`, `.a.example`, `www.a.*`. */
export class HostKeys {
  private readonly exact = new Set<string>();
  private readonly heads = new Set<string>();
  private readonly tails = new Set<string>();

  /** `wildcards`: else a name is a text like any other. Compared in lower case. */
  add(name: string, wildcards = true): 'invalid' | 'conflicting' | undefined {
    const lower = name.toLowerCase();
    if (!wildcards) return take(this.exact, lower);
    const stars = lower.split('*').length - 1;
    if (stars > 1 || lower.includes('..')) return 'invalid';
    if (lower.length > 1 && lower.startsWith('.')) {
      const rest = lower.slice(1);
      return take(this.exact, rest) ?? take(this.heads, rest);
    }
    if (lower.length > 2 && lower.startsWith('*.')) return take(this.heads, lower.slice(2));
    if (lower.length > 2 && lower.endsWith('.*')) return take(this.tails, lower.slice(0, -2));
    return stars > 0 ? 'invalid' : take(this.exact, lower);
  }
}

function take(names: Set<string>, name: string): 'conflicting' | undefined {
  if (names.has(name)) return 'conflicting';
  names.add(name);
  return undefined;
}
