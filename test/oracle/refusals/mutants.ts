import type { Verdict } from '../judges';
import type { Mutant } from '../mutants/mutants';
import { hashOf } from '../table';
import { core } from './tables/core';
import { http } from './tables/http';
import { modules } from './tables/modules';
import { seldom } from './tables/seldom';
import { streams } from './tables/streams';
import { upstreams } from './tables/upstreams';

/** What `npm run oracle -- nginx-messages` writes: a line a file. */
export const tablePath = 'test/oracle/refusals/verdicts.tsv';

/** The name of a file in the table: whose messages it is to draw, and its hash. */
export const fileOf = (refusal: Refusal): string => `${refusal.source}:${hashOf(refusal)}`;

/** Whether a judge has the module that a file is for. */
export const isAble = ({ kind, lines }: Refusal, verdict: Verdict): boolean => {
  const [, unknown] = /^unknown directive "(\w+)"$/.exec(verdict?.message ?? '') ?? [];
  const isOther = unknown !== undefined && unknown !== 'no_such_thing' && lines.includes(unknown);
  const lacks = /requires ngx_http_v3_module|^unknown directive "(?:mail|stream)"/.test(
    verdict?.message ?? '',
  );
  return !lacks && !(isOther && kind.name !== 'conf_file in main');
};

/** Lines by the source of nginx that judges them and the block that they stand in; `fine`: nginx takes them. */
export type Table = Readonly<Record<string, Partial<Record<Place, readonly string[]>>>>;

/** '' is the whole file. */
type Place =
  | ''
  | 'main'
  | 'events'
  | 'http'
  | 'server'
  | 'location'
  | 'upstream'
  | 'stream'
  | 'stream server'
  | 'stream upstream'
  | 'mail'
  | 'mail server';

/** A file around some lines, and which sources' messages they are to draw. */
export interface Refusal extends Mutant {
  /** `http_log`; `fine`. */
  readonly source: string;
  readonly lines: string;
}

const events = 'events {\n}\n';
const around: Readonly<Record<Place, readonly [before: string, after: string]>> = {
  '': ['', ''],
  main: [events, ''],
  events: ['events {\n', '}\nhttp {\n}\n'],
  http: [`${events}http {\n`, '}\n'],
  server: [`${events}http {\nserver {\n`, '}\n}\n'],
  location: [`${events}http {\nserver {\nlocation /in {\n`, '}\n}\n}\n'],
  upstream: [`${events}http {\nupstream tomcats {\nserver 10.0.0.1:8080;\n`, '}\n}\n'],
  stream: [`${events}stream {\n`, '}\n'],
  'stream server': [`${events}stream {\nserver {\n`, '}\n}\n'],
  'stream upstream': [`${events}stream {\nupstream tomcats {\nserver 10.0.0.1:8080;\n`, '}\n}\n'],
  mail: [`${events}mail {\n`, '}\n'],
  'mail server': [`${events}mail {\nserver {\nprotocol imap;\nauth_http 127.0.0.1:9000;\n`, '}\n}\n'],
};

/** What a server has to have beside the line that is asked for. */
const rest: Partial<Record<Place, (lines: string) => string>> = {
  server: (lines) => (/\blisten\b/.test(lines) ? '' : 'listen 127.0.0.1:18000;\n'),
  location: () => '',
  'stream server': (lines) =>
    `${/\blisten\b/.test(lines) ? '' : 'listen 127.0.0.1:18000;\n'}${/\b(?:return|pass|proxy_pass)\b/.test(lines) ? '' : 'proxy_pass 10.0.0.1:80;\n'}`,
  'mail server': (lines) => (/\blisten\b/.test(lines) ? '' : 'listen 127.0.0.1:18000;\n'),
};

const isPlace = (name: string): name is Place => Object.hasOwn(around, name);

/** Each table's files, in its order. */
export function refusals(): readonly Refusal[] {
  return [core, http, modules, upstreams, streams, seldom].flatMap((table) =>
    Object.entries(table).flatMap(([source, places]) =>
      Object.entries(places).flatMap(([place, all]) =>
        isPlace(place) ? all.map((lines) => made(source, place, lines)) : [],
      ),
    ),
  );
}

function made(source: string, place: Place, lines: string): Refusal {
  const [before, after] = around[place];
  const kind = {
    name: `${source} in ${place || 'the file'}`,
    ...((place === 'main' ? lines : place).startsWith('stream') && { modules: ['stream'] as const }),
    ...((place === 'main' ? lines : place).startsWith('mail') && { modules: ['mail'] as const }),
    make: () => '',
  };
  return {
    kind,
    mutation: undefined,
    base: 0,
    text: `${before}${lines}\n${rest[place]?.(lines) ?? ''}${after}`,
    line: before.split('\n').length,
    source,
    lines,
  };
}
