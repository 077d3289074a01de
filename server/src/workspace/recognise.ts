import type { FileKind } from '../cluster/source';
import { commandNamed } from '../languages/nginx/check/forms';
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
  if (extension === '.conf') return /\/nginx\//i.test(path) ? 'nginx' : 'maybe-nginx';
  return perhapsNginx.test(name) || (extension === '' && siteFolders.test(path)) ? 'maybe-nginx' : undefined;
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

/** What a file is by its name and the beginning of its text; undefined for what is none of ours. */
export function recognise(
  path: string,
  text: string,
  { given = false, included = false, built = false, language }: Hints = {},
): FileKind | undefined {
  if (built) return 'dockerfile';
  const promise = candidate(path);
  if (promise === 'dockerfile') return promise;
  const head = text.slice(0, confWithin);
  // The patterns of the language are wide: an Apache site lies in sites-available too.
  if (language === 'nginx') return isForeignConf(head) ? undefined : 'nginx';
  switch (promise) {
    case 'nginx':
      return isForeignConf(head) ? undefined : 'nginx';
    case 'maybe-nginx':
      return looksLikeNginx(head) || ((given || included) && !isForeignConf(head)) ? 'nginx' : undefined;
    case 'maybe-xml':
      return recogniseXml(path, text);
    case undefined:
      if (included) return isForeignConf(head) ? undefined : 'nginx';
      return given ? byContent(path, text) : undefined;
    default:
      return promise;
  }
}

/** What a text without a name is. */
export const recogniseText = (text: string): FileKind | undefined =>
  byContent('stdin.yaml', text) ?? (javaStart.test(text.slice(0, confWithin)) ? 'java' : undefined);

const javaStart = /^[ \t]*(?:package|import(?:[ \t]+static)?)[ \t]+[\w.*]+[ \t]*;/m;

function byContent(path: string, text: string): FileKind | undefined {
  const head = text.slice(0, confWithin);
  if (/^\s*</.test(head)) return recogniseXml(path, text);
  if (looksLikeNginx(head) || (nginxBlock.test(head) && !isForeignConf(head))) return 'nginx';
  return /\.ya?ml$/i.test(path) && /^services\s*:/m.test(head) ? 'compose' : undefined;
}

/** Blocks and directives that no other program's configuration writes in this way. */
const nginxBlock = /^[ \t]*(http|events|server|upstream\s+\S+|location\s[^{};]+)\s*\{/m;
const nginxLine =
  /^[ \t]*(proxy_pass|proxy_set_header|server_name|listen|ssl_certificate(_key)?|ssl_protocols|worker_processes|worker_connections|fastcgi_pass|fastcgi_param|try_files|add_header|gzip|client_max_body_size|keepalive_timeout|ip_hash|server_tokens|access_log|load_module)(\s[^{}\n]*)?;/m;
const anyStatement = /;\s*(#.*)?$/m;

/** A block of nginx alone is no proof: HOCON writes `server {` too, but it has no semicolons. */
const looksLikeNginx = (head: string): boolean =>
  !isForeignConf(head) && (nginxLine.test(head) || (nginxBlock.test(head) && anyStatement.test(head)));

/** The first line of a Dockerfile, rules of ModSecurity, values of Logstash, sections of Apache, of ini files and of TOML. */
const foreignLine =
  /^(?:FROM[ \t]+\S.*|[ \t]*(?:Sec[A-Z]\w+|Include(?:Optional)?)[ \t].*|[ \t]*\w+[ \t]*=>[ \t].*|[ \t]*<\/?[A-Z!?][^>]*>[ \t]*|[ \t]*\[{1,2}[\w .:-]+\]{1,2}[ \t]*)\r?$/m;

/** Behind blank lines and comments. */
const firstWord = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(\w+)/;

/** Whether a file is surely another program's, whatever it is called: the nginx.conf of rsyslog, Upstart, telegraf … */
function isForeignConf(head: string): boolean {
  if (head.startsWith('#!')) return true;
  // A page of HTML in a string, or Lua, may hold such lines too.
  const name = firstWord.exec(head)?.[1];
  if (name !== undefined && commandNamed(name)) return false;
  if (foreignLine.test(head)) return true;
  const lines = head
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length < 2) return false;
  return lines.filter((line) => /[;{}]/.test(line)).length * 5 < lines.length;
}
