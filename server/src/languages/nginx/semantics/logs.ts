import { t } from '@vscode/l10n';
import { parseSize, parseTime } from '../check/values';
import type { Placement } from '../configuration';
import type { Directive } from '../tree';
import { hasVariable } from '../variables';
import { isOpen, type Report } from './problem';

/** What buffers a log, in one text to compare; undefined where nothing does. `gzip` takes 64k. */
function bufferOf({ args }: Directive): string | undefined {
  const of = (key: string): string | undefined =>
    args.find(({ value }) => value === key || value.startsWith(`${key}=`))?.value.slice(key.length + 1);
  const [size, flush, gzip] = ['buffer', 'flush', 'gzip'].map(of);
  if (size === undefined && gzip === undefined) return undefined;
  const level = gzip === '' ? 1 : Number(gzip ?? 0);
  return [size === undefined ? 65_536 : parseSize(size), parseTime(flush ?? '') ?? 0, level].join(' ');
}

/** `ngx_http_log_set_log`: one file is buffered in one way. */
export class LogBuffers {
  private readonly first = new Map<string, { readonly placement: Placement; readonly buffer: string }>();

  add(placement: Placement, report: Report): void {
    const { directive, context } = placement;
    const [path] = directive.args;
    const buffer = bufferOf(directive);
    if (!path || buffer === undefined || directive.args.some(isOpen) || hasVariable(path.value)) return;
    const key = `${context.startsWith('stream') ? 'stream' : 'http'} ${path.value}`;
    const first = this.first.get(key);
    if (!first) this.first.set(key, { placement, buffer });
    else if (first.buffer !== buffer)
      report({
        family: 'incompatible',
        placement,
        word: path,
        says: `access_log "${path.value}" already defined with conflicting parameters`,
        told: t(
          'This file is written with another buffer elsewhere. Write the same buffer=, gzip and flush= in both places.',
        ),
        related: { placement: first.placement, message: t('The first one') },
      });
  }
}

/** `ngx_http_log_set_format` and `ngx_http_log_set_log`: a format is known from its line on, `combined` from the first. */
export class LogFormats {
  private readonly made = new Map<string, Placement>();
  /** Whether a name is still to be filled in. */
  private isOpen = false;

  add(placement: Placement, isKnown: boolean, report: Report): void {
    const { directive, context } = placement;
    const { name, args } = directive;
    const area = context.startsWith('stream') ? 'stream' : 'http';
    if (name.value === 'log_format') {
      const [word] = args;
      this.isOpen ||= word !== undefined && isOpen(word);
      if (!word || isOpen(word)) return;
      const key = `${area} ${word.value}`;
      const first = this.made.get(key);
      if ((first && first.directive !== directive) || (word.value === 'combined' && area === 'http')) {
        report({
          family: 'log-format',
          placement,
          word,
          says: `duplicate "log_format" name "${word.value}"`,
          told: first
            ? t('A log format "{word}" is already defined. Give this one another name.', { word: word.value })
            : t('"combined" is predefined by nginx. Choose another name.'),
          ...(first && { related: { placement: first, message: t('The first one') } }),
        });
      }
      this.made.set(key, placement);
      return;
    }
    const [path, format] = args;
    if (name.value !== 'access_log' || !path || !format || path.value === 'off' || isOpen(format)) return;
    if (!isKnown || this.isOpen) return;
    if (this.made.has(`${area} ${format.value}`) || (format.value === 'combined' && area === 'http')) return;
    report({
      family: 'log-format',
      placement,
      word: format,
      says: `unknown log format "${format.value}"`,
      told: t(
        'No log_format above this line defines "{format}". Define it in {area} before it is used, or correct the name.',
        { format: format.value, area },
      ),
    });
  }
}
