import type { Frame } from './frame';
import type { Word } from './tree';

/** Blocks that stand at the top level alone. */
const outermost: ReadonlySet<string> = new Set(['events', 'http', 'stream', 'mail']);

/** Blocks that stand in `http` or `stream` alone, and those that cannot hold them. */
const ofHttp: ReadonlySet<string> = new Set(['server', 'upstream', 'map', 'geo', 'split_clients']);
const inner: ReadonlySet<string> = new Set(['server', 'upstream']);

/** What no upstream and no `events` has, and what often follows one. */
const afterSmall =
  /^(?:server|upstream|map|geo|log_format|location|listen|server_name|access_log|gzip|sendfile|proxy_set_header|keepalive_requests|\w+_(?:zone|cache_path))$/;

/**
 * Where a block shows that the one around it has lost its closing brace: it may not stand there, but one level further out.
 * Undefined where it shows nothing. Whatever else of the small blocks cannot be theirs is outside as well.
 */
export function outsideAt(stack: readonly Frame[], [name, ...args]: readonly Word[]): number | undefined {
  const frame = stack.at(-1);
  const holder = frame?.directive?.name.value;
  if (!name || !frame || holder === undefined) return undefined;
  const isOutermost = outermost.has(name.value) && args.length === 0 && stack.length === 1;
  const isOfHttp =
    ofHttp.has(name.value) &&
    inner.has(holder) &&
    (name.value !== 'server' || args.length === 0) &&
    stack.length === 2;
  if (!isOutermost && !isOfHttp) return undefined;
  if (holder !== 'upstream' && holder !== 'events') return name.span.start;
  const first = frame.directives.find(
    ({ name: one, block }) => afterSmall.test(one.value) && (one.value !== 'server' || block !== undefined),
  );
  return first?.name.span.start ?? name.span.start;
}

/** What stands in a server alone, and in `http` or its like alone, as far as it often begins a line. */
const inServer: ReadonlySet<string> = new Set([
  'location',
  'listen',
  'server_name',
  'try_files',
  'return',
  'rewrite',
]);

/** Whether a line stands further out than it may: a brace before it has closed too much. */
export function isAbove(stack: readonly Frame[], name: string): boolean {
  if (stack.length === 0) return inServer.has(name) || ofHttp.has(name);
  return stack.length === 1 && stack[0]?.directive?.name.value === 'http' && inServer.has(name);
}
