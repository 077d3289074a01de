import { t } from '@vscode/l10n';
import type { Mention, MentionView, NameKind } from '../symbols/kinds';
import { hasPlaceholder } from '../text/placeholders';
import type { Span } from '../text/span';
import { attribute, elements, localName, textOf } from '../xml/query';
import type { XmlDocument, XmlElement } from '../xml/tree';

export const roleKind: NameKind = {
  title: () => t('role'),
  write: (wanted) => {
    const name = wanted.trim();
    return /^[\w.-]+$/.test(name)
      ? { name }
      : { refused: t('The name of a role consists of letters, digits, dots, hyphens and underscores.') };
  },
};

/** A Tomcat gives its users' roles to all of its applications. */
const KEYS: readonly string[] = ['roles'];

interface Found {
  readonly name: string;
  readonly span: Span;
  readonly makes: boolean;
  readonly by?: string;
}

/** The roles that web.xml files ask for, and those that tomcat-users.xml files give. */
export function* roleMentions({ files }: MentionView): Generator<Mention, void, undefined> {
  const all = [...files.values()].flatMap((file) => {
    const { kind, path } = file;
    if (kind === 'web.xml' || kind === 'web-fragment.xml')
      return [...inDescriptor(file.document)].map((found) => ({ ...found, path, isOfUsers: false }));
    if (kind === 'tomcat-users.xml')
      return [...inUsers(file.document)].map((found) => ({ ...found, path, isOfUsers: true }));
    return [];
  });
  if (all.length === 0) return;
  const given = new Set(all.flatMap(({ name, isOfUsers }) => (isOfUsers ? name : [])));
  for (const { isOfUsers: _, ...one } of all)
    yield { kind: 'role', ...one, keys: KEYS, fixed: () => whyFixed(one.name, given, files) };
}

function whyFixed(name: string, given: ReadonlySet<string>, files: MentionView['files']): string | undefined {
  const isInCode = [...files.values()].some(
    ({ kind, language }) => kind === 'java' && language.text.includes(`"${name}"`),
  );
  if (isInCode) return t('Java code names the role "{name}" too, so it cannot be renamed here.', { name });
  if (given.has(name)) return undefined;
  return t('No tomcat-users.xml of this workspace has the role "{name}", so it cannot be renamed here.', {
    name,
  });
}

/** Where a role stands in web.xml, by the element around: `<role-name>` of a `<security-role-ref>` is a name of the code's own. */
const makers: ReadonlySet<string> = new Set(['security-role/role-name']);
const users: ReadonlySet<string> = new Set([
  'auth-constraint/role-name',
  'run-as/role-name',
  'security-role-ref/role-link',
]);

function* inDescriptor(document: XmlDocument): Generator<Found> {
  for (const element of elements(document)) {
    const { parent } = element;
    const place = parent ? `${localName(parent)}/${localName(element)}` : '';
    const makes = makers.has(place);
    const name = makes || users.has(place) ? textOf(element) : '';
    const span = name === '' ? undefined : contentSpan(document, element, name);
    // "*" and "**" stand for many.
    if (!span || !isPlain(name) || /^\*+$/.test(name)) continue;
    yield { name, span, makes, ...(makes && parent && { by: localName(parent) }) };
  }
}

function contentSpan({ text }: XmlDocument, { children }: XmlElement, name: string): Span | undefined {
  const [only, ...more] = children;
  if (!only || more.length > 0) return undefined;
  const start = only.span.start + text.slice(only.span.start, only.span.end).indexOf(name);
  // As it is written: nothing escaped.
  return start >= only.span.start ? { start, end: start + name.length } : undefined;
}

function* inUsers(document: XmlDocument): Generator<Found> {
  for (const element of elements(document)) {
    const made = element.name === 'role' && (attribute(element, 'rolename') ?? attribute(element, 'name'));
    if (made && made.valueSpan && isPlain(made.value) && made.value !== '')
      yield { name: made.value, span: made.valueSpan, makes: true, by: element.name };
    const given = /^(?:user|group)$/.test(element.name) && attribute(element, 'roles');
    if (given && given.valueSpan && isPlain(given.value)) yield* inList(given.value, given.valueSpan.start);
  }
}

/** MemoryUserDatabase splits at commas and takes the blanks away. */
function* inList(list: string, from: number): Generator<Found> {
  for (const { 0: name, index } of list.matchAll(/[^\s,](?:[^,]*[^\s,])?/g))
    yield { name, span: { start: from + index, end: from + index + name.length }, makes: false };
}

const isPlain = (text: string): boolean => !hasPlaceholder(text) && !text.includes('&');
