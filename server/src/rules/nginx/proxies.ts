import type { ClusterModel } from '../../cluster/model';
import type { NginxConfiguration, Placement } from '../../languages/nginx/configuration';
import { inEffect, isKnown } from '../../languages/nginx/effective';
import { insertAfter } from '../edits';
import type { Fix } from '../rule';
import { nameOf, sourceOf, textOf, upstreamsOf, valuesOf } from './support';

/** A `proxy_pass` with what is in effect for it. */
export interface ProxyPass {
  readonly placement: Placement;
  /** The block it stands in. */
  readonly level: Placement;
  readonly scheme: string;
  /** With its port, as written; may hold variables. */
  readonly authority: string;
  /** What follows the authority; empty where the request's own path is passed on. */
  readonly uri: string;
  readonly upstream: Placement | undefined;
  /** The last `proxy_set_header` of each name in effect, by lower-case name. */
  readonly headers: ReadonlyMap<string, Placement>;
  /** Whether those headers are written in the block of the `proxy_pass`. */
  readonly ownHeaders: boolean;
  /** Whether nothing that could be in effect here is out of sight. */
  readonly known: boolean;
}

const read = new WeakMap<Placement, ProxyPass>();

/** Reads a `proxy_pass` once for all rules; undefined for every other directive and for an address that nginx refuses. */
export function proxyPassOf(placement: Placement, configuration: NginxConfiguration): ProxyPass | undefined {
  const { parent } = placement;
  if (nameOf(placement) !== 'proxy_pass' || !parent || placement.context.startsWith('stream'))
    return undefined;
  const before = read.get(placement);
  if (before) return before;
  const match = /^(https?):\/\/([^/?#]*)(.*)$/is.exec(valuesOf(placement)[0] ?? '');
  if (!match) return undefined;
  const [, scheme = '', authority = '', uri = ''] = match;
  const headers = inEffect(parent, 'proxy_set_header');
  const proxy: ProxyPass = {
    placement,
    level: parent,
    scheme: scheme.toLowerCase(),
    authority,
    uri,
    upstream: upstreamsOf(configuration).get(authority),
    headers: new Map(headers?.lines.map((line) => [valuesOf(line)[0]?.toLowerCase() ?? '', line])),
    ownHeaders: headers?.level === parent,
    known: configuration.kind === 'main' && isKnown(parent),
  };
  read.set(placement, proxy);
  return proxy;
}

/** The value of a header in effect; undefined where nobody sets it. */
export const headerValue = ({ headers }: ProxyPass, name: string): string | undefined => {
  const line = headers.get(name);
  return line && valuesOf(line)[1];
};

/**
 * Adds lines beside a `proxy_pass`, and replaces headers that stand there already. A header set in a block cancels those it
 * would inherit, so these are said again. Undefined inside `if`, where nginx allows no header to be set.
 */
export function setBeside(
  proxy: ProxyPass,
  {
    title,
    lines,
    headers,
  }: { title: string; lines: readonly string[]; headers: ReadonlyMap<string, string> },
  model: ClusterModel,
): Fix | undefined {
  const { placement, level } = proxy;
  if (level.context === 'unknown' || nameOf(level) !== 'location') return undefined;
  const text = textOf(placement.path, model);
  const added = [...headers].filter(([name]) => !proxy.ownHeaders || !proxy.headers.has(name.toLowerCase()));
  const replaced = [...headers].flatMap(([name, value]) => {
    const line = proxy.ownHeaders ? proxy.headers.get(name.toLowerCase()) : undefined;
    const word = line?.directive.args[1];
    return line && word ? [{ path: line.path, edit: { span: word.span, text: value } }] : [];
  });
  if (replaced.some(({ path }) => path !== placement.path)) return undefined;
  const wanted = new Set([...headers.keys()].map((name) => name.toLowerCase()));
  const again =
    proxy.ownHeaders || added.length === 0
      ? []
      : [...proxy.headers].filter(([name]) => !wanted.has(name)).map(([, line]) => sourceOf(line, model));
  const statements = [
    ...lines,
    ...again,
    ...added.map(([name, value]) => `proxy_set_header ${name} ${value};`),
  ];
  const edits = replaced.map(({ edit }) => edit);
  if (statements.length > 0) edits.push(insertAfter(text, placement.directive.span, statements));
  const isShared =
    placement.path !== level.path || level.children.some((child) => nameOf(child) === 'location');
  return { title, safe: !isShared, edits: new Map([[placement.path, edits]]) };
}
