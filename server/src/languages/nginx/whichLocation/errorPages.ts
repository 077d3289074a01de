import type { Placement } from '../configuration';
import { wordsOf } from './settings';

export interface ErrorPage {
  readonly placement: Placement;
  readonly target: string;
  /** 0: the status of what answers; undefined: the error's own. */
  readonly overwrite: number | undefined;
}

/** The `error_page` in effect for a status. Lines of a level replace all of the levels around. */
export function errorPage(block: Placement, status: number): ErrorPage | undefined {
  for (let level: Placement | undefined = block; level; level = level.parent) {
    const lines = level.children.filter(({ directive }) => directive.name.value === 'error_page');
    if (lines.length === 0) continue;
    for (const placement of lines) {
      const words = wordsOf(placement);
      const target = words.at(-1) ?? '';
      const codes = words.slice(0, -1);
      if (!codes.includes(`${status}`)) continue;
      const change = codes.find((word) => word.startsWith('='));
      return {
        placement,
        target,
        overwrite: change === undefined ? undefined : Number(change.slice(1) || '0'),
      };
    }
    return undefined;
  }
  return undefined;
}
