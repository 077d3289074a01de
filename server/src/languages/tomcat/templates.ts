import { t } from '@vscode/l10n';
import type { Template } from '../../protocol';
import type { Span, TextEdit } from '../text/span';
import { isBefore } from '../text/versions';
import { insertChild } from '../xml/edit';
import { encodeAttribute } from '../xml/entities';
import type { XmlDocument } from '../xml/tree';
import { below, type Component, componentsIn, rootComponent } from './components';
import { isConnector } from './connector';
import { numberOf, ownClass } from './values';

/** What a template makes of a file, or one sentence why it cannot; `at`: what is there already. */
export type Filled =
  | { readonly edits: readonly TextEdit[]; readonly selection: Span }
  | { readonly refused: string; readonly at?: Span };

const TRIBES = 'org.apache.catalina.tribes.';
const INTERCEPTORS = `${TRIBES}group.interceptors.`;

/**
 * Puts what somebody chose into server.xml, or a RemoteIpValve into a context.xml: no more than Tomcat needs, for the version
 * in use; where that is not known, for Tomcat 9 and later.
 */
export function fillIn(document: XmlDocument, template: Template, version: string | undefined): Filled {
  if (document.faults.length > 0)
    return { refused: t('Mend the XML of this file first: Tomcat cannot read it.') };
  const root = rootComponent(document);
  const engine = [...componentsIn(document)].find(({ name }) => name === 'Engine');
  switch (template.kind) {
    case 'cluster':
      return engine ? fillCluster(document, engine, template, version) : noEngine();
    case 'remoteIp': {
      const around = root?.name === 'Context' ? root : engine;
      return around ? fillRemoteIp(document, around, template) : noEngine();
    }
    case 'https': {
      const service = [...componentsIn(document)].find(({ name }) => name === 'Service');
      return service ? fillHttps(document, service) : noEngine();
    }
  }
}

const noEngine = (): Filled => ({ refused: t('This file has no Engine: it is no whole server.xml.') });

function inserted(
  document: XmlDocument,
  parent: Component,
  markup: string,
  place: Parameters<typeof insertChild>[3],
): Filled {
  const edits = insertChild(document, parent.element, markup, place);
  const [first] = edits;
  const start = first?.span.start ?? parent.element.span.start;
  return { edits, selection: { start, end: start } };
}

function fillCluster(
  document: XmlDocument,
  engine: Component,
  { membership, manager, encryptionKey, members }: Extract<Template, { kind: 'cluster' }>,
  version: string | undefined,
): Filled {
  const there = [...below(engine)].find(({ name }) => name === 'Cluster');
  if (there) return { refused: t('This Engine has a Cluster already.'), at: there.element.nameSpan };
  const isOld = isBefore(version, '9.0') === true;
  if (membership === 'dns' && isOld)
    return { refused: t('Tomcat 8.5 has no membership by DNS. Choose another one.') };
  // Tomcat 9 warns of its default.
  const isNew = isBefore(version, '10.1') === false;
  const algorithm = isOld || isNew ? '' : ' encryptionAlgorithm="AES/GCM/NoPadding"';
  const interceptors = [
    ...(encryptionKey === null
      ? []
      : [
          `<Interceptor className="${INTERCEPTORS}EncryptInterceptor"${algorithm} encryptionKey="${encodeAttribute(encryptionKey, '"')}"/>`,
        ]),
    // Static members of 8.5 are asked whether they are there.
    ...(membership === 'static' && isOld
      ? [`<Interceptor className="${INTERCEPTORS}TcpPingInterceptor"/>`]
      : []),
    // The defaults of SimpleTcpCluster.checkDefaults, which are there only where no other interceptor is.
    `<Interceptor className="${INTERCEPTORS}TcpFailureDetector"/>`,
    `<Interceptor className="${INTERCEPTORS}MessageDispatchInterceptor"/>`,
    ...(membership === 'static' && isOld
      ? [
          element(
            `Interceptor className="${INTERCEPTORS}StaticMembershipInterceptor"`,
            'Interceptor',
            members.map(memberOf),
          ),
        ]
      : []),
  ];
  const channel = [
    ...(membership === 'static' && !isOld
      ? [
          element(`Membership className="${TRIBES}membership.StaticMembershipService"`, 'Membership', [
            `<LocalMember className="${TRIBES}membership.StaticMember"/>`,
            ...members.map(memberOf),
          ]),
        ]
      : []),
    ...(membership === 'dns'
      ? [
          `<Membership className="${TRIBES}membership.cloud.CloudMembershipService"\n            membershipProviderClassName="${TRIBES}membership.cloud.DNSMembershipProvider"/>`,
        ]
      : []),
    ...(encryptionKey !== null || (membership === 'static' && isOld) ? interceptors : []),
  ];
  const children = [
    ...(manager === 'backup' ? ['<Manager className="org.apache.catalina.ha.session.BackupManager"/>'] : []),
    ...(channel.length > 0
      ? [element(`Channel className="${TRIBES}group.GroupChannel"`, 'Channel', channel)]
      : []),
  ];
  // 3 starts sender and receiver alone, so that no multicast is sent.
  const start = membership === 'static' && isOld ? ' channelStartOptions="3"' : '';
  const markup = element(
    `Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"${start}`,
    'Cluster',
    children,
  );
  return inserted(document, engine, markup, { before: ['Realm', 'Valve', 'Host'] });
}

const memberOf = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  `<Member className="${TRIBES}membership.StaticMember" host="${encodeAttribute(host, '"')}" port="${port}"/>`;

/** An element with its children on lines of their own. */
const element = (open: string, name: string, children: readonly string[]): string =>
  children.length === 0
    ? `<${open}/>`
    : `<${open}>\n${children.map((child) => child.replaceAll(/^/gm, '  ')).join('\n')}\n</${name}>`;

function fillRemoteIp(
  document: XmlDocument,
  around: Component,
  { port }: Extract<Template, { kind: 'remoteIp' }>,
): Filled {
  const there = [...below(around)].find(
    (valve) => valve.name === 'Valve' && ownClass(valve) === 'RemoteIpValve',
  );
  if (there) return { refused: t('This file has a RemoteIpValve already.'), at: there.element.nameSpan };
  const portHeader = port ? ' portHeader="X-Forwarded-Port"' : '';
  const markup = `<Valve className="org.apache.catalina.valves.RemoteIpValve" protocolHeader="X-Forwarded-Proto"${portHeader}/>`;
  return inserted(document, around, markup, { before: ['Valve', 'Host'], after: ['Realm', 'Cluster'] });
}

function fillHttps(document: XmlDocument, service: Component): Filled {
  const taken = new Set([...componentsIn(document)].map((component) => numberOf(component, 'port')));
  let port = 8443;
  while (taken.has(port)) port++;
  const tls = service.children.find(
    (one) => isConnector(one) && one.children.some(({ name }) => name === 'SSLHostConfig'),
  );
  if (tls) return { refused: t('This Service has a connector for HTTPS already.'), at: tls.element.nameSpan };
  const certificate = '<Certificate certificateFile="conf/cert.pem" certificateKeyFile="conf/key.pem"/>';
  const markup = element(`Connector port="${port}" protocol="HTTP/1.1" SSLEnabled="true"`, 'Connector', [
    element('SSLHostConfig', 'SSLHostConfig', [certificate]),
  ]);
  return inserted(document, service, markup, { before: ['Engine'], after: ['Connector'] });
}
