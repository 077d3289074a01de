import { t } from '@vscode/l10n';
import { nginxKinds } from '../languages/nginx/features/symbolNames';
import { mentions } from '../languages/nginx/mentions';
import { SymbolIndex } from '../languages/symbols/index';
import type { Mention, NameKinds } from '../languages/symbols/kinds';
import type { ClusterModel } from './model';
import type { FileKind } from './source';

type View = Pick<ClusterModel, 'configurations' | 'textOf'>;

/** What a language gives so that its names are found, listed and renamed. */
interface Names {
  /** The files that it reads. */
  readonly files: readonly FileKind[];
  /** The kinds of names that it makes. */
  readonly kinds: NameKinds;
  readonly mentions: (view: View) => Iterable<Mention>;
  /** One sentence that says which names can be renamed in its files. */
  readonly renamable: () => string;
}

const LANGUAGES: readonly Names[] = [
  {
    files: ['nginx'],
    kinds: nginxKinds,
    mentions,
    renamable: () =>
      t(
        'Only names can be renamed here: upstreams, variables that the configuration makes, named locations, log formats and shared memory zones.',
      ),
  },
];

const languageOf = (kind: FileKind): Names | undefined => LANGUAGES.find(({ files }) => files.includes(kind));

/** Whether files of a kind hold names. */
export const holdsNames = (kind: FileKind): boolean => languageOf(kind) !== undefined;

/** One sentence that says which names can be renamed in files of a kind. */
export const renamableNames = (kind: FileKind): string => languageOf(kind)?.renamable() ?? '';

const kinds: NameKinds = new Map(LANGUAGES.flatMap((language) => [...language.kinds]));

/** The names of a project in all its languages. */
export const namesOf = (view: View): SymbolIndex => new SymbolIndex(mentionsIn(view), kinds);

function* mentionsIn(view: View): Generator<Mention, void, undefined> {
  for (const language of LANGUAGES) yield* language.mentions(view);
}
