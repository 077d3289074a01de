import { t } from '@vscode/l10n';
import type { Explanation } from '../../features';
import type { XmlDocument } from '../../xml/tree';
import { elementAt } from '../catalogue';
import type { Setting } from '../check';
import { rootAttributes, servletReleasesOf } from '../descriptors';
import { explainDescriptorAttribute, explainDescriptorElement } from '../explain';
import { spotAt } from './at';
import { code, facts, page, reference, releases } from './hover';
import { withoutPrefix, wordsOf } from './plainWords';

const SERVLET = 'https://jakarta.ee/specifications/servlet/6.0/jakarta-servlet-spec-6.0';
const USERS = 'https://tomcat.apache.org/tomcat-10.1-doc/realm-howto.html#UserDatabaseRealm';

/** What stands at an offset of a web.xml, web-fragment.xml or tomcat-users.xml; undefined for what Tomcat does not read. */
export function explainPlain(
  document: XmlDocument,
  offset: number,
  setting: Setting,
): Explanation | undefined {
  const spot = spotAt(document, offset);
  if (!spot) return undefined;
  const { component, span } = spot;
  const path = component.path.map(withoutPrefix);
  const markdown =
    spot.part === 'element'
      ? joined(describePlainElement(path, setting), component.name.includes(':') && prefixed())
      : describePlainAttribute(path, spot.attribute.name, setting);
  return markdown === undefined ? undefined : { markdown, span };
}

/** Digester.startElement of org.apache.tomcat.util.digester takes the name with its prefix where namespaces are off. */
const prefixed = (): string =>
  t(
    'Tomcat passes over elements with a prefix, and logs nothing, unless the `<Context>` has xmlNamespaceAware="true".',
  );

const joined = (markdown: string | undefined, more: string | false): string | undefined =>
  markdown === undefined || more === false ? markdown : `${markdown}\n\n${more}`;

const forPeople = /^(?:description|display-name)$/;

/** Markdown on an element; undefined where nothing is known of it. */
export function describePlainElement(
  path: readonly string[],
  { file, version }: Setting,
): string | undefined {
  const name = path.at(-1) ?? '';
  // The schemas have texts for people in many places of which Tomcat reads nothing.
  const read = forPeople.test(name) ? path.slice(0, -1) : path;
  if (!elementAt(file, read, undefined)) return undefined;
  const says = explainDescriptorElement(path);
  const words = wordsOf(name, path.at(-2))?.map(code).join(', ');
  const isUsers = file === 'tomcat-users.xml';
  const { since, until } = servletReleasesOf(path);
  return page(`\`<${name}>\``, [
    says,
    facts([
      words !== undefined && t('One of {words}', { words }),
      !isUsers && t('Since Servlet {release}', { release: since }),
      !isUsers && until !== undefined && t('Until Servlet {release}', { release: until }),
      ...releases((line) => elementAt(file, path, line), version),
    ]),
    reference(isUsers ? USERS : SERVLET),
  ]);
}

/** The attributes that Tomcat, or its parser, reads of an element. */
export const attributesAt = (path: readonly string[], { file }: Setting): readonly string[] =>
  elementAt(file, path, undefined)?.attributes ??
  (path.length === 1 && file.startsWith('web') ? rootAttributes : []);

/** Markdown on an attribute; undefined where nothing is known of it. */
export function describePlainAttribute(
  path: readonly string[],
  name: string,
  setting: Setting,
): string | undefined {
  if (!attributesAt(path, setting).includes(name)) return undefined;
  const says = explainDescriptorAttribute(path.at(-1) ?? '', name);
  if (says === undefined) return undefined;
  return page(`\`${name}\``, [says, reference(setting.file === 'tomcat-users.xml' ? USERS : SERVLET)]);
}
