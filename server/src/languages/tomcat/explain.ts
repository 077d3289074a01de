import { t } from '@vscode/l10n';
import { descriptorElements, userAttributes } from './descriptors';

/** One sentence or two on an element of server.xml and context.xml, for those that Tomcat's reference says little of. */
const elements: Readonly<Record<string, string>> = {
  Alias: 'Another name of the host: requests for it are answered as those for the name of the `<Host>`.',
  CacheStrategy: 'Decides which files of the application are cached.',
  Certificate:
    'A certificate with its key, as PEM files or in a keystore. One of each type (RSA, EC) may stand in an `<SSLHostConfig>`.',
  Channel: 'How the nodes of the cluster find each other and exchange messages.',
  ChannelListener: 'Is told of every message that arrives over the channel.',
  Cluster:
    'Makes the Tomcats that name the same channel one cluster, which shares the sessions of distributable applications. In an `<Engine>` it serves all hosts, in a `<Host>` that one.',
  ClusterListener: 'Is told of the messages of the other nodes of the cluster.',
  Connector: 'Listens on a port for HTTP or AJP and hands the requests to the `<Engine>` of its `<Service>`.',
  Context:
    'One web application: where its files lie, and what differs from the defaults of its host. In `META-INF/context.xml` of an application, or in a file of `conf/Catalina/HOST/`.',
  CookieProcessor: 'Reads the cookies of requests and writes those of answers.',
  CredentialHandler: 'How the passwords that a realm knows are stored: as digests, and of which kind.',
  Deployer: 'Takes an application that is deployed on one node to all others.',
  Ejb: 'A reference to an enterprise bean, under java:comp/env.',
  Environment: 'A value under java:comp/env that the application can look up.',
  Executor: 'A pool of threads that several connectors may share by its name.',
  GlobalNamingResources:
    'JNDI resources of the whole server. An application sees those that a `<ResourceLink>` names.',
  Interceptor:
    'Looks at every message of the channel on its way. The order counts: messages that are sent pass from the first to the last.',
  JarResources: 'Files that take the place of resources in JARs of the application.',
  Listener: 'Is told when the element that it stands in starts and stops.',
  LocalEjb: 'A reference to a local enterprise bean, under java:comp/env.',
  LocalMember: 'This node itself, as the static members of the other nodes describe it.',
  Manager:
    'Makes and keeps the sessions. In a `<Cluster>` it is the pattern for all distributable applications.',
  Member: 'Another node of the cluster, named here instead of being found.',
  Membership: 'How a node learns which other nodes there are.',
  MembershipListener: 'Is told when a node joins or leaves.',
  OpenSSLConf: 'Settings that OpenSSL reads itself; only for connectors that use OpenSSL.',
  OpenSSLConfCmd: 'One command for the configuration of OpenSSL.',
  Parameter: 'A parameter of the application, as `<context-param>` of web.xml.',
  PostResources: 'Files that are looked for after those of the application.',
  PreResources: 'Files that are looked for before those of the application, and hide them.',
  Realm: 'Users with their passwords and roles.',
  Receiver: 'Listens for the messages of the other nodes. Its address and port are what they are told.',
  Resource:
    'An object that Tomcat makes and that is looked up by its name, such as a pool of database connections.',
  ResourceEnvRef: 'A reference to a resource without settings of its own, under java:comp/env.',
  ResourceLink: 'Gives the application a resource of `<GlobalNamingResources>`, under a name of its own.',
  SSLHostConfig:
    'TLS for one host name of the connector, with at least one `<Certificate>`. The one for all other names is `_default_`.',
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

/** By element: one sentence on attributes that Tomcat's reference has under "Common Attributes". */
const attributes: Readonly<Record<string, string>> = {
  'Context.allowCasualMultipartParsing':
    'Whether multipart bodies are parsed also for servlets without a multipart configuration, when they ask for parameters.',
  'Context.altDDName': 'A web.xml in another place than `WEB-INF/web.xml`.',
  'Context.cookies': 'Whether session IDs are sent in cookies. Without cookies the ID must be in every URL.',
  'Context.crossContext':
    'Whether the application may get at other applications of its host by `ServletContext.getContext()`.',
  'Context.docBase':
    'The folder or WAR of the application, absolute or relative to the `appBase` of its host. Set it in server.xml, or where the application lies outside of the `appBase`.',
  'Context.override':
    'Whether this file alone counts, and not the defaults in `conf/context.xml` and in the `context.xml.default` of the host.',
  'Context.path':
    'The path of the application in URLs. Tomcat reads it only in server.xml; elsewhere the name of the file or folder decides.',
  'Context.privileged': "Whether the application may use Tomcat's own servlets, as the Manager does.",
  'Context.reloadable':
    'Whether the application is reloaded when its classes change. Costly: for development only.',
  'Context.sessionCookieDomain':
    'Domain of the session cookie. Takes precedence over what the application sets.',
  'Context.sessionCookieName':
    'Name of the session cookie, `JSESSIONID` if it is not set. Takes precedence over what the application sets.',
  'Context.sessionCookiePath':
    "Path of the session cookie, the application's own if it is not set. Takes precedence over what the application sets.",
  'Context.sessionTimeout':
    'Minutes after which an unused session ends, if web.xml does not say it. 0 or less: never.',
  'Context.swallowOutput': 'Whether what the application writes to the console goes to its log instead.',
  'Context.useHttpOnly': 'Whether scripts in the browser are kept from reading the session cookie.',
  'Engine.backgroundProcessorDelay':
    'Seconds between two rounds of housekeeping, such as ending old sessions and deploying.',
  'Engine.defaultHost':
    'The `<Host>` that answers requests for names that no other has. There must be one of that name.',
  'Engine.jvmRoute':
    'The name of this Tomcat for load balancers. It is appended to every session ID behind a dot, so each Tomcat needs its own.',
  'Engine.name': 'Name of the engine, in log messages and as the folder of its hosts in `conf`.',
  'Host.appBase': 'Folder of the applications, absolute or relative to CATALINA_BASE.',
  'Host.autoDeploy':
    'Whether Tomcat looks for new and changed applications while it runs. An application that has a `<Context>` in server.xml too may be deployed twice.',
  'Host.createDirs': 'Whether the folders of the host are made at start.',
  'Host.deployIgnore': 'A regular expression: what matches in the `appBase` is not deployed.',
  'Host.deployOnStartup': 'Whether the applications of the host are deployed when Tomcat starts.',
  'Host.name': 'The host name, as it stands in URLs. Other names can be given by `<Alias>`.',
  'Host.startStopThreads':
    'How many applications are started at the same time. 0: as many as there are processors.',
  'Host.undeployOldVersions':
    'Whether old versions of an application are undeployed once they have no sessions.',
  'Host.xmlBase': 'Folder of the descriptors of applications, `conf/ENGINE/HOST` if it is not set.',
  'Manager.maxActiveSessions': 'The most sessions at a time; more are refused. -1: no limit.',
  'Manager.pathname':
    'The file in which sessions are kept while the application is restarted. Empty: they are not kept.',
  'Manager.sessionAttributeNameFilter':
    'A regular expression: only session attributes whose names match are copied or stored.',
  'Manager.sessionAttributeValueClassNameFilter':
    'A regular expression: only session attributes whose classes match are copied or stored.',
  'Server.address': 'The address on which Tomcat waits for the shutdown command.',
  'Server.port': 'The port on which Tomcat waits for the shutdown command. -1: none.',
  'Server.portOffset': 'Is added to the ports of the server and of all its connectors.',
  'Server.shutdown': 'The command that stops Tomcat when it is sent to the shutdown port.',
  'Server.utilityThreads': 'Threads for housekeeping. 0: as many as there are processors.',
  'Service.name': 'Name of the service, in log messages. Each service needs its own.',
};

/** All sentences of this file, for those who translate them. */
export const explanations: readonly string[] = [
  elements,
  attributes,
  descriptorElements,
  userAttributes,
].flatMap((table) => Object.values(table));

const said = (sentence: string | undefined): string | undefined =>
  sentence === undefined ? undefined : t(sentence);

export const explainElement = (name: string): string | undefined => said(elements[name]);

export const explainAttribute = (element: string, name: string): string | undefined =>
  said(attributes[`${element}.${name}`]);

/** Of an element of web.xml, web-fragment.xml or tomcat-users.xml. */
export const explainDescriptorElement = (path: readonly string[]): string | undefined =>
  said(descriptorElements[path.slice(-2).join('/')] ?? descriptorElements[path.at(-1) ?? '']);

/** Of an attribute of tomcat-users.xml. */
export const explainUserAttribute = (element: string, name: string): string | undefined =>
  said(userAttributes[`${element}.${name}`]);
