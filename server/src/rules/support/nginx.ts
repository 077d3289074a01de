import type { ClusterModel, TomcatNode } from '../../cluster/model';
import type { NginxConfiguration, Placement } from '../../languages/nginx/configuration';
import { wholeLine } from '../../languages/nginx/layout';
import type { Directive, Word } from '../../languages/nginx/tree';
import type { Span, TextEdit } from '../../languages/text/span';
import type { Fix } from '../define';

/** What the rules about nginx have in common: reading words, making edits. */

export const nameOf = ({ directive }: Placement): string => directive.name.value;

export const valuesOf = ({ directive }: Placement): readonly string[] =>
  directive.args.map(({ value }) => value);

export function textOf(path: string, { files }: ClusterModel): string {
  const file = files.get(path);
  return file?.kind === 'nginx' ? file.document.text : '';
}

export const sourceOf = ({ path, directive: { span } }: Placement, model: ClusterModel): string =>
  textOf(path, model).slice(span.start, span.end);

/** From the name to the last argument, without terminator or block. */
export const headOf = ({ name, args }: Directive): Span => ({
  start: name.span.start,
  end: args.at(-1)?.span.end ?? name.span.end,
});

export const offered = (title: string, path: string, ...edits: readonly TextEdit[]): Fix => ({
  title,
  safe: false,
  edits: new Map([[path, edits]]),
});

/** Takes a word out with the blank before it. */
export function withoutWord(text: string, { span }: Word): TextEdit {
  const blank = /[ \t]*$/.exec(text.slice(0, span.start))?.[0].length ?? 0;
  return { span: { start: span.start - blank, end: span.end }, text: '' };
}

export const withoutLine = (text: string, span: Span): TextEdit => ({
  span: wholeLine(text, span),
  text: '',
});

/** Whether a variable is named in a text: `$name` or `${name}`. */
export function namesVariable(text: string, name: string): boolean {
  for (let at = text.indexOf('$'); at !== -1; at = text.indexOf('$', at + 1)) {
    const found = /^\$(?:\{(\w+)\}|(\w+))/.exec(text.slice(at, at + name.length + 4));
    if ((found?.[1] ?? found?.[2])?.toLowerCase() === name.toLowerCase()) return true;
  }
  return false;
}

/** A location's modifier and what follows it; the modifier may be glued to the pattern, as in `=/x`. */
export interface LocationName {
  readonly modifier: '' | '=' | '^~' | '~' | '~*' | '@';
  readonly pattern: string;
  readonly word: Word;
}

/** As `ngx_http_core_location` reads it; undefined for what it refuses. */
export function locationName({ args }: Directive): LocationName | undefined {
  const [first, second] = args;
  if (!first) return undefined;
  if (second) {
    const { value } = first;
    return value === '=' || value === '^~' || value === '~' || value === '~*'
      ? { modifier: value, pattern: second.value, word: second }
      : undefined;
  }
  const [, glued, rest = ''] = /^(=|\^~|~\*|~|@)?([\s\S]*)$/.exec(first.value) ?? [];
  const modifier = glued === '=' || glued === '^~' || glued === '~' || glued === '~*' ? glued : '';
  return glued === '@'
    ? { modifier: '@', pattern: rest, word: first }
    : { modifier, pattern: rest, word: first };
}

const upstreamsRead = new WeakMap<NginxConfiguration, ReadonlyMap<string, Placement>>();

/** The upstream blocks of http by name. */
export function upstreamsOf(configuration: NginxConfiguration): ReadonlyMap<string, Placement> {
  let upstreams = upstreamsRead.get(configuration);
  if (!upstreams) {
    const top = configuration.placements.flatMap((one) =>
      nameOf(one) === 'http' ? [one, ...one.children] : one,
    );
    upstreams = new Map(
      top
        .filter((one) => nameOf(one) === 'upstream' && one.context === 'http')
        .map((one) => [valuesOf(one)[0] ?? '', one]),
    );
    upstreamsRead.set(configuration, upstreams);
  }
  return upstreams;
}

const nodesRead = new WeakMap<ClusterModel, ReadonlyMap<Directive, readonly TomcatNode[]>>();

/** The Tomcats of the workspace that an upstream leads to. */
export function tomcatsBehind(upstream: Placement | undefined, model: ClusterModel): readonly TomcatNode[] {
  if (!upstream) return [];
  let known = nodesRead.get(model);
  if (!known) {
    const found = new Map<Directive, TomcatNode[]>();
    for (const { upstream: one, node } of model.clusters.flatMap((cluster) => cluster.links)) {
      const nodes = found.get(one.directive);
      if (nodes) nodes.push(node);
      else found.set(one.directive, [node]);
    }
    known = found;
    nodesRead.set(model, known);
  }
  return known.get(upstream.directive) ?? [];
}
