import type { FileKind } from '../cluster/source';
import { readingOf } from '../languages/nginx/recognise';
import { looksLikeDockerfile } from '../languages/dockerfile/parse';
import { recogniseXml } from '../languages/tomcat/recognise';
import { baseName } from '../languages/text/paths';

/** What a name promises; `maybe-…` where only the content tells. */
export type Candidate = FileKind | 'maybe-nginx' | 'maybe-xml';

/** As much of a doubtful file as is read to tell what it is: what recogniseXml looks at. */
export const headBytes = 65536;
/** As much of a `.conf` as is looked through for nginx: some begin with pages of comments. */
const confWithin = 65536;

const nginxNames = /^nginx([.-].*)?\.conf$|[.-]nginx\.conf$|\.nginxconf$/i;
/** Sites by their names; scripts and Dockerfiles too. */
const perhapsNginx = /[.-]nginx$/i;
const siteFolders = /\/(sites-(available|enabled)|conf\.d|snippets)\/[^/]+$/;
const composeNames = /^(docker-)?compose([.-][^/]*)?\.ya?ml$/i;
/** Left-overs of editors and packages, which nothing reads. */
const backups = /~$|^[.#]|\.(bak|orig|swp|dpkg-\w+|rpm\w+)$|^readme/i;

/** Whether a file lies where people keep nginx' own, and much that belongs to programs beside it. */
export const liesAmongNginx = (path: string): boolean => /\/nginx\/.*\.conf$/i.test(path);

/** What the name of a file promises; undefined for names that are none of ours. */
export function candidate(path: string): Candidate | undefined {
  const name = baseName(path);
  const extension = /\.[^.]+$/.exec(name)?.[0].toLowerCase() ?? '';
  if (name === 'pom.xml') return 'pom.xml';
  if (extension === '.java') return 'java';
  if (extension === '.xml') return 'maybe-xml';
  if (composeNames.test(name)) return 'compose';
  if (backups.test(name)) return undefined;
  if (looksLikeDockerfile(path)) return 'dockerfile';
  if (nginxNames.test(name)) return 'nginx';
  if (extension === '.conf' || perhapsNginx.test(name)) return 'maybe-nginx';
  return extension === '' && siteFolders.test(path) ? 'maybe-nginx' : undefined;
}

/** What else is known of a file. */
export interface Hints {
  /** Somebody named it: a bare `.conf` counts as nginx then, and any name may hold anything. */
  readonly given?: boolean;
  /** An nginx file includes it. */
  readonly included?: boolean;
  /** A Compose file builds an image by it. */
  readonly built?: boolean;
  /** The language an editor holds it for. */
  readonly language?: string | undefined;
}

export interface Recognised {
  readonly kind: FileKind;
  /** Its name, its place or an editor says so, and its text does not: nobody's file is changed on that ground. */
  readonly inDoubt: boolean;
}

/** What a file is by its name and the beginning of its text; undefined for what is none of ours. */
export function recognise(path: string, text: string, hints: Hints = {}): Recognised | undefined {
  const promise = candidate(path);
  if (hints.built || promise === 'dockerfile') return sure('dockerfile');
  if (hints.language === 'nginx' || hints.included || promise === 'nginx' || promise === 'maybe-nginx')
    return recogniseNginx(path, text, promise, hints);
  if (promise === 'maybe-xml') return sure(recogniseXml(path, text));
  if (promise) return sure(promise);
  return hints.given ? byContent(path, text) : undefined;
}

const sure = (kind: FileKind | undefined): Recognised | undefined => kind && { kind, inDoubt: false };

function recogniseNginx(
  path: string,
  text: string,
  promise: Candidate | undefined,
  { given = false, included = false, language }: Hints,
): Recognised | undefined {
  const reading = readingOf(text.slice(0, confWithin));
  // The patterns of the language are wide: keepalived.conf lies in a folder nginx too.
  if (reading === 'foreign') return undefined;
  const isNamed = promise === 'nginx' || liesAmongNginx(path);
  if (reading === 'nginx' || included || (reading === 'likely' && isNamed)) return sure('nginx');
  const isTaken = given || language === 'nginx' || promise === 'nginx';
  return isTaken || (isNamed && reading === 'entries') ? { kind: 'nginx', inDoubt: true } : undefined;
}

/** What a text without a name is. */
export const recogniseText = (text: string): FileKind | undefined =>
  byContent('stdin.yaml', text)?.kind ?? (javaStart.test(text.slice(0, confWithin)) ? 'java' : undefined);

const javaStart = /^[ \t]*(?:package|import(?:[ \t]+static)?)[ \t]+[\w.*]+[ \t]*;/m;

function byContent(path: string, text: string): Recognised | undefined {
  const head = text.slice(0, confWithin);
  if (/^\s*</.test(head)) return sure(recogniseXml(path, text));
  const reading = readingOf(head);
  if (reading === 'nginx' || reading === 'likely') return { kind: 'nginx', inDoubt: reading === 'likely' };
  return /\.ya?ml$/i.test(path) && /^services\s*:/m.test(head) ? sure('compose') : undefined;
}
