import type { FeatureView, Suggestion } from '../../features';
import type { XmlDocument } from '../../xml/tree';
import type { Typing } from '../../xml/typing';
import { childrenOf } from '../catalogue';
import type { Setting } from '../check';
import type { Component } from '../components';
import { servletReleases } from '../descriptors';
import { attributesAt, describePlainAttribute, describePlainElement } from './plainHover';
import { wordsOf, withoutPrefix } from './plainWords';
import { choiceOf } from './snippets';
import { templatesIn } from './templates';
import { type TypedElement, wantedAt } from './wanted';

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

/** Tomcat reads these only to warn of them, or for releases of long ago. */
const misread: ReadonlySet<string> = new Set([
  'web-app/ordering',
  'web-app/taglib',
  'web-fragment/absolute-ordering',
  'web-fragment/taglib',
]);

/** Seldom written by hand. */
const rare =
  /^(?:ejb-.*|message-destination.*|service-ref|post-construct|pre-destroy|locale-encoding.*|mapped-name|icon|injection-target|absolute-ordering|deny-.*)$/;

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

/** What may be written in a web.xml, web-fragment.xml or tomcat-users.xml, whose elements make no objects of a class. */
export function completePlain(
  document: XmlDocument,
  offset: number,
  setting: Setting,
  names: FeatureView['names'],
): readonly Suggestion[] {
  const wanted = wantedAt(document, offset);
  if (!wanted) return [];
  const { component, typing } = wanted;
  const path = component.path.map(withoutPrefix);
  if (typing.at === 'element') {
    const elements = elementsIn(component, path, typing, setting);
    const offered = elements.map(({ label }) => label);
    return [
      ...elements,
      ...templatesIn(component.name, typing, offered, setting.version),
      ...(typing.isContent ? wordsIn(path, typing, names) : []),
    ];
  }
  if (typing.at === 'value')
    return path[0] === 'tomcat-users' ? rolesAt(document, typing, offset, names) : rootValues(path, typing);
  const { span, isAlone } = typing;
  return attributesAt(path, setting)
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
      documentation: () => describePlainAttribute(path, name, setting),
    }));
}

function elementsIn(
  around: Component,
  within: readonly string[],
  { span, before, isAlone }: TypedElement,
  setting: Setting,
): readonly Suggestion[] {
  const prefix = around.name.slice(0, around.name.indexOf(':') + 1);
  const isThere = (name: string): boolean =>
    around.children.some(
      (child) => withoutPrefix(child.name) === name && child.element.nameSpan.start !== span.start,
    );
  return childrenOf(setting.file, within, setting.version)
    .map(({ path }) => path.split('/'))
    .filter((path) => !misread.has(path.join('/')))
    .flatMap((path): readonly Suggestion[] => {
      const name = path.at(-1) ?? '';
      if (single.has(name) && isThere(name)) return [];
      const label = prefix + name;
      const text = before + (isAlone ? snippetOf(path, prefix, setting) : label);
      return [
        {
          kind: 'element',
          label,
          span,
          text,
          isSnippet: isAlone,
          filter: label,
          rank: rare.test(name) ? 1 : 0,
          documentation: () => describePlainElement(path, setting),
        },
      ];
    });
}

function snippetOf(path: readonly string[], prefix: string, { file, version }: Setting): string {
  const name = path.at(-1) ?? '';
  const tag = prefix + name;
  const written = file === 'tomcat-users.xml' ? attributesOf[name] : undefined;
  if (written !== undefined) return `${tag} ${written}$0 />`;
  if (empty.has(name)) return `${tag}/>`;
  const choices = wordsOf(name, path.at(-2));
  if (choices) return `${tag}>${choiceOf(choices)}</${tag}>`;
  const isBlock = childrenOf(file, path, version).length > 0;
  const inner = (usual[name] ?? '').replace(/<(\/?)/g, `<$1${prefix}`);
  return isBlock ? `${tag}>\n\t${inner}$0\n</${tag}>` : `${tag}>$0</${tag}>`;
}

function wordsIn(
  path: readonly string[],
  { span }: TypedElement,
  names: FeatureView['names'],
): readonly Suggestion[] {
  const name = path.at(-1) ?? '';
  const word = (kind: Suggestion['kind'], text: string): Suggestion => ({
    kind,
    label: text,
    span,
    text,
    isSnippet: false,
    rank: 0,
  });
  if (name === 'role-name' || name === 'role-link') return rolesOf(names).map((role) => word('name', role));
  return (wordsOf(name, path.at(-2)) ?? []).map((text) => word('value', text));
}

/** In a list with commas between: the one that is being written. */
function rolesAt(
  { text }: XmlDocument,
  { attribute, span }: Extract<Typing, { readonly at: 'value' }>,
  offset: number,
  names: FeatureView['names'],
): readonly Suggestion[] {
  const isList = attribute === 'roles';
  if (!isList && attribute !== 'rolename') return [];
  const written = text.slice(span.start, span.end).split(/\s*,\s*/);
  const before = /[^,\s]*$/.exec(text.slice(span.start, offset))?.[0].length ?? 0;
  const after = /^[^,\s]*/.exec(text.slice(offset, span.end))?.[0].length ?? 0;
  const own = { start: offset - before, end: offset + after };
  return [...new Set([...rolesOf(names), ...managerRoles])]
    .filter((role) => !written.includes(role) || text.slice(own.start, own.end) === role)
    .map((role) => ({ kind: 'name', label: role, span: own, text: role, isSnippet: false, rank: 0 }));
}

function rootValues(
  path: readonly string[],
  { attribute, span }: Extract<Typing, { readonly at: 'value' }>,
): readonly Suggestion[] {
  if (path.length !== 1) return [];
  const values =
    attribute === 'version' ? servletReleases : attribute === 'metadata-complete' ? ['true', 'false'] : [];
  return values.map((text, rank) => ({
    kind: 'value',
    label: text,
    span,
    text,
    isSnippet: false,
    rank: Math.min(rank, 9),
  }));
}

/** Roles of Tomcat's own applications: their web.xml in webapps/manager and webapps/host-manager. */
const managerRoles = [
  'manager-gui',
  'manager-script',
  'manager-jmx',
  'manager-status',
  'admin-gui',
  'admin-script',
];

const rolesOf = (names: FeatureView['names']): readonly string[] => [...names().allNamed('role')].toSorted();
