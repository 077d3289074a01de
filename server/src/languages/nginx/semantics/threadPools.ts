import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import type { Word } from '../tree';
import { hasVariable } from '../variables';
import { isOpen, type Report } from './problem';

/** `ngx_thread_pool` and `ngx_thread_pool_init_conf` in src/core/ngx_thread_pool.c; the pool `default` is there by itself. */
export class ThreadPools {
  private readonly made = new Map<string, Placement>();
  private readonly used: { readonly name: string; readonly placement: Placement; readonly word: Word }[] = [];

  add(placement: Placement, report: Report): void {
    const { name, args } = placement.directive;
    const [word] = args;
    if (!word || isOpen(word)) return;
    if (name.value === 'aio') {
      const pool = /^threads=(.*)$/s.exec(word.value)?.[1];
      if (pool !== undefined && !hasVariable(pool)) this.used.push({ name: pool, placement, word });
      return;
    }
    const first = this.made.get(word.value);
    if (first && first.directive !== placement.directive)
      report({
        family: 'incompatible',
        placement,
        word,
        says: `duplicate thread pool "${word.value}"`,
        told: t('There is a thread pool of this name already. Give this one another name.'),
        related: { placement: first, message: t('The first one') },
      });
    this.made.set(word.value, placement);
  }

  finish(report: Report): void {
    for (const { name, placement, word } of this.used)
      if (!this.made.has(name) && name !== 'default')
        report({
          family: 'incompatible',
          placement,
          word,
          says: `unknown thread pool "${name}"`,
          told: t(
            'No thread_pool has this name. Define it at the top of the main file, or write "aio threads".',
          ),
        });
  }
}
