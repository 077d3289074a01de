import { span, type TextEdit } from '../../text/span';
import { directivesNamed } from '../catalogue';
import { parseNginx } from '../parser';
import type { Directive, NginxDocument } from '../tree';
import { indentationOf, isClosed } from './at';

/**
 * What the line that somebody is writing lacks at its end, so that nginx would take the lines behind it for what they are.
 * Undefined for a line that is whole, or that the next one goes on with.
 */
export function lackOf({ text, faults }: NginxDocument, offset: number): TextEdit | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const feed = text.indexOf('\n', offset);
  const end = feed === -1 ? text.length : text[feed - 1] === '\r' ? feed - 1 : feed;
  const line = text.slice(start, end).trimEnd();
  if (/[;}]$/.test(line) && !/["']/.test(line)) return undefined;
  const before = parseNginx(text.slice(0, end));
  // Behind a comment all is part of it.
  if ((before.comments.at(-1)?.span.end ?? -1) > start) return undefined;
  const last = lastOpen(before);
  if (!last) return undefined;
  const at = span(end, end);
  if (last.block) {
    if (last.block.lua || last.block.open.start < start) return undefined;
    const closed = `${text.slice(0, end)}}${text.slice(end)}`;
    return parseNginx(closed).faults.length < faults.length ? { span: at, text: '}' } : undefined;
  }
  const word = last.args.at(-1) ?? last.name;
  if (word.span.end <= start) return undefined;
  const quote = word.quote && !isClosed(word) ? word.quote : '';
  return quote !== '' || isFollowed(text, end, last) ? { span: at, text: quote + endOf(last) } : undefined;
}

/** The last directive of a text, if nothing ends it or its block. */
function lastOpen({ directives }: NginxDocument): Directive | undefined {
  let found: Directive | undefined;
  for (let last = directives.at(-1); last && (!last.terminator || (last.block && !last.block.close));) {
    found = last;
    last = last.block?.directives.at(-1);
  }
  return found;
}

/** Whether what follows is meant as the next line of the block: no deeper than its own lines, or what closes it. */
function isFollowed(text: string, end: number, { name }: Directive): boolean {
  const next = /^(?:[ \t\r]*(?:#.*)?\n)*([ \t]*)([^\s#])/.exec(text.slice(end));
  if (!next) return true;
  const [, indentation = '', first = ''] = next;
  if (first === '}') return true;
  return (
    first !== ';' &&
    first !== '{' &&
    indentation.length <= (indentationOf(text, name.span.start) ?? '').length
  );
}

/** What ends a directive: a block, where it needs one. */
function endOf({ name }: Directive): string {
  const forms = directivesNamed(name.value);
  return forms.length > 0 && forms.every(({ block }) => block) ? ' {}' : ';';
}
