import type { ClusterModel } from '../../cluster/model';
import {
  placementsNamed,
  type NginxConfiguration,
  type Placement,
} from '../../languages/nginx/configuration';
import type { Fix } from '../define';
import { hasGapInside, inEffect, written } from '../../languages/nginx/effective';
import { type Headers, headersIn, linesOf, sentValues } from '../../languages/nginx/headers';
import { httpOf, type Proxy } from '../../languages/nginx/http';
import { insertAfter } from '../support/edits';
import { nameOf, sourceOf, valuesOf } from '../support/nginx';

/** A `proxy_pass` of a main file, with the headers in effect for it. */
export interface ProxyPass extends Proxy {
  readonly level: Placement;
  readonly headers: Headers;
}

/** Undefined for every other directive, for an address that nginx refuses, and where what stands around is not known. */
export function proxyPassOf(placement: Placement, configuration: NginxConfiguration): ProxyPass | undefined {
  const proxy = configuration.kind === 'main' ? httpOf(configuration).proxies.get(placement) : undefined;
  if (!proxy?.level || !proxy.scheme) return undefined;
  return { ...proxy, level: proxy.level, headers: headersIn(proxy.level) };
}

/** The `proxy_set_header` lines of the level that one stands at, which may be a file alone. */
export const headersBeside = (
  { parent }: Placement,
  { placements }: NginxConfiguration,
): readonly Placement[] =>
  parent
    ? written(parent, 'proxy_set_header')
    : placements.filter((one) => nameOf(one) === 'proxy_set_header');

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
  if (names.some((name) => sentValues(proxy.headers.lines, name).length > 1)) return undefined;
  const own = proxy.headers.from === level ? proxy.headers.lines : [];
  const added = [...headers].filter(([name]) => linesOf(own, name.toLowerCase()).length === 0);
  const replaced = [...headers].flatMap(([name, value]) => {
    const same = linesOf(own, name.toLowerCase());
    const line = same.find((one) => valuesOf(one)[1] !== '') ?? same.at(-1);
    const word = line?.directive.args[1];
    return line && word ? [{ path: line.path, edit: { span: word.span, text: value } }] : [];
  });
  if (replaced.some(({ path }) => path !== placement.path)) return undefined;
  const again =
    own.length > 0 || added.length === 0
      ? []
      : proxy.headers.lines
          .filter((line) => !names.includes(valuesOf(line)[0]?.toLowerCase() ?? ''))
          .map((line) => sourceOf(line, model));
  const statements = [
    ...lines,
    ...again,
    ...added.map(([name, value]) => `proxy_set_header ${name} ${value};`),
  ];
  const edits = replaced.map(({ edit }) => edit);
  if (statements.length > 0)
    edits.push(insertAfter(model.textOf(placement.path), placement.directive.span, statements));
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
