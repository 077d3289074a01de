import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import { isOpen, type Report } from './problem';

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
    if (/^(if|buffer|gzip|flush)=/.test(format.value) || format.value === 'gzip' || !isKnown || this.isOpen)
      return;
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
