import type { ClusterModel, TomcatNode } from '../../cluster/model';
import type { Placement } from '../../languages/nginx/configuration';
import type { Upstream } from '../../languages/nginx/http';
import { wholeLine } from '../../languages/nginx/layout';
import type { Directive, Word } from '../../languages/nginx/tree';
import type { Span, TextEdit } from '../../languages/text/span';
import type { Fix } from '../define';

/** What the rules about nginx have in common: reading words, making edits. */

export const nameOf = ({ directive }: Placement): string => directive.name.value;

export const valuesOf = ({ directive }: Placement): readonly string[] =>
  directive.args.map(({ value }) => value);

export const sourceOf = ({ path, directive: { span } }: Placement, model: ClusterModel): string =>
  model.textOf(path).slice(span.start, span.end);

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

/** The Tomcats of the workspace that an upstream leads to. */
export const tomcatsBehind = (upstream: Upstream | undefined, model: ClusterModel): readonly TomcatNode[] =>
  upstream ? model.nodesBehind(upstream) : [];
