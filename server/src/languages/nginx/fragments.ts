import type { NginxContext } from './contexts';
import type { NginxDocument } from './tree';

/** The context that a file without a main file is taken to be included in; `unknown` where its lines do not tell. */
export function contextOfFragment({ directives }: NginxDocument): NginxContext {
  const names = new Set(directives.map(({ name }) => name.value));
  const has = (...wanted: readonly string[]): boolean => wanted.some((name) => names.has(name));
  if (has('http', 'events', 'stream', 'mail')) return 'main';
  if (has('server', 'upstream', 'map', 'geo', 'split_clients', 'log_format')) return 'http';
  if (has('location', 'listen', 'server_name')) return 'server';
  return 'unknown';
}
