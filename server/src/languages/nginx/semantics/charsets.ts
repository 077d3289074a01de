import { t } from '@vscode/l10n';
import { isBefore } from '../../text/versions';
import type { Placement } from '../configuration';
import { hasGap, inEffect, isKnown, isSeen } from '../effective';
import type { Word } from '../tree';
import { hasVariable } from '../variables';
import { isOpen, type Report } from './problem';

/** `ngx_http_charset_map_block` and `ngx_http_charset_postconfiguration` in src/http/modules/ngx_http_charset_filter_module.c. */
export class Charsets {
  private readonly maps = new Map<string, Placement>();
  private readonly levels = new Set<Placement>();

  map(placement: Placement, version: string | undefined, report: Report): void {
    const [from, to] = placement.directive.args;
    if (!from || !to || isOpen(from) || isOpen(to)) return;
    const say = (word: Word, says: string, told: string): void =>
      report({ family: 'incompatible', placement, word, says, told });
    const [one, other] = [from.value.toLowerCase(), to.value.toLowerCase()];
    if (one === other)
      say(
        to,
        `"charset_map" between the same charsets "${from.value}" and "${to.value}"`,
        t('A charset_map leads from one charset to another. Name two.'),
      );
    else if (one === 'utf-8' && isBefore(version, '1.31.3') === false)
      say(
        from,
        '"charset_map" with "utf-8" charset should be given in the second column',
        t('utf-8 is written second: its codes have several bytes. Swap the two, and the columns below.'),
      );
    else if (this.maps.has(`${one} ${other}`) || this.maps.has(`${other} ${one}`))
      say(
        to,
        `duplicate "charset_map" between "${from.value}" and "${to.value}"`,
        t(
          'There is a charset_map between these two already; it is used in both directions. Remove one of them.',
        ),
      );
    this.maps.set(`${one} ${other}`, placement);
  }

  /** A block that says one of `charset` and `source_charset`. */
  add({ parent }: Placement): void {
    if (parent) this.levels.add(parent);
  }

  finish(report: Report): void {
    const said = new Set<Placement>();
    for (const level of this.levels) {
      if (level.directive.name.value === 'http' || !isKnown(level) || hasGap(level)) continue;
      const [to, from] = ['charset', 'source_charset'].map((name) => charsetOf(level, name));
      if (!to || !from || said.has(to.placement)) continue;
      const [one, other] = [from.word.value.toLowerCase(), to.word.value.toLowerCase()];
      if (one === other || this.maps.has(`${one} ${other}`) || this.maps.has(`${other} ${one}`)) continue;
      said.add(to.placement);
      report({
        family: 'incompatible',
        placement: to.placement,
        word: to.word,
        says: `no "charset_map" between the charsets "${from.word.value}" and "${to.word.value}"`,
        told: t(
          'nginx cannot recode from {from} to {to} without a charset_map between them. Include one, such as koi-utf, or remove source_charset.',
          { from: from.word.value, to: to.word.value },
        ),
      });
    }
  }
}

function charsetOf(
  level: Placement,
  name: string,
): { readonly placement: Placement; readonly word: Word } | undefined {
  const placement = isSeen(level, name) ? inEffect(level, name)?.lines.at(-1) : undefined;
  const [word] = placement?.directive.args ?? [];
  if (!placement || !word || isOpen(word) || hasVariable(word.value)) return undefined;
  return word.value === 'off' && name === 'charset' ? undefined : { placement, word };
}
