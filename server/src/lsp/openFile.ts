import type { FeatureView } from '../languages/features';
import { noProperties } from '../languages/tomcat/values';
import type { ClusterModel } from '../cluster/model';
import type { Check } from '../workspace/check';
import type { LoadedFile } from '../workspace/loadedFile';
import type { Session } from './session';
import { pathOf } from './uris';

/** A file that the client asks about, as it stands in the editor, and the project that it belongs to. */
export interface OpenFile {
  readonly check: Check;
  readonly file: LoadedFile;
}

/** Undefined for what is none of ours, or gone. */
export async function openFile(session: Session, uri: string): Promise<OpenFile | undefined> {
  const path = pathOf(uri);
  const check = path === undefined ? undefined : await session.checkOf(path);
  const file = path === undefined ? undefined : check?.files.get(path);
  return check && file && { check, file };
}

/** What the features of its language see of the project. */
export function viewOf({ check, file }: OpenFile): FeatureView {
  const tomcatFile = check.model.tomcatFiles.find(({ path }) => path === file.path);
  return {
    path: file.path,
    configurations: check.model.configurations,
    tomcat: tomcatFile?.version,
    properties: tomcatFile?.properties ?? noProperties,
    names: check.model.names,
    servers: () =>
      check.model.tomcatFiles.flatMap(({ kind, document }) => (kind === 'server.xml' ? document : [])),
    sessionClasses: () => sessionClassesOf(check.model),
  };
}

/** In the order of their names. */
function sessionClassesOf({ apps, files }: ClusterModel): readonly string[] {
  const found = new Set<string>();
  for (const { sources, verdictOf } of apps)
    for (const path of sources) {
      const file = files.get(path);
      if (file?.kind !== 'java') continue;
      for (const write of file.document.sessionWrites) {
        const { qualifiedName } = verdictOf(write, file.document);
        if (qualifiedName !== undefined) found.add(qualifiedName);
      }
    }
  return [...found].toSorted();
}
