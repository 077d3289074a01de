import type { FileKind, SourceFile } from '../cluster/source';
import { parseCompose } from '../languages/compose/parse';
import { parseDockerfile } from '../languages/dockerfile/parse';
import { parseJava } from '../languages/java/parse';
import { parseNginx } from '../languages/nginx/parser';
import { readPom } from '../languages/maven/pom';
import { parseXml } from '../languages/xml/parse';

/**
 * Reads a text as what it is. Never throws: readers return what they understood. Undefined where it turns out to be none
 * of ours.
 */
export function parse(path: string, kind: FileKind, text: string, inDoubt = false): SourceFile | undefined {
  const file = read(path, kind, text);
  return file && inDoubt ? { ...file, inDoubt } : file;
}

function read(path: string, kind: FileKind, text: string): SourceFile | undefined {
  switch (kind) {
    case 'nginx':
      return { path, kind, document: parseNginx(text) };
    case 'java':
      return { path, kind, document: parseJava(text) };
    case 'compose':
      return { path, kind, document: parseCompose(text) };
    case 'dockerfile':
      return { path, kind, document: parseDockerfile(text) };
    case 'pom.xml': {
      const pom = readPom(text);
      return pom && { path, kind, ...pom };
    }
    default:
      return { path, kind, document: parseXml(text) };
  }
}
