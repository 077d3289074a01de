import { span } from '../languages/text/span';
import { readPassedUrl } from '../languages/nginx/address';
import type { Placement } from '../languages/nginx/configuration';
import { isEverywhere, type Listener, serversOf } from '../languages/nginx/http';
import type { Directive } from '../languages/nginx/tree';
import type { Balancer, ClusterModel } from '../cluster/model';
import type { Target } from './targets';
import { argumentsText, replaceOnLine, type FileEdit } from './words';

export interface Addresses {
  /** Where an address that the user wrote leads in the lab; undefined: it stays. */
  readonly target: (
    host: string,
    port: number | undefined,
    scheme: 'http' | 'https',
    index: number,
  ) => Target | undefined;
  /** Nodes that have no address of their own in the user's files and go beside this one. */
  readonly besides: (node: string) => readonly string[];
}

/** An address that leads to no Tomcat of the lab, and the node that takes its place. */
export interface StandIn {
  readonly path: string;
  readonly address: string;
  readonly node: string;
}

/**
 * `server 127.0.0.1:8080;` and `proxy_pass http://localhost:8080` become the names of nodes; a node without an address
 * gets one on the line of the node that it is a copy of.
 */
export function addressEdits(
  model: ClusterModel,
  { proxies, upstreams }: Balancer,
  { target, besides }: Addresses,
): { readonly edits: readonly FileEdit[]; readonly standIns: readonly StandIn[] } {
  const edits: FileEdit[] = [];
  const standIns: StandIn[] = [];
  const { textOf } = model;
  /** Writes the address of a target into the first word of a directive, in the quotes that it has. */
  const write = ({ path, directive }: Placement, to: Target, change: (word: string) => string): void => {
    const [word] = directive.args;
    if (!word) return;
    const changed = change(word.value);
    if (changed === word.value) return;
    const quote = word.quote ?? '';
    edits.push({ path, edit: replaceOnLine(textOf(path), word.span, `${quote}${changed}${quote}`) });
    if (to.standIn) standIns.push({ path, address: readPassedUrl(word.value).authority, node: to.node });
  };

  const schemeOf = new Map(proxies.map((proxy) => [proxy.upstream, proxy.scheme ?? 'http']));
  for (const upstream of upstreams) {
    const scheme = schemeOf.get(upstream) ?? 'http';
    const targets = upstream.servers.map(({ host, port }, index) =>
      host === undefined ? undefined : target(host, port, scheme, index),
    );
    const reached = new Set(targets.map((to) => to?.node));
    for (const [index, { placement }] of upstream.servers.entries()) {
      const to = targets[index];
      if (!to) continue;
      write(placement, to, () => `${to.node}:${to.port}`);
      const { path, directive } = placement;
      const more = directive.terminator ? besides(to.node).filter((node) => !reached.has(node)) : [];
      if (more.length === 0) continue;
      for (const node of more) reached.add(node);
      const parameters = argumentsText(textOf(path), directive, 1);
      const text = more.map((node) => ` server ${node}:${to.port}${parameters};`).join('');
      const { end } = directive.span;
      edits.push({ path, edit: { span: span(end, end), text } });
    }
  }
  const done = new Set<Directive>();
  for (const { placement, upstream, host, port, scheme = 'http' } of proxies) {
    // A file that is included twice has its lines once.
    if (upstream || host === undefined || done.has(placement.directive)) continue;
    done.add(placement.directive);
    const to = target(host, port ?? (scheme === 'https' ? 443 : 80), scheme, 0);
    if (!to) continue;
    write(placement, to, (url) => {
      const { scheme: written, uri } = readPassedUrl(url);
      return `${written}${to.node}:${to.port}${uri}`;
    });
  }
  return { edits, standIns };
}

/** `80` or `8082-8084`, on every address of IPv4 or of IPv6. */
function everywhere({ address, ports }: Listener): string | undefined {
  if (address === undefined || !ports) return undefined;
  const { first, last } = ports;
  const text = first === last ? `${first}` : `${first}-${last}`;
  return address.startsWith('[') ? `[::]:${text}` : text;
}

/**
 * `listen 127.0.0.1:80` cannot be reached from outside of a container, and an address of the user's machine is not there:
 * the port on every address, unless the same server listens on that already, which nginx would refuse.
 */
export function listenEdits(model: ClusterModel, { configuration }: Balancer): readonly FileEdit[] {
  const servers = (['http', 'stream', 'mail'] as const).flatMap((area) => serversOf(configuration, area));
  const edits = new Map<Directive, FileEdit>();
  for (const { listeners } of servers) {
    const open = listeners.filter(isEverywhere);
    for (const listener of listeners) {
      const { line, ports } = listener;
      const text = everywhere(listener);
      const [word] = line?.directive.args ?? [];
      if (!line || !word || !ports || text === undefined || isEverywhere(listener)) continue;
      if (open.some((other) => sharesSocket(other, listener))) continue;
      open.push(listener);
      const file = model.files.get(line.path);
      if (file?.kind !== 'nginx') continue;
      edits.set(line.directive, {
        path: line.path,
        edit: replaceOnLine(file.document.text, word.span, text),
      });
    }
  }
  return [...edits.values()];
}

/** Whether two listeners would clash if both took every address. */
const sharesSocket = (one: Listener, other: Listener): boolean =>
  one.ports !== undefined &&
  other.ports !== undefined &&
  one.ports.first <= other.ports.last &&
  other.ports.first <= one.ports.last &&
  one.address?.startsWith('[') === other.address?.startsWith('[') &&
  (one.quic || one.udp) === (other.quic || other.udp);
