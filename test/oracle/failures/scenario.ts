import type { NodeParts, TomcatNode } from './tomcat';

/** Where the nodes of one run are, so that several runs on one machine do not meet. */
export interface Ground {
  /** Of the HTTP connectors, one a node. */
  readonly http: readonly number[];
  /** Of the Receivers, one a node. */
  readonly tribes: readonly number[];
  /** Of something else. */
  readonly spare: number;
  /** A multicast address of nobody else. */
  readonly group: string;
}

/** A failure that is made. */
export interface Scenario {
  /** Of the file that keeps the logs. */
  readonly name: string;
  /** First line of Tomcat that can have it: 8, 9, 10 or 11. */
  readonly since?: number;
  /** Whether Tomcat's words matter, so that it is made in other languages too. */
  readonly inLanguages?: true;
  readonly nodes: (ground: Ground) => readonly NodeParts[];
  /** Starts the nodes and does what makes the failure; where it is missing, they start one after the other. */
  readonly play?: (play: Play) => Promise<void>;
}

export interface Play {
  readonly nodes: readonly TomcatNode[];
  readonly ground: Ground;
  /** Asks `/shop/do/…` of a node, always in the same session; gives the status. */
  readonly ask: (node: number, path: string, headers?: Readonly<Record<string, string>>) => Promise<number>;
}

/** The node of a number. */
export function nodeOf({ nodes }: Play, number: number): TomcatNode {
  const node = nodes[number];
  if (!node) throw new Error(`there is no node ${number + 1}`);
  return node;
}

export async function startAll({ nodes }: Play): Promise<void> {
  for (const node of nodes) await node.start();
}

export interface ServerParts {
  readonly cluster?: string;
  readonly inHost?: string;
  /** Instead of the HTTP connector. */
  readonly connectors?: string;
  readonly engine?: string;
  readonly shutdown?: number;
}

export const serverXml = ({ http }: Ground, index: number, parts: ServerParts = {}): string => {
  const { cluster = '', inHost = '', shutdown = -1, engine = 'defaultHost="localhost"' } = parts;
  const { connectors = `<Connector address="127.0.0.1" port="${http[index]}" protocol="HTTP/1.1"/>` } = parts;
  return `<Server port="${shutdown}" shutdown="SHUTDOWN">
  <Service name="Catalina">
    ${connectors}
    <Engine name="Catalina" ${engine}>
      ${cluster}
      <Host name="localhost" appBase="webapps" autoDeploy="false">${inHost}</Host>
    </Engine>
  </Service>
</Server>
`;
};

export const TRIBES = 'org.apache.catalina.tribes';

export interface ClusterParts {
  readonly sendOptions?: number;
  readonly manager?: string;
  readonly membership?: string;
  readonly receiver?: string;
  readonly interceptors?: readonly string[];
  /** What follows the Channel. */
  readonly valves?: string;
}

const DETECTOR = 'TcpFailureDetector"';
const DISPATCH = 'MessageDispatchInterceptor"';
export const DELTA = (attributes = ''): string =>
  `<Manager className="org.apache.catalina.ha.session.DeltaManager" stateTransferTimeout="5"${attributes}/>`;
export const BACKUP = '<Manager className="org.apache.catalina.ha.session.BackupManager"/>';
export const VALVES =
  '<Valve className="org.apache.catalina.ha.tcp.ReplicationValve" filter=""/><Valve className="org.apache.catalina.ha.session.JvmRouteBinderValve"/>';

export const clusterXml = ({ tribes, group }: Ground, index: number, parts: ClusterParts = {}): string => {
  const { sendOptions = 6, manager = DELTA(), interceptors = [DETECTOR, DISPATCH], valves = VALVES } = parts;
  const { receiver = ` address="127.0.0.1" port="${tribes[index]}" autoBind="1"` } = parts;
  const {
    membership = `<Membership className="${TRIBES}.membership.McastService" address="${group}" bind="127.0.0.1" ttl="0" frequency="100" dropTime="3000"/>`,
  } = parts;
  return `<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="${sendOptions}">
        ${manager}
        <Channel className="${TRIBES}.group.GroupChannel">
          ${membership}
          <Receiver className="${TRIBES}.transport.nio.NioReceiver"${receiver}/>
          ${interceptors.map((one) => `<Interceptor className="${TRIBES}.group.interceptors.${one}/>`).join('\n          ')}
        </Channel>
        ${valves}
      </Cluster>`;
};

/** A node of a cluster that is otherwise in order. */
export const member = (
  ground: Ground,
  index: number,
  cluster: ClusterParts = {},
  parts: Omit<NodeParts, 'serverXml'> = {},
): NodeParts => ({
  app: {},
  ...parts,
  serverXml: serverXml(ground, index, { cluster: clusterXml(ground, index, cluster) }),
});

/** Two nodes of one form. */
export const pair =
  (cluster: ClusterParts = {}, parts: Omit<NodeParts, 'serverXml'> = {}) =>
  (ground: Ground): readonly NodeParts[] =>
    [0, 1].map((index) => member(ground, index, cluster, parts));
