import { t } from '@vscode/l10n';
import { parseSize } from '../check/values';
import type { Placement } from '../configuration';
import { hasPlaceholder } from '../../text/placeholders';
import type { Word } from '../tree';
import { hasVariable } from '../variables';
import type { Report } from './problem';

interface Zone {
  readonly word: Word;
  readonly name: string;
  /** 0 where another line says it, undefined while it is to be filled in. */
  readonly size: number | undefined;
}

/** A zone, what it is for as nginx tells uses apart (`tag` of ngx_shared_memory_add), and who had it first. */
interface Known {
  readonly use: string;
  readonly placement: Placement;
  size: number | undefined;
}

const spaceOf = ({ context }: Placement): string =>
  context.startsWith('stream') ? 'stream' : context.startsWith('mail') ? 'mail' : 'http';

/** Directives that name a zone, with what they use it for. */
const uses: ReadonlyMap<string, string> = new Map([
  ['limit_req_zone', 'limit_req'],
  ['limit_req', 'limit_req'],
  ['limit_conn_zone', 'limit_conn'],
  ['limit_conn', 'limit_conn'],
  ['ssl_session_cache', 'ssl'],
  ['ssl_ocsp_cache', 'ocsp'],
  ['zone', 'upstream'],
  ['sticky', 'sticky'],
  ...['proxy', 'fastcgi', 'uwsgi', 'scgi'].flatMap((name) => [
    [`${name}_cache_path`, name] as const,
    [`${name}_cache`, name] as const,
  ]),
]);

const sizeOf = (text = ''): number | undefined => (hasPlaceholder(text) ? undefined : (parseSize(text) ?? 0));

const sized = (word: Word | undefined, form: RegExp): Zone | undefined => {
  const [, name, size] = form.exec(word?.value ?? '') ?? [];
  return !word || name === undefined ? undefined : { word, name, size: sizeOf(size) };
};

const named = (word: Word | undefined): Zone | undefined => word && { word, name: word.value, size: 0 };

function zoneOf({ directive: { name, args } }: Placement): Zone | undefined {
  const [first, second] = args;
  switch (name.value) {
    case 'limit_req':
    case 'limit_req_zone':
    case 'limit_conn_zone':
    case 'sticky':
      return sized(
        args.find(({ value }) => value.startsWith('zone=')),
        /^zone=([^:]+)(?::(.*))?$/s,
      );
    case 'ssl_session_cache':
    case 'ssl_ocsp_cache':
      return sized(
        args.find(({ value }) => value.startsWith('shared:')),
        /^shared:([^:]+):(.*)$/s,
      );
    case 'zone':
      return first && { word: first, name: first.value, size: sizeOf(second?.value) };
    case 'limit_conn':
      return named(first);
    default:
      return name.value.endsWith('_path')
        ? sized(
            args.find(({ value }) => value.startsWith('keys_zone=')),
            /^keys_zone=([^:]+):(.*)$/s,
          )
        : first?.value === 'off'
          ? undefined
          : named(first);
  }
}

/** `ngx_shared_memory_add` in src/core/ngx_cycle.c: a name is one zone, of one size and for one use. */
export class SharedZones {
  private readonly known = new Map<string, Known>();

  add(placement: Placement, report: Report): void {
    const use = uses.get(placement.directive.name.value);
    const zone = use === undefined ? undefined : zoneOf(placement);
    if (!zone || hasPlaceholder(zone.name) || hasVariable(zone.name) || zone.name === '') return;
    const { word, name, size } = zone;
    const own = `${spaceOf(placement)} ${use}`;
    const first = this.known.get(name);
    if (!first) {
      this.known.set(name, { use: own, placement, size });
      return;
    }
    if (first.placement.directive === placement.directive) return;
    const found = clashOf(zone, own, first);
    if (first.size === 0) first.size = size;
    if (found)
      report({
        family: 'duplicate-zone',
        placement,
        word,
        ...found,
        related: { placement: first.placement, message: t('The first one') },
      });
  }

  /** Zones of upstreams to which no line gives a size; limits and caches are told by those who use them. */
  finish(report: Report): void {
    for (const [name, { use, placement, size }] of this.known) {
      const [word] = placement.directive.args;
      if (size !== 0 || !use.endsWith('upstream') || !word) continue;
      report({
        family: 'limit-zone',
        placement,
        word,
        says: `zero size shared memory zone "${name}"`,
        told: t(
          'This zone needs a size here or in another upstream that shares it. Write "zone {name} 64k;".',
          {
            name,
          },
        ),
      });
    }
  }
}

function clashOf(
  { name, size }: Zone,
  use: string,
  first: Known,
): { readonly says: string; readonly told: string } | undefined {
  if (first.use !== use)
    return {
      says: `the shared memory zone "${name}" is already declared for a different use`,
      told: t(
        'The zone "{name}" is used for something else already, and a zone serves one purpose. Give this one another name.',
        {
          name,
        },
      ),
    };
  if (size && first.size && size !== first.size)
    return {
      says: `the size ${size} of shared memory zone "${name}" conflicts with already declared size ${first.size}`,
      told: t(
        'The zone "{name}" has another size elsewhere. Write the same size in both places, or give this one another name.',
        {
          name,
        },
      ),
    };
  const [owner] = first.placement.parent?.directive.args ?? [];
  return use === 'http sticky' && owner
    ? {
        says: `sticky zone "${name}" is already used in upstream "${owner.value}"`,
        told: t('The zone "{name}" belongs to another upstream already. Give this one another name.', {
          name,
        }),
      }
    : undefined;
}
