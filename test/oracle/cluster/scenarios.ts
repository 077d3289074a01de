import { applyEdits } from '../../../server/src/languages/text/span';
import { check } from '../../../server/src/workspace/check';
import { loadTexts, ROOT } from '../../helpers/workspace';

/** What Peers.java says where two nodes are one cluster. */
export const WHOLE = [
  'a starts',
  'a listens',
  'b starts',
  'b listens',
  'a sees b',
  'b sees a',
  'session arrives',
] as const;

export type Outcome = (typeof WHOLE)[number];

/** Two nodes behind one nginx that a rule finds fault with. */
export interface Scenario {
  readonly rule: string;
  readonly name: string;
  readonly a: string;
  readonly b: string;
  /** The first of the outcomes that is missing because of it. */
  readonly harm: Outcome;
  /** Whether a fix is offered. */
  readonly isMended: boolean;
  /** What the app is called on each; `/app` where it is not written, which no file shows then. */
  readonly apps?: readonly [string, string];
}

/** Two nodes as they are, or after a fix. */
export interface Variant {
  readonly scenario: Scenario;
  /** `as written`, or the title of a fix. */
  readonly title: string;
  readonly a: string;
  readonly b: string;
}

interface Parts {
  readonly port: number;
  readonly membership?: string;
  readonly receiver?: string;
  readonly interceptors?: readonly string[];
  readonly manager?: string;
  readonly place?: 'Engine' | 'Host';
  readonly host?: string;
  readonly connectors?: string;
}

const TRIBES = 'org.apache.catalina.tribes';

function server(parts: Parts): string {
  const { port, membership = '', receiver = '', interceptors = [], manager = '' } = parts;
  const { place = 'Engine', host = 'localhost', connectors = '' } = parts;
  const cluster = `<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="6">
${manager}<Channel className="${TRIBES}.group.GroupChannel">
<Membership className="${TRIBES}.membership.McastService" address="228.0.0.4" frequency="100"${membership}/>
<Receiver className="${TRIBES}.transport.nio.NioReceiver"${receiver}/>
${interceptors.map((one) => `<Interceptor className="${TRIBES}.group.interceptors.${one}/>\n`).join('')}</Channel>
</Cluster>`;
  const inHost = place === 'Host' ? cluster : '';
  return `<Server port="-1" shutdown="SHUTDOWN">
<Service name="Catalina">
<Connector port="${port}" protocol="HTTP/1.1"/>
${connectors}<Engine name="Catalina" defaultHost="${host}">
${place === 'Engine' ? cluster : ''}
<Host name="${host}" appBase="webapps">${inHost}</Host>
</Engine>
</Service>
</Server>
`;
}

const AJP = '<Connector port="8009" protocol="AJP/1.3" secretRequired="false"/>\n';
const BACKUP = '<Manager className="org.apache.catalina.ha.session.BackupManager"/>\n';
const encrypt = (key: string): string => `EncryptInterceptor" encryptionKey="${key.repeat(16)}"`;
const OTHERS = ['TcpFailureDetector"', 'MessageDispatchInterceptor"'];

const pair = (
  rule: string,
  name: string,
  harm: Outcome,
  a: Omit<Parts, 'port'>,
  b: Omit<Parts, 'port'>,
  isMended = true,
): Scenario => ({
  rule,
  name,
  harm,
  a: server({ port: 8081, ...a }),
  b: server({ port: 8082, ...b }),
  isMended,
});

export const scenarios: readonly Scenario[] = [
  pair(
    'cluster/group-differs',
    'ports',
    'a sees b',
    { membership: ' port="45564"' },
    { membership: ' port="45565"' },
  ),
  pair('cluster/placement-differs', 'Engine and Host', 'session arrives', {}, { place: 'Host' }),
  pair('cluster/host-differs', 'names', 'session arrives', {}, { host: 'www.example.org' }),
  pair('cluster/manager-differs', 'Delta and Backup', 'session arrives', {}, { manager: BACKUP }),
  pair(
    'cluster/encryption-differs',
    'on one node',
    'session arrives',
    { interceptors: [encrypt('a1'), ...OTHERS] },
    {},
  ),
  pair(
    'cluster/encryption-differs',
    'keys',
    'session arrives',
    { interceptors: [encrypt('a1'), ...OTHERS] },
    { interceptors: [encrypt('b2'), ...OTHERS] },
  ),
  pair(
    'cluster/receiver-port',
    'tries no other',
    'b starts',
    { receiver: ' port="4000" autoBind="1"' },
    { receiver: ' port="4000" autoBind="1"' },
  ),
  {
    ...pair('cluster/apps-differ', 'versions', 'session arrives', {}, {}, false),
    apps: ['/app##1', '/app##2'],
  },
  pair('cluster/port-clash', 'connectors', 'b listens', { connectors: AJP }, { connectors: AJP }),
];

const NGINX = `events {
}
http {
    upstream tomcats {
        zone tomcats 64k;
        ip_hash;
        server 127.0.0.1:8081;
        server 127.0.0.1:8082;
    }
    server {
        location / {
            proxy_pass http://tomcats;
        }
    }
}
`;

const WEB_XML =
  '<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0"><distributable/></web-app>';

/** A scenario as it is written and after each fix of its rule. */
export function variantsOf(scenario: Scenario): readonly Variant[] {
  const texts = new Map([
    ['nginx.conf', NGINX],
    ['a/conf/server.xml', scenario.a],
    ['b/conf/server.xml', scenario.b],
    ...(scenario.apps ?? []).map(
      (name, index) => [`${'ab'.charAt(index)}/webapps${name}/WEB-INF/web.xml`, WEB_XML] as const,
    ),
  ]);
  const { diagnostics } = check(ROOT, loadTexts(texts), {});
  const found = diagnostics.find(({ code }) => code === scenario.rule);
  if (!found) throw new Error(`${scenario.rule} does not speak: ${scenario.name}`);
  const fixed = found.fixes.map(({ title, edits }): Variant => {
    const after = (path: string, text: string): string =>
      applyEdits(text, edits.get(`${ROOT}/${path}`) ?? []);
    return {
      scenario,
      title,
      a: after('a/conf/server.xml', scenario.a),
      b: after('b/conf/server.xml', scenario.b),
    };
  });
  return [{ scenario, title: 'as written', a: scenario.a, b: scenario.b }, ...fixed];
}
