import type { TextEdit } from '../text/span';
import type { JavaDocument, JavaType } from './tree';

const serializable = 'java.io.Serializable';
const versionField = 'private static final long serialVersionUID = 1L;';

/** What makes a type Serializable: the clause, the import it needs, and a serialVersionUID where one is of use. */
export function makeSerializable(document: JavaDocument, type: JavaType): TextEdit[] {
  const { name, edits } = nameOf(document);
  const clause = type.kind === 'interface' ? 'extends' : 'implements';
  const last = (type.kind === 'interface' ? type.extends : type.implements).at(-1);
  const edit = last
    ? insert(last.span.end, `, ${name}`)
    : insert(type.implementsInsertAt, ` ${clause} ${name}`);
  return [...edits, edit, ...addVersion(document, type)];
}

/** A serialVersionUID as the first member of a class that has none; other types need none. */
export function addVersion({ text }: JavaDocument, type: JavaType): TextEdit[] {
  if (type.kind !== 'class' || type.fields.some(({ name }) => name === 'serialVersionUID')) return [];
  const newline = newlineOf(text);
  const at = type.bodyStart + 1;
  const rest = text.slice(at);
  const outer = indentationAt(text, type.nameSpan.start);
  const [blank = ''] = /^\s*/.exec(rest) ?? [];
  const isEmpty = rest.charAt(blank.length) === '}';
  if (isEmpty) {
    const body = `${newline}${outer}${indentUnit(text)}${versionField}${newline}${outer}`;
    return [{ span: { start: at, end: at + blank.length }, text: body }];
  }
  const line = /^[^\r\n]*/.exec(rest)?.[0] ?? '';
  // Only a comment behind the brace stays on its line; before anything else there the field goes on that line too.
  if (!/^[ \t]*(?:\/\/.*|\/\*(?:[^*]|\*(?!\/))*\*\/[ \t]*)?$/.test(line))
    return [insert(at, ` ${versionField}`)];
  const lineEnd = at + line.length;
  const after = /^(?:\r\n|\n|\r)([ \t]*)(\r?\n|\r)?/.exec(text.slice(lineEnd));
  const indent = /(?:^|[\r\n])([ \t]+)\S/.exec(text.slice(lineEnd))?.[1] ?? outer + indentUnit(text);
  const isBlankLine = after?.[2] !== undefined;
  return [insert(lineEnd, newline + newline + indent + versionField + (isBlankLine ? '' : newline))];
}

/** The name to write, and the import it needs. */
function nameOf(document: JavaDocument): { name: string; edits: TextEdit[] } {
  const { imports, types, text } = document;
  const single = imports.find((one) => !one.wildcard && one.name.endsWith('.Serializable'));
  const clash = types.some(({ name }) => name === 'Serializable') || (single && single.name !== serializable);
  if (clash) return { name: serializable, edits: [] };
  if (single || imports.some((one) => one.wildcard && !one.static && one.name === 'java.io'))
    return { name: 'Serializable', edits: [] };
  const newline = newlineOf(text);
  const line = `import ${serializable};`;
  const plain = imports.filter((one) => !one.static);
  const java = plain.filter(({ name }) => name.startsWith('java.'));
  const group = java.length > 0 ? java : plain;
  const next = group.find(({ name }) => name > serializable);
  const previous = group.at(-1);
  if (next) return { name: 'Serializable', edits: [insert(next.span.start, line + newline)] };
  if (previous) return { name: 'Serializable', edits: [insert(previous.span.end, newline + line)] };
  if (!document.packageSpan) return { name: serializable, edits: [] };
  return { name: 'Serializable', edits: [insert(document.packageSpan.end, newline + newline + line)] };
}

const insert = (at: number, text: string): TextEdit => ({ span: { start: at, end: at }, text });

const newlineOf = (text: string): string => /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';

function indentationAt(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
}

/** One step of indentation, as the first indented line of code has it. */
const indentUnit = (text: string): string => /[\r\n]([ \t]+)[^\s*]/.exec(text)?.[1] ?? '    ';
