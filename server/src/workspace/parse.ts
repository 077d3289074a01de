import type { FileKind, SourceFile } from '../cluster/source';
import { parseCompose } from '../languages/compose/parse';
import { parseJava } from '../languages/java/parse';
import { parseNginx } from '../languages/nginx/parser';
import { readPom } from '../languages/maven/pom';
import { parseXml } from '../languages/xml/parse';

/** Reads a text as what it is. Never throws: readers return what they understood. */
export function parse(path: string, kind: FileKind, text: string): SourceFile {
  switch (kind) {
    case 'nginx':
      return { path, kind, document: parseNginx(text) };
    case 'java':
      return { path, kind, document: parseJava(text) };
    case 'compose':
      return { path, kind, document: parseCompose(text) };
    case 'pom.xml':
      return { path, kind, ...readPom(text) };
    default:
      return { path, kind, document: parseXml(text) };
  }
}
