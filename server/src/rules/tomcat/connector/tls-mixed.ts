import { t } from '@vscode/l10n';
import { uncapitalized } from '../../../languages/tomcat/components';
import type { XmlAttribute } from '../../../languages/xml/tree';
import { rule } from '../../define';
import { removeFix } from '../../support/tomcat';

/**
 * SSLHostConfig.setProperty and setTrustProperty, SSLHostConfigCertificate.setStoreType: attributes of one group that are meant for
 * one of two. The first one that is written decides.
 */
const GROUPS = [
  {
    element: 'SSLHostConfig',
    message: 'implementation',
    one: ['keyManagerAlgorithm', 'revocationEnabled', 'sslProtocol'],
    other: [
      'certificateRevocationListPath',
      'disableCompression',
      'disableSessionTickets',
      'insecureRenegotiation',
    ],
  },
  {
    element: 'SSLHostConfig',
    message: 'trust',
    one: [
      'trustManagerClassName',
      'truststoreAlgorithm',
      'truststoreFile',
      'truststorePassword',
      'truststoreProvider',
      'truststoreType',
    ],
    other: ['caCertificateFile', 'caCertificatePath'],
  },
  {
    element: 'Certificate',
    message: 'store',
    one: [
      'certificateKeystoreFile',
      'certificateKeystorePassword',
      'certificateKeystorePasswordFile',
      'certificateKeystoreProvider',
      'certificateKeystoreType',
    ],
    other: ['certificateChainFile', 'certificateFile', 'certificateKeyFile'],
  },
] as const;

export const tlsMixed = rule({
  meta: {
    id: 'tomcat/tls-mixed',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      implementation:
        '{first} is for one TLS implementation and {second} for the other (JSSE of Java, OpenSSL): Tomcat warns, since a connector has one of both. Remove what is not for yours.',
      trust:
        '{first} and {second} name trusted certificates in two ways, of Java and of OpenSSL: Tomcat warns. Keep one of the two.',
      store:
        '{first} and {second} name the certificate twice, in a keystore and in PEM files: Tomcat warns, and takes what is written first. Keep one of the two.',
    },
  },
  elements: ['SSLHostConfig', 'Certificate'],
  component(component, { file, report }) {
    const { path } = file;
    const { attributes } = component.element;
    for (const { element, message, one, other } of GROUPS) {
      if (element !== component.name) continue;
      const sides = [one, other].map((names) => attributes.filter(({ name }) => isAmong(names, name)));
      const [first, second] = sides
        .flatMap((side) => side.slice(0, 1))
        .toSorted((a, b) => a.span.start - b.span.start);
      if (!first || !second) continue;
      report({
        path,
        span: second.nameSpan,
        message,
        data: { first: first.name, second: second.name },
        related: [{ path, span: first.nameSpan, message: t('The first of the two') }],
        fixes: [removeFix(file, component, second.name, false)],
      });
    }
  },
});

const isAmong = (names: readonly string[], name: XmlAttribute['name']): boolean =>
  names.includes(uncapitalized(name));
