import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import { isOpen, type Report } from './problem';

/** `ngx_add_path` in src/core/ngx_file.c: one folder is one cache, or temporary files of the same levels. */
export class Paths {
  private readonly made = new Map<string, Placement>();

  add(placement: Placement, report: Report): void {
    const { args } = placement.directive;
    const [word] = args;
    if (!word || args.some(isOpen)) return;
    const path = word.value.replace(/(.)\/$/, '$1');
    const first = this.made.get(path);
    if (!first) this.made.set(path, placement);
    if (!first || first.directive === placement.directive) return;
    const areBoth = isTemporary(placement) && isTemporary(first);
    if (areBoth && levels(first) === levels(placement)) return;
    // Two caches of one zone are told of by their zone.
    if (!areBoth && zoneOf(placement) !== undefined && zoneOf(placement) === zoneOf(first)) return;
    report({
      family: 'incompatible',
      placement,
      word,
      says: areBoth ? `the same path name "${path}"` : `the same path name "${path}" used`,
      told: t('"{path}" is used by another {name} already. Choose another folder.', {
        path,
        name: first.directive.name.value,
      }),
      related: { placement: first, message: t('The first one') },
    });
  }
}

const isTemporary = ({ directive }: Placement): boolean => directive.name.value.endsWith('_temp_path');

const levels = ({ directive }: Placement): string =>
  directive.args
    .slice(1)
    .map(({ value }) => Number(value))
    .join(':');

const zoneOf = ({ directive }: Placement): string | undefined =>
  directive.args.find(({ value }) => value.startsWith('keys_zone='))?.value.replace(/:.*$/s, '');
