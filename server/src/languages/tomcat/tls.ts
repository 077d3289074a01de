import { type Component, childrenNamed, uncapitalized } from './components';
import { type Properties, valueOf } from './values';

/** Where an attribute of a Connector, as Tomcat 8.5 and 9 still read it, stands in Tomcat 10 and later. */
export interface Moved {
  readonly to: 'SSLHostConfig' | 'Certificate';
  readonly name: string;
}

const moved = (
  to: Moved['to'],
  names: Readonly<Record<string, string>>,
): readonly (readonly [string, Moved])[] => Object.entries(names).map(([old, name]) => [old, { to, name }]);

/** The setters of AbstractHttp11Protocol in 9.0 that 10.1 has not, and what each of them calls. */
export const OLD_TLS_ATTRIBUTES: ReadonlyMap<string, Moved> = new Map([
  ...moved('SSLHostConfig', {
    algorithm: 'keyManagerAlgorithm',
    ciphers: 'ciphers',
    clientAuth: 'certificateVerification',
    crlFile: 'certificateRevocationListFile',
    sSLCACertificateFile: 'caCertificateFile',
    sSLCACertificatePath: 'caCertificatePath',
    sSLCARevocationFile: 'certificateRevocationListFile',
    sSLCARevocationPath: 'certificateRevocationListPath',
    sSLCipherSuite: 'ciphers',
    sSLDisableCompression: 'disableCompression',
    sSLDisableSessionTickets: 'disableSessionTickets',
    sSLHonorCipherOrder: 'honorCipherOrder',
    sSLProtocol: 'protocols',
    sSLVerifyClient: 'certificateVerification',
    sSLVerifyDepth: 'certificateVerificationDepth',
    sessionCacheSize: 'sessionCacheSize',
    sessionTimeout: 'sessionTimeout',
    sslEnabledProtocols: 'protocols',
    sslProtocol: 'sslProtocol',
    trustManagerClassName: 'trustManagerClassName',
    trustMaxCertLength: 'certificateVerificationDepth',
    truststoreAlgorithm: 'truststoreAlgorithm',
    truststoreFile: 'truststoreFile',
    truststorePass: 'truststorePassword',
    truststoreProvider: 'truststoreProvider',
    truststoreType: 'truststoreType',
    useServerCipherSuitesOrder: 'honorCipherOrder',
  }),
  ...moved('Certificate', {
    keyAlias: 'certificateKeyAlias',
    keyPass: 'certificateKeyPassword',
    keyPassFile: 'certificateKeyPasswordFile',
    keystoreFile: 'certificateKeystoreFile',
    keystorePass: 'certificateKeystorePassword',
    keystorePassFile: 'certificateKeystorePasswordFile',
    keystoreProvider: 'certificateKeystoreProvider',
    keystoreType: 'certificateKeystoreType',
    sSLCertificateChainFile: 'certificateChainFile',
    sSLCertificateFile: 'certificateFile',
    sSLCertificateKeyFile: 'certificateKeyFile',
    sSLPassword: 'certificateKeyPassword',
    sSLPasswordFile: 'certificateKeyPasswordFile',
  }),
]);

/** The setters of SSLHostConfig in 9.0 that only Certificate has in 10.1, by the same names. */
export const CERTIFICATE_ATTRIBUTES: readonly string[] = [
  'certificateChainFile',
  'certificateFile',
  'certificateKeyAlias',
  'certificateKeyFile',
  'certificateKeyPassword',
  'certificateKeyPasswordFile',
  'certificateKeystoreFile',
  'certificateKeystorePassword',
  'certificateKeystorePasswordFile',
  'certificateKeystoreProvider',
  'certificateKeystoreType',
];

/** SSLHostConfig.DEFAULT_SSL_HOST_NAME */
const DEFAULT_HOST = '_default_';

/** The host that a connector falls back to, in lower case; undefined where it is not known. */
export function defaultHostOf(connector: Component, properties?: Properties): string | undefined {
  const value = valueOf(connector, 'defaultSSLHostConfigName', properties);
  return value === 'unknown' ? undefined : (value?.text ?? DEFAULT_HOST).toLowerCase();
}

/** The hosts that a connector has certificates for, in lower case; undefined for those that are not known. */
export const hostConfigsOf = (
  connector: Component,
  properties?: Properties,
): readonly { readonly config: Component; readonly host: string | undefined }[] =>
  childrenNamed(connector, 'SSLHostConfig').map((config) => {
    const value = valueOf(config, 'hostName', properties);
    return { config, host: value === 'unknown' ? undefined : (value?.text ?? DEFAULT_HOST).toLowerCase() };
  });

/** Whether certificates stand in a configuration in any of the ways that a Tomcat reads. */
export const hasCertificate = (config: Component): boolean =>
  [config, ...childrenNamed(config, 'Certificate')].some((component) =>
    component.element.attributes.some(({ name }) => CERTIFICATE_ATTRIBUTES.includes(uncapitalized(name))),
  );
