import { isEntry, type NginxConfiguration, type Placement } from '../languages/nginx/configuration';
import { contextInside, type NginxContext } from '../languages/nginx/contexts';
import { contextsOfFragment } from '../languages/nginx/fragments';
import { hasPlaceholder } from '../languages/text/placeholders';
import { isForeignTemplate } from '../languages/nginx/check/template';
import type { Directive, NginxDocument } from '../languages/nginx/tree';
import { IncludeReader, type ReadFrom, type Searched } from './includes';
import { settledIn } from './settled';
import type { SourceFile } from './source';
import { isInside } from '../languages/text/paths';

/** Where nginx starts, and what decides how its files are read. */
export interface Start extends ReadFrom, Pick<NginxConfiguration, 'version' | 'build'> {}

/** Whether a text holds blocks that only stand in a main file. */
export const isMainFile = ({ directives }: NginxDocument): boolean =>
  directives.some(({ name, block }) => block && /^(http|events|stream|mail)$/.test(name.value));

/** Paths of the files that nginx starts from: with `http`, `events`, `stream` or `mail` at the top level, and included by no other. */
export function mainFiles(files: ReadonlyMap<string, SourceFile>, searched: Searched): readonly string[] {
  const settled = settledIn(files)?.main;
  const candidates = [...files.values()]
    .filter((file) => file.kind === 'nginx' && (isMainFile(file.document) || file.path === settled))
    .map((file) => file.path)
    .toSorted();
  if (candidates.length < 2) return candidates;
  const included = new Set<string>();
  for (const path of candidates) {
    if (included.has(path)) continue;
    for (const file of new IncludeReader(files, { mainFile: path, mounts: [], searched }).closure())
      if (file !== path) included.add(file);
  }
  return candidates.filter((path) => path === settled || !included.has(path));
}

/** All that a main file makes nginx read. */
export const readMain = (files: ReadonlyMap<string, SourceFile>, start: Start): NginxConfiguration =>
  readConfiguration(files, start, 'main');

/** The nginx files that no main file leads to, each with what it includes itself. */
export function readFragments(
  files: ReadonlyMap<string, SourceFile>,
  mains: readonly NginxConfiguration[],
  version: string | undefined,
  searched: Searched,
): readonly NginxConfiguration[] {
  const read = new Set(mains.flatMap((configuration) => configuration.files));
  const fragments: NginxConfiguration[] = [];
  for (const { kind, path } of files.values()) {
    if (kind !== 'nginx' || read.has(path)) continue;
    const fragment = readConfiguration(
      files,
      { mainFile: path, version, build: undefined, mounts: [], searched },
      'fragment',
    );
    for (const file of fragment.files) read.add(file);
    fragments.push(fragment);
  }
  return fragments;
}

function readConfiguration(
  files: ReadonlyMap<string, SourceFile>,
  start: Start,
  kind: NginxConfiguration['kind'],
): NginxConfiguration {
  const { mainFile, version, build, stock } = start;
  const reader = new IncludeReader(files, start);
  const file = files.get(mainFile);
  const document = stock?.document ?? (file?.kind === 'nginx' ? file.document : undefined);
  // A template of Jinja or ERB is not nginx's language yet.
  const directives = document && !isForeignTemplate(document) ? document.directives : [];
  const contexts = kind === 'main' ? ONLY_MAIN : contextsOfFragment(directives);
  const placed = place(reader, directives, mainFile, contexts[0] ?? 'unknown');
  return {
    mainFile,
    kind,
    contexts,
    version,
    build,
    isTemplate: [mainFile, ...reader.filesRead].some(
      (path) =>
        path.endsWith('.template') ||
        start.mounts.some(({ rendered, localPath }) => rendered && isInside(path, localPath)),
    ),
    ...placed,
    files: reader.filesRead,
    isWhole: kind === 'main' && reader.isWhole && ![...placed.byName.keys()].some(hasPlaceholder),
    stock,
  };
}

const ONLY_MAIN: readonly NginxContext[] = ['main'];

interface Level {
  readonly directives: readonly Directive[];
  next: number;
  readonly path: string;
  /** The files being read at this point, from the main file to `path`. */
  readonly open: readonly string[];
  readonly context: NginxContext;
  readonly parent: Placement | undefined;
  readonly into: Placement[];
}

const none: readonly Placement[] = [];

/** A file that an `include` leads to; without a document it cannot be read. */
interface Target {
  readonly path: string;
  readonly document: NginxDocument | undefined;
}

const nothing: readonly Target[] = [];

/** The files to be read at an `include`: those that are being read already would never end. */
const readTargets = (paths: readonly string[], { open }: Level, reader: IncludeReader): readonly Target[] =>
  paths.filter((path) => !open.includes(path)).map((path) => ({ path, document: reader.next(path) }));

/** Depth first, as nginx reads, on a stack of its own: a file may nest 100,000 blocks. */
function place(
  reader: IncludeReader,
  directives: readonly Directive[],
  path: string,
  context: NginxContext,
): Pick<NginxConfiguration, 'placements' | 'all' | 'byName'> {
  const top: Placement[] = [];
  const all: Placement[] = [];
  const byName = new Map<string, Placement[]>();
  const stack: Level[] = [{ directives, next: 0, path, open: [path], context, parent: undefined, into: top }];
  for (let level = stack.at(-1); level; level = stack.at(-1)) {
    if (level.next === 0) reader.enter(level.path);
    const directive = level.directives[level.next++];
    if (!directive) {
      stack.pop();
      continue;
    }
    const { block } = directive;
    const found = block ? undefined : reader.include(directive, level.path);
    const children: Placement[] | undefined = block && [];
    const read = found ? readTargets(found.targets, level, reader) : nothing;
    const placement: Placement = {
      directive,
      path: level.path,
      context: level.context,
      parent: level.parent,
      children: children ?? none,
      includes: found?.targets,
      unread: found !== undefined && (found.hides || read.some(({ document }) => document === undefined)),
      missing: found?.missing,
    };
    level.into.push(placement);
    all.push(placement);
    if (!isEntry(placement)) {
      const same = byName.get(directive.name.value);
      if (same) same.push(placement);
      else byName.set(directive.name.value, [placement]);
    }
    if (block && children) {
      stack.push({
        directives: block.directives,
        next: 0,
        path: level.path,
        open: level.open,
        context: contextInside(level.context, directive.name.value),
        parent: placement,
        into: children,
      });
    }
    for (const { path: file, document } of read.toReversed()) {
      if (!document) continue;
      const open = [...level.open, file];
      stack.push({ ...level, directives: document.directives, next: 0, path: file, open });
    }
  }
  return { placements: top, all, byName };
}
