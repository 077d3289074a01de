import { hasPlaceholder } from '../text/placeholders';
import { hasVariable, variablesIn } from './variables';

/** Ports that one address names: a range such as `8082-8084` is three, else both are one. */
export interface Ports {
  readonly first: number;
  readonly last: number;
}

/** An address as `ngx_parse_url` in src/core/ngx_inet.c takes it apart; whether nginx takes it is another question. */
export type Address =
  /** To be filled in, before nginx reads it or at run time. */
  | { readonly kind: 'open' }
  | { readonly kind: 'unix'; readonly path: string }
  | {
      readonly kind: 'inet';
      /** As written: a name, `127.0.0.1`, `[::1]`, `*`; empty where nothing stands before the colon. */
      readonly host: string;
      /** What stands behind the colon; undefined without one. */
      readonly port: string | undefined;
      /** What follows, from `/` or `?` on. */
      readonly rest: string;
    };

const unix = /^unix:/i;
const onlyPorts = /^\d+(?:-\d+)?$/;

/** `listen`: of a `listen`, where a number alone is a port on every address. */
export function readAddress(text: string, { listen = false } = {}): Address {
  if (hasVariable(text) || hasPlaceholder(text)) return { kind: 'open' };
  if (unix.test(text)) return { kind: 'unix', path: text.slice('unix:'.length) };
  const close = text.startsWith('[') ? text.indexOf(']') + 1 : 0;
  const [behind = ''] = /^[^/?]*/.exec(text.slice(close)) ?? [];
  const rest = text.slice(close + behind.length);
  if (listen && close === 0 && onlyPorts.test(behind)) return { kind: 'inet', host: '*', port: behind, rest };
  const colon = behind.indexOf(':');
  return colon === -1
    ? { kind: 'inet', host: text.slice(0, close) + behind, port: undefined, rest }
    : {
        kind: 'inet',
        host: text.slice(0, close) + behind.slice(0, colon),
        port: behind.slice(colon + 1),
        rest,
      };
}

/** The ports of a text that nginx takes for some; undefined for every other. */
export function readPorts(text: string): Ports | undefined {
  if (!onlyPorts.test(text)) return undefined;
  const [first = 0, last = first] = text.split('-').map(Number);
  return first >= 1 && first <= last && last <= 65535 ? { first, last } : undefined;
}

/** The first argument of a `…_pass` in its parts. */
export interface PassedUrl {
  /** With its `://`, as written; empty where there is none. */
  readonly scheme: string;
  /** With its port, as written; may hold variables. */
  readonly authority: string;
  /** What follows, from `/`, `?` or `#` on. */
  readonly uri: string;
}

/** The path of a socket ends with a colon, and its URI stands behind that (`ngx_parse_unix_domain_url`). */
export function readPassedUrl(text: string): PassedUrl {
  const [, scheme = '', authority = '', uri = ''] =
    /^(\w+:\/\/)?(unix:[^:]*(?::|$)|[^/?#]*)([\s\S]*)$/i.exec(text) ?? [];
  return { scheme, authority, uri };
}

/** The variable with which the host of a `…_pass` begins, and all that follows it; undefined where a text stands there. */
export function hostVariable(text: string): { readonly name: string; readonly rest: string } | undefined {
  const { authority, uri } = readPassedUrl(text);
  const { value: first } = variablesIn(authority).next();
  return first?.start === 0 ? { name: first.name, rest: authority.slice(first.end) + uri } : undefined;
}
