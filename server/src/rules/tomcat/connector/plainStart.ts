import type { TomcatNode } from '../../../cluster/model';
import { isInside } from '../../../languages/text/paths';

/** The official image, with its own command and its own files but for the one. */
export function startsPlainly({ service, image, files, base }: TomcatNode): boolean {
  if (
    !service ||
    service.command !== undefined ||
    !/^(?:docker\.io\/)?(?:library\/)?tomcat(?:[:@]|$)/.test(image ?? '')
  )
    return false;
  return files.every(({ target }) => !holdsOthers(target, base));
}

/** Whether a place holds files that set properties: the base, its bin folder, or all of conf. */
export const holdsOthers = (target: string, base: string): boolean =>
  isInside(base, target) ||
  [`${base}/bin`, `${base}/conf`, `${base}/lib`].includes(target.replace(/\/$/, ''));
