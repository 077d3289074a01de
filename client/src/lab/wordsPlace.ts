/** Whether a line of a configuration is what words of nginx are about. */
type Test = (line: string) => boolean;

/**
 * Words of nginx that name no line, as those of a reload do: the zone that they are about (`limit_req "one" uses the "$uri" key
 * while previously it used …`, `cache "one" had previously different levels`), or the address (`bind() to 0.0.0.0:80 failed`).
 * The first test that a line passes tells it best.
 */
export function testsFor(words: string): readonly Test[] {
  const zone = /"([^"]+)" (?:uses the|had previously)/.exec(words)?.[1];
  if (zone !== undefined) return [(line) => zoneOf(line) === zone];
  const address = /\bbind\(\) to (\S+) failed/.exec(words)?.[1];
  if (address === undefined) return [];
  const port = portOf(address);
  return [
    (line) => addressOf(line) === address,
    // The lab's copy listens on every address where the user's file names one of a machine.
    (line) => port !== undefined && portOf(addressOf(line) ?? '') === port,
  ];
}

/** The first line of some texts that passes; of several tests the first that any line passes. */
export function findLine<T>(
  tests: readonly Test[],
  texts: readonly { readonly of: T; readonly lines: readonly string[] }[],
): { readonly of: T; readonly line: number } | undefined {
  for (const test of tests) {
    for (const { of, lines } of texts) {
      const line = lines.findIndex(test);
      if (line !== -1) return { of, line };
    }
  }
  return undefined;
}

/** The zone that a line declares: of `limit_req_zone`, `limit_conn_zone`, `proxy_cache_path` and the like, with its size. */
const zoneOf = (line: string): string | undefined =>
  /^[^#]*?\b(?:limit_(?:req|conn)_zone|\w+_cache_path)\s[^#;]*?zone=([^:;\s]+):/.exec(line)?.[1];

/** What a `listen` binds to, as nginx tells it: `0.0.0.0:80` for `80` and `*:80`. */
function addressOf(line: string): string | undefined {
  const value = /^[^#]*?\blisten\s+([^\s;]+)/.exec(line)?.[1];
  if (value === undefined || value.startsWith('unix:')) return undefined;
  if (/^\d+$/.test(value)) return `0.0.0.0:${value}`;
  const whole = /(?:^|[^:]):\d+$|\]:\d+$/.test(value) ? value : `${value}:80`;
  return whole.replace(/^\*/, '0.0.0.0').replace(/^localhost/, '127.0.0.1');
}

const portOf = (address: string): string | undefined => /:(\d+)$/.exec(address)?.[1];
