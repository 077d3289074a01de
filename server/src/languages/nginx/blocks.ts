/** Blocks that nginx reads by a handler of their own (`cf->handler`), in which no word is a directive. */
export const entryBlocks: ReadonlySet<string> = new Set([
  'types',
  'map',
  'geo',
  'split_clients',
  'charset_map',
  'match',
]);

/** Names that open a block in nginx and mean nothing else, so that one of them tells where a brace is missing. */
export const blockNames: ReadonlySet<string> = new Set([
  ...entryBlocks,
  'http',
  'events',
  'stream',
  'mail',
  'server',
  'location',
  'upstream',
  'if',
  'limit_except',
]);

/** Directives whose block lua-nginx-module hands to Lua unread. */
export const isLuaBlock = (name: string): boolean => name.endsWith('_by_lua_block');
