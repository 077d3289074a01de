import { XMLParser } from 'fast-xml-parser';

export interface Pom {
  /** `build/finalName`, else `artifactId-version` as Maven has it; undefined where a property hides it. */
  readonly finalName: string | undefined;
  /** `jar` where nothing is written. */
  readonly packaging: string;
}

/** Entities are never expanded, whatever a DOCTYPE says. */
const parser = new XMLParser({ processEntities: false, parseTagValue: false, ignoreAttributes: true });

/** What a pom.xml builds. Never throws: what cannot be read is a jar of unknown name. */
export function readPom(text: string): Pom {
  const project = child(parse(text), 'project');
  const artifact = word(project, 'artifactId');
  const version = word(project, 'version') ?? word(child(project, 'parent'), 'version');
  const named = word(child(project, 'build'), 'finalName');
  const standard = artifact !== undefined && version !== undefined ? `${artifact}-${version}` : undefined;
  const finalName = named
    ?.replaceAll('${project.artifactId}', artifact ?? '${project.artifactId}')
    .replaceAll('${project.version}', version ?? '${project.version}');
  const known = finalName ?? standard;
  return {
    finalName: known?.includes('${') ? undefined : known,
    packaging: word(project, 'packaging') ?? 'jar',
  };
}

function parse(text: string): unknown {
  try {
    return parser.parse(text);
  } catch {
    // A half-typed pom says nothing yet.
    return undefined;
  }
}

function child(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null
    ? Object.entries(node).find(([key]) => key === name)?.[1]
    : undefined;
}

function word(node: unknown, name: string): string | undefined {
  const value = child(node, name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
