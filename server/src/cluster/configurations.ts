import type { NginxConfiguration, Placement } from '../languages/nginx/configuration';
import { contextInside, type NginxContext } from '../languages/nginx/contexts';
import { contextsOfFragment } from '../languages/nginx/fragments';
import { isForeignTemplate } from '../languages/nginx/check/template';
import type { Directive } from '../languages/nginx/tree';
import { IncludeReader, type Mount, type Placed } from './includes';
import type { Balancer } from './model';
import type { SourceFile } from './source';

/** Where nginx starts, and what decides how its files are read. */
export interface Start extends Pick<Balancer, 'mainFile' | 'version'> {
  /** Those of the container it runs in, if it does. */
  readonly mounts: readonly Mount[];
}

/** Paths of the files that nginx starts from: with `http`, `events`, `stream` or `mail` at the top level, and included by no other. */
export function mainFiles(files: ReadonlyMap<string, SourceFile>): readonly string[] {
  const candidates = [...files.values()]
    .filter(
      (file) =>
        file.kind === 'nginx' &&
        file.document.directives.some(
          ({ name, block }) => block && /^(http|events|stream|mail)$/.test(name.value),
        ),
    )
    .map((file) => file.path)
    .toSorted();
  const included = new Set<string>();
  for (const path of candidates) {
    if (included.has(path)) continue;
    for (const file of new IncludeReader(path, files, []).closure()) if (file !== path) included.add(file);
  }
  return candidates.filter((path) => !included.has(path));
}

/** All that a main file makes nginx read. */
export const readMain = (files: ReadonlyMap<string, SourceFile>, start: Start): NginxConfiguration =>
  readConfiguration(files, start, 'main');

/** The nginx files that no main file leads to, each with what it includes itself. */
export function readFragments(
  files: ReadonlyMap<string, SourceFile>,
  mains: readonly NginxConfiguration[],
  version: string | undefined,
): readonly NginxConfiguration[] {
  const read = new Set(mains.flatMap((configuration) => configuration.files));
  const fragments: NginxConfiguration[] = [];
  for (const { kind, path } of files.values()) {
    if (kind !== 'nginx' || read.has(path)) continue;
    const fragment = readConfiguration(files, { mainFile: path, version, mounts: [] }, 'fragment');
    for (const file of fragment.files) read.add(file);
    fragments.push(fragment);
  }
  return fragments;
}

function readConfiguration(
  files: ReadonlyMap<string, SourceFile>,
  { mainFile, version, mounts }: Start,
  kind: NginxConfiguration['kind'],
): NginxConfiguration {
  const reader = new IncludeReader(mainFile, files, mounts);
  const file = files.get(mainFile);
  const document = file?.kind === 'nginx' ? file.document : undefined;
  // A template of Jinja or ERB is not nginx's language yet.
  const directives = document && !isForeignTemplate(document) ? document.directives : [];
  const contexts = kind === 'main' ? ONLY_MAIN : contextsOfFragment(directives);
  const placements = place(reader, directives, contexts[0] ?? 'unknown');
  return {
    mainFile,
    kind,
    contexts,
    version,
    isTemplate: mainFile.endsWith('.template'),
    placements,
    files: reader.filesRead,
    isWhole: kind === 'main' && reader.isWhole,
  };
}

const ONLY_MAIN: readonly NginxContext[] = ['main'];

interface Level {
  readonly rest: Iterator<Placed, void>;
  readonly context: NginxContext;
  readonly parent: Placement | undefined;
  readonly into: Placement[];
}

/** Depth first, as nginx reads, on a stack of its own: a file may nest 100,000 blocks. */
function place(reader: IncludeReader, directives: readonly Directive[], context: NginxContext): Placement[] {
  const top: Placement[] = [];
  const stack: Level[] = [{ rest: reader.level(directives), context, parent: undefined, into: top }];
  for (let level = stack.at(-1); level; level = stack.at(-1)) {
    const next = level.rest.next();
    if (next.done) {
      stack.pop();
      continue;
    }
    const { directive, path, open, includes, missing } = next.value;
    const children: Placement[] = [];
    const placement: Placement = {
      directive,
      path,
      context: level.context,
      parent: level.parent,
      children,
      ...(includes && { includes }),
      ...(missing !== undefined && { missing }),
    };
    level.into.push(placement);
    if (!directive.block) continue;
    stack.push({
      rest: reader.level(directive.block.directives, open),
      context: contextInside(level.context, directive.name.value),
      parent: placement,
      into: children,
    });
  }
  return top;
}
