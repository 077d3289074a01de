import { folderOf, join } from '../languages/text/paths';
import type { SourceFile } from './source';

type PomFile = Extract<SourceFile, { kind: 'pom.xml' }>;
type GradleFile = Extract<SourceFile, { kind: 'gradle' }>;

/** A project of a build: a module of Maven, or a project of Gradle. */
export interface Module {
  readonly folder: string;
  /** Where its Java sources lie. */
  readonly sourceFolders: readonly string[];
  /** Folders of the modules whose classes it gets, these of theirs not among them. */
  readonly needs: readonly string[];
}

/** The modules of all builds by their folders. */
export function readModules(
  poms: readonly PomFile[],
  builds: readonly GradleFile[],
): ReadonlyMap<string, Module> {
  const modules = new Map<string, Module>();
  for (const module of [...modulesOfGradle(builds), ...modulesOfMaven(poms)])
    modules.set(module.folder, module);
  return modules;
}

function modulesOfMaven(poms: readonly PomFile[]): readonly Module[] {
  const byArtifact = new Map<string, PomFile[]>();
  for (const pom of poms) {
    if (pom.artifactId === undefined) continue;
    const same = byArtifact.get(pom.artifactId);
    if (same) same.push(pom);
    else byArtifact.set(pom.artifactId, [pom]);
  }
  return poms.map((pom) => {
    const folder = folderOf(pom.path);
    const sources = [pom.sourceDirectory, ...(pom.addedSources ?? [])].flatMap((path) => path ?? []);
    const needs = (pom.dependencies ?? []).flatMap(({ artifactId, groupId, scope }) => {
      if (scope === 'test') return [];
      const found = (byArtifact.get(artifactId) ?? []).filter(
        (one) => one.groupId === undefined || groupId === undefined || one.groupId === groupId,
      );
      // Of two with one name nobody knows which is meant.
      return found.length === 1 ? found.map(({ path }) => folderOf(path)) : [];
    });
    return { folder, sourceFolders: sources.map((path) => join(folder, path)), needs };
  });
}

function modulesOfGradle(builds: readonly GradleFile[]): readonly Module[] {
  return builds
    .filter(({ path }) => /\/settings\.gradle(?:\.kts)?$/.test(path))
    .flatMap(({ path, build: { includes, folders } }) => {
      const root = folderOf(path);
      const places = new Map(
        includes.map((name) => [name, join(root, folders.get(name) ?? name.slice(1).replaceAll(':', '/'))]),
      );
      places.set(':', root);
      return [...places.values()].map((folder) => {
        const own = builds.filter((one) => folderOf(one.path) === folder);
        const needs = own.flatMap(({ build }) => build.needs.flatMap((name) => places.get(name) ?? []));
        return { folder, sourceFolders: [`${folder}/src/main/java`], needs };
      });
    });
}

/** The modules that one needs, and those that they need. */
export function neededBy(folder: string, modules: ReadonlyMap<string, Module>): readonly Module[] {
  const found = new Set<Module>();
  const waiting = [...(modules.get(folder)?.needs ?? [])];
  for (const next of waiting) {
    const module = modules.get(next);
    if (!module || module.folder === folder || found.has(module)) continue;
    found.add(module);
    waiting.push(...module.needs);
  }
  return [...found];
}
