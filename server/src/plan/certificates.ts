import { t } from '@vscode/l10n';
import type { Adaptation, FilePlan } from '../protocol';
import { baseName } from '../languages/text/paths';

/** A file with a certificate or key that a configuration names. */
export interface NamedFile {
  /** The user's file that names it. */
  readonly path: string;
  /** Where it is looked for in the container. */
  readonly target: string;
  /** `other`: copied where it is there, and nothing of ours can stand in for it. */
  readonly kind: 'certificate' | 'key' | 'other';
  /** Where it may lie on this machine. */
  readonly local: readonly string[];
  /** Files of one pair have the same: a key of ours does not fit a certificate of theirs. */
  readonly pair: object;
}

/** The user's own files where a whole pair is to be had, else the lab's certificate and key at the very same paths. */
export function certificateFiles(
  named: readonly NamedFile[],
  present: ReadonlySet<string>,
): { readonly files: readonly FilePlan[]; readonly adaptations: readonly Adaptation[] } {
  const ownOf = ({ local }: NamedFile): string | undefined => local.find((path) => present.has(path));
  const broken = new Set(
    named.filter((it) => it.kind !== 'other' && ownOf(it) === undefined).map(({ pair }) => pair),
  );
  const files = new Map<string, FilePlan>();
  const adaptations: Adaptation[] = [];
  for (const file of named) {
    const { target, kind, pair, path } = file;
    if (files.has(target)) continue;
    const own = ownOf(file);
    if (kind !== 'other' && broken.has(pair)) {
      files.set(target, { target, content: { kind } });
      if (kind === 'certificate') adaptations.push(standIn(path, target, own !== undefined));
    } else if (own !== undefined) files.set(target, { target, content: { kind: 'copy', from: own } });
  }
  return { files: [...files.values()], adaptations };
}

const standIn = (file: string, target: string, isThere: boolean): Adaptation => ({
  id: 'certificate',
  title: isThere
    ? t('{file} has no key, so a self-signed certificate replaces it', { file: baseName(target) })
    : t('{file} is missing, so a self-signed certificate replaces it', { file: baseName(target) }),
  file,
});
