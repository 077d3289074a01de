import type { ClusterModel } from '../cluster/model';
import { SymbolIndex } from '../languages/nginx/features/symbols';
import type { NginxDocument } from '../languages/nginx/tree';
import type { Check } from '../workspace/check';
import type { LoadedFile } from '../workspace/folder';
import type { Session } from './session';
import { pathOf } from './uris';

/** An nginx file that the client asks about, as it stands in the editor, and the project that it belongs to. */
export interface NginxFile {
  readonly check: Check;
  readonly file: LoadedFile;
  readonly document: NginxDocument;
}

/** Undefined for what is none of nginx's files, or gone. */
export async function nginxFile(session: Session, uri: string): Promise<NginxFile | undefined> {
  const path = pathOf(uri);
  const check = path === undefined ? undefined : await session.checkOf(path);
  const file = path === undefined ? undefined : check?.files.get(path);
  return check && file?.file.kind === 'nginx' ? { check, file, document: file.file.document } : undefined;
}

/** The release of nginx that reads a file, where all that read it are of one. */
export function versionAt({ check, file }: NginxFile): string | undefined {
  const versions = new Set(
    check.model.configurations.filter(({ files }) => files.includes(file.path)).map(({ version }) => version),
  );
  return versions.size === 1 ? [...versions][0] : undefined;
}

const indexes = new WeakMap<ClusterModel, SymbolIndex>();

/** The names in the nginx files of a project; made once for each state of it. */
export function symbolsOf({ model }: Check): SymbolIndex {
  const known = indexes.get(model);
  if (known) return known;
  const index = new SymbolIndex(model.configurations, (path) => {
    const file = model.files.get(path);
    return file?.kind === 'nginx' ? file.document.text : undefined;
  });
  indexes.set(model, index);
  return index;
}
