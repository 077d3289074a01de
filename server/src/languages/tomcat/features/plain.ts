import type { Suggestion } from '../../features';
import type { XmlDocument } from '../../xml/tree';
import { childrenOf, elementAt } from '../catalogue';
import type { Setting } from '../check';
import type { Component } from '../components';
import { choiceOf } from './snippets';
import { type TypedElement, wantedAt } from './wanted';

const bool = ['true', 'false'];

/** By element, or by two where another has one of that name: the words that its text may be, as the schemas of web.xml have them. */
const words: Readonly<Record<string, readonly string[]>> = {
  'async-supported': bool,
  'auth-method': ['BASIC', 'DIGEST', 'FORM', 'CLIENT-CERT'],
  'cookie-config/http-only': bool,
  'cookie-config/secure': bool,
  'filter-mapping/dispatcher': ['REQUEST', 'FORWARD', 'INCLUDE', 'ASYNC', 'ERROR'],
  'resource-ref/res-auth': ['Container', 'Application'],
  'tracking-mode': ['COOKIE', 'URL', 'SSL'],
  'transport-guarantee': ['NONE', 'INTEGRAL', 'CONFIDENTIAL'],
};

/** Elements that say all by being there. */
const empty: ReadonlySet<string> = new Set(['deny-uncovered-http-methods', 'distributable', 'others']);

/** Elements of which a web.xml has one. */
const single: ReadonlySet<string> = new Set([
  'absolute-ordering',
  'deny-uncovered-http-methods',
  'distributable',
  'jsp-config',
  'login-config',
  'request-character-encoding',
  'response-character-encoding',
  'session-config',
]);

/** What nearly every element of a name has, as a snippet writes it. */
const usual: Readonly<Record<string, string>> = {
  'context-param': '<param-name>$1</param-name>\n\t<param-value>$2</param-value>',
  filter: '<filter-name>$1</filter-name>\n\t<filter-class>$2</filter-class>',
  'filter-mapping': '<filter-name>$1</filter-name>\n\t<url-pattern>${2:/*}</url-pattern>',
  'init-param': '<param-name>$1</param-name>\n\t<param-value>$2</param-value>',
  listener: '<listener-class>$1</listener-class>',
  servlet: '<servlet-name>$1</servlet-name>\n\t<servlet-class>$2</servlet-class>',
  'servlet-mapping': '<servlet-name>$1</servlet-name>\n\t<url-pattern>${2:/}</url-pattern>',
  'session-config': '<session-timeout>${1:30}</session-timeout>',
};

/** Of tomcat-users.xml. */
const attributesOf: Readonly<Record<string, string>> = {
  group: 'groupname="$1" roles="$2"',
  role: 'rolename="$1"',
  user: 'username="$1" password="$2" roles="$3"',
};

/** What may be written in a web.xml or tomcat-users.xml, whose elements make no objects of a class. */
export function completePlain(
  document: XmlDocument,
  offset: number,
  setting: Setting,
): readonly Suggestion[] {
  const wanted = wantedAt(document, offset);
  if (!wanted) return [];
  const { component, typing } = wanted;
  if (typing.at === 'element')
    return [
      ...elementsIn(component, typing, setting),
      ...(typing.isContent ? wordsIn(component, typing) : []),
    ];
  if (typing.at === 'value') return [];
  const { span, isAlone } = typing;
  const known = elementAt(setting.file, component.path, setting.version)?.attributes ?? [];
  return known
    .filter((name) =>
      component.element.attributes.every((one) => one.name !== name || one.nameSpan.start === span.start),
    )
    .map((name) => ({
      kind: 'attribute',
      label: name,
      span,
      text: isAlone ? `${name}="$1"` : name,
      isSnippet: isAlone,
      rank: 0,
    }));
}

function elementsIn(
  around: Component,
  { span, before, isAlone }: TypedElement,
  setting: Setting,
): readonly Suggestion[] {
  const isThere = (name: string): boolean =>
    around.children.some((child) => child.name === name && child.element.nameSpan.start !== span.start);
  return childrenOf(setting.file, around.path, setting.version)
    .map(({ path }) => path.split('/'))
    .filter((path) => path.join('/') !== 'web-app/ordering')
    .flatMap((path): readonly Suggestion[] => {
      const name = path.at(-1) ?? '';
      if (single.has(name) && isThere(name)) return [];
      const text = before + (isAlone ? snippetOf(name, path, setting) : name);
      return [{ kind: 'element', label: name, span, text, isSnippet: isAlone, filter: name, rank: 0 }];
    });
}

function snippetOf(name: string, path: readonly string[], { file, version }: Setting): string {
  const written = file === 'tomcat-users.xml' ? attributesOf[name] : undefined;
  if (written !== undefined) return `${name} ${written}$0 />`;
  if (empty.has(name)) return `${name}/>`;
  const choices = wordsOf(name, path.at(-2));
  if (choices) return `${name}>${choiceOf(choices)}</${name}>`;
  const isBlock = childrenOf(file, path, version).length > 0;
  return isBlock ? `${name}>\n\t${usual[name] ?? ''}$0\n</${name}>` : `${name}>$0</${name}>`;
}

const wordsOf = (name: string, parent = ''): readonly string[] | undefined =>
  words[`${parent}/${name}`] ?? words[name];

const wordsIn = ({ name, parent }: Component, { span }: TypedElement): readonly Suggestion[] =>
  (wordsOf(name, parent?.name) ?? []).map((text) => ({
    kind: 'value',
    label: text,
    span,
    text,
    isSnippet: false,
    rank: 0,
  }));
