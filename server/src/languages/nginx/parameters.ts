import type { DirectiveEntry } from './catalogue';
import type { NginxContext } from './contexts';
import type { Releases } from './versions';

/** A word that may follow in a directive: whole (`backup`), or with a value behind it (`weight=`). */
export interface Parameter extends Releases {
  /** With its `=`, where a value follows. */
  readonly name: string;
}

/** ngx_http_upstream_server in src/http/ngx_http_upstream.c; the reference has them in its prose alone. */
const upstreamServer: readonly Parameter[] = [
  { name: 'weight=' },
  { name: 'max_conns=' },
  { name: 'max_fails=' },
  { name: 'fail_timeout=' },
  { name: 'backup' },
  { name: 'down' },
  { name: 'resolve', since: '1.27.3' },
  { name: 'service=', since: '1.27.3' },
];
const httpUpstreamServer = [
  ...upstreamServer,
  { name: 'route=', since: '1.29.6' },
  { name: 'drain', since: '1.29.6' },
];

/** ngx_http_rewrite in src/http/modules/ngx_http_rewrite_module.c. */
const rewriteFlags = ['last', 'break', 'redirect', 'permanent'].map((name) => ({ name }));

/** Levels of src/core/ngx_log.c. */
const logLevels = ['debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'].map((name) => ({
  name,
}));

/** The words that a directive's arguments may be or begin with: values of its enum, and what the reference's syntax names. */
export function parametersOf(entry: DirectiveEntry, context: NginxContext): readonly Parameter[] {
  if (entry.name === 'server' && context === 'upstream') return httpUpstreamServer;
  if (entry.name === 'server' && context === 'stream upstream') return upstreamServer;
  if (entry.name === 'rewrite') return rewriteFlags;
  if (entry.name === 'error_log') return logLevels;
  if (entry.args === 'flag') return [{ name: 'on' }, { name: 'off' }];
  const named = (entry.syntax ?? []).flatMap(literals).filter((name) => !commercial.has(name));
  return [...new Set([...(entry.values ?? []), ...named])].map((name) => {
    const since = entry.name === 'listen' ? sinceOf[name] : undefined;
    return { name, ...(since !== undefined && { since }) };
  });
}

/** Parameters that the reference names and the sources of nginx do not have. */
const commercial = new Set([
  'sync',
  'status_zone=',
  'purger=',
  'purger_files=',
  'purger_sleep=',
  'purger_threshold=',
]);

/** Parameters of `listen` that came later: ngx_http_core_listen in the sources of these releases. */
const sinceOf: Readonly<Record<string, string>> = { quic: '1.25.0', multipath: '1.29.7' };

/** The words of a syntax that are meant as they stand: outside of `<…>`, and no value of another. */
function literals(syntax: string): string[] {
  return [...syntax.matchAll(/(?<![\w<$.:=-])([A-Za-z][\w.-]*)(=?)(?![\w>=])/g)].flatMap(
    ([whole, , equals], index, all) => {
      const at = all[index]?.index ?? 0;
      const before = syntax.slice(0, at);
      // Choices behind a `=`: `ipv6only=on|off`.
      if (/=[^\s\]]*$/.test(before)) return [];
      if (syntax[at + whole.length] === ':' && !equals) return [`${whole}:`];
      return [whole];
    },
  );
}
