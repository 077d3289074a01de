import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import type { Report } from './problem';

/** The upstreams of a configuration by their names in lower case; `ngx_http_upstream_add`. */
export class Upstreams {
  private readonly made = new Map<string, Placement>();

  of(area: 'http' | 'stream'): { get(name: string): Placement | undefined } {
    return { get: (name) => this.made.get(area === 'http' ? name : `stream ${name}`) };
  }

  add(placement: Placement, isHttp: boolean, report: Report): void {
    const [word] = placement.directive.args;
    const own = word?.value.toLowerCase() ?? '';
    const key = isHttp ? own : `stream ${own}`;
    const first = this.made.get(key);
    if (first && word) {
      report({
        family: 'duplicate-upstream',
        placement,
        word,
        says: `duplicate upstream "${word.value}"`,
        told: t('An upstream "{word}" is already defined. Merge the two, or give one another name.', {
          word: word.value,
        }),
        related: { placement: first, message: t('The first one') },
      });
    }
    this.made.set(key, placement);
  }
}
