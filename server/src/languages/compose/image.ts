import { leadingVersion } from '../text/versions';

export interface ImageReference {
  /** The last part of the repository: `tomcat` of `registry:5000/bitnami/tomcat:10.1`. */
  readonly name: string;
  /** With registry and folders: `registry:5000/bitnami/tomcat`. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** The numbers that a tag begins with: `10.1` of `10.1-jdk17`; undefined for `latest`, `jdk17`, a digest alone. */
  readonly version: string | undefined;
}

/** Takes an image reference apart. One with `${…}` in its tag has no tag that is known. */
export function imageVersion(reference: string): ImageReference {
  const [named = ''] = reference.trim().split('@');
  const slash = lastOutsideBraces(named, '/');
  const colon = lastOutsideBraces(named, ':');
  const repository = colon > slash ? named.slice(0, colon) : named;
  const written = colon > slash ? named.slice(colon + 1) : undefined;
  const tag = written === undefined || written.includes('$') ? undefined : written;
  const version = tag === undefined ? undefined : leadingVersion(tag);
  return { name: repository.slice(slash + 1), repository, tag, version };
}

/** `${VERSION:-10.1}` holds a colon that separates nothing. */
function lastOutsideBraces(text: string, char: string): number {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    if (text[i] === '}') depth++;
    else if (text[i] === '{') depth--;
    else if (text[i] === char && depth === 0) return i;
  }
  return -1;
}
