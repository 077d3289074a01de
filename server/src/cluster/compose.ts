import type { EnvDocument } from '../languages/compose/env';
import { parseCompose } from '../languages/compose/parse';
import type { ComposeDocument, ComposeMount, ComposeService } from '../languages/compose/tree';
import type { NamedAs } from '../languages/language';
import { entryOf, folderOf, isAbsolute, join } from '../languages/text/paths';
import { settledIn } from './settled';
import type { Place, SourceFile } from './source';

/** A service with all that other files give it. Its paths are absolute, and its places lie in `composeFile`. */
export interface ProjectService extends ComposeService {
  readonly mounts: readonly PlacedMount[];
  /** The file that defines it. */
  readonly composeFile: string;
  /** The file that Compose is started with: services of one project see each other. */
  readonly project: string;
}

/** A mount with the file and the place that say it. */
export interface PlacedMount extends ComposeMount {
  readonly place: Place;
}

/** What one start of Compose runs. */
export interface ComposeProject {
  /** The file that it is started with. */
  readonly path: string;
  readonly services: readonly ProjectService[];
}

type ComposeFile = Extract<SourceFile, { kind: 'compose' }>;
type Files = ReadonlyMap<string, SourceFile>;

/** Names of a Compose file that Compose reads by itself, the first wins. */
const STANDARD_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
/** What it then reads over it. */
const OVERRIDES = STANDARD_NAMES.map((name) => name.replace(/\.\w+$/, '.override$&'));

/** Files that extend or include each other are followed so deep. */
const maxDepth = 10;
/** More services than any project has. */
const maxServices = 10_000;

/**
 * What runs: in a folder with one of the standard names the project of that file and its override, because all others are
 * alternatives of it; else one project a file. Files that others only take services from are none. Where cluster-lab.json
 * names those that are started, they are the only project.
 */
export function composeProjects(files: Files): readonly ComposeProject[] {
  const reader = new ProjectReader(files);
  const [first, ...over] = (settledIn(files)?.compose ?? []).filter(
    (path) => files.get(path)?.kind === 'compose',
  );
  if (first !== undefined) return [{ path: first, services: reader.project(first, over) }];
  const all = [...files.values()].filter((file): file is ComposeFile => file.kind === 'compose');
  const parts = new Set(all.flatMap((file) => partsOf(file)));
  return all
    .filter(({ path }) => {
      const standard = standardIn(folderOf(path), files);
      return !parts.has(path) && (standard === undefined || standard === path);
    })
    .map(({ path }) => ({ path, services: reader.project(path) }));
}

const standardIn = (folder: string, files: Files): string | undefined =>
  STANDARD_NAMES.map((name) => entryOf(folder, name)).find((path) => files.has(path));

/** The Compose files that a file takes services from. */
function partsOf({ path, document }: ComposeFile): readonly string[] {
  const named = document.services.flatMap((service) => service.extends?.file ?? []);
  return [...document.includes, ...named]
    .map((other) => join(folderOf(path), other))
    .filter((other) => other !== path);
}

/** The files that a Compose file names and that must be read to know its services, but for Dockerfiles. */
export function namedByCompose(file: ComposeFile): readonly (readonly [path: string, as: NamedAs])[] {
  const folder = folderOf(file.path);
  const env = file.document.services.flatMap(({ envFiles = [] }) => envFiles);
  return [
    ...partsOf(file).map((path) => [path, 'compose'] as const),
    ...['.env', ...env].map((path) => [join(folder, path), 'env'] as const),
  ];
}

const reread = new WeakMap<ComposeDocument, WeakMap<EnvDocument, ComposeDocument>>();

/** A document with the variables of an `.env` replaced. */
function withVariables(document: ComposeDocument, env: EnvDocument): ComposeDocument {
  const known = reread.get(document) ?? new WeakMap<EnvDocument, ComposeDocument>();
  const found = known.get(env) ?? parseCompose(document.text, (name) => env.values.get(name));
  reread.set(document, known.set(env, found));
  return found;
}

class ProjectReader {
  constructor(private readonly files: Files) {}

  /** @param over files that are written over it, as with several -f; undefined: those that Compose looks for itself */
  project(path: string, over?: readonly string[]): readonly ProjectService[] {
    const services = new Map<string, ProjectService>();
    const add = (from: string, seen: readonly string[]): void => {
      if (seen.includes(from) || seen.length > maxDepth) return;
      const document = this.documentAt(from, path);
      for (const service of document?.services ?? []) {
        if (services.size >= maxServices) return;
        const read = this.extended(service, from, path, []);
        const own = services.get(read.name);
        services.set(read.name, own ? merged(own, read) : read);
      }
      for (const other of document?.includes ?? []) add(join(folderOf(from), other), [...seen, from]);
    };
    add(path, []);
    if (over) for (const other of over) add(other, []);
    else if (standardIn(folderOf(path), this.files) === path)
      for (const name of OVERRIDES) add(entryOf(folderOf(path), name), []);
    return withBuilds([...services.values()]);
  }

  /** A file as its project reads it: variables come from the `.env` beside the project's file, else from its own. */
  private documentAt(path: string, project: string): ComposeDocument | undefined {
    const file = this.files.get(path);
    if (file?.kind !== 'compose') return undefined;
    if (!file.document.text.includes('$')) return file.document;
    const env = this.envAt(folderOf(project), '.env') ?? this.envAt(folderOf(path), '.env');
    return env ? withVariables(file.document, env) : file.document;
  }

  private envAt(folder: string, path: string): EnvDocument | undefined {
    const file = this.files.get(join(folder, path));
    return file?.kind === 'env' ? file.document : undefined;
  }

  /** A service with what it takes over from the one that it extends. */
  private extended(
    service: ComposeService,
    path: string,
    project: string,
    seen: readonly ComposeService[],
  ): ProjectService {
    const own = this.own(service, path, project);
    const { extends: base } = service;
    if (!base || seen.length > maxDepth || seen.includes(service)) return own;
    const from = base.file === undefined ? path : join(folderOf(path), base.file);
    const found = this.documentAt(from, project)?.services.find(({ name }) => name === base.service);
    return found ? merged(this.extended(found, from, project, [...seen, service]), own, own) : own;
  }

  private own(service: ComposeService, composeFile: string, project: string): ProjectService {
    const folder = folderOf(composeFile);
    const { build, mounts, envFiles = [], environment } = service;
    const given = envFiles.flatMap((path) => [...(this.envAt(folder, path)?.values ?? [])]);
    return {
      ...service,
      composeFile,
      project,
      build: build && { ...build, context: absolute(build.context, folder) },
      mounts: mounts.map((mount) => ({
        ...mount,
        place: { path: composeFile, span: mount.span },
        source:
          mount.kind === 'bind' && mount.source !== undefined ? absolute(mount.source, folder) : mount.source,
      })),
      environment: given.length > 0 ? new Map([...given, ...environment]) : environment,
    };
  }
}

/** Paths in somebody's home, of variables and of repositories elsewhere stay as they are. */
const absolute = (path: string, folder: string): string =>
  isAbsolute(path) || /^~|\$|^\w+:\/\/|^git@/.test(path) ? path : join(folder, path);

/**
 * What Compose makes of a service and of one that is written over it
 * (https://docs.docker.com/reference/compose-file/merge/). The result stands where `at` stands.
 */
function merged(base: ProjectService, over: ProjectService, at = base): ProjectService {
  const [below, above] = [base, over].map((one) => seenAt(one, at));
  if (!below || !above) return base;
  const covered = new Set(above.mounts.map(({ target }) => target));
  return {
    ...below,
    ...above,
    name: at.name,
    nameSpan: at.nameSpan,
    span: at.span,
    composeFile: at.composeFile,
    image: above.image ?? below.image,
    build: above.build ?? below.build,
    ports: [...below.ports, ...above.ports],
    mounts: [...above.mounts, ...below.mounts.filter(({ target }) => !covered.has(target))],
    environment: new Map([...below.environment, ...above.environment]),
    networks: [...new Set([...below.networks, ...above.networks])],
    networkMode: above.networkMode ?? below.networkMode,
    dependsOn: [...new Set([...below.dependsOn, ...above.dependsOn])],
    replicas: (above.isScaled ? above : below).replicas,
    aliases: [...new Set([...(below.aliases ?? []), ...(above.aliases ?? [])])],
    command: above.command ?? below.command,
    waitsFor: new Map([...(below.waitsFor ?? []), ...(above.waitsFor ?? [])]),
    links: new Map([...(below.links ?? []), ...(above.links ?? [])]),
  };
}

/** A service with its places in another file. */
function seenAt(service: ProjectService, { composeFile, nameSpan: span }: ProjectService): ProjectService {
  if (service.composeFile === composeFile) return service;
  return {
    ...service,
    image: service.image && { ...service.image, span },
    ports: service.ports.map((port) => ({ ...port, span })),
    mounts: service.mounts.map((mount) => ({ ...mount, span })),
  };
}

/** An image that one service builds is what another one runs by its name. */
function withBuilds(services: readonly ProjectService[]): readonly ProjectService[] {
  const built = new Map(
    services.flatMap(({ image, build }) => (image && build ? [[image.value, build] as const] : [])),
  );
  if (built.size === 0) return services;
  return services.map((service) => {
    const build = service.build ?? built.get(service.image?.value ?? '');
    return build ? { ...service, build } : service;
  });
}
