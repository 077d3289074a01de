import type { OutlineItem } from '../../features';
import { attribute, childElements, childrenNamed, localName, textOf } from '../../xml/query';
import type { XmlDocument, XmlElement } from '../../xml/tree';
import { simpleName } from '../values';

/** Editors draw no deeper tree; and a file may nest 10,000 elements. */
const maxDepth = 60;

/** What tells elements of one name apart, the first that is written: attributes, or in web.xml elements in them. */
const tellingAttributes = [
  'port',
  'name',
  'path',
  'docBase',
  'hostName',
  'certificateFile',
  'rolename',
  'username',
  'groupname',
];
const tellingElements = [
  'servlet-name',
  'filter-name',
  'param-name',
  'web-resource-name',
  'role-name',
  'error-code',
  'exception-type',
  'extension',
];

/** Dimly behind the name, the first that is written. */
const details = ['protocol', 'jvmRoute', 'appBase', 'docBase', 'type', 'roles'];

/** The outline of a file: its elements, but of web.xml only the first level. */
export const outlineOf = ({ root }: XmlDocument): readonly OutlineItem[] => (root ? [itemOf(root, 0)] : []);

function itemOf(element: XmlElement, depth: number): OutlineItem {
  const { span, nameSpan } = element;
  const inner = childElements(element);
  const isShown = depth < maxDepth && !isOfWebXml(element);
  const children = isShown ? inner.map((child) => itemOf(child, depth + 1)) : [];
  return { ...titleOf(element), kind: kindOf(element), span, selection: nameSpan, children };
}

const isOfWebXml = ({ parent }: XmlElement): boolean =>
  parent !== undefined && /^web-(?:app|fragment)$/.test(localName(parent));

function titleOf(element: XmlElement): Pick<OutlineItem, 'name' | 'detail'> {
  const name = localName(element);
  const written = (names: readonly string[]): string | undefined =>
    names.map((one) => attribute(element, one)?.value).find(Boolean);
  if (isOfWebXml(element)) {
    const telling = tellingElements.flatMap((one) => childrenNamed(element, one)).map(textOf);
    const simple = childElements(element).length === 0 ? textOf(element) : '';
    return { name: joined(name, telling.find(Boolean)), detail: simple };
  }
  const className = attribute(element, 'className')?.value;
  const own = className === undefined ? written(tellingAttributes) : simpleName(className);
  return {
    name: joined(name, own),
    detail: written(details.filter((one) => attribute(element, one)?.value !== own)) ?? '',
  };
}

const joined = (name: string, own: string | undefined): string => (own ? `${name} ${own}` : name);

function kindOf(element: XmlElement): OutlineItem['kind'] {
  switch (element.name) {
    case 'Engine':
    case 'Host':
      return 'server';
    case 'Connector':
      return 'address';
    case 'Context':
      return 'location';
    default:
      return childElements(element).length > 0 ? 'block' : 'component';
  }
}
