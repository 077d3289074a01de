import type { JavaDocument, JavaType } from '../languages/java/tree';
import type { SourceFile } from './source';

export interface TypeSource {
  readonly path: string;
  readonly document: JavaDocument;
  readonly type: JavaType;
}

/** The Java types of some files by qualified name; of several with one name the first. */
export function readTypes(files: Iterable<SourceFile>): ReadonlyMap<string, TypeSource> {
  const types = new Map<string, TypeSource>();
  for (const file of files) {
    if (file.kind !== 'java') continue;
    for (const type of file.document.types) {
      if (!types.has(type.qualifiedName)) {
        types.set(type.qualifiedName, { path: file.path, document: file.document, type });
      }
    }
  }
  return types;
}
