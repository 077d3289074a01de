import { request as overHttp, type IncomingHttpHeaders } from 'node:http';
import { request as overHttps } from 'node:https';

export interface Seen {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A browser: where it is, and what it has typed. */
export interface Asking {
  readonly isTls: boolean;
  readonly address: string;
  readonly port: number;
  /** What stands in the URL. */
  readonly host: string;
  readonly path: string;
}

/** The address that browsers have. */
export const BROWSER_ADDRESS = '127.9.9.9';

export const ask = ({ isTls, address, port, host, path }: Asking): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const send = isTls ? overHttps : overHttp;
    send(
      {
        host: address,
        port,
        path,
        headers: { Host: host, Connection: 'close' },
        localAddress: BROWSER_ADDRESS,
        rejectUnauthorized: false,
        agent: false,
        insecureHTTPParser: true,
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
        response.on('error', reject);
      },
    )
      .on('error', reject)
      .end();
  });

/** A Set-Cookie line in parts. */
export interface SetCookie {
  readonly name: string;
  readonly path: string | undefined;
  readonly domain: string | undefined;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: string | undefined;
}

export function readSetCookie(line: string): SetCookie {
  const [pair = '', ...attributes] = line.split(';').map((one) => one.trim());
  const get = (name: string): string | undefined => {
    // Of two the last counts.
    const found = attributes.findLast((one) => one.toLowerCase().split('=')[0] === name);
    return found === undefined ? undefined : found.includes('=') ? found.slice(found.indexOf('=') + 1) : '';
  };
  return {
    name: pair.slice(0, pair.indexOf('=')),
    path: get('path'),
    domain: get('domain'),
    secure: get('secure') !== undefined,
    httpOnly: get('httponly') !== undefined,
    sameSite: get('samesite'),
  };
}

/** A second reading of RFC 6265bis, in its own order: storage (5.6), then retrieval (5.7). */
export function comesBack(
  cookie: SetCookie,
  scheme: string,
  host: string,
  path: string,
): boolean | 'depends' {
  const domain = cookie.domain?.replace(/^\./, '').toLowerCase();
  if (domain && domain !== host && !host.endsWith(`.${domain}`)) return false;
  const isLocal = host === 'localhost' || host.endsWith('.localhost');
  const prefix = /^__(secure|host)-/i.exec(cookie.name)?.[1]?.toLowerCase();
  if (prefix && !cookie.secure) return false;
  if (prefix === 'host' && (domain || cookie.path !== '/')) return false;
  if (cookie.sameSite?.toLowerCase() === 'none' && !cookie.secure) return false;
  const own = cookie.path?.startsWith('/') ? cookie.path : path.slice(0, path.lastIndexOf('/')) || '/';
  const matches = path === own || (path.startsWith(own) && (own.endsWith('/') || path[own.length] === '/'));
  if (!matches) return false;
  if (cookie.secure && scheme === 'http') return isLocal ? 'depends' : false;
  return true;
}
