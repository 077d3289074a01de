import type { ClusterModel } from '../../cluster/model';
import { hasPlaceholder } from '../../languages/text/placeholders';
import {
  placementsNamed,
  type NginxConfiguration,
  type Placement,
} from '../../languages/nginx/configuration';
import { hasGapInside, inEffect, isKnown, isSeen, written } from '../../languages/nginx/effective';
import { insertAfter } from './edits';
import type { Fix } from '../define';
import { nameOf, sourceOf, textOf, upstreamsOf, valuesOf } from './nginx';

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
  /** The `proxy_set_header` lines in effect, in nginx's order: a name may stand in several. */
  readonly headers: readonly Placement[];
  /** Whether those lines are written in the block of the `proxy_pass`. */
  readonly ownHeaders: boolean;
  /** Whether no more of those lines can be in effect than are here. */
  readonly knowsHeaders: boolean;
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
  const lines = headers?.lines ?? [];
  const isMain = configuration.kind === 'main';
  const proxy: ProxyPass = {
    placement,
    level: parent,
    scheme: scheme.toLowerCase(),
    authority,
    uri,
    upstream: upstreamsOf(configuration).get(authority),
    headers: lines,
    ownHeaders: headers?.level === parent,
    knowsHeaders:
      isMain &&
      isSeen(parent, 'proxy_set_header') &&
      !lines.some((line) => hasPlaceholder(valuesOf(line)[0] ?? '')),
    known: isMain && isKnown(parent),
  };
  read.set(placement, proxy);
  return proxy;
}

/** The lines of those given that set a header, by its lower-case name. */
export const linesOf = (headers: readonly Placement[], name: string): readonly Placement[] =>
  headers.filter((line) => valuesOf(line)[0]?.toLowerCase() === name);

/**
 * The values that nginx sends for a header: each that is not empty, in the order of the lines. An empty one sends nothing
 * and takes nothing back (ngx_http_proxy_init_headers). One with a variable may come out empty.
 */
export const sentValues = (headers: readonly Placement[], name: string): readonly string[] =>
  linesOf(headers, name).flatMap((line) => valuesOf(line)[1] || []);

/** Whether a `proxy_set_header` is the only one of its header at its level that may send anything. */
export const sendsAlone = (line: Placement): boolean =>
  line.parent !== undefined &&
  sentValues(written(line.parent, 'proxy_set_header'), valuesOf(line)[0]?.toLowerCase() ?? '').length === 1;

interface Wanted {
  readonly title: string;
  /** Other directives, each with its semicolon. */
  readonly lines?: readonly string[];
  /** Values by the names of headers. */
  readonly headers: ReadonlyMap<string, string>;
}

/**
 * Adds lines beside a `proxy_pass`, and replaces headers that stand there already. A header set in a block cancels those it
 * would inherit, so these are said again. Undefined inside `if`, where nginx allows no header to be set, and where a header
 * is sent more than once.
 */
export function setBeside(
  proxy: ProxyPass,
  { title, lines = [], headers }: Wanted,
  model: ClusterModel,
): Fix | undefined {
  const { placement, level } = proxy;
  if (level.context === 'unknown' || nameOf(level) !== 'location') return undefined;
  const names = [...headers.keys()].map((name) => name.toLowerCase());
  if (names.some((name) => sentValues(proxy.headers, name).length > 1)) return undefined;
  const own = proxy.ownHeaders ? proxy.headers : [];
  const added = [...headers].filter(([name]) => linesOf(own, name.toLowerCase()).length === 0);
  const replaced = [...headers].flatMap(([name, value]) => {
    const same = linesOf(own, name.toLowerCase());
    const line = same.find((one) => valuesOf(one)[1] !== '') ?? same.at(-1);
    const word = line?.directive.args[1];
    return line && word ? [{ path: line.path, edit: { span: word.span, text: value } }] : [];
  });
  if (replaced.some(({ path }) => path !== placement.path)) return undefined;
  const again =
    proxy.ownHeaders || added.length === 0
      ? []
      : proxy.headers
          .filter((line) => !names.includes(valuesOf(line)[0]?.toLowerCase() ?? ''))
          .map((line) => sourceOf(line, model));
  const statements = [
    ...lines,
    ...again,
    ...added.map(([name, value]) => `proxy_set_header ${name} ${value};`),
  ];
  const edits = replaced.map(({ edit }) => edit);
  if (statements.length > 0)
    edits.push(insertAfter(textOf(placement.path, model), placement.directive.span, statements));
  return {
    title,
    safe: !reachesOthers(proxy, model),
    edits: new Map([[placement.path, edits]]),
  };
}

/** What a line beside a `proxy_pass` would cancel, or may not stand beside. */
const inherited = ['proxy_set_header', 'proxy_http_version'];

/**
 * Whether lines set beside a `proxy_pass` would change what others send: those in blocks inside, which inherit them, or this
 * very line where it is read again under other lines.
 */
function reachesOthers({ placement, level }: ProxyPass, model: ClusterModel): boolean {
  return model.configurations
    .flatMap((configuration) => placementsNamed(configuration, 'proxy_pass'))
    .some(({ directive, parent }) => {
      if (directive !== placement.directive || !parent) return false;
      return (
        hasGapInside(parent) ||
        passesInside(parent) ||
        (parent !== level && inherited.some((name) => !isSame(parent, level, name)))
      );
    });
}

function isSame(one: Placement, other: Placement, name: string): boolean {
  const [lines, others] = [one, other].map((level) => inEffect(level, name)?.lines ?? []);
  return (
    lines !== undefined &&
    lines.length === others?.length &&
    lines.every(({ directive }, index) => directive === others[index]?.directive)
  );
}

/** Whether a block inside passes requests on with what this one has. */
function passesInside(level: Placement): boolean {
  const waiting = level.children.filter(({ children }) => children.length > 0);
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const inside = at;
    if (inherited.every((name) => written(inside, name).length > 0)) continue;
    if (written(inside, 'proxy_pass').length > 0) return true;
    waiting.push(...inside.children.filter(({ children }) => children.length > 0));
  }
  return false;
}
