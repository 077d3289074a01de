import { t } from '@vscode/l10n';
import type { Explanation } from '../../features';
import type { XmlDocument } from '../../xml/tree';
import {
  type AttributeEntry,
  type AttributeType,
  classNamed,
  elementAt,
  type ElementEntry,
  formOf,
  type In,
  isClassIn,
  isKnownVersion,
  removedClass,
  tomcatLines,
} from '../catalogue';
import { attributeNamed } from '../catalogueAttributes';
import { entryAt, attributesFor, type Setting, writtenOrDefault } from '../check';
import type { Component } from '../components';
import { explainAttribute, explainElement } from '../explain';
import { releasesWith } from '../releases';
import { resolved, simpleName } from '../values';
import { spotAt } from './at';

/** What stands at an offset of a server.xml or context.xml, in Markdown; undefined for what Tomcat does not know. */
export function explain(document: XmlDocument, offset: number, setting: Setting): Explanation | undefined {
  const spot = spotAt(document, offset);
  if (!spot) return undefined;
  const { component, span } = spot;
  const entry = entryOf(component, setting);
  if (!entry) return undefined;
  if (spot.part === 'element') {
    const { name, path } = component;
    const className = writtenOrDefault(component, entry, setting.properties);
    return { markdown: describeElement({ name, path, className }, entry, setting), span };
  }
  const { name, value } = spot.attribute;
  const ofClass = spot.part === 'value' ? describeClass(value, setting.version) : undefined;
  const markdown = ofClass ?? describeAttribute(component, entry, name, setting);
  if (markdown === undefined) return undefined;
  const now = resolved(value, setting.properties);
  // A secret is nobody's to show.
  const isShown = now !== value && !/pass(?:word)?$|secret|key$/i.test(name);
  const told = t('{value} is {now}, by catalina.properties.', { value: `\`${value}\``, now: `\`${now}\`` });
  return { markdown: isShown ? `${told}\n\n${markdown}` : markdown, span };
}

/** What Tomcat does with an element: in the version in use, or else in another. */
export const entryOf = ({ path }: Component, { file, version }: Setting): ElementEntry | undefined =>
  entryAt(path, file, version) ?? entryAt(path, file, undefined);

/** An element that is there, or would be. */
export interface ElementInUse extends Pick<Component, 'name' | 'path'> {
  /** Undefined where none is named, or it is not known. */
  readonly className: string | undefined;
}

/** Markdown on an element: what it is, the class that it makes, and the releases that know it. */
export function describeElement(
  { name, path, className }: ElementInUse,
  entry: ElementEntry,
  setting: Setting,
): string {
  const { defaultClass, needsClass, type } = entry;
  const known = className === undefined ? undefined : classNamed(className);
  const isWritten = className !== undefined && className !== defaultClass;
  const says = explainElement(name);
  return page(`\`<${name}>\``, [
    says ?? known?.doc,
    isWritten && known?.doc !== undefined ? `\`${simpleName(known.name)}\`: ${known.doc}` : undefined,
    facts([
      className === undefined
        ? needsClass && type !== undefined && t('Class: must be named, a {type}', { type: code(type) })
        : isWritten || entry.classAttribute === undefined
          ? t('Class: {class}', { class: code(className) })
          : t('Class: {class}, by default', { class: code(className) }),
      ...releases((line) => elementAt(setting.file, path, line), setting.version),
    ]),
    reference(known?.link),
  ]);
}

/** Markdown on an attribute of an element; undefined where nothing is known of it. */
export function describeAttribute(
  component: Component,
  entry: ElementEntry,
  name: string,
  setting: Setting,
): string | undefined {
  if (name === entry.classAttribute) return describeClassAttribute(entry);
  const found = attributeFor(component, entry, name, setting);
  if (!found) return undefined;
  const { attribute, inVersion } = found;
  const { type, doc, link, required, deprecated } = attribute;
  // Of a number, -1 is how a class says that nothing was set.
  const isNeeded = required && (attribute.default === undefined || attribute.default === '-1');
  return page(`\`${attribute.name}\``, [
    doc ?? explainAttribute(component.name, attribute.name),
    facts([
      t('Type: {type}', { type: typeInWords(type) }),
      isNeeded ? t('Required') : defaultInWords(inVersion, setting.version),
      deprecated && !isReadApart(component, attribute.name) && t('Deprecated'),
      ...releases(inVersion, setting.version),
    ]),
    reference(link),
  ]);
}

/** ConnectorCreateRule reads it before there is a Connector: only its setter is deprecated. */
export const isReadApart = ({ name }: Pick<Component, 'name'>, attribute: string): boolean =>
  name === 'Connector' && attribute === 'protocol';

function describeClassAttribute({ classAttribute = '', type, defaultClass }: ElementEntry): string {
  return page(`\`${classAttribute}\``, [
    t('The Java class that does the work of this element: one of Tomcat or one of your own.'),
    facts([
      type !== undefined && t('Must be a {type}', { type: code(type) }),
      defaultClass === undefined ? t('Required') : t('Default: {value}', { value: code(defaultClass) }),
    ]),
  ]);
}

/** Markdown on a class of Tomcat; undefined for all others. */
export function describeClass(name: string, version: string | undefined): string | undefined {
  const known = classNamed(name);
  const gone = removedClass(name, version);
  if (!known && !gone) return undefined;
  const isThere = known !== undefined && (version === undefined || isClassIn(name, version) !== false);
  return page(`\`${simpleName(name)}\``, [
    known?.doc,
    facts([
      code(name),
      known?.deprecated && t('Deprecated'),
      ...(known ? releases((one) => classIn(name, one), version) : []),
      !isThere &&
        gone?.successor !== undefined &&
        t('Use {replacement} instead.', { replacement: code(gone.successor) }),
      !known && gone && t('Until Tomcat {version}', { version: gone.until }),
    ]),
    reference(known?.link),
  ]);
}

/** The class, if a version has it. */
const classIn = (name: string, version: string): In | undefined =>
  isClassIn(name, version) === false ? undefined : formOf(name, version);

interface Found {
  readonly attribute: AttributeEntry;
  /** The same in another version. */
  readonly inVersion: (version: string) => AttributeEntry | undefined;
}

function attributeFor(
  component: Component,
  entry: ElementEntry,
  name: string,
  { version, properties }: Setting,
): Found | undefined {
  const className = writtenOrDefault(component, entry, properties);
  const inVersion = (one: string | undefined): AttributeEntry | undefined => {
    if (className === undefined || isClassIn(className, one) === false) return undefined;
    const all = attributesFor(component, entry, { version: one, properties });
    return all && attributeNamed(all, name);
  };
  // What the one in use lacks is described as the newest has it.
  const attribute = [version, ...tomcatLines.toReversed()].reduce(
    (found: AttributeEntry | undefined, one) => found ?? inVersion(one),
    undefined,
  );
  return attribute && { attribute, inVersion };
}

/** How Tomcat reads what is written. */
function typeInWords(type: AttributeType): string {
  switch (type) {
    case 'int':
    case 'long':
      return t('whole number');
    case 'boolean':
      return `${code('true')}, ${code('false')}`;
    case 'address':
      return t('host name or address');
    case 'object':
      return t('object, which no text can set');
    case 'string':
      return t('text');
  }
}

/** The default in the version in use, or those of all releases. */
function defaultInWords(inVersion: Found['inVersion'], version: string | undefined): string | undefined {
  if (version !== undefined && isKnownVersion(version)) {
    const value = inVersion(version)?.default;
    return value === undefined
      ? undefined
      : t('Default: {value}, in Tomcat {version}', { value: code(value), version });
  }
  const values = new Map<string, string[]>();
  for (const line of tomcatLines) {
    const value = inVersion(line)?.default;
    if (value !== undefined) values.set(value, [...(values.get(value) ?? []), line]);
  }
  if (values.size === 0) return undefined;
  const [only] = values.size === 1 ? values.keys() : [];
  if (only !== undefined) return t('Default: {value}', { value: code(only) });
  const each = [...values].map(([value, lines]) =>
    t('{value} in Tomcat {releases}', { value: code(value), releases: lines.join(', ') }),
  );
  return t('Default: {value}', { value: each.join('; ') });
}

/** Which releases have a thing, where not all have it, and whether the one in use does. */
export function releases(
  thing: (version: string) => In | undefined,
  version: string | undefined,
): readonly string[] {
  const words = releasesWith(thing);
  const isEverywhere =
    words.length === tomcatLines.length && words.every((word, i) => word === tomcatLines[i]);
  const isMissing = version !== undefined && isKnownVersion(version) && !thing(version);
  return [
    ...(isEverywhere || words.length === 0
      ? []
      : [t('Releases: {releases}', { releases: words.join(', ') })]),
    ...(isMissing ? [`**${t('Not in Tomcat {version}', { version })}**`] : []),
  ];
}

export const code = (text: string): string => `\`${text === '' ? '""' : text}\``;
export const reference = (link: string | undefined): string | undefined =>
  link && `[${t('Reference')}](${link})`;
export const facts = (lines: readonly (string | false | undefined)[]): string =>
  lines.filter(Boolean).join('  \n');
export const page = (title: string, parts: readonly (string | undefined)[]): string =>
  [`**${title}**`, ...parts].filter(Boolean).join('\n\n');
