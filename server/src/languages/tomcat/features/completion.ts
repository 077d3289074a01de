import { t } from '@vscode/l10n';
import type { Suggestion } from '../../features';
import type { Span } from '../../text/span';
import type { XmlDocument } from '../../xml/tree';
import type { Typing } from '../../xml/typing';
import {
  type AttributeEntry,
  childrenOf,
  classNamed,
  type ElementEntry,
  takesChild,
  tomcatLines,
} from '../catalogue';
import { attributeNamed } from '../catalogueAttributes';
import { attributesFor, type Setting, writtenOrDefault } from '../check';
import type { Component } from '../components';
import { attributeOf, simpleName } from '../values';
import { explainAttribute } from '../explain';
import { describeAttribute, describeClass, describeElement, entryOf, isReadApart } from './hover';
import { choiceOf, elementSnippet, placeOf } from './snippets';
import { templatesIn } from './templates';
import { type KnownValue, type Project, valuesFor } from './values';
import { type TypedElement, wantedAt } from './wanted';

/** What may be written at an offset of a server.xml or context.xml. */
export function complete(
  document: XmlDocument,
  offset: number,
  setting: Setting,
  project: Project,
): readonly Suggestion[] {
  const asked = wantedAt(document, offset);
  if (!asked) return [];
  if (asked.typing.at === 'element') {
    const elements = elementsIn(asked.component, asked.typing, setting);
    const names = elements.map(({ label }) => label);
    return [...elements, ...templatesIn(asked.component.name, asked.typing, names, setting.version)];
  }
  const { typing, component } = asked;
  const entry = entryOf(component, setting);
  if (!entry) return [];
  return typing.at === 'attribute'
    ? attributesAt(component, entry, typing, project, setting)
    : valuesAt(component, entry, typing, project, setting);
}

/** Seldom written, and then by those who know it. */
const rare =
  /^(?:Ejb|LocalEjb|ServiceRef|Transaction|ResourceEnvRef|ChannelListener|MembershipListener|ClusterListener|Wrapper\w+|OpenSSL\w+)$/;

function elementsIn(
  around: Component,
  { span, before, isAlone }: TypedElement,
  setting: Setting,
): readonly Suggestion[] {
  const { file, version, properties } = setting;
  const own = entryOf(around, setting);
  const className = own && writtenOrDefault(around, own, properties);
  return childrenOf(file, around.path, version).flatMap((entry): readonly Suggestion[] => {
    const path = entry.path.split('/');
    const name = path.at(-1) ?? '';
    if (className !== undefined && takesChild(className, entry, version) === false) return [];
    if (isTaken(around, name, entry, span)) return [];
    return [
      {
        kind: 'element',
        label: name,
        span,
        text: before + (isAlone ? elementSnippet(name, entry, setting) : name),
        isSnippet: isAlone,
        filter: name,
        rank: rare.test(name) ? 1 : 0,
        documentation: () => describeElement({ name, path, className: entry.defaultClass }, entry, setting),
      },
    ];
  });
}

/** Whether there is one already where only one can be: its parent has a setter for it. */
const isTaken = (around: Component, name: string, { adds }: ElementEntry, { start }: Span): boolean =>
  adds?.startsWith('set') === true &&
  around.children.some((child) => child.name === name && child.element.nameSpan.start !== start);

function attributesAt(
  component: Component,
  entry: ElementEntry,
  { span, isAlone }: Extract<Typing, { readonly at: 'attribute' }>,
  project: Project,
  setting: Setting,
): readonly Suggestion[] {
  const isFree = (name: string): boolean => {
    const written = attributeOf(component, name);
    return !written || written.nameSpan.start === span.start;
  };
  const known = [...(knownAttributes(component, entry, setting)?.values() ?? [])].filter(({ name, type }) =>
    entry.excludes?.includes(name) ? setting.file === 'server.xml' : type !== 'object',
  );
  const ofClass: readonly AttributeEntry[] =
    entry.classAttribute === undefined
      ? []
      : [{ name: entry.classAttribute, type: 'string', required: entry.needsClass === true }];
  return [...ofClass, ...known]
    .filter(({ name }) => isFree(name))
    .map((attribute): Suggestion => {
      const { name } = attribute;
      const deprecated = attribute.deprecated === true && !isReadApart(component, name);
      const values = valuesFor(component, name, entry, attribute, project, setting);
      return {
        kind: 'attribute',
        label: name,
        span,
        text: isAlone ? `${name}="${valueSnippet(attribute, values)}"` : name,
        isSnippet: isAlone,
        filter: name,
        rank: deprecated ? 4 : rankOf(component, attribute),
        ...(deprecated && { isDeprecated: true, detail: t('deprecated') }),
        documentation: () => describeAttribute(component, entry, name, setting),
      };
    });
}

/** Attributes of nearly every class. */
const everywhere = /^(?:domain|lookupName|optionFlag|throwOnFailure)$/;

/** What Tomcat's reference says nothing of comes last: much of it is not meant for files. */
function rankOf(component: Component, { name, required, doc }: AttributeEntry): number {
  if (required) return 0;
  const isExplained = !everywhere.test(name) && explainAttribute(component.name, name) !== undefined;
  return doc === undefined && !isExplained ? 3 : 1;
}

/** Somebody writes an attribute to have another value than the default. */
function valueSnippet({ default: usual = '' }: AttributeEntry, values: readonly KnownValue[]): string {
  const texts = values.filter(({ className }) => className === undefined).map(({ value }) => value);
  if (texts.length === 0) return placeOf(values.length > 0 ? '' : usual);
  return choiceOf([...texts.filter((text) => text !== usual), ...texts.filter((text) => text === usual)]);
}

/** As in the version in use, or where that is not known as in the newest. */
const knownAttributes = (component: Component, entry: ElementEntry, setting: Setting) =>
  attributesFor(component, entry, setting) ??
  attributesFor(component, entry, { ...setting, version: setting.version ?? tomcatLines.at(-1) });

function valuesAt(
  component: Component,
  entry: ElementEntry,
  { attribute: name, span }: Extract<Typing, { readonly at: 'value' }>,
  project: Project,
  setting: Setting,
): readonly Suggestion[] {
  const all = knownAttributes(component, entry, setting);
  const attribute = all && attributeNamed(all, name);
  return valuesFor(component, name, entry, attribute, project, setting).map((known): Suggestion => {
    const { value, detail, className, isName } = known;
    const isDeprecated = className !== undefined && classNamed(className)?.deprecated === true;
    return {
      kind: className === undefined ? (isName ? 'name' : 'value') : 'class',
      label: className === undefined ? value : simpleName(className),
      ...(className === undefined
        ? detail !== undefined && { detail }
        : { detail: className.slice(0, className.lastIndexOf('.')) }),
      ...(isDeprecated && { isDeprecated }),
      span,
      text: value,
      isSnippet: false,
      filter: value,
      rank: className === undefined ? 0 : isDeprecated ? 3 : classNamed(className)?.doc === undefined ? 2 : 1,
      ...(className !== undefined && { documentation: () => describeClass(className, setting.version) }),
    };
  });
}
