import { wordEdit, walkDirectives } from './words';
import type { Directive } from '../../languages/nginx/tree';
import { applyEdits, span, type TextEdit } from '../../languages/text/span';
import type { Adaptation, Entry, FilePlan, PortPlan } from '../../protocol';
import { bindMounts } from '../nodes';
import type { Balancer, ClusterModel } from '../model';
import { baseName, folderOf, isWithin, join } from '../paths';
import { NGINX_ACCESS_LOG, NGINX_CONF, NGINX_LOG_FORMAT, NGINX_MEMORY, type Part } from './parts';
import type { Target } from './targets';

export interface NginxInput {
  readonly model: ClusterModel;
  readonly balancer: Balancer;
  readonly image: string;
  /** Where an address that the user wrote leads in the lab; undefined: it stays. */
  readonly target: (
    host: string,
    port: number | undefined,
    scheme: 'http' | 'https',
    index: number,
  ) => Target | undefined;
  /** Paths of this machine that exist, of those that `localCandidates` names. */
  readonly present: ReadonlySet<string>;
}

/** The user's nginx, as it runs in the lab: their files at the same places below /etc/nginx, adapted on their own lines. */
export function planNginx(input: NginxInput): Part & { readonly entries: readonly Entry[] } {
  const { balancer, image } = input;
  const adaptations: Adaptation[] = [];
  const files = balancer.files.flatMap((path) => adaptFile(path, input, adaptations));
  const mounted = mountedFiles(input, new Set(files.map(({ target }) => target)));
  const certificates = certificateFiles(input, adaptations);
  const defaultServer = `${NGINX_CONF}/conf.d/default.conf`;
  const emptied = !files.some(({ target }) => target === defaultServer);
  if (emptied) {
    adaptations.push({
      id: 'default-server',
      title: "The image's own default server is switched off",
      file: null,
    });
  }
  const ports = portsOf(input);
  return {
    adaptations,
    entries: ports.map(({ container, scheme }) => ({
      title: `nginx, ${scheme.toUpperCase()}`,
      container: 'nginx',
      port: container,
      scheme,
      path: '/',
    })),
    container: {
      name: 'nginx',
      role: 'nginx',
      image,
      aliases: [],
      env: {},
      ports,
      memoryBytes: NGINX_MEMORY,
      files: [
        ...(emptied ? [{ target: defaultServer, content: { kind: 'text' as const, text: '' } }] : []),
        ...mounted,
        ...certificates,
        ...files,
      ],
    },
  };
}

/** Where a file of the user's nginx lies in the container. */
export const containerPath = (mainFile: string, path: string): string =>
  isWithin(folderOf(mainFile), path)
    ? `${NGINX_CONF}${path === mainFile ? '/nginx.conf' : path.slice(folderOf(mainFile).length)}`
    : `${NGINX_CONF}/${baseName(path)}`;

function adaptFile(path: string, input: NginxInput, adaptations: Adaptation[]): FilePlan[] {
  const file = input.model.files.get(path);
  if (file?.kind !== 'nginx') return [];
  const { text, directives } = file.document;
  const addresses = addressEdits(path, input);
  const logs = accessLogEdits(directives, path === input.balancer.mainFile);
  const listens = listenEdits(directives);
  const changes: readonly (readonly [Adaptation['id'], readonly TextEdit[], string])[] = [
    ['upstream-address', addresses, 'Addresses of the Tomcats are the names of the nodes'],
    ['access-log', logs, 'Every request is logged to the console with the node and the session'],
    ['listen-address', listens, 'nginx listens on every address of its container, not on loopback alone'],
  ];
  for (const [id, edits, title] of changes) {
    if (edits.length > 0) adaptations.push({ id, title, file: path });
  }
  return [
    {
      target: containerPath(input.balancer.mainFile, path),
      content: { kind: 'text', text: applyEdits(text, [...addresses, ...logs, ...listens]) },
      origin: path,
    },
  ];
}

/** `server 127.0.0.1:8080;` and `proxy_pass http://localhost:8080` become the names of nodes. */
function addressEdits(path: string, { model, balancer, target }: NginxInput): TextEdit[] {
  const file = model.files.get(path);
  if (file?.kind !== 'nginx') return [];
  const schemeOf = new Map(balancer.proxies.map((proxy) => [proxy.upstream?.name, proxy.scheme ?? 'http']));
  const servers = balancer.upstreams.flatMap((upstream) =>
    upstream.servers.map((server, index) => {
      const to =
        server.path === path
          ? target(server.host, server.port, schemeOf.get(upstream.name) ?? 'http', index)
          : undefined;
      return to && wordEdit(file.document, server.span.start, 0, () => `${to.node}:${to.port}`);
    }),
  );
  const proxies = balancer.proxies.map((proxy) => {
    if (proxy.path !== path || proxy.upstream || proxy.host === undefined) return undefined;
    const scheme = proxy.scheme ?? 'http';
    const to = target(proxy.host, proxy.port ?? (scheme === 'https' ? 443 : 80), scheme, 0);
    return (
      to &&
      wordEdit(file.document, proxy.span.start, 0, (url) =>
        url.replace(/^(\w+:\/\/)[^/?#]*/, `$1${to.node}:${to.port}`),
      )
    );
  });
  return [...servers, ...proxies].filter((edit) => edit !== undefined);
}

const isConsole = ({ args }: Directive): boolean => {
  const path = args[0]?.value ?? '';
  return path === 'off' || path === '/dev/stdout' || path === '/var/log/nginx/access.log';
};

/**
 * One access log on the console. The image links /var/log/nginx/access.log to it, so a log that goes there is enough, and
 * `off` is a wish; every other level that has logs of its own gets one more, and so does `http` where nobody set any.
 */
function accessLogEdits(directives: readonly Directive[], isMain: boolean): TextEdit[] {
  const edits: TextEdit[] = [];
  const http = directives.find(({ name }) => name.value === 'http')?.block;
  if (isMain && http) {
    const own = http.directives.some(({ name }) => name.value === 'access_log');
    const at = http.open.end;
    edits.push({ span: span(at, at), text: ` ${NGINX_LOG_FORMAT}${own ? '' : ` ${NGINX_ACCESS_LOG}`}` });
  }
  for (const level of levels(directives)) {
    const logs = level.filter(({ name }) => name.value === 'access_log');
    const last = logs.at(-1);
    if (!last || logs.some(isConsole)) continue;
    edits.push({ span: span(last.span.end, last.span.end), text: ` ${NGINX_ACCESS_LOG}` });
  }
  return edits;
}

function* levels(directives: readonly Directive[]): Generator<readonly Directive[]> {
  yield directives;
  for (const { block } of walkDirectives(directives)) if (block) yield block.directives;
}

/** `listen 127.0.0.1:80` cannot be reached from outside a container. */
function listenEdits(directives: readonly Directive[]): TextEdit[] {
  return [...walkDirectives(directives)]
    .filter(({ name }) => name.value === 'listen')
    .flatMap(({ args }) => {
      const [address] = args;
      const prefix = /^(?:127\.0\.0\.1|localhost):/.exec(address?.value ?? '')?.[0];
      if (!address || !prefix || address.quote) return [];
      return [{ span: span(address.span.start, address.span.start + prefix.length), text: '' }];
    });
}

const CERTIFICATES: Readonly<Record<string, 'certificate' | 'key'>> = {
  ssl_certificate: 'certificate',
  ssl_certificate_key: 'key',
};

/** Certificates that the configuration names: the user's where they are to be had, else the lab's at the same path. */
function certificateFiles(input: NginxInput, adaptations: Adaptation[]): FilePlan[] {
  const plans = new Map<string, FilePlan>();
  for (const { path, local, target, kind } of namedCertificates(input)) {
    if (plans.has(target)) continue;
    const own = local.find((it) => input.present.has(it));
    plans.set(target, own ? { target, content: { kind: 'copy', from: own } } : { target, content: { kind } });
    if (!own && kind === 'certificate') {
      adaptations.push({
        id: 'certificate',
        title: `${baseName(target)} is not to be had: a self-signed certificate stands in for it`,
        file: path,
      });
    }
  }
  return [...plans.values()];
}

interface NamedCertificate {
  readonly path: string;
  readonly local: readonly string[];
  readonly target: string;
  readonly kind: 'certificate' | 'key';
}

function namedCertificates({ model, balancer }: Pick<NginxInput, 'model' | 'balancer'>): NamedCertificate[] {
  return balancer.files.flatMap((path) => {
    const file = model.files.get(path);
    if (file?.kind !== 'nginx') return [];
    return [...walkDirectives(file.document.directives)].flatMap(({ name, args }): NamedCertificate[] => {
      const kind = CERTIFICATES[name.value];
      const value = args[0]?.value;
      if (!kind || !value || /[$]|^(?:data|engine|store):/.test(value)) return [];
      const target = value.startsWith('/') ? value : `${NGINX_CONF}/${value}`;
      return [{ path, local: localPaths(model, balancer, target), target, kind }];
    });
  });
}

/** Where a file of the container may lie on this machine: beside the main file, or behind a mount. */
function localPaths(model: ClusterModel, balancer: Balancer, target: string): string[] {
  const beside = target.startsWith(`${NGINX_CONF}/`)
    ? [join(folderOf(balancer.mainFile), target.slice(NGINX_CONF.length + 1))]
    : [];
  const mounted = mountsOf(model, balancer).flatMap((mount) =>
    isWithin(mount.target, target) ? [mount.localPath + target.slice(mount.target.length)] : [],
  );
  return [...mounted, ...beside];
}

function mountsOf(
  model: ClusterModel,
  { runsIn }: Balancer,
): readonly { localPath: string; target: string }[] {
  if (runsIn?.kind !== 'container') return [];
  const compose = model.files.get(runsIn.composeFile);
  const service =
    compose?.kind === 'compose'
      ? compose.document.services.find(({ name }) => name === runsIn.service)
      : undefined;
  return service ? bindMounts(service, runsIn.composeFile) : [];
}

/** What the nginx service mounts beside its configuration: pages, password files. */
function mountedFiles(input: NginxInput, planned: ReadonlySet<string>): FilePlan[] {
  return mountsOf(input.model, input.balancer)
    .filter(({ localPath, target }) => input.present.has(localPath) && !planned.has(target))
    .map(({ localPath, target }) => ({ target, content: { kind: 'copy', from: localPath } }));
}

/** Paths of this machine that the plan would take if they exist. */
export const nginxCandidates = (model: ClusterModel, balancer: Balancer): readonly string[] => [
  ...namedCertificates({ model, balancer }).flatMap(({ local }) => local),
  ...mountsOf(model, balancer).map(({ localPath }) => localPath),
];

function portsOf({ model, balancer }: NginxInput): PortPlan[] {
  const byPort = new Map(balancer.listeners.map(({ port, ssl }) => [port, ssl]));
  const { runsIn } = balancer;
  const compose = runsIn?.kind === 'container' ? model.files.get(runsIn.composeFile) : undefined;
  const service =
    runsIn?.kind === 'container' && compose?.kind === 'compose'
      ? compose.document.services.find(({ name }) => name === runsIn.service)
      : undefined;
  return [...byPort].map(([container, ssl]): PortPlan => {
    const scheme = ssl ? 'https' : 'http';
    if (!service) return { container, scheme, preferred: container, reason: `nginx listens on ${container}` };
    const host = service.ports.find((port) => port.container === container)?.host;
    return host === undefined
      ? { container, scheme, preferred: null, reason: 'Compose does not publish it' }
      : { container, scheme, preferred: host, reason: `Compose publishes ${host}` };
  });
}
