import { t } from '@vscode/l10n';
import { span } from '../languages/text/span';
import { imageVersion } from '../languages/compose/image';
import { isBefore } from '../languages/text/versions';
import type { Balancer } from '../cluster/model';
import type { Adaptation } from '../protocol';
import type { FileEdit } from './words';

const DIRECTIVE = 'keepalive_min_timeout';
/** The first release that has it (ngx_http_core_module). */
const SINCE = '1.27.4';
/** A time of nginx, without what would be no time to wait for. */
const TIME = /^\d+(?:ms|s|m)?$/;

/** Whether a text can be the value of `keepalive_min_timeout`: `10s`, `500ms`, `2m`. */
export const isMinTimeout = (text: string): boolean => TIME.test(text);

/** `keepalive_min_timeout` for the nginx of an image, and why it does not get it where it is wished. */
export interface MinTimeout {
  /** The directive as it is written; undefined: none. */
  readonly text: string | undefined;
  readonly leftOut: readonly Adaptation[];
}

/**
 * Without it a reload closes the connections that clients keep open. `wished` is its value; `version`: the release of the
 * image, where others than its tag tell it.
 */
export function minTimeout(image: string, wished: string | undefined, version?: string): MinTimeout {
  if (wished === undefined) return { text: undefined, leftOut: [] };
  const { name, version: ofTag } = imageVersion(image);
  const isOld = isBefore(/^nginx(?:-unprivileged)?$/.test(name) ? (ofTag ?? version) : version, SINCE);
  if (isOld === false) return { text: `${DIRECTIVE} ${wished};`, leftOut: [] };
  const title = isOld
    ? t('{directive} is left out: nginx has it from {since} on, and that of {image} is older', {
        directive: DIRECTIVE,
        since: SINCE,
        image,
      })
    : t('{directive} is left out: nginx has it from {since} on, and nothing tells the release in {image}', {
        directive: DIRECTIVE,
        since: SINCE,
        image,
      });
  return { text: undefined, leftOut: [{ id: 'keepalive', title, file: null }] };
}

/**
 * The directive at the head of `http`, on its line, and what stands against that. One that stands in `http` is the user's;
 * one of a server or a location wins over it anyway.
 */
export function keepaliveEdits(
  { configuration, version }: Balancer,
  { image, wished, isOwnImage }: { image: string; wished: string | undefined; isOwnImage: boolean },
): { readonly edits: readonly FileEdit[]; readonly leftOut: readonly Adaptation[] } {
  const blocks = configuration.placements.flatMap(({ path, directive: { name, block }, children }) =>
    name.value === 'http' && block && !children.some(({ directive: it }) => it.name.value === DIRECTIVE)
      ? [{ path, at: block.open.end }]
      : [],
  );
  if (blocks.length === 0) return { edits: [], leftOut: [] };
  const { text, leftOut } = minTimeout(image, wished, isOwnImage ? version : undefined);
  const edits = blocks.map(({ path, at }) => ({ path, edit: { span: span(at, at), text: ` ${text}` } }));
  return { edits: text === undefined ? [] : edits, leftOut };
}

/** What the plan says where an `http` gets it. */
export const keepaliveAdaptation = (wished: string, file: string | null): Adaptation => ({
  id: 'keepalive',
  title: t(
    'http gets keepalive_min_timeout {value}: for that long a reload keeps the connections that clients have open',
    { value: wished },
  ),
  file,
});
