import { t } from '@vscode/l10n';
import { type AttributeEntry, classesFor, type ElementEntry } from '../catalogue';
import type { Setting } from '../check';
import { attributeOf, simpleName } from '../values';
import { type Component, childrenNamed } from '../components';
import type { FeatureView } from '../../features';
import { portValues } from './ports';

/** What is asked of the project. */
export type Project = Pick<FeatureView, 'names' | 'servers' | 'sessionClasses'>;

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
  'AccessLogValve.pattern': ['common', 'combined'],
  'AprLifecycleListener.FIPSMode': ['off', 'on', 'require', 'enter'],
  'AprLifecycleListener.SSLEngine': ['on', 'off'],
  'Certificate.certificateKeystoreType': ['JKS', 'PKCS12'],
  'Certificate.type': ['RSA', 'EC', 'DSA'],
  'Connector.URIEncoding': ['UTF-8', 'ISO-8859-1'],
  'Connector.scheme': ['http', 'https'],
  'EncryptInterceptor.encryptionAlgorithm': ['AES/CBC/PKCS5Padding', 'AES/GCM/NoPadding'],
  'Loader.jakartaConverter': ['TOMCAT', 'EE'],
  'MessageDigestCredentialHandler.algorithm': ['SHA-256', 'SHA-512'],
  'Realm.allRolesMode': ['strict', 'authOnly', 'strictAuthOnly'],
  'RemoteIpValve.hostHeader': ['X-Forwarded-Host'],
  'RemoteIpValve.portHeader': ['X-Forwarded-Port'],
  'RemoteIpValve.protocolHeader': ['X-Forwarded-Proto'],
  'RemoteIpValve.remoteIpHeader': ['X-Forwarded-For'],
  'Resource.auth': ['Container', 'Application'],
  'Resource.scope': ['Shareable', 'Unshareable'],
  'Resources.archiveIndexStrategy': ['simple', 'bloom', 'purge'],
  'SSLHostConfig.protocols': ['TLSv1.2+TLSv1.3', 'TLSv1.3', 'TLSv1.2', 'all'],
  'SSLHostConfig.truststoreType': ['JKS', 'PKCS12'],
  certificateVerification: ['none', 'optional', 'optionalNoCA', 'required'],
  compression: ['off', 'on', 'force'],
  encodedReverseSolidusHandling: ['reject', 'decode', 'passthrough'],
  encodedSolidusHandling: ['reject', 'decode', 'passthrough'],
  membershipProviderClassName: ['kubernetes', 'dns'],
  sameSiteCookies: ['unset', 'none', 'lax', 'strict'],
};

const HANDLER = 'org.apache.coyote.ProtocolHandler';
const TLS = 'org.apache.tomcat.util.net.SSLImplementation';

/** Channel.parseSendOptions of org.apache.catalina.tribes takes names, with commas between; 8.5 takes the number alone. */
function sendOptions(takesNames: boolean): readonly KnownValue[] {
  const asynchronous = t('asynchronous');
  const waits = t('waits until the others have applied it');
  return [
    { value: '8', detail: asynchronous },
    { value: '6', detail: waits },
    ...(takesNames
      ? [
          { value: 'asynchronous', detail: asynchronous },
          { value: 'synchronized_ack,use_ack', detail: waits },
        ]
      : []),
  ];
}

/** What may be written for an attribute of a component, as far as it is known. */
export function valuesFor(
  component: Component,
  name: string,
  entry: ElementEntry,
  attribute: AttributeEntry | undefined,
  { names, servers, sessionClasses }: Project,
  setting: Setting,
): readonly KnownValue[] {
  if (name === entry.classAttribute)
    return entry.type === undefined ? [] : classValues(entry.type, setting.version);
  if (component.name === 'Connector' && name === 'protocol')
    return [{ value: 'HTTP/1.1' }, { value: 'AJP/1.3' }, ...classValues(HANDLER, setting.version)];
  if (/^(?:channel|map)SendOptions$/.test(name)) return sendOptions(attribute?.type === 'string');
  if (name === 'port') return portValues(component, servers());
  if (name === 'sessionAttributeValueClassNameFilter') return classFilters(sessionClasses());
  if (name === 'sslImplementationName') return classValues(TLS, setting.version);
  const className = attributeOf(component, 'className')?.value;
  const known =
    enums[`${component.name}.${name}`] ??
    (className === undefined ? undefined : enums[`${simpleName(className)}.${name}`]) ??
    enums[name];
  if (known) return known.map((value) => ({ value }));
  if (attribute?.type === 'boolean') return [{ value: 'true' }, { value: 'false' }];
  return namesFor(component, name, names).map((value) => ({ value, isName: true }));
}

/** Filters that let through what the apps put into sessions: all of it, or objects of one class. */
function classFilters(classes: readonly string[]): readonly KnownValue[] {
  const filters = classes.map((name) => name.replaceAll(/[.$]/g, String.raw`\$&`));
  const all =
    filters.length > 1 ? [{ value: filters.join('|'), detail: t('all that is kept in sessions here') }] : [];
  return [...all, ...filters.map((value) => ({ value }))];
}

/** Names that other elements have, those of global resources in other files too. */
function namesFor(component: Component, name: string, names: Project['names']): readonly string[] {
  switch (`${component.name}.${name}`) {
    case 'Engine.defaultHost':
      return written(childrenNamed(component, 'Host'), 'name');
    case 'Engine.jvmRoute':
      // The name of a worker is its route unless that is written, and fixed as long as it is.
      return [...names().allMade()].flatMap((made) =>
        made.kind === 'worker' && made.fixed ? made.name : [],
      );
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
