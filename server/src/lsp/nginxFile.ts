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
