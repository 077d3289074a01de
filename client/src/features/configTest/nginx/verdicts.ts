/** What `nginx -t` says of one place, in its own words. */
export interface Verdict {
  readonly level: 'error' | 'warning';
  readonly words: string;
  /** As nginx names it; undefined where it names no file. */
  readonly path: string | undefined;
  /** From 0. */
  readonly line: number;
}

/**
 * Reads what `nginx -t` writes to stderr: `nginx: [emerg] unknown directive "x" in /etc/nginx/nginx.conf:24`
 * (ngx_log_stderr in src/core/ngx_log.c, ngx_conf_log_error in src/core/ngx_conf_file.c). While no log file is open
 * nginx says a thing twice, once with a time stamp and its pid.
 */
export function parseVerdicts(stderr: string): Verdict[] {
  const found = new Map<string, Verdict>();
  for (const text of stderr.split(/\r?\n/)) {
    const [, level, said] = LINE.exec(text) ?? [];
    // The last word behind what could not be bound, which is told.
    if (level === undefined || said === undefined || said === 'still could not bind()') continue;
    const [, words = said, path, line] = PLACE.exec(said) ?? [];
    const verdict: Verdict = {
      level: level === 'warn' ? 'warning' : 'error',
      words,
      path,
      line: line === undefined ? 0 : Number(line) - 1,
    };
    found.set(said, verdict);
  }
  return [...found.values()];
}

const LINE =
  /^(?:nginx: |\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d )\[(emerg|alert|crit|error|warn)\] (?:\d+#\d+: )?(.+)$/;
const PLACE = /^(.*) in (.+):(\d+)$/;
