import { t } from '@vscode/l10n';
import type { NginxConfiguration } from '../configuration';
import { httpOf, speaksTls } from '../http';
import type { UrlRequest } from './state';
import { asSent } from './uri';

const help = (): string =>
  t(
    'Enter a URL, preceded by the method if it is not GET: "https://example.com/app/" or "POST http://localhost:8080/login".',
  );

/**
 * Reads `[METHOD] URL`, as somebody types it. The path is kept as it is: `//`, `..` and `%2F` are for nginx to judge. A
 * path alone goes to the first server of the configuration.
 */
export function readUrl(
  text: string,
  configuration?: NginxConfiguration,
): { readonly request: UrlRequest } | { readonly problem: string } {
  const match = /^\s*(?:([A-Za-z]+)\s+)?(\S.*?)\s*$/s.exec(text);
  const [, method = 'GET', url = ''] = match ?? [];
  if (url === '' || /[\r\n]/.test(url)) return { problem: help() };
  if (url.startsWith('/')) {
    const [first] = configuration ? httpOf(configuration).servers : [];
    const listener = first?.listeners.find((one) => one.ports && !one.quic);
    const name = first?.names.find(({ value }) => /^[\w.-]+$/.test(value) && value !== '_')?.value;
    const scheme = first && listener && speaksTls(first, listener) ? 'https' : 'http';
    const host = name?.replace(/^\./, '') ?? 'localhost';
    return {
      request: {
        method: method.toUpperCase(),
        scheme,
        host,
        port: listener?.ports?.first ?? 80,
        target: targetOf(url),
      },
    };
  }
  const parts = /^(?:(https?):\/\/)?([^/?#:\s@[\]]+|\[[\da-fA-F:.]+\])(?::(\d{1,5}))?([/?#].*)?$/i.exec(url);
  if (!parts?.[2]) return { problem: help() };
  const scheme = parts[1]?.toLowerCase() === 'https' ? 'https' : 'http';
  const port = parts[3] === undefined ? (scheme === 'https' ? 443 : 80) : Number(parts[3]);
  if (port < 1 || port > 65535)
    return { problem: t('{port} is not a valid port: ports range from 1 to 65535.', { port }) };
  return {
    request: {
      method: method.toUpperCase(),
      scheme,
      host: parts[2],
      port,
      target: targetOf(parts[4] ?? '/'),
    },
  };
}

/** Without the fragment, which no client sends. */
function targetOf(path: string): string {
  const sent = asSent(path.split('#', 1)[0] ?? '');
  return sent.startsWith('/') ? sent : `/${sent}`;
}

/** The request as somebody would type it. */
export function urlOf({ method, scheme, host, port: own, published, target }: UrlRequest): string {
  const standard = scheme === 'https' ? 443 : 80;
  const port = published ?? own;
  return `${method} ${scheme}://${host}${port === standard ? '' : `:${port}`}${target}`;
}
