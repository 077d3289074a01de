import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { elementAt } from '../../../languages/tomcat/catalogue';
import { attributeNamed, attributesOf } from '../../../languages/tomcat/catalogueAttributes';
import { releasesWith } from '../../../languages/tomcat/releases';
import type { FaultOf } from '../../../languages/tomcat/check';
import { either, listed } from '../../../languages/text/suggest';
import type { Span, TextEdit } from '../../../languages/text/span';
import { type Component, uncapitalized } from '../../../languages/tomcat/components';
import { presentName } from '../../../languages/tomcat/oldNames';
import { OLD_TLS_ATTRIBUTES } from '../../../languages/tomcat/tls';
import { isConnector, protocolOf } from '../../../languages/tomcat/connector';
import { classOf, ownClass } from '../../../languages/tomcat/values';
import type { XmlAttribute, XmlElement } from '../../../languages/xml/tree';
import { type Fix, type Rule, rule } from '../../define';
import { fixIn, removeFix, replaceFix } from '../../support/tomcat';
import { faultsIn } from './faults';

/** Both tags of an element under another name. */
function renamed({ nameSpan, closeTag, name }: XmlElement, other: string): readonly TextEdit[] {
  const closing: readonly Span[] = closeTag
    ? [{ start: closeTag.start + 2, end: closeTag.start + 2 + name.length }]
    : [];
  return [nameSpan, ...closing].map((span) => ({ span, text: other }));
}

const renameTo = (file: TomcatFile, element: XmlElement, other: string, safe: boolean): Fix =>
  fixIn(file, t('Write <{name}>', { name: other }), safe, renamed(element, other));

/** tomcat/cluster-misplaced says more of a Cluster in the wrong place. */
const OF_OTHER_RULES: ReadonlySet<string> = new Set(['Cluster']);

const unknownElement = rule({
  meta: {
    id: 'tomcat/unknown-element',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      unknown: 'Tomcat has no element <{name}>: it ignores it and all that is in it. Correct or remove it.',
      meant: 'Tomcat has no element <{name}>: it ignores it and all that is in it. Did you mean {names}?',
    },
  },
  tomcatFile(file, { report }) {
    for (const { component, names } of faultsIn(file, 'unknown-element')) {
      const { name, element } = component;
      if (OF_OTHER_RULES.has(name)) continue;
      const place = {
        path: file.path,
        span: element.nameSpan,
        fixes: names.map((other) => renameTo(file, element, other, false)),
      };
      if (names.length === 0) report({ ...place, message: 'unknown', data: { name } });
      else
        report({ ...place, message: 'meant', data: { name, names: either(names.map((one) => `<${one}>`)) } });
    }
  },
});

/** Those that look at what they are in, and warn where it is something else: `listener.notServer`, `listener.notContext`. */
const LISTENERS: ReadonlyMap<string, string> = new Map([
  ['AprLifecycleListener', 'Server'],
  ['ContextNamingInfoListener', 'Context'],
  ['GlobalResourcesLifecycleListener', 'Server'],
  ['JreMemoryLeakPreventionListener', 'Server'],
  ['OpenSSLLifecycleListener', 'Server'],
  ['PropertiesRoleMappingListener', 'Context'],
  ['SecurityListener', 'Server'],
  ['TLSCertificateReloadListener', 'Server'],
  ['VersionLoggerListener', 'Server'],
]);

const misplacedElement = rule({
  meta: {
    id: 'tomcat/misplaced-element',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'none',
    messages: {
      inside:
        'Tomcat does not look for <{name}> inside <{parent}>: it ignores it and all that is in it. Move it into {parents}.',
      listener: '{name} belongs directly into <{parent}>: Tomcat warns that it is in <{found}>. Move it.',
      upgrade:
        'AJP has no other protocol to upgrade to: Tomcat ignores this <UpgradeProtocol> and logs an error. Remove it.',
      handler:
        'A {name} compares no passwords itself, so this <CredentialHandler> has no effect, and Tomcat warns. Move it into the inner <Realm>.',
      root: 'Tomcat does not look for <{name}> as the root of this file and ignores all that is in it. The root must be <{root}>.',
    },
  },
  tomcatFile(file, { report }) {
    for (const { component, parents } of faultsIn(file, 'misplaced-element')) {
      const { name, parent, element } = component;
      if (OF_OTHER_RULES.has(name)) continue;
      const place = { path: file.path, span: element.nameSpan };
      if (parent)
        report({
          ...place,
          message: 'inside',
          data: { name, parent: parent.name, parents: either(parents.map((one) => `<${one}>`)) },
        });
      else
        report({
          ...place,
          message: 'root',
          data: { name, root: file.kind === 'server.xml' ? 'Server' : 'Context' },
        });
    }
  },
  elements: ['Listener', 'UpgradeProtocol', 'CredentialHandler'],
  component(component, { file, report }) {
    const { parent, element } = component;
    const { path, properties } = file;
    if (!parent) return;
    const place = { path, span: element.nameSpan };
    const name = ownClass(component, properties);
    if (component.name === 'Listener') {
      const wanted = name === undefined ? undefined : LISTENERS.get(name);
      if (name === undefined || wanted === undefined || wanted === parent.name) return;
      report({ ...place, message: 'listener', data: { name, parent: wanted, found: parent.name } });
    } else if (component.name === 'UpgradeProtocol') {
      if (isConnector(parent) && protocolOf(parent, properties) === 'ajp')
        report({ ...place, message: 'upgrade' });
    } else {
      const owner = ownClass(parent, properties);
      if (owner === 'CombinedRealm' || owner === 'LockOutRealm')
        report({ ...place, message: 'handler', data: { name: owner } });
    }
  },
});

const caseOfNames = rule({
  meta: {
    id: 'tomcat/case',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'safe',
    messages: {
      element:
        'Tomcat distinguishes capital letters: it ignores <{name}> and all that is in it. Write <{right}>.',
      attribute: 'Tomcat distinguishes capital letters: it ignores "{name}". Write {right}.',
      twice:
        'Tomcat distinguishes capital letters: it ignores "{name}"; {right} is set beside it. Remove "{name}".',
    },
  },
  tomcatFile(file, { report }) {
    for (const { component, attribute, right } of faultsIn(file, 'case')) {
      const { name, element } = component;
      const { path } = file;
      if (attribute) {
        const isThere = element.attributes.some((one) => one.name === right);
        report({
          path,
          span: attribute.nameSpan,
          message: isThere ? 'twice' : 'attribute',
          data: { name: attribute.name, right },
          fixes: [
            isThere
              ? removeFix(file, component, attribute.name, true)
              : replaceFix(file, attribute.nameSpan, right, true),
          ],
        });
      } else
        report({
          path,
          span: element.nameSpan,
          message: 'element',
          data: { name, right },
          fixes: [renameTo(file, element, right, true)],
        });
    }
  },
});

const unknownAttribute = rule({
  meta: {
    id: 'tomcat/unknown-attribute',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      unknown: 'Tomcat has no attribute "{name}" for this <{element}> and ignores it. Correct or remove it.',
      meant: 'Tomcat has no attribute "{name}" for this <{element}> and ignores it. Did you mean {names}?',
    },
  },
  tomcatFile(file, { report }) {
    for (const { component, attribute, names } of faultsIn(file, 'unknown-attribute')) {
      const { name, nameSpan } = attribute;
      // tomcat/membership-old-names says what it is called now.
      if (presentName(classOf(component, file.properties) ?? '', name) !== undefined) continue;
      const free = names.filter((other) => component.element.attributes.every((one) => one.name !== other));
      const place = {
        path: file.path,
        span: nameSpan,
        fixes: [
          ...free.map((other) => replaceFix(file, nameSpan, other, false)),
          removeFix(file, component, name, false),
        ],
      };
      const element = component.name;
      if (names.length === 0) report({ ...place, message: 'unknown', data: { name, element } });
      else report({ ...place, message: 'meant', data: { name, element, names: listed(names) } });
    }
  },
});

const version = rule({
  meta: {
    id: 'tomcat/version',
    severity: 'warning',
    refusedBy: 'tomcat',
    versions: 'the one in use, where it is known',
    fix: 'unsafe',
    messages: {
      attribute:
        'Tomcat {version} has no attribute "{name}" for <{element}> and ignores it; it exists in {releases}. Remove it, or use such a release.',
      element:
        'Tomcat {version} does not know <{element}> here: it ignores it and all that is in it; it exists in {releases}. Remove it, or use such a release.',
    },
  },
  tomcatFile(file, { report }) {
    if (file.version === undefined) return;
    for (const fault of faultsIn(file, 'version')) {
      const releases = releasesInWords(fault, file);
      const { component, attribute } = fault;
      if (releases === undefined || (attribute && isOfOtherRules(component, attribute))) continue;
      const data = { version: file.version, element: component.name, releases };
      if (attribute)
        report({
          path: file.path,
          span: attribute.nameSpan,
          message: 'attribute',
          data: { ...data, name: attribute.name },
          fixes: [removeFix(file, component, attribute.name, false)],
        });
      else report({ path: file.path, span: component.element.nameSpan, message: 'element', data });
    }
  },
});

/** tomcat/tls-old-attributes and tomcat/ajp-required-secret say what to write instead of these. */
function isOfOtherRules({ name }: Component, { name: attribute }: XmlAttribute): boolean {
  if (name === 'SSLHostConfig') return attribute.startsWith('certificate');
  return (
    name === 'Connector' &&
    (attribute === 'requiredSecret' || OLD_TLS_ATTRIBUTES.has(uncapitalized(attribute)))
  );
}

/** `9.0.13 and newer, 10.1 or 11.0` */
function releasesInWords(
  { component, attribute, className }: FaultOf<'version'>,
  file: TomcatFile,
): string | undefined {
  const { kind } = file;
  if (kind !== 'server.xml' && kind !== 'context.xml') return undefined;
  const words = releasesWith((line) =>
    attribute && className !== undefined
      ? attributeNamed(attributesOf(className, line), attribute.name)
      : elementAt(kind, component.path, line),
  );
  return words.length > 0 ? t('Tomcat {releases}', { releases: either(words) }) : undefined;
}

export const elementRules: readonly Rule[] = [
  unknownElement,
  misplacedElement,
  caseOfNames,
  unknownAttribute,
  version,
];
