import { t } from '@vscode/l10n';
import type { Directive } from '../languages/nginx/tree';
import { applyEdits, type TextEdit } from '../languages/text/span';
import type { ComposeService } from '../languages/compose/tree';
import type { Adaptation, Entry, FilePlan, PortPlan } from '../protocol';
import { portsOf, speaksTls } from '../languages/nginx/http';
import type { Mount } from '../cluster/mount';
import { publishedAs } from '../cluster/ports';
import type { Balancer, ClusterModel } from '../cluster/model';
import { nginxDocument } from '../cluster/stock';
import { folderOf, isInside, join, rebase } from '../languages/text/paths';
import { accessLogEdits } from './accessLog';
import { certificateFiles, type NamedFile } from './certificates';
import { addressEdits, listenEdits, type Addresses, type StandIn } from './nginxEdits';
import { entriesOf, knownEnvironment, NGINX_CONF, NGINX_MEMORY, type Part } from './parts';
import { walkDirectives, type FileEdit } from './words';

export interface NginxInput {
  readonly model: ClusterModel;
  readonly balancer: Balancer;
  readonly image: string;
  readonly addresses: Addresses;
  /** Paths of this machine that exist, of those that `localCandidates` names. */
  readonly present: ReadonlySet<string>;
}

const DEFAULT_SERVER = `${NGINX_CONF}/conf.d/default.conf`;
/** The image writes the default server anew from this one. */
const DEFAULT_TEMPLATE = `${NGINX_CONF}/templates/default.conf.template`;

/** The user's nginx, as it runs in the lab: their files at the same places below /etc/nginx, adapted on their own lines. */
export function planNginx(input: NginxInput): Part & { readonly entries: readonly Entry[] } {
  const { model, balancer, image, present } = input;
  const service = balancer.service?.service;
  const adapted = adaptFiles(input);
  const targets = new Set(adapted.files.map(({ target }) => target));
  const certificates = certificateFiles(namedFiles(model, balancer), present);
  const isEmptied = !targets.has(DEFAULT_SERVER) && !targets.has(DEFAULT_TEMPLATE);
  const container: Part['container'] = {
    name: 'nginx',
    role: 'nginx',
    image,
    aliases: [],
    env: knownEnvironment(service?.environment ?? new Map()),
    ports: portsPlanned(balancer, service),
    memoryBytes: NGINX_MEMORY,
    files: [
      ...(isEmptied ? [empty(DEFAULT_SERVER)] : []),
      ...logFiles(model, balancer).map(empty),
      // Pages, password files and whatever else the service mounts; the adapted files lie on top.
      ...mountsOf(balancer)
        .toReversed()
        .filter(({ localPath, target }) => present.has(localPath) && !targets.has(target))
        .map(({ localPath, target }): FilePlan => ({ target, content: { kind: 'copy', from: localPath } })),
      ...certificates.files,
      ...adapted.files,
    ],
  };
  return {
    container,
    entries: entriesOf(container),
    adaptations: [
      ...adapted.adaptations,
      ...certificates.adaptations,
      ...(isEmptied
        ? [
            {
              id: 'default-server' as const,
              title: t("The image's own default server is switched off"),
              file: null,
            },
          ]
        : []),
    ],
  };
}

const empty = (target: string): FilePlan => ({ target, content: { kind: 'text', text: '' } });

function adaptFiles({ model, balancer, addresses }: NginxInput): {
  files: FilePlan[];
  adaptations: Adaptation[];
} {
  const mounts = mountsOf(balancer);
  const { mainFile, configuration } = balancer;
  const { edits: byAddress, standIns } = addressEdits(model, balancer, addresses);
  const byLog = accessLogEdits(model, balancer);
  const byListen = listenEdits(model, balancer);
  const adaptations: Adaptation[] = [];
  const all = configuration.stock ? [mainFile, ...balancer.files] : balancer.files;
  const files = all.flatMap((path): FilePlan[] => {
    const document = nginxDocument(model, path);
    if (!document) return [];
    const { text, faults } = document;
    const origin = model.files.has(path) ? path : null;
    // nginx refuses it anyway, and shall speak of what the user wrote.
    const isBroken = faults.length > 0;
    const ofFile = (edits: readonly FileEdit[]): TextEdit[] =>
      isBroken ? [] : edits.filter((it) => it.path === path).map(({ edit }) => edit);
    const own = ofFile(byAddress);
    const logs = ofFile(byLog);
    const listens = ofFile(byListen);
    if (own.length > 0) adaptations.push(...addressAdaptations(path, own.length, standIns));
    if (logs.length > 0) {
      adaptations.push({
        id: 'access-log',
        title: t('Every request is logged to the console with the node and the session'),
        file: origin,
      });
    }
    if (listens.length > 0) {
      adaptations.push({
        id: 'listen-address',
        title: t(
          'nginx listens on all addresses of its container, because those of this machine do not exist there',
        ),
        file: path,
      });
    }
    const content = { kind: 'text' as const, text: applyEdits(text, [...own, ...logs, ...listens]) };
    return containerPaths(path, mainFile, mounts).map((target) => ({
      target,
      content,
      ...(origin !== null && { origin }),
    }));
  });
  return { files, adaptations };
}

function addressAdaptations(path: string, edits: number, standIns: readonly StandIn[]): Adaptation[] {
  const own = standIns.filter((it) => it.path === path);
  const adaptations = own.map(({ address, node }): Adaptation => ({
    id: 'upstream-address',
    title: t('{address} is not a Tomcat of the lab, so {node} replaces it', { address, node }),
    file: path,
  }));
  if (edits > own.length) {
    adaptations.unshift({
      id: 'upstream-address',
      title: t('Addresses of Tomcats are replaced by the names of the nodes'),
      file: path,
    });
  }
  return adaptations;
}

/**
 * Where a file of the user's nginx lies in the container: behind the mounts of the service, or at the same place from the
 * main file. One that lies outside of its folder was included by `../` or by its whole path, so it lies at both.
 */
function containerPaths(path: string, mainFile: string, mounts: readonly Mount[]): string[] {
  if (path === mainFile) return [`${NGINX_CONF}/nginx.conf`];
  const mounted = mounts.flatMap(({ localPath, target }) => rebase(path, localPath, target) ?? []);
  if (mounted.length > 0) return mounted;
  let folder = folderOf(mainFile);
  let up = NGINX_CONF;
  while (folder !== '/' && !isInside(path, folder)) {
    folder = folderOf(folder);
    up = folderOf(up);
  }
  const beside = rebase(path, folder, up) ?? path;
  return isInside(path, folderOf(mainFile)) || !path.startsWith('/') ? [beside] : [beside, path];
}

const directivesOf = (model: ClusterModel, path: string): readonly Directive[] => {
  const file = model.files.get(path);
  return file?.kind === 'nginx' ? file.document.directives : [];
};

/** nginx resolves these against the folder of its configuration (ngx_conf_full_name with conf_prefix). */
const inContainer = (value: string): string => (value.startsWith('/') ? value : `${NGINX_CONF}/${value}`);

/** Logs whose folder the image may lack: nginx makes the file and not the folder. */
function logFiles(model: ClusterModel, { files }: Balancer): string[] {
  const named = files.flatMap((path) =>
    [...walkDirectives(directivesOf(model, path))].flatMap(({ name, args: [word] }) =>
      (name.value === 'access_log' || name.value === 'error_log') && word ? [word.value] : [],
    ),
  );
  return [
    ...new Set(
      named
        .filter((value) => /^[\w./-]*[\w.-]$/.test(value) && !/^(?:off|stderr)$|^\/dev\//.test(value))
        .map(inContainer)
        .filter((target) => folderOf(target) !== '/var/log/nginx'),
    ),
  ];
}

const CERTIFICATES: Readonly<Record<string, NamedFile['kind']>> = {
  ssl_certificate: 'certificate',
  ssl_certificate_key: 'key',
  proxy_ssl_certificate: 'certificate',
  proxy_ssl_certificate_key: 'key',
  ssl_client_certificate: 'certificate',
  ssl_trusted_certificate: 'certificate',
  proxy_ssl_trusted_certificate: 'certificate',
  ssl_dhparam: 'other',
  ssl_password_file: 'other',
  proxy_ssl_password_file: 'other',
  auth_basic_user_file: 'other',
};

/** Files that the configuration names and cannot do without. The n-th certificate of a level belongs to its n-th key. */
function namedFiles(model: ClusterModel, balancer: Balancer): NamedFile[] {
  return balancer.files.flatMap((path) => {
    const directives = directivesOf(model, path);
    const blocks = [...walkDirectives(directives)].flatMap(({ block }) => (block ? [block.directives] : []));
    return [directives, ...blocks].flatMap((level) => {
      const pairs = new Map<string, object>();
      const counts = new Map<string, number>();
      return level.flatMap(({ name, args: [word] }): NamedFile[] => {
        const kind = CERTIFICATES[name.value];
        if (!kind || !word?.value || /\$|^(?:data|engine|store):|^off$/.test(word.value)) return [];
        const count = (counts.get(name.value) ?? 0) + 1;
        counts.set(name.value, count);
        const id = `${name.value.replace(/_key$/, '')} ${count}`;
        const pair = pairs.get(id) ?? {};
        pairs.set(id, pair);
        const target = inContainer(word.value);
        return [{ path, target, kind, pair, local: localPaths(balancer, target) }];
      });
    });
  });
}

/** Where a file of the container may lie on this machine: beside the main file, or behind a mount. */
function localPaths(balancer: Balancer, target: string): string[] {
  const beside = target.startsWith(`${NGINX_CONF}/`)
    ? [join(folderOf(balancer.mainFile), target.slice(NGINX_CONF.length + 1))]
    : [];
  const mounted = mountsOf(balancer).flatMap((mount) => rebase(target, mount.target, mount.localPath) ?? []);
  return [...mounted, ...beside];
}

/** What the service mounts, and what its build copies to where nginx looks for files; of the rest of an image the lab has none. */
const mountsOf = ({ mounts }: Balancer): readonly Mount[] =>
  mounts.filter(
    ({ covers, rendered, target }) =>
      !rendered && (covers || SERVED.some((folder) => isInside(target, folder))),
  );

const SERVED = [NGINX_CONF, '/usr/share/nginx', '/etc/ssl'];

/** The image that Compose runs this nginx with. */
export function nginxImageOf({ service }: Balancer): string | undefined {
  const image = service?.service.image?.value;
  return image?.includes('$') ? undefined : image;
}

/** Paths of this machine that the plan would take if they exist. */
export const nginxCandidates = (model: ClusterModel, balancer: Balancer): readonly string[] => [
  ...namedFiles(model, balancer).flatMap(({ local }) => local),
  ...mountsOf(balancer).map(({ localPath }) => localPath),
];

function portsPlanned({ servers }: Balancer, service: ComposeService | undefined): PortPlan[] {
  const isTls = new Map<number, boolean>();
  for (const server of servers) {
    for (const listener of server.listeners.filter(({ quic }) => !quic)) {
      for (const port of portsOf(listener))
        isTls.set(port, (isTls.get(port) ?? false) || speaksTls(server, listener));
    }
  }
  return [...isTls].map(([container, tls]): PortPlan => {
    const scheme = tls ? 'https' : 'http';
    // On the host's network what nginx listens on is what is there.
    if (!service || service.networkMode === 'host') {
      return {
        container,
        scheme,
        preferred: container,
        reason: t('nginx listens on {container}', { container }),
      };
    }
    const [host] = publishedAs(service, container);
    return host === undefined
      ? { container, scheme, preferred: null, reason: t('Compose does not publish it') }
      : { container, scheme, preferred: host, reason: t('Compose publishes {host}', { host }) };
  });
}
