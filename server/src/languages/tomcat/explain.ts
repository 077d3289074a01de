import { t } from '@vscode/l10n';

/** One sentence or two on an element of server.xml and context.xml, for those that Tomcat's reference says little of. */
const elements: Readonly<Record<string, string>> = {
  Alias: 'Another name of the host: requests for it are answered as those for the name of the <Host>.',
  CacheStrategy: 'Decides which files of the application are cached.',
  Certificate:
    'A certificate with its key, as PEM files or in a keystore. One of each type (RSA, EC) may stand in an <SSLHostConfig>.',
  Channel: 'How the nodes of the cluster find each other and exchange messages.',
  ChannelListener: 'Is told of every message that arrives over the channel.',
  Cluster:
    'Makes the Tomcats that name the same channel one cluster, which shares the sessions of distributable applications. In an <Engine> it serves all hosts, in a <Host> that one.',
  ClusterListener: 'Is told of the messages of the other nodes of the cluster.',
  Connector: 'Listens on a port for HTTP or AJP and hands the requests to the <Engine> of its <Service>.',
  Context:
    'One web application: where its files lie, and what differs from the defaults of its host. In META-INF/context.xml of an application, or in a file of conf/Catalina/<host>/.',
  CookieProcessor: 'Reads the cookies of requests and writes those of answers.',
  CredentialHandler: 'How the passwords that a realm knows are stored: as digests, and of which kind.',
  Deployer: 'Takes an application that is deployed on one node to all others.',
  Ejb: 'A reference to an enterprise bean, under java:comp/env.',
  Environment: 'A value under java:comp/env that the application can look up.',
  Executor: 'A pool of threads that several connectors may share by its name.',
  GlobalNamingResources:
    'JNDI resources of the whole server. An application sees those that a <ResourceLink> names.',
  Interceptor:
    'Looks at every message of the channel on its way. The order counts: messages that are sent pass from the first to the last.',
  JarResources: 'Files that take the place of resources in JARs of the application.',
  Listener: 'Is told when the element that it stands in starts and stops.',
  LocalEjb: 'A reference to a local enterprise bean, under java:comp/env.',
  LocalMember: 'This node itself, as the static members of the other nodes describe it.',
  Manager:
    'Makes and keeps the sessions. In a <Cluster> it is the pattern for all distributable applications.',
  Member: 'Another node of the cluster, named here instead of being found.',
  Membership: 'How a node learns which other nodes there are.',
  MembershipListener: 'Is told when a node joins or leaves.',
  OpenSSLConf: 'Settings that OpenSSL reads itself; only for connectors that use OpenSSL.',
  OpenSSLConfCmd: 'One command for the configuration of OpenSSL.',
  Parameter: 'A parameter of the application, as <context-param> of web.xml.',
  PostResources: 'Files that are looked for after those of the application.',
  PreResources: 'Files that are looked for before those of the application, and hide them.',
  Realm: 'Users with their passwords and roles.',
  Receiver: 'Listens for the messages of the other nodes. Its address and port are what they are told.',
  Resource:
    'An object that Tomcat makes and that is looked up by its name, such as a pool of database connections.',
  ResourceEnvRef: 'A reference to a resource without settings of its own, under java:comp/env.',
  ResourceLink: 'Gives the application a resource of <GlobalNamingResources>, under a name of its own.',
  SSLHostConfig:
    'TLS for one host name of the connector, with at least one <Certificate>. The one for all other names is "_default_".',
  Sender: 'Sends the messages of this node to the others.',
  ServiceRef: 'A reference to a web service, under java:comp/env.',
  SessionIdGenerator: 'Makes the session IDs.',
  Store: 'Where a PersistentManager keeps sessions.',
  Transaction: 'The UserTransaction of the application.',
  Transport: 'The connections by which the sender reaches the other nodes.',
  UpgradeProtocol: 'Another protocol that a connection may change to, such as HTTP/2.',
  Valve: 'Looks at every request on its way to the applications of the element that it stands in.',
  WatchedResource: 'A file of the application: when it changes, the application is reloaded.',
  WrapperLifecycle: 'A class of the application that is told when its servlets start and stop.',
  WrapperListener: 'A class of the application that is told of what its servlets contain.',
};

/** All sentences of this file, for those who translate them. */
export const explanations: readonly string[] = Object.values(elements);

export function explainElement(name: string): string | undefined {
  const sentence = elements[name];
  return sentence === undefined ? undefined : t(sentence);
}
