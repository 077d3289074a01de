import { t } from '@vscode/l10n';
import { isGlob } from '../languages/nginx/includes';
import { parseNginx } from '../languages/nginx/parser';
import type { NginxDocument } from '../languages/nginx/tree';
import { baseName, folderOf, isInside, join } from '../languages/text/paths';
import { isBefore } from '../languages/text/versions';
import type { ServiceImage } from './images';
import type { Mount } from './mount';
import type { ClusterModel } from './model';
import { NGINX_FOLDER, throughMounts } from './resolve';
import type { SourceFile } from './source';

/** The main file that an image brings: text that nginx reads, and no file of the user's. */
export interface Stock {
  /** Names it among the files of a workspace, though there is no such file. */
  readonly mainFile: string;
  /** `nginx.conf of nginx:1.28` */
  readonly title: string;
  readonly document: NginxDocument;
  /** Where the image is named. */
  readonly place: ServiceImage['place'];
  /** Whether an include of it may lead to files that nobody here can read. */
  readonly mayHide: (pattern: string) => boolean;
}

const MAIN = `${NGINX_FOLDER}/nginx.conf`;

const LOG_FORMAT = `    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;
`;

/** As nginx.org's packages have it (https://github.com/nginx/pkg-oss, contrib or common nginx.conf), which its images install. */
const official = (top: string, http = ''): string => `${top}

events {
    worker_connections  1024;
}


http {
${http}    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

${LOG_FORMAT}
    sendfile        on;
    #tcp_nopush     on;

    keepalive_timeout  65;

    #gzip  on;

    include /etc/nginx/conf.d/*.conf;
}
`;

/** What the images of nginx-unprivileged put in the place of paths that only root may write to. */
const TEMPORARY = `    proxy_temp_path /tmp/proxy_temp;
    client_body_temp_path /tmp/client_temp;
    fastcgi_temp_path /tmp/fastcgi_temp;
    uwsgi_temp_path /tmp/uwsgi_temp;
    scgi_temp_path /tmp/scgi_temp;

`;

const CURRENT = `worker_processes  auto;

error_log  /var/log/nginx/error.log notice;`;
const OLD = `worker_processes  1;

error_log  /var/log/nginx/error.log warn;`;

/** The package of Alpine; what lies in its conf.d is read in `http` by old releases, and before it by new ones. */
const ALPINE = `user nginx;
worker_processes auto;
pcre_jit on;
error_log /var/log/nginx/error.log warn;
include /etc/nginx/modules/*.conf;

events {
    worker_connections 1024;
}

http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    server_tokens off;
    client_max_body_size 1m;
    sendfile on;
    tcp_nopush on;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_prefer_server_ciphers on;
    ssl_session_cache shared:SSL:2m;
    ssl_session_timeout 1h;
    ssl_session_tickets off;
    gzip_vary on;

    map $http_upgrade $connection_upgrade {
        default upgrade;
        '' close;
    }

${LOG_FORMAT}
    include /etc/nginx/http.d/*.conf;
}
`;

/** The package of Debian and Ubuntu. Without its user, www-data, whom other images lack. */
const DEBIAN = `worker_processes auto;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log;
include /etc/nginx/modules-enabled/*.conf;

events {
    worker_connections 768;
}

http {
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;

    include /etc/nginx/mime.types;
    default_type application/octet-stream;

    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_prefer_server_ciphers on;

    access_log /var/log/nginx/access.log;

    gzip on;

    include /etc/nginx/conf.d/*.conf;
    include /etc/nginx/sites-enabled/*;
}
`;

/** Which main file an image brings: the first that fits. */
const TABLE: readonly {
  readonly fits: (image: ServiceImage) => boolean;
  readonly of: string | undefined;
  readonly text: (version: string | undefined) => string;
}[] = [
  {
    fits: ({ official: program, name = '' }) => program === 'nginx' && name.endsWith('-unprivileged'),
    of: undefined,
    text: () => official(`${CURRENT}\npid        /tmp/nginx.pid;\n`, TEMPORARY),
  },
  {
    fits: ({ official: program }) => program === 'nginx',
    of: undefined,
    text: (version) =>
      isBefore(version, '1.20') === true
        ? official(`user  nginx;\n${OLD}\npid        /var/run/nginx.pid;\n`)
        : official(`user  nginx;\n${CURRENT}\npid        /var/run/nginx.pid;\n`),
  },
  {
    fits: ({ official: program, runs }) => program === undefined && installs(runs, /\bapk\b/),
    of: "Alpine's package",
    text: () => ALPINE,
  },
  {
    fits: ({ official: program, runs }) =>
      program === undefined &&
      installs(runs, /\bapt(?:-get)?\b/) &&
      !runs.some((run) => /nginx\.org/.test(run)),
    of: "Debian's package",
    text: () => DEBIAN,
  },
];

const installs = (runs: readonly string[], by: RegExp): boolean =>
  stepsOf(runs).some(
    (step) =>
      by.test(step) && /\b(?:install|add)\b/.test(step) && /\snginx(?:-light|-core)?(?=[\s=~]|$)/.test(step),
  );

/** A command that makes nginx start from another file. */
const OTHER_MAIN = /\bnginx\b[^;&|]*\s-c\s*\S|\bnginx\.conf\b/;
/** What commands do in nginx' folder without a change to what it reads; `daemon off;` is left out before. */
const HARMLESS = /^\s*(?:rm|mkdir|chown|chmod|touch|ls|cat)\s[^>]*$|^\s*echo\s+(?:-e\s+)?["']?["']?\s*>>/;

/**
 * The main file of an image, where nginx starts from that one: none of the workspace, and none that somebody changed,
 * lies in its place. `owner` is the file that says that the image runs, and what it calls it.
 */
export function stockOf(
  image: ServiceImage,
  owner: { readonly path: string; readonly name?: string },
  files: ReadonlyMap<string, SourceFile>,
): Stock | undefined {
  const found = TABLE.find(({ fits }) => fits(image));
  const { runs, hidden, command = '', name = '', version } = image;
  if (!found || OTHER_MAIN.test(command) || isReplaced(image, files)) return undefined;
  const steps = stepsOf([...runs, command].map((run) => run.replaceAll(/(?:\\n)?\bdaemon\s+off;?/g, '')));
  const isChanged = steps.some(
    (step) => step.includes(NGINX_FOLDER) && !HARMLESS.test(step) && !LINK.test(step),
  );
  return {
    mainFile: `${owner.path}!${owner.name ?? ''}${MAIN}`,
    title: t('nginx.conf of {image}', {
      image: found.of ?? (version ? `${name}:${version.value}` : name),
    }),
    document: parseNginx(found.text(version?.value)),
    place: image.place,
    mayHide: (pattern) => {
      const folder = isGlob(pattern) ? folderOf(pattern) : pattern;
      return isChanged || hidden.some((path) => isInside(path, folder) || isInside(folder, path));
    },
  };
}

function isReplaced(image: ServiceImage, files: ReadonlyMap<string, SourceFile>): boolean {
  if (image.hidden.some((path) => isInside(MAIN, path))) return true;
  const mounts = mountsOf(image);
  if (mounts.some(({ covers, target }) => covers && isInside(MAIN, target))) return true;
  // A file that is copied there by its name is there once it is made; a folder brings what it holds.
  return (
    mounts.some(({ target }) => target === MAIN) ||
    throughMounts(MAIN, mounts).some((path) => files.has(path))
  );
}

/** What nginx sees of the workspace: what the image's start makes of templates, then the files as they are, and links to them. */
export const mountsOf = (image: ServiceImage): readonly Mount[] => [
  ...renderedOf(image),
  ...image.files,
  ...linkedIn(image),
];

const LINK = /^\s*ln\s+(?:-\w+\s+)*(\/\S+)\s+(\/\S+)\s*$/;
const ENABLED = `${NGINX_FOLDER}/sites-enabled`;
/** A link of Debian's package. */
const DEBIAN_LINK = ['', `${NGINX_FOLDER}/sites-available/default`, `${ENABLED}/default`];

/** Files under the names of links that a build makes. */
const linkedIn = ({ runs, files }: ServiceImage): readonly Mount[] =>
  [...stepsOf(runs).map((step) => LINK.exec(step) ?? []), DEBIAN_LINK].flatMap(([, from, to]) => {
    if (from === undefined || to === undefined) return [];
    const target = to.endsWith('/') || to === ENABLED ? join(to, baseName(from)) : to;
    return throughMounts(from, files).map((localPath) => ({ localPath, target }));
  });

const stepsOf = (runs: readonly string[]): readonly string[] => runs.flatMap((run) => run.split(/[;&|\n]+/));

/** docker-entrypoint.d/20-envsubst-on-templates.sh in https://github.com/nginx/docker-nginx, since 1.19. */
function renderedOf({ official: program, files, environment }: ServiceImage): readonly Mount[] {
  if (program !== 'nginx') return [];
  const setting = (name: string, standard: string): string | undefined =>
    environment.has(name) ? environment.get(name) : standard;
  const from = setting('NGINX_ENVSUBST_TEMPLATE_DIR', `${NGINX_FOLDER}/templates`);
  const to = setting('NGINX_ENVSUBST_OUTPUT_DIR', `${NGINX_FOLDER}/conf.d`);
  const suffix = setting('NGINX_ENVSUBST_TEMPLATE_SUFFIX', '.template');
  if (from === undefined || to === undefined || !suffix) return [];
  return files.flatMap(({ localPath, target, place }): readonly Mount[] => {
    if (isInside(from, target)) return rebased({ localPath, target, place }, from, to, suffix);
    const rest = isInside(target, from) ? target.slice(from.length) : undefined;
    if (rest === undefined) return [];
    return rest.endsWith(suffix)
      ? [{ localPath, target: to + rest.slice(0, -suffix.length), rendered: true, place }]
      : [{ localPath, target: to + rest, suffix, rendered: true, place }];
  });
}

/** The folder of templates in a mount that holds it. */
const rebased = (
  { localPath, target, place }: Mount,
  from: string,
  to: string,
  suffix: string,
): readonly Mount[] =>
  throughMounts(from, [{ localPath, target }]).map((path) => ({
    localPath: path,
    target: to,
    suffix,
    rendered: true,
    place,
  }));

/** The text at a path that a configuration was read from: the user's, or an image's own. */
export function nginxDocument(
  { files, configurations }: Pick<ClusterModel, 'files' | 'configurations'>,
  path: string,
): NginxDocument | undefined {
  const file = files.get(path);
  if (file) return file.kind === 'nginx' ? file.document : undefined;
  return configurations.find(({ mainFile }) => mainFile === path)?.stock?.document;
}
