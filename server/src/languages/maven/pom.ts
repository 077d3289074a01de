import { XMLParser } from 'fast-xml-parser';

/** What of a pom.xml tells how the app is built. Values hold no `${…}` any more; what holds one is undefined. */
export interface Pom {
  /** Name of the WAR or its folder under target/, without extension; Maven's default where the pom names none. */
  readonly finalName: string | undefined;
  readonly packaging: string;
  readonly artifactId: string | undefined;
  readonly version: string | undefined;
  /** Relative to the pom's folder. */
  readonly sourceDirectory: string;
  readonly webappDirectory: string;
  readonly modules: readonly string[];
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
  const groupId = string(project['groupId']) ?? string(parent['groupId']);
  const standard = { artifactId, version, groupId, packaging: string(project['packaging']) };
  for (const [name, value] of Object.entries(standard)) {
    if (value === undefined) continue;
    for (const prefix of ['project.', 'pom.', '']) values.set(prefix + name, value);
  }
  const resolve = (value: string | undefined): string | undefined => resolved(value, values);
  const folder = (value: unknown, otherwise: string): string => {
    const path = resolve(string(value)?.replace(/^\$\{(?:project\.)?basedir\}\//, ''));
    return path === undefined || path === '' ? otherwise : path.replace(/^\.\//, '');
  };
  const written = string(build['finalName']);
  const byDefault =
    artifactId !== undefined && version !== undefined ? `${artifactId}-${version}` : undefined;
  return {
    finalName: resolve(written ?? byDefault),
    packaging: resolve(standard.packaging) ?? 'jar',
    artifactId: resolve(artifactId),
    version: resolve(version),
    sourceDirectory: folder(build['sourceDirectory'], 'src/main/java'),
    webappDirectory: folder(warConfiguration(build)['warSourceDirectory'], 'src/main/webapp'),
    modules: list(tree(project['modules'])['module'])
      .map((module) => resolve(string(module)))
      .filter((module) => module !== undefined),
  };
}

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
  return typeof project === 'object' && project !== null ? tree(project) : undefined;
}

function warConfiguration(build: Tree): Tree {
  const plugins = list(tree(build['plugins'])['plugin']).map((plugin) => tree(plugin));
  const war = plugins.find((plugin) => string(plugin['artifactId']) === 'maven-war-plugin');
  return tree(war?.['configuration']);
}

function tree(value: unknown): Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

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
