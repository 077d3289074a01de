import { normalise } from '../text/paths';

/**
 * What `nginx -T` prints: before each file that it read a line with the name, behind it a line break of its own
 * (ngx_dump_config in src/core/nginx.c). What it says on its way, as `-V` does, may stand before them.
 */
const header = /^# configuration file ((?:\/|[A-Za-z]:[\\/]).*):(\r?)$/gm;
const preamble = /^(?:\s*|nginx: .*|nginx version: .*|built .*|TLS SNI .*|configure arguments: .*)$/;

export interface NginxDump {
  /** In nginx's order, the main file first; paths as nginx names them. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Where `-V` was asked too. */
  readonly version: string | undefined;
}

/** Whether such a line stands anywhere: what follows it is not where nginx reads it. */
export const holdsDump = (text: string): boolean =>
  text.includes('# configuration file ') && text.search(header) !== -1;

/** Whether a text begins as the output of `nginx -T` does. */
export function isDump(head: string): boolean {
  const first = head.matchAll(header).next().value;
  return first !== undefined && isPreamble(head.slice(0, first.index));
}

const isPreamble = (text: string): boolean => text.split('\n').every((line) => preamble.test(line.trimEnd()));

/** Takes the output of `nginx -T` apart; undefined for any other text. */
export function readDump(text: string): NginxDump | undefined {
  if (!isDump(text)) return undefined;
  const headers = [...text.matchAll(header)];
  const files = headers.map(({ index, 0: line, 1: path = '', 2: ending = '' }, at) => ({
    path: normalise(path),
    // Without the line feed behind the name and the line break behind the text.
    text: text
      .slice(index + line.length + 1, headers[at + 1]?.index ?? text.length)
      .replace(ending ? /\r\n$/ : /\n$/, ''),
  }));
  return { files, version: /^nginx version: nginx\/([\d.]+)/m.exec(text.slice(0, headers[0]?.index))?.[1] };
}
