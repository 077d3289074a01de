import { t } from '@vscode/l10n';
import { parseNumber, parseOffset, parseSize } from '../check/values';
import { hasPlaceholder } from '../../text/placeholders';
import type { NginxConfiguration, Placement } from '../configuration';
import { inEffect, isSeen, written } from '../effective';
import type { Report } from './problem';

/** Modules that keep answers in buffers: each has the directives of ngx_http_proxy_merge_loc_conf. */
const modules = ['proxy', 'fastcgi', 'uwsgi', 'scgi'];
const PAGE = 4096;

/** A size that is known, and the line that says it; none for nginx' own default. */
interface Size {
  readonly count: number;
  readonly bytes: number;
  readonly line: Placement | undefined;
}

const suffixes = [
  'buffer_size',
  'buffers',
  'busy_buffers_size',
  'temp_file_write_size',
  'max_temp_file_size',
];

/** What `ngx_http_proxy_merge_loc_conf` and its like say of buffers that do not fit together, in any block of a configuration. */
export function checkBuffers(configuration: NginxConfiguration, report: Report): void {
  for (const module of modules) {
    const names = suffixes.map((suffix) => `${module}_${suffix}`);
    const levels = new Set<Placement>();
    for (const name of names)
      for (const { parent, context } of configuration.byName.get(name) ?? [])
        if (parent && !context.startsWith('stream')) levels.add(parent);
    const said = new Set<Placement>();
    for (const level of levels) {
      if (!isMerged(level, names)) continue;
      const problem = faultOf(module, level);
      if (!problem || said.has(problem.placement)) continue;
      said.add(problem.placement);
      report({ family: 'buffer-sizes', word: problem.placement.directive.name, ...problem });
    }
  }
}

/** What stands in `http` is looked at in each server that has nothing of its own. */
const isMerged = (level: Placement, names: readonly string[]): boolean =>
  level.directive.name.value !== 'http' ||
  written(level, 'server').some((server) => !names.some((name) => written(server, name).length > 0));

interface Fault {
  readonly placement: Placement;
  readonly says: string;
  readonly told: string;
}

function faultOf(module: string, level: Placement): Fault | undefined {
  const named = (suffix: string): string => `${module}_${suffix}`;
  const sizeOf = (
    suffix: string,
    read: (text: string) => number | undefined,
    usual: number,
  ): Size | undefined => {
    const [line] = inEffect(level, named(suffix))?.lines ?? [];
    if (!line) return isSeen(level, named(suffix)) ? { count: 8, bytes: usual, line } : undefined;
    const { args } = line.directive;
    if (!isSeen(level, named(suffix)) || args.some(({ value }) => hasPlaceholder(value))) return undefined;
    const bytes = read(args.at(-1)?.value ?? '');
    const count = args.length > 1 ? parseNumber(args[0]?.value ?? '') : 0;
    return bytes === undefined || count === undefined ? undefined : { count, bytes, line };
  };
  const buffers = sizeOf('buffers', parseSize, PAGE);
  if (buffers?.line && buffers.count < 2 && buffers.count > 0)
    return {
      placement: buffers.line,
      says: `there must be at least 2 "${named('buffers')}"`,
      told: t('nginx needs at least two {buffers}. Write a larger number.', { buffers: named('buffers') }),
    };
  const first = sizeOf('buffer_size', parseSize, PAGE);
  if (!buffers || !first) return undefined;
  const largest = Math.max(first.bytes, buffers.bytes);
  const cause = (line: Placement): Placement => deepest(level, [line, first.line, buffers.line]) ?? line;
  const largestOf = `the maximum of the value of "${named('buffer_size')}" and one of the "${named('buffers')}"`;
  const tooSmall = (suffix: string, size: Size | undefined, says: string): Fault | undefined =>
    size?.line && size.bytes < largest
      ? {
          placement: cause(size.line),
          says: `"${named(suffix)}" ${says} ${largestOf}`,
          told: t('{name} is {size}, but a single buffer holds {largest}. Write at least {largest}.', {
            name: named(suffix),
            size: spoken(size.bytes),
            largest: spoken(largest),
          }),
        }
      : undefined;

  const busy = sizeOf('busy_buffers_size', parseSize, 2 * largest);
  if (!busy) return undefined;
  const small = tooSmall('busy_buffers_size', busy, 'must be equal to or greater than');
  if (small) return small;
  const room = (buffers.count - 1) * buffers.bytes;
  if (busy.bytes > room) {
    const placement = deepest(level, [busy.line, first.line, buffers.line]);
    return (
      placement && {
        placement,
        says: `"${named('busy_buffers_size')}" must be less than the size of all "${named('buffers')}" minus one buffer`,
        told: busy.line
          ? t(
              '{name} is {busy}, but all {buffers} less one hold only {room}. Write a smaller size or more buffers.',
              {
                name: named('busy_buffers_size'),
                busy: spoken(busy.bytes),
                buffers: named('buffers'),
                room: spoken(room),
              },
            )
          : t(
              'nginx lets twice the largest buffer, {busy}, be busy at once, but all {buffers} less one hold only {room} ({count} of {each}). Write for example "{buffers} 4 {largest};".',
              {
                busy: spoken(busy.bytes),
                buffers: named('buffers'),
                room: spoken(room),
                count: buffers.count,
                each: spoken(buffers.bytes),
                largest: spoken(largest),
              },
            ),
      }
    );
  }
  const write = sizeOf('temp_file_write_size', parseSize, 2 * largest);
  const most = sizeOf('max_temp_file_size', parseOffset, Infinity);
  return (
    tooSmall('temp_file_write_size', write, 'must be equal to or greater than') ??
    (most?.bytes === 0
      ? undefined
      : tooSmall(
          'max_temp_file_size',
          most,
          'must be equal to zero to disable temporary files usage or must be equal to or greater than',
        ))
  );
}

/** The first of the lines that stands in the block itself, or else in the nearest around it. */
function deepest(level: Placement, lines: readonly (Placement | undefined)[]): Placement | undefined {
  for (let at: Placement | undefined = level; at; at = at.parent) {
    const line = lines.find((one) => one?.parent === at);
    if (line) return line;
  }
  return undefined;
}

/** `128k` */
function spoken(bytes: number): string {
  if (bytes >= 1024 ** 2 && bytes % 1024 ** 2 === 0) return `${bytes / 1024 ** 2}m`;
  return bytes >= 1024 && bytes % 1024 === 0 ? `${bytes / 1024}k` : String(bytes);
}
