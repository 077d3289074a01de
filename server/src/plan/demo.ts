import { t } from '@vscode/l10n';
import { imageVersion } from '../languages/compose/image';
import { isBefore } from '../languages/text/versions';
import { CATALINA_HOME } from '../cluster/images';
import { minTimeout } from './keepalive';
import type { ContainerPlan, FilePlan } from '../protocol';
import {
  ACCESS_VALVE,
  type AppFolder,
  appsIn,
  labFiles,
  NGINX_ACCESS_LOG,
  NGINX_CONF,
  NGINX_LOG_FORMAT,
  NGINX_MEMORY,
  NODE_MEMORY,
  nodeEnvironment,
  STOCK_APPS,
} from './parts';

/** The alias that all Tomcats of the demo share: what DNS membership asks for. */
const ALL_TOMCATS = 'tomcats';
/** What the demo's nginx keeps connections for across a reload, where it can and nobody says another time. */
const MIN_TIMEOUT = '5s';

/** Whether an image is older than a release; an unknown tag is taken for a current one. */
const isOlder = (image: string, release: string): boolean =>
  isBefore(imageVersion(image).version, release) === true;

export const nodeNames = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `tomcat${index + 1}`);

/** A Tomcat of the demo: its server.xml, its cluster, its app. */
export function demoTomcat(
  name: string,
  names: readonly string[],
  image: string,
  probePath: string,
): ContainerPlan {
  return {
    name,
    role: 'tomcat',
    image,
    aliases: [ALL_TOMCATS],
    env: {
      DNS_MEMBERSHIP_SERVICE_NAME: ALL_TOMCATS,
      ...nodeEnvironment(
        name,
        // DNS membership has to see nodes that come and go.
        new Map([['CATALINA_OPTS', '-Dsun.net.inetaddr.ttl=1 -Dsun.net.inetaddr.negative.ttl=0']]),
      ),
    },
    ports: [
      { container: 8080, scheme: 'http', preferred: null, reason: t('a free port') },
      { container: 8443, scheme: 'https', preferred: null, reason: t('a free port') },
    ],
    memoryBytes: NODE_MEMORY,
    files: [
      {
        target: `${CATALINA_HOME}/conf/server.xml`,
        content: { kind: 'text', text: serverXml(name, names, image) },
      },
      { target: `${CATALINA_HOME}/conf/lab.crt`, content: { kind: 'certificate' } },
      { target: `${CATALINA_HOME}/conf/lab.key`, content: { kind: 'key' } },
      ...labFiles(probePath, STOCK_APPS),
      demoApp(image, STOCK_APPS),
    ],
  };
}

export const demoApp = (image: string, folder: AppFolder): FilePlan => ({
  target: `${appsIn(folder)}/ROOT`,
  // Up to Tomcat 9 the servlet API is javax.
  content: { kind: 'asset', name: isOlder(image, '10') ? 'demo-app-javax' : 'demo-app-jakarta' },
});

/** The demo's nginx in front of the connectors of some nodes. */
export function demoNginx(
  image: string,
  upstreams: Readonly<Record<'http' | 'https', readonly { readonly node: string; readonly port: number }[]>>,
  keepaliveMinTimeout = MIN_TIMEOUT,
): ContainerPlan {
  const certificate: FilePlan[] =
    upstreams.https.length > 0
      ? [
          { target: `${NGINX_CONF}/lab.crt`, content: { kind: 'certificate' } },
          { target: `${NGINX_CONF}/lab.key`, content: { kind: 'key' } },
        ]
      : [];
  const text = nginxConf(upstreams, minTimeout(image, keepaliveMinTimeout).text);
  return {
    name: 'nginx',
    role: 'nginx',
    image,
    aliases: [],
    env: {},
    ports: (['http', 'https'] as const)
      .filter((scheme) => upstreams[scheme].length > 0)
      .map((scheme) => ({
        container: scheme === 'http' ? 80 : 443,
        scheme,
        preferred: null,
        reason: t('a free port'),
      })),
    memoryBytes: NGINX_MEMORY,
    files: [
      { target: `${NGINX_CONF}/nginx.conf`, content: { kind: 'text', text } },
      { target: `${NGINX_CONF}/conf.d/default.conf`, content: { kind: 'text', text: '' } },
      ...certificate,
    ],
  };
}

const proxyServer = (listen: string, tls: string, url: string): string => `
    server {
        listen ${listen};${tls}

        location / {
            proxy_pass ${url};
        }
    }
`;

function nginxConf(
  upstreams: Readonly<Record<'http' | 'https', readonly { readonly node: string; readonly port: number }[]>>,
  minTimeoutText: string | undefined,
): string {
  const keepalive = minTimeoutText === undefined ? '' : `\n    ${minTimeoutText}`;
  const upstream = (name: string, scheme: 'http' | 'https'): string =>
    upstreams[scheme].length === 0
      ? ''
      : `
    upstream ${name} {
        zone ${name} 64k;
${upstreams[scheme].map(({ node, port }) => `        server ${node}:${port} max_fails=1 fail_timeout=2s;`).join('\n')}
    }
`;

  return `user nginx;
worker_processes 1;
error_log /var/log/nginx/error.log notice;
pid /run/nginx.pid;

events {
    worker_connections 1024;
}

http {
    ${NGINX_LOG_FORMAT}
    ${NGINX_ACCESS_LOG}${keepalive}
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_connect_timeout 1s;
    proxy_next_upstream error timeout;
${upstream('tomcats', 'http')}${upstream('tomcats-tls', 'https')}${
    upstreams.http.length > 0 ? proxyServer('80', '', 'http://tomcats') : ''
  }${
    upstreams.https.length > 0
      ? proxyServer(
          '443 ssl',
          '\n        ssl_certificate lab.crt;\n        ssl_certificate_key lab.key;',
          'https://tomcats-tls',
        )
      : ''
  }}
`;
}

const serverXml = (
  name: string,
  names: readonly string[],
  image: string,
): string => `<?xml version="1.0" encoding="UTF-8"?>
<Server port="-1">
  <Listener className="org.apache.catalina.core.JreMemoryLeakPreventionListener"/>
  <Service name="Catalina">
    <Connector port="8080" protocol="HTTP/1.1" connectionTimeout="20000"/>
    <Connector port="8443" protocol="org.apache.coyote.http11.Http11NioProtocol" SSLEnabled="true" scheme="https" secure="true">
      <SSLHostConfig>
        <Certificate certificateFile="conf/lab.crt" certificateKeyFile="conf/lab.key" type="RSA"/>
      </SSLHostConfig>
    </Connector>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="webapps" unpackWARs="false" autoDeploy="false">
${isOlder(image, '9') ? staticCluster(name, names) : dnsCluster()}
        ${ACCESS_VALVE}
      </Host>
    </Engine>
  </Service>
</Server>
`;

const cluster = (options: string, channel: string, membership: string, interceptors: string): string =>
  `        <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="6"${options}>
          <Manager className="org.apache.catalina.ha.session.DeltaManager" expireSessionsOnShutdown="false"
                   notifyListenersOnReplication="true" stateTransferTimeout="0"/>
          <Channel className="org.apache.catalina.tribes.group.GroupChannel"${channel}>${membership}
            <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" address="auto" port="4000"
                      autoBind="1" selectorTimeout="5000" maxThreads="6"/>
            <Sender className="org.apache.catalina.tribes.transport.ReplicationTransmitter">
              <Transport className="org.apache.catalina.tribes.transport.nio.PooledParallelSender"/>
            </Sender>${interceptors}
            <Interceptor className="org.apache.catalina.tribes.group.interceptors.MessageDispatchInterceptor"/>
          </Channel>
          <Valve className="org.apache.catalina.ha.tcp.ReplicationValve" filter=""/>
          <Valve className="org.apache.catalina.ha.session.JvmRouteBinderValve"/>
          <ClusterListener className="org.apache.catalina.ha.session.ClusterSessionListener"/>
        </Cluster>`;

const FAILURE_DETECTOR =
  '\n            <Interceptor className="org.apache.catalina.tribes.group.interceptors.TcpFailureDetector"/>';

const dnsCluster = (): string =>
  cluster(
    '',
    ' heartbeatSleeptime="1000"',
    '\n            <Membership className="org.apache.catalina.tribes.membership.cloud.CloudMembershipService" membershipProviderClassName="dns"/>',
    FAILURE_DETECTOR,
  );

const uniqueId = (index: number): string => `{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,${index + 1}}`;

/** `channelStartOptions="3"` starts receiver and sender without multicast (Tomcat 8.5, cluster configuration reference). */
function staticCluster(name: string, names: readonly string[]): string {
  const members = names.map((member, index) =>
    member === name
      ? `\n              <LocalMember className="org.apache.catalina.tribes.membership.StaticMember" uniqueId="${uniqueId(index)}"/>`
      : `\n              <Member className="org.apache.catalina.tribes.membership.StaticMember" host="${member}" port="4000" uniqueId="${uniqueId(index)}"/>`,
  );
  return cluster(
    ' channelStartOptions="3"',
    '',
    '',
    `
            <Interceptor className="org.apache.catalina.tribes.group.interceptors.TcpPingInterceptor"/>${FAILURE_DETECTOR}
            <Interceptor className="org.apache.catalina.tribes.group.interceptors.StaticMembershipInterceptor">${members.join('')}
            </Interceptor>`,
  );
}
