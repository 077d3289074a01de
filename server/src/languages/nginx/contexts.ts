import { entryBlocks, isLuaBlock } from './blocks';

/**
 * Where a directive stands, as the bits of `ngx_command_t.type` tell contexts apart (src/core/ngx_conf_file.h and the
 * modules' headers). `entries`: inside a block that nginx reads by a handler of its own. `unknown`: inside a block that
 * we do not know, where nothing can be said.
 */
export type NginxContext =
  | 'main'
  | 'events'
  | 'http'
  | 'server'
  | 'location'
  | 'if in server'
  | 'if in location'
  | 'limit_except'
  | 'upstream'
  | 'stream'
  | 'stream server'
  | 'stream upstream'
  | 'mail'
  | 'mail server'
  | 'entries'
  | 'unknown';

const inside: Partial<Record<NginxContext, Readonly<Record<string, NginxContext>>>> = {
  main: { events: 'events', http: 'http', stream: 'stream', mail: 'mail' },
  http: { server: 'server', upstream: 'upstream' },
  server: { location: 'location', if: 'if in server' },
  location: { location: 'location', if: 'if in location', limit_except: 'limit_except' },
  stream: { server: 'stream server', upstream: 'stream upstream' },
  mail: { server: 'mail server' },
};

/** Blocks that are the same wherever somebody puts them, so that what they hold can be judged in a wrong place too. */
const anywhere: ReadonlyMap<string, NginxContext> = new Map([
  ['events', 'events'],
  ['http', 'http'],
  ['stream', 'stream'],
  ['mail', 'mail'],
  ['location', 'location'],
  ['limit_except', 'limit_except'],
]);
const misplacedInHttp: ReadonlyMap<string, NginxContext> = new Map([
  ['server', 'server'],
  ['upstream', 'upstream'],
  ['if', 'if in location'],
]);
const ofHttp: ReadonlySet<NginxContext> = new Set([
  'http',
  'server',
  'location',
  'if in server',
  'if in location',
  'limit_except',
]);

/** The context inside a block `name` that stands in `context`. */
export function contextInside(context: NginxContext, name: string): NginxContext {
  if (entryBlocks.has(name) || isLuaBlock(name)) return 'entries';
  return (
    inside[context]?.[name] ??
    anywhere.get(name) ??
    (ofHttp.has(context) ? misplacedInHttp.get(name) : undefined) ??
    'unknown'
  );
}
