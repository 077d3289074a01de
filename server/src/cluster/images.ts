import { imageVersion } from '../languages/compose/image';
import type { ComposeService } from '../languages/compose/tree';
import { type ComposeProject, composeProjects, type ProjectService } from './compose';
import { expand } from '../languages/dockerfile/expand';
import { parseDockerfile } from '../languages/dockerfile/parse';
import type { DockerDocument } from '../languages/dockerfile/tree';
import { type BaseSettings, finalStage, readStages } from '../languages/dockerfile/stages';
import { folderOf, isInside, join } from '../languages/text/paths';
import type { Span } from '../languages/text/span';
import type { Fact } from './facts';
import { type Layers, LayerReader, LocalTree, NO_LAYERS } from './layers';
import type { Mount } from './mount';
import type { SourceFile } from './source';

/** Where the official image of Tomcat has it. */
export const CATALINA_HOME = '/usr/local/tomcat';

/** What a Compose service runs. */
export interface ServiceImage {
  /** The program of the official image that runs, or that the image is built from. */
  readonly official: 'nginx' | 'tomcat' | undefined;
  /** The repository of that image as it is named: `nginxinc/nginx-unprivileged`; undefined where no name can be found. */
  readonly name: string | undefined;
  /** Where it is named. */
  readonly place: { readonly path: string; readonly span: Span } | undefined;
  /** The numbers that the tag of an official image begins with: `1.28`, `10`. */
  readonly version: Fact<string> | undefined;
  /** Whether a build adds to the program itself: modules, or another binary. */
  readonly modified: boolean;
  /** Where its files come from: bind mounts and what COPY and ADD bring. Of two at one path the first counts. */
  readonly files: readonly Mount[];
  /** Paths at which something lies that nobody here can read: a named volume, a file of another image. */
  readonly hidden: readonly string[];
  /** What its build runs, in order. */
  readonly runs: readonly string[];
  /** The command that it is started with, where Compose has another one than the image. */
  readonly command: string | undefined;
  /** What its build and Compose set; undefined values come from the machine, or are not known. */
  readonly environment: ReadonlyMap<string, string | undefined>;
}

/** What a Dockerfile builds that no Compose file names. */
export interface BuiltImage {
  readonly dockerfile: string;
  readonly image: ServiceImage;
}

/** What the services of a workspace run, each read once. */
export class Images {
  private readonly known = new Map<ComposeService, ServiceImage>();
  private readonly tree: LocalTree;
  private aloneRead: readonly BuiltImage[] | undefined;
  private projectsRead: readonly ComposeProject[] | undefined;

  constructor(private readonly files: ReadonlyMap<string, SourceFile>) {
    this.tree = new LocalTree(files);
  }

  /** What the Compose files run. */
  get projects(): readonly ComposeProject[] {
    return (this.projectsRead ??= composeProjects(this.files));
  }

  /** What the Dockerfiles build that no Compose file names. */
  get alone(): readonly BuiltImage[] {
    return (this.aloneRead ??= this.readAlone());
  }

  of(service: ProjectService): ServiceImage {
    const known = this.known.get(service) ?? this.read(service);
    this.known.set(service, known);
    return known;
  }

  private read(service: ProjectService): ServiceImage {
    const { image, build, command, environment, composeFile } = service;
    const built = build ? this.built(service) : undefined;
    // Where something is built, the image's name is that of the result.
    const base = build ? built?.base : image && { text: image.value, path: composeFile, span: image.span };
    const mounts = bindMounts(service).toSorted((a, b) => b.target.length - a.target.length);
    const volumes = service.mounts.filter(({ kind }) => kind === 'volume').map(({ target }) => target);
    const own = ofBuild(base, built);
    const binds = service.mounts.filter(({ kind }) => kind === 'bind').map(({ target }) => join('/', target));
    const unknown = binds.filter((bind) => mounts.every(({ target }) => target !== bind));
    const files = [
      ...mounts,
      ...own.files.filter(({ target }) => !volumes.some((volume) => isInside(target, volume))),
    ];
    return {
      ...own,
      files,
      hidden: [...volumes, ...unknown, ...own.hidden],
      command,
      environment: new Map([...own.environment, ...environment]),
    };
  }

  private built(service: ProjectService): Built | undefined {
    const { build, composeFile } = service;
    const context = build && contextOf(service);
    const path = dockerfileOf(service);
    const inline = build?.inline;
    const document = inline !== undefined ? parseDockerfile(inline) : this.dockerfileAt(path);
    if (!build || !document) return undefined;
    const place =
      inline !== undefined || path === undefined ? { path: composeFile, span: service.nameSpan } : { path };
    return this.follow(document, { context, place, target: build.target, args: build.args });
  }

  private dockerfileAt(path: string | undefined): DockerDocument | undefined {
    const file = path === undefined ? undefined : this.files.get(path);
    return file?.kind === 'dockerfile' ? file.document : undefined;
  }

  private follow(document: DockerDocument, { context, place, target, args }: BuildOf): Built | undefined {
    const stages = readStages(document, args ? { args, settingsOf } : { settingsOf });
    const last = finalStage(stages, target);
    if (!last) return undefined;
    let first = last;
    const runs = [...last.runs];
    for (; first.parent; first = first.parent) runs.unshift(...first.parent.runs);
    return {
      base: { text: first.base.text, span: first.base.span, ...place },
      layers: new LayerReader(this.tree, context, place.span ? undefined : place.path).of(last),
      runs: runs.map(({ text }) => text),
      environment: last.environment,
    };
  }

  private readAlone(): readonly BuiltImage[] {
    const named = new Set(dockerfilesOf(this));
    return [...this.files.values()].flatMap(({ kind, path }) => {
      const document = kind === 'dockerfile' && !named.has(path) ? this.dockerfileAt(path) : undefined;
      const context = document && this.likelyContext(document, path);
      const built = document && this.follow(document, { context, place: { path } });
      return built ? [{ dockerfile: path, image: ofBuild(built.base, built) }] : [];
    });
  }

  /** Nobody says from where it is built: from the nearest folder around that has something of what it copies, else from its own. */
  private likelyContext(document: DockerDocument, path: string): string {
    const stages = readStages(document, { settingsOf });
    const sources = stages.flatMap(({ copies }) =>
      copies.flatMap(({ from, sources: all }) => (from === 'context' ? all : [])),
    );
    const named = sources.filter((source) => source !== undefined && /[^./\\]/.test(source));
    const own = folderOf(path);
    for (let folder = own; ; folder = folderOf(folder)) {
      const isThere = named.some((source) =>
        this.tree.matching(join(folder, `./${source}`)).some((found) => this.tree.has(found)),
      );
      if (isThere) return folder;
      if (folder === folderOf(folder)) return own;
    }
  }
}

interface BuildOf {
  readonly context: string | undefined;
  /** Where it is said what it is built from; the span of FROM where there is none. */
  readonly place: { readonly path: string; readonly span?: Span };
  readonly target?: string | undefined;
  readonly args?: ReadonlyMap<string, string | undefined> | undefined;
}

/** An image without what a service mounts. */
function ofBuild(base: Base | undefined, built: Built | undefined): ServiceImage {
  const { layers = NO_LAYERS, runs = [] } = built ?? {};
  return {
    ...identify(base),
    modified: layers.modified || runs.some((run) => ADDS_TO_NGINX.test(run)),
    files: layers.files,
    hidden: layers.hidden,
    runs,
    command: undefined,
    environment: built?.environment ?? new Map(),
  };
}

interface Built {
  readonly base: Base;
  readonly layers: Layers;
  readonly runs: readonly string[];
  readonly environment: ServiceImage['environment'];
}

/** An image's name and where it stands. */
interface Base {
  readonly text: string;
  readonly path: string;
  readonly span: Span;
}

/** Where the bind mounts of a service come from; sources with variables or in somebody's home are unknown. */
function bindMounts(service: ProjectService): readonly Mount[] {
  return service.mounts.flatMap(({ kind, source, target, place }) =>
    kind === 'bind' && source !== undefined && !/^~|\$/.test(source)
      ? [{ localPath: join('/', source), target: join('/', target), covers: true, place }]
      : [],
  );
}

/** The folder that a build sees; undefined for a repository elsewhere and where a variable says it. */
export const contextOf = ({ build }: ProjectService): string | undefined =>
  !build || /^\w+:\/\/|^git@|\$/.test(build.context) ? undefined : join('/', build.context);

/** The Dockerfile that a service is built by; undefined where it lies elsewhere or stands in the Compose file. */
function dockerfileOf(service: ProjectService): string | undefined {
  const context = contextOf(service);
  const { dockerfile = 'Dockerfile', inline } = service.build ?? {};
  if (context === undefined || inline !== undefined || dockerfile.includes('$')) return undefined;
  return join(context, dockerfile);
}

/** The Dockerfiles that Compose files name. */
export const dockerfilesOf = ({ projects }: Pick<Images, 'projects'>): readonly string[] =>
  projects.flatMap(({ services }) => services.flatMap((service) => dockerfileOf(service) ?? []));

/** Docker Hub by its names, and what mirrors its official images under `library`. */
const OFFICIAL =
  /^(?:(?:(?:index\.|registry-1\.)?docker\.io|registry\.hub\.docker\.com)\/)?(?:[^$]*(?:^|\/)library\/)?(nginx|tomcat)$/;
/** Built by nginx' makers from the same Dockerfiles as the official one. */
const BY_NGINX =
  /^(?:(?:docker\.io|ghcr\.io)\/)?nginxinc\/nginx-unprivileged$|^(?:public\.ecr\.aws|quay\.io)\/nginx\/nginx(?:-unprivileged)?$/;

function identify(base: Base | undefined): Pick<ServiceImage, 'official' | 'name' | 'place' | 'version'> {
  if (!base) return { official: undefined, name: undefined, place: undefined, version: undefined };
  const { repository, version } = imageVersion(base.text);
  const name = expand(repository, () => undefined).text;
  const [, program] = OFFICIAL.exec(name) ?? [];
  const isNginx = program === 'nginx' || BY_NGINX.test(name);
  const official = isNginx ? 'nginx' : program === 'tomcat' ? 'tomcat' : undefined;
  const { path, span } = base;
  return {
    official,
    name,
    place: { path, span },
    version:
      official && version !== undefined
        ? { value: version, place: { path, span }, from: 'image' }
        : undefined,
  };
}

/** What the official images set, https://github.com/docker-library/tomcat and https://github.com/nginx/docker-nginx. */
function settingsOf(image: string): BaseSettings | undefined {
  const { official } = identify({ text: image, path: '', span: { start: 0, end: 0 } });
  if (official === 'nginx' || image === 'scratch') return { environment: {}, workdir: '/' };
  if (official !== 'tomcat') return undefined;
  return { environment: { CATALINA_HOME }, workdir: CATALINA_HOME };
}

/** What builds nginx, adds modules to it, or installs packages of modules (nginx.org's, Debian's, Alpine's). */
const ADDS_TO_NGINX =
  /--add-(?:dynamic-)?module\b|\bmake\s+(?:-\S+\s+)*install\b|\b(?:lib)?nginx-mod(?:ule)?-|\bnginx-(?:extras|full)\b/;
