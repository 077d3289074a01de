import { t } from '@vscode/l10n';
import { type AttributeEntry, classesFor, type ElementEntry } from '../catalogue';
import type { Setting } from '../check';
import { attributeOf, simpleName } from '../values';
import { type Component, childrenNamed } from '../components';
import type { FeatureView } from '../../features';

/** The names of the project. */
export type Names = FeatureView['names'];

/** A value that may be written, and what it stands for. */
export interface KnownValue {
  readonly value: string;
  readonly detail?: string;
  /** The class that it is, or stands for. */
  readonly className?: string;
  readonly isName?: boolean;
}

/** By attribute, and by element where another has one of that name: what Tomcat's reference and sources name. */
const enums: Readonly<Record<string, readonly string[]>> = {
  'AprLifecycleListener.FIPSMode': ['off', 'on', 'require', 'enter'],
  'AprLifecycleListener.SSLEngine': ['on', 'off'],
  'Certificate.certificateKeystoreType': ['JKS', 'PKCS12'],
  'Certificate.type': ['RSA', 'EC', 'DSA'],
  'Connector.URIEncoding': ['UTF-8', 'ISO-8859-1'],
  'Connector.scheme': ['http', 'https'],
  'Resource.auth': ['Container', 'Application'],
  'Resource.scope': ['Shareable', 'Unshareable'],
  'SSLHostConfig.truststoreType': ['JKS', 'PKCS12'],
  certificateVerification: ['none', 'optional', 'optionalNoCA', 'required'],
  compression: ['off', 'on', 'force'],
  encodedReverseSolidusHandling: ['reject', 'decode', 'passthrough'],
  encodedSolidusHandling: ['reject', 'decode', 'passthrough'],
  membershipProviderClassName: ['kubernetes', 'dns'],
  sameSiteCookies: ['unset', 'none', 'lax', 'strict'],
};

const HANDLER = 'org.apache.coyote.ProtocolHandler';

/** What may be written for an attribute of a component, as far as it is known. */
export function valuesFor(
  component: Component,
  name: string,
  entry: ElementEntry,
  attribute: AttributeEntry | undefined,
  names: Names,
  setting: Setting,
): readonly KnownValue[] {
  if (name === entry.classAttribute)
    return entry.type === undefined ? [] : classValues(entry.type, setting.version);
  if (component.name === 'Connector' && name === 'protocol')
    return [{ value: 'HTTP/1.1' }, { value: 'AJP/1.3' }, ...classValues(HANDLER, setting.version)];
  if (/^(?:channel|map)SendOptions$/.test(name))
    return [
      { value: '8', detail: t('asynchronous') },
      { value: '6', detail: t('waits until the others have applied it') },
    ];
  const className = attributeOf(component, 'className')?.value;
  const known =
    enums[`${component.name}.${name}`] ??
    (className === undefined ? undefined : enums[`${simpleName(className)}.${name}`]) ??
    enums[name];
  if (known) return known.map((value) => ({ value }));
  if (attribute?.type === 'boolean') return [{ value: 'true' }, { value: 'false' }];
  return namesFor(component, name, names).map((value) => ({ value, isName: true }));
}

/** Names that other elements have, those of global resources in other files too. */
function namesFor(component: Component, name: string, names: Names): readonly string[] {
  switch (`${component.name}.${name}`) {
    case 'Engine.defaultHost':
      return written(childrenNamed(component, 'Host'), 'name');
    case 'Connector.executor':
      return component.parent ? written(childrenNamed(component.parent, 'Executor'), 'name') : [];
    case 'Connector.defaultSSLHostConfigName':
      return written(childrenNamed(component, 'SSLHostConfig'), 'hostName');
    case 'ResourceLink.global':
    case 'Realm.dataSourceName':
    case 'Realm.resourceName':
    case 'Store.dataSourceName':
      return [...names().allMade()].flatMap((made) => (made.kind === 'global resource' ? made.name : []));
    default:
      return [];
  }
}

const written = (components: readonly Component[], name: string): readonly string[] => [
  ...new Set(components.flatMap((one) => attributeOf(one, name)?.value || [])),
];

/** Classes of a type; those of Tomcat's own embedding are for nobody's file. */
const classValues = (type: string, version: string | undefined): readonly KnownValue[] =>
  classesFor(type, version)
    .filter(({ name }) => !name.startsWith('org.apache.catalina.startup.'))
    .map(({ name }) => ({ value: name, className: name }));
