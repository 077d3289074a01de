import type { NginxConfiguration, Placement } from '../languages/nginx/configuration';
import { contextInside, type NginxContext } from '../languages/nginx/contexts';
import { contextOfFragment } from '../languages/nginx/fragments';
import type { Directive } from '../languages/nginx/tree';
import { IncludeReader, type Mount, type Placed } from './includes';
import type { Balancer } from './model';
import type { SourceFile } from './source';

/** What of a balancer decides how its files are read. */
type Start = Pick<Balancer, 'mainFile' | 'version'> & { readonly mounts: readonly Mount[] };

/** Every nginx file of a folder in the places where nginx reads it: those of each main file, then what is left over. */
export function readConfigurations(
  files: ReadonlyMap<string, SourceFile>,
  mains: readonly Start[],
  version: string | undefined,
): readonly NginxConfiguration[] {
  const configurations = mains.map((start) => readConfiguration(files, start, 'main'));
  const read = new Set(configurations.flatMap((configuration) => configuration.files));
  const left = [...files.values()].filter(({ kind, path }) => kind === 'nginx' && !read.has(path));
  // What one left-over file includes is read with it.
  for (const { path } of left) {
    if (read.has(path)) continue;
    const configuration = readConfiguration(files, { mainFile: path, version, mounts: [] }, 'fragment');
    for (const file of configuration.files) read.add(file);
    configurations.push(configuration);
  }
  return configurations;
}

function readConfiguration(
  files: ReadonlyMap<string, SourceFile>,
  { mainFile, version, mounts }: Start,
  kind: NginxConfiguration['kind'],
): NginxConfiguration {
  const reader = new IncludeReader(mainFile, files, mounts);
  const file = files.get(mainFile);
  const document = file?.kind === 'nginx' ? file.document : undefined;
  const context = kind === 'main' || !document ? 'main' : contextOfFragment(document);
  const placements = place(reader, document?.directives ?? [], context);
  return {
    mainFile,
    kind,
    version,
    isTemplate: mainFile.endsWith('.template'),
    placements,
    files: reader.filesRead,
    isWhole: kind === 'main' && reader.isWhole,
  };
}

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
    const { directive, path, open } = next.value;
    const children: Placement[] = [];
    const placement: Placement = { directive, path, context: level.context, parent: level.parent, children };
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
