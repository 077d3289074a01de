import type { Event } from './event';
import type { Found } from './found';

type Reading = (match: RegExpExecArray, message: string) => Found | undefined;

/** nginx' own texts (src/core, src/event and src/http/ngx_http_upstream.c), from the most to the least telling. */
const texts: readonly (readonly [RegExp, Reading])[] = [
  [
    /^host not found in (?:upstream )?"?([^"\s:]+)/,
    ([, host = ''], message) => ({ failure: 'upstream-name', subject: host, cause: placeIn(message) }),
  ],
  [
    /^(\S+) could not be resolved \((\d+: [^)]*)\)/,
    ([, name = '', why = '']) => ({ failure: 'name-not-resolved', subject: name, detail: why }),
  ],
  [
    /^no resolver defined to resolve (\S+?)(?:,|$| )/,
    ([, name = '']) => ({ failure: 'no-resolver', subject: name }),
  ],
  [
    /^(?:connect\(\) (?:to \S+ )?failed|upstream timed out|recv\(\) failed|writev?\(\) failed|send\(\) failed) \((?:WSA)?\d+: ([^)]*)\)(.*)/i,
    ([whole, why = '', rest = ''], message) => failedCall(whole, why, rest, message),
  ],
  [
    /^no live upstreams while connecting to upstream/,
    (_, message) => ({ failure: 'no-live-upstreams', subject: upstreamIn(message) }),
  ],
  [
    /^upstream prematurely closed connection/,
    (_, message) => ({ failure: 'upstream-closed', subject: upstreamIn(message) }),
  ],
  [
    /^upstream sent too big header/,
    (_, message) => ({ failure: 'header-too-big', subject: upstreamIn(message) }),
  ],
  [
    /^client intended to send too large (?:chunked )?body(?:: (\d+))?/,
    ([, bytes], message) => ({
      failure: 'body-too-large',
      subject: /, server: ([^,]*)/.exec(message)?.[1] || '_',
      ...(bytes !== undefined && { detail: bytes }),
    }),
  ],
  [
    /^upstream sent (?:duplicate header line: "Transfer-Encoding|"Content-Length" and "Transfer-Encoding")/i,
    (_, message) => ({ failure: 'duplicate-transfer-encoding', subject: upstreamIn(message) }),
  ],
  [
    /^upstream sent no valid HTTP\/1\.0 header/,
    (_, message) => ({ failure: 'upstream-not-http', subject: upstreamIn(message) }),
  ],
  [
    /^upstream sent (invalid header|unsupported HTTP version)/,
    ([, what = ''], message) => ({ failure: 'upstream-invalid', subject: upstreamIn(message), detail: what }),
  ],
  [
    /^SSL_do_handshake\(\) failed .*(?:wrong version number|record layer failure|packet length too long|unknown protocol).* while SSL handshaking to upstream/,
    (_, message) => ({ failure: 'upstream-not-tls', subject: upstreamIn(message) }),
  ],
  [
    /^bind\(\) to (\S+) failed \((?:98|48|10048):/,
    ([, address = '']) => ({
      failure: 'port-in-use',
      subject: address.replace(/^(?:0\.0\.0\.0|\[::\]):/, ''),
    }),
  ],
  [
    /^bind\(\) to (\S+) failed \((?:99|49|10049):/,
    ([, address = '']) => ({ failure: 'address-not-here', subject: address }),
  ],
  [
    /^bind\(\) to (\S+) failed \(13:/,
    ([, address = '']) => ({ failure: 'port-forbidden', subject: address }),
  ],
  [
    /^(\d+ worker_connections are not enough)/,
    ([, what = '']) => ({ failure: 'too-many-connections', detail: what }),
  ],
  [
    /^(cannot load certificate(?: key)? "([^"]*)".*)/,
    ([, what = '', file = '']) => ({
      failure: 'certificate',
      subject: file,
      detail: what.replace(/: BIO_new_file.*/, ''),
    }),
  ],
  // A path or a header may say the same of its own accord.
  [/^(?!.* failed \((?!24:)\d+:)\w+\(\)[^,]* failed \(24: /, () => ({ failure: 'too-many-files' })],
  [
    /^rewrite or internal redirection cycle .*?"([^"]*)"/,
    ([, uri = '']) => ({ failure: 'redirection-cycle', subject: uri }),
  ],
];

/** What a message of nginx tells. */
export function readNginx({ record: { message, level } }: Event): Found | undefined {
  if (level === 'info' || level === 'debug' || level === 'trace') return undefined;
  const words = message.replace(/^\*\d+ /, '');
  for (const [text, read] of texts) {
    const match = text.exec(words);
    if (match) return read(match, words);
  }
  return undefined;
}

/** `[emerg]`: nginx says why it does not take its configuration, and where. */
export function readRefusal({ record: { message } }: Event): Found | undefined {
  const cause = placeIn(message);
  return (
    cause && {
      failure: 'nginx-refuses',
      subject: `${cause.path}:${cause.line}`,
      detail: message.replace(/ in \/?\S+:\d+$/, ''),
      cause,
    }
  );
}

/** `connect() failed (111: Connection refused) while connecting to upstream`. */
function failedCall(whole: string, why: string, rest: string, message: string): Found | undefined {
  const during = /^ while ((?:connecting to|reading|sending|SSL handshaking)[^,]*upstream[^,]*)/.exec(
    rest,
  )?.[1];
  const subject = upstreamIn(message);
  if (during === undefined || subject === '?') return undefined;
  if (whole.startsWith('upstream timed out') || /timed out/i.test(why))
    return { failure: 'upstream-timed-out', subject, detail: during };
  if (/refused/i.test(why)) return { failure: 'upstream-refused', subject };
  if (/reset|broken pipe/i.test(why))
    return { failure: 'upstream-reset', subject, detail: `while ${during}` };
  if (/permission denied/i.test(why)) return { failure: 'upstream-forbidden', subject };
  return /no route|unreachable|host is down/i.test(why)
    ? { failure: 'upstream-unreachable', subject, detail: why }
    : undefined;
}

/** Address or name of the upstream: nginx writes the whole URL. */
const upstreamIn = (message: string): string =>
  /, upstream: "(?:[a-z]+:\/\/)?([^/"]*)/.exec(message)?.[1] ?? '?';

function placeIn(message: string): Extract<Found['cause'], { kind: 'file' }> | undefined {
  const [, path, line] = / in (\S+):(\d+)$/.exec(message) ?? [];
  return path === undefined ? undefined : { kind: 'file', path, line: Number(line) };
}
