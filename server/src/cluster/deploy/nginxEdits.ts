import { span, type TextEdit } from '../../languages/text/span';
import type { Directive } from '../../languages/nginx/tree';
import type { Balancer, ClusterModel } from '../model';
import type { Target } from './targets';
import { argumentsText, replaceOnLine, walkDirectives, type FileEdit } from './words';

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
  const directiveAt = directivesOf(model);
  const textOf = (path: string): string => {
    const file = model.files.get(path);
    return file?.kind === 'nginx' ? file.document.text : '';
  };
  /** Writes the address of a target into the first word of a directive, in the quotes that it has. */
  const write = (path: string, directive: Directive, to: Target, change: (word: string) => string): void => {
    const [word] = directive.args;
    if (!word) return;
    const changed = change(word.value);
    if (changed === word.value) return;
    const quote = word.quote ?? '';
    edits.push({ path, edit: replaceOnLine(textOf(path), word.span, `${quote}${changed}${quote}`) });
    if (to.standIn) standIns.push({ path, address: addressIn(word.value), node: to.node });
  };

  const schemeOf = new Map(proxies.map((proxy) => [proxy.upstream?.name, proxy.scheme ?? 'http']));
  for (const { name, servers } of upstreams) {
    const scheme = schemeOf.get(name) ?? 'http';
    const targets = servers.map(({ host, port }, index) => target(host, port, scheme, index));
    const reached = new Set(targets.map((to) => to?.node));
    for (const [index, { path, span: at }] of servers.entries()) {
      const to = targets[index];
      const directive = directiveAt(path, at.start);
      if (!to || !directive) continue;
      write(path, directive, to, () => `${to.node}:${to.port}`);
      const more = directive.terminator ? besides(to.node).filter((node) => !reached.has(node)) : [];
      if (more.length === 0) continue;
      for (const node of more) reached.add(node);
      const parameters = argumentsText(textOf(path), directive, 1);
      const text = more.map((node) => ` server ${node}:${to.port}${parameters};`).join('');
      edits.push({ path, edit: { span: span(at.end, at.end), text } });
    }
  }
  for (const { path, span: at, upstream, host, port, scheme = 'http' } of proxies) {
    const directive = directiveAt(path, at.start);
    if (upstream || host === undefined || !directive) continue;
    const to = target(host, port ?? (scheme === 'https' ? 443 : 80), scheme, 0);
    if (to) {
      write(path, directive, to, (url) => url.replace(/^(\w+:\/\/)[^/?#]*/, `$1${to.node}:${to.port}`));
    }
  }
  return { edits, standIns };
}

const addressIn = (word: string): string => word.replace(/^\w+:\/\//, '').replace(/[/?#].*$/, '');

function directivesOf(model: ClusterModel): (path: string, start: number) => Directive | undefined {
  const byFile = new Map<string, ReadonlyMap<number, Directive>>();
  return (path, start) => {
    const file = model.files.get(path);
    if (file?.kind !== 'nginx') return undefined;
    const known =
      byFile.get(path) ??
      new Map([...walkDirectives(file.document.directives)].map((it) => [it.span.start, it] as const));
    byFile.set(path, known);
    return known.get(start);
  };
}

/**
 * `listen 127.0.0.1:80` cannot be reached from outside of a container, and an address of the user's machine is not there:
 * the port on every address, unless the same server listens on that already, which nginx would refuse.
 */
export function listenEdits(text: string, directives: readonly Directive[]): TextEdit[] {
  const blocks = [...walkDirectives(directives)].flatMap(({ block }) => (block ? [block.directives] : []));
  return [directives, ...blocks].flatMap((level) => {
    const listens = level.flatMap(({ name, args: [word] }) => {
      const address = name.value === 'listen' && word ? listenAddress(word.value) : undefined;
      return address && word ? [{ word, ...address }] : [];
    });
    const open = new Set(listens.filter(({ isOpen }) => isOpen).map(({ everywhere }) => everywhere));
    return listens.flatMap(({ word, everywhere }) => {
      if (open.has(everywhere)) return [];
      open.add(everywhere);
      return [replaceOnLine(text, word.span, everywhere)];
    });
  });
}

/** Takes the address of a `listen` apart; undefined for a socket and for what is no address. */
function listenAddress(
  address: string,
): { readonly isOpen: boolean; readonly everywhere: string } | undefined {
  if (address.startsWith('unix:')) return undefined;
  const match =
    /^(?:(\[[^\]]*\]|[^:[\]]*?):)?(\d+)$/.exec(address) ?? /^(\[[^\]]*\]|[^:[\]]+)$/.exec(address);
  if (!match) return undefined;
  const [, host = '*', port = '80'] = match;
  const isV6 = host.startsWith('[');
  return {
    isOpen: ['*', '0.0.0.0', '[::]'].includes(host),
    everywhere: isV6 ? `[::]:${port}` : port,
  };
}
