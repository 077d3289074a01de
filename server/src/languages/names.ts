import { baseName } from './text/paths';

/** Files by their names and folders, as the search of a folder, editors and watchers know them. Case does not matter. */
export interface NamePattern {
  /** `*` stands for any run of characters. */
  readonly names: readonly string[];
  /** The folder that a file lies in is called like one of these. */
  readonly in?: readonly string[];
  /** So is that one, or one around it. */
  readonly below?: readonly string[];
  /** Whether a workspace with such a file wakes the extension. */
  readonly wakes?: true;
  /** Nothing runs such a file, so that editors alone take it for what it is. */
  readonly isExample?: true;
}

/** Whether a path is one of those that some patterns mean. */
export function matcherOf(patterns: readonly NamePattern[]): (path: string) => boolean {
  const all = patterns.map((pattern) => ({
    name: new RegExp(`^(?:${pattern.names.map(expressionOf).join('|')})$`, 'i'),
    folder: pattern.in && new Set(pattern.in),
    around: pattern.below && new Set(pattern.below),
  }));
  return (path) => {
    const name = baseName(path);
    let folders: readonly string[] | undefined;
    return all.some((pattern) => {
      if (!pattern.name.test(name)) return false;
      if (!pattern.folder && !pattern.around) return true;
      folders ??= path.toLowerCase().split('/').slice(0, -1);
      const isIn = !pattern.folder || pattern.folder.has(folders.at(-1) ?? '');
      return isIn && (!pattern.around || folders.some((folder) => pattern.around?.has(folder)));
    });
  };
}

const expressionOf = (name: string): string =>
  name
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('.*');

/** The pattern as VS Code writes it: without a slash for the name alone, wherever it lies. */
export function globOf({ names, in: folder, below }: NamePattern): string {
  const around = below ? `**/${braced(below)}/**/` : folder ? '**/' : '';
  return `${around}${folder ? `${braced(folder)}/` : ''}${braced(names)}`;
}

/** The same with the folders above, as watchers and searches want it. */
export const anywhere = (pattern: NamePattern): string => {
  const glob = globOf(pattern);
  return glob.startsWith('**/') ? glob : `**/${glob}`;
};

const braced = (words: readonly string[]): string =>
  words.length === 1 ? words.join('') : `{${words.join(',')}}`;
