import { hasPlaceholder } from '../text/placeholders';
import type { Placement } from './configuration';
import { inEffect, isSeen } from './effective';
import { hasVariable } from './variables';

/** The `proxy_set_header` lines in effect in a block. */
export interface Headers {
  /** In nginx's order: a name may stand in several. */
  readonly lines: readonly Placement[];
  /** The block that they are written in; undefined where there are none. */
  readonly from: Placement | undefined;
  /** Whether no more of them can be in effect than are here. */
  readonly areKnown: boolean;
}

const headers = new WeakMap<Placement, Headers>();

export function headersIn(level: Placement): Headers {
  let found = headers.get(level);
  if (!found) {
    const { lines = [], level: from } = inEffect(level, 'proxy_set_header') ?? {};
    found = {
      lines,
      from,
      areKnown:
        isSeen(level, 'proxy_set_header') &&
        !lines.some(({ directive: { args } }) => isOpenName(args[0]?.value ?? '')),
    };
    headers.set(level, found);
  }
  return found;
}

const isOpenName = (name: string): boolean => hasVariable(name) || hasPlaceholder(name);

/** The lines of those given that set a header, by its lower-case name. */
export const linesOf = (lines: readonly Placement[], name: string): readonly Placement[] =>
  lines.filter(({ directive: { args } }) => args[0]?.value.toLowerCase() === name);

/**
 * The values that nginx sends for a header: each that is not empty, in the order of the lines. An empty one sends nothing
 * and takes nothing back (ngx_http_proxy_init_headers). One with a variable may come out empty.
 */
export const sentValues = (lines: readonly Placement[], name: string): readonly string[] =>
  linesOf(lines, name).flatMap(({ directive: { args } }) => args[1]?.value || []);
