import { XMLParser } from 'fast-xml-parser';
import { isRecord } from '../text/record';

/** What of a pom.xml tells how the app is built. Values hold no `${…}` any more; what holds one is undefined. */
export interface Pom {
  /** Name of the WAR or its folder, without extension; Maven's default where the pom names none. */
  readonly finalName: string | undefined;
  readonly packaging: string;
  readonly artifactId: string | undefined;
  readonly groupId?: string | undefined;
  readonly version: string | undefined;
  /**
   * Folders and files, relative to the pom's folder where they are not absolute: Maven's defaults where the pom says nothing,
   * undefined where only Maven can tell.
   */
  readonly sourceDirectory: string | undefined;
  readonly buildDirectory: string | undefined;
  /** Web content as it is written. */
  readonly warSourceDirectory: string | undefined;
  /** What is packaged as WEB-INF/web.xml. */
  readonly webXml: string | undefined;
  /** The folder in which the WAR is put together, and the WAR. */
  readonly webappDirectory: string | undefined;
  readonly warFile: string | undefined;
  /** Whether the WAR gets files from elsewhere too: of other WARs, or of further folders. */
  readonly overlays: boolean;
  readonly modules: readonly string[];
  /** What it puts on the class path, by artifactId; those of which that is not known are left out. */
  readonly dependencies?: readonly PomDependency[];
  /** Further folders of sources, which the Build Helper Plugin adds. */
  readonly addedSources?: readonly string[];
}

export interface PomDependency {
  readonly groupId?: string | undefined;
  readonly artifactId: string;
  /** `compile` where none is written. */
  readonly scope: string;
}

type Tree = Readonly<Record<string, unknown>>;

const maxLength = 2_000_000;
const maxReplacements = 10;

/** Reads a pom.xml; undefined for what is no Maven project (Maven, POM Reference). */
export function readPom(text: string): Pom | undefined {
  const project = projectOf(text);
  if (!project) return undefined;
  const parent = tree(project['parent']);
  const build = tree(project['build']);
  // What Ant calls a project has none of these.
  if (!['artifactId', 'packaging', 'build', 'parent'].some((name) => name in project)) return undefined;
  const artifactId = string(project['artifactId']);
  const version = string(project['version']) ?? string(parent['version']);
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(tree(project['properties']))) {
    const property = string(value);
    if (property !== undefined) values.set(name, property);
  }
  for (const name of ['basedir', 'project.basedir']) values.set(name, '.');
  const groupId = string(project['groupId']) ?? string(parent['groupId']);
  const standard = { artifactId, version, groupId, packaging: string(project['packaging']) };
  for (const [name, value] of Object.entries(standard)) {
    if (value === undefined) continue;
    for (const prefix of ['project.', 'pom.', '']) values.set(prefix + name, value);
  }
  const resolve = (value: string | undefined): string | undefined => resolved(value, values);
  const path = (value: unknown, otherwise: string | undefined): string | undefined => {
    const written = string(value);
    return written === undefined ? otherwise : resolve(written)?.replace(/^(?:\.\/)+/, '');
  };
  const byDefault =
    artifactId !== undefined && version !== undefined ? `${artifactId}-${version}` : undefined;
  const finalName = resolve(string(build['finalName']) ?? byDefault);
  const buildDirectory = path(build['directory'], 'target');
  if (buildDirectory !== undefined) values.set('project.build.directory', buildDirectory);
  if (finalName !== undefined) values.set('project.build.finalName', finalName);
  const war = warConfiguration(build);
  const warName = resolve(string(war['warName'])) ?? finalName;
  const warSourceDirectory = path(war['warSourceDirectory'], 'src/main/webapp');
  return {
    finalName,
    packaging: resolve(standard.packaging) ?? 'jar',
    artifactId: resolve(artifactId),
    groupId: resolve(groupId),
    version: resolve(version),
    sourceDirectory: path(build['sourceDirectory'], 'src/main/java'),
    buildDirectory,
    warSourceDirectory,
    webXml: path(war['webXml'], below(warSourceDirectory, 'WEB-INF/web.xml')),
    webappDirectory: path(war['webappDirectory'], below(buildDirectory, finalName)),
    warFile: below(path(war['outputDirectory'], buildDirectory), warName && `${warName}.war`),
    overlays:
      'webResources' in war ||
      'overlays' in war ||
      list(tree(project['dependencies'])['dependency']).some((it) => string(tree(it)['type']) === 'war'),
    modules: list(tree(project['modules'])['module'])
      .map((module) => resolve(string(module)))
      .filter((module) => module !== undefined),
    addedSources: addedSources(build).flatMap((source) => path(source, undefined) ?? []),
    dependencies: list(tree(project['dependencies'])['dependency']).flatMap((one): PomDependency[] => {
      const name = resolve(string(tree(one)['artifactId']));
      const scope = string(tree(one)['scope']) ?? 'compile';
      return name === undefined
        ? []
        : [{ artifactId: name, groupId: resolve(string(tree(one)['groupId'])), scope }];
    }),
  };
}

const below = (folder: string | undefined, name: string | undefined): string | undefined =>
  folder === undefined || name === undefined ? undefined : `${folder}/${name}`;

function projectOf(text: string): Tree | undefined {
  if (text.length > maxLength || !text.includes('<project')) return undefined;
  const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, processEntities: false });
  let parsed: unknown;
  try {
    parsed = parser.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // Broken XML is no pom that a build would take.
    return undefined;
  }
  const project = tree(parsed)['project'];
  return isRecord(project) ? project : undefined;
}

/** `<sources>` of the executions of build-helper-maven-plugin. */
function addedSources(build: Tree): readonly unknown[] {
  const plugins = list(tree(build['plugins'])['plugin']).map((plugin) => tree(plugin));
  const helpers = plugins.filter((plugin) => string(plugin['artifactId']) === 'build-helper-maven-plugin');
  return helpers
    .flatMap((helper) => [helper, ...list(tree(helper['executions'])['execution']).map((one) => tree(one))])
    .filter((one) => !list(tree(one['goals'])['goal']).some((goal) => string(goal) === 'add-test-source'))
    .flatMap((one) => list(tree(tree(one['configuration'])['sources'])['source']));
}

/** Of the WAR plugin where it is used, else where it is set up for this project and those below it. */
function warConfiguration(build: Tree): Tree {
  for (const from of [build, tree(build['pluginManagement'])]) {
    const plugins = list(tree(from['plugins'])['plugin']).map((plugin) => tree(plugin));
    const war = plugins.find((plugin) => string(plugin['artifactId']) === 'maven-war-plugin');
    if (war && 'configuration' in war) return tree(war['configuration']);
  }
  return {};
}

const tree = (value: unknown): Tree => (isRecord(value) ? value : {});

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A value with its properties put in; undefined where one is not known. */
function resolved(value: string | undefined, values: ReadonlyMap<string, string>): string | undefined {
  let text = value;
  for (let i = 0; i < maxReplacements && text?.includes('${'); i++) {
    text = text.replace(/\$\{([^{}]*)\}/g, (whole, name: string) => values.get(name) ?? whole);
    if (text.length > 10_000) return undefined;
  }
  return text?.includes('${') ? undefined : text;
}
