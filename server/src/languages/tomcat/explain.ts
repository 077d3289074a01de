import { t } from '@vscode/l10n';
import { descriptorAttributes, descriptorElements } from './descriptors';

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

/** By element, or by `*` for all: one sentence on attributes of which the catalogue has none. */
const attributes: Readonly<Record<string, string>> = {
  '*.domain': 'Domain of the names under which JMX has this.',
  '*.lookupName': 'The JNDI name under which the object lies that this one stands for.',
  '*.optionFlag': 'Only messages whose options have these bits are processed by this interceptor; 0: all.',
  '*.throwOnFailure': 'Whether a failure at start is thrown, and not only logged.',
  'Connector.useVirtualThreads': 'Whether each request runs in a virtual thread. Needs Java 21.',
  'Context.allowCasualMultipartParsing':
    'Whether multipart bodies are parsed also for servlets without a multipart configuration, when they ask for parameters.',
  'Context.allowMultipleLeadingForwardSlashInPath':
    'Whether request paths may begin with several slashes. Redirects made of such a path may lead to another host.',
  'Context.altDDName': 'A web.xml in another place than `WEB-INF/web.xml`.',
  'Context.alwaysAccessSession':
    'Whether each request with a session counts as an access to it, also where the application does not ask for the session.',
  'Context.containerSciFilter':
    'A regular expression: initializers of Tomcat whose class matches are not run.',
  'Context.contextGetResourceRequiresSlash':
    'Whether paths for ServletContext.getResource() must begin with a slash.',
  'Context.cookies': 'Whether session IDs are sent in cookies. Without cookies the ID must be in every URL.',
  'Context.createUploadTargets':
    'Whether the folder for uploads that a servlet names is made where it is missing.',
  'Context.crossContext':
    'Whether the application may get at other applications of its host by `ServletContext.getContext()`.',
  'Context.defaultContextXml': 'Another file than `conf/context.xml` for the defaults.',
  'Context.defaultWebXml': 'Another file than `conf/web.xml` for the defaults.',
  'Context.denyUncoveredHttpMethods':
    'Whether HTTP methods that a security constraint does not name are refused.',
  'Context.dispatchersUseEncodedPaths': 'Whether paths for a RequestDispatcher are URL-encoded.',
  'Context.docBase':
    'The folder or WAR of the application, absolute or relative to the `appBase` of its host. Set it in server.xml, or where the application lies outside of the `appBase`.',
  'Context.encodedReverseSolidusHandling':
    'What becomes of %5c in paths: `decode`, `passthrough` or `reject`.',
  'Context.encodedSolidusHandling': 'What becomes of %2f in paths: `decode`, `passthrough` or `reject`.',
  'Context.failCtxIfServletStartFails':
    'Whether the application does not start where a servlet with load-on-startup fails. Without it the value of the host counts.',
  'Context.fireRequestListenersOnForwards': 'Whether request listeners are told of forwarded requests too.',
  'Context.ignoreAnnotations': 'Whether annotations that inject objects are ignored.',
  'Context.logEffectiveWebXml':
    'Whether the web.xml that results from all files and annotations is logged when the application starts.',
  'Context.mapperContextRootRedirectEnabled':
    'Whether a request for the path of the application without a slash at its end is redirected before the application sees it.',
  'Context.mapperDirectoryRedirectEnabled':
    'Whether a request for a folder without a slash at its end is redirected before the application sees it.',
  'Context.override':
    'Whether this file alone counts, and not the defaults in `conf/context.xml` and in the `context.xml.default` of the host.',
  'Context.parallelAnnotationScanning': 'Whether JARs are searched for annotations by several threads.',
  'Context.path':
    'The path of the application in URLs. Tomcat reads it only in server.xml; elsewhere the name of the file or folder decides.',
  'Context.preemptiveAuthentication':
    'Whether users who send credentials are logged in also where no constraint asks for it.',
  'Context.privileged': "Whether the application may use Tomcat's own servlets, as the Manager does.",
  'Context.reloadable':
    'Whether the application is reloaded when its classes change. Costly: for development only.',
  'Context.resourceOnlyServlets':
    'Names of servlets, with commas between, that are only used for files that exist.',
  'Context.sendRedirectBody': 'Whether redirects have a short body.',
  'Context.sessionCookieDomain':
    'Domain of the session cookie. Takes precedence over what the application sets.',
  'Context.sessionCookieName':
    'Name of the session cookie, `JSESSIONID` if it is not set. Takes precedence over what the application sets.',
  'Context.sessionCookiePath':
    "Path of the session cookie, the application's own if it is not set. Takes precedence over what the application sets.",
  'Context.sessionCookiePathUsesTrailingSlash':
    'Whether the path of the session cookie ends with a slash, so that `/app` does not get the cookie of `/a`.',
  'Context.sessionTimeout':
    'Minutes after which an unused session ends, if web.xml does not say it. 0 or less: never.',
  'Context.skipMemoryLeakChecksOnJvmShutdown':
    'Whether the search for leaks is left out when the whole Java process ends.',
  'Context.suspendWrappedResponseAfterForward':
    'Whether an answer is closed after a forward also where the application has wrapped it.',
  'Context.swallowOutput': 'Whether what the application writes to the console goes to its log instead.',
  'Context.tldValidation': 'Whether the descriptors of tag libraries are validated.',
  'Context.useHttpOnly': 'Whether scripts in the browser are kept from reading the session cookie.',
  'Context.usePartitioned': 'Whether the session cookie is marked Partitioned.',
  'Context.useRelativeRedirects': 'Whether redirects name a path and not a whole URL.',
  'Context.validateClientProvidedNewSessionId':
    'Whether an ID that the client brings along for a new session is only taken where another application has a session of that ID.',
  'Context.webappVersion': 'The version of the application where several run in parallel.',
  'Context.xmlBlockExternal': 'Whether XML files of the application may not refer to others.',
  'Context.xmlNamespaceAware':
    'Whether web.xml and the like are read with XML namespaces. Only then may their elements have a prefix.',
  'Context.xmlValidation':
    'Whether web.xml and the like are validated. An application with an invalid one does not start.',
  'Ejb.home': 'The home interface.',
  'Ejb.link': 'The bean that is meant.',
  'Ejb.name': 'Name below java:comp/env.',
  'Ejb.remote': 'The remote interface.',
  'Ejb.type': 'The kind of bean: Entity or Session.',
  'Engine.backgroundProcessorDelay':
    'Seconds between two rounds of housekeeping, such as ending old sessions and deploying.',
  'Engine.defaultHost':
    'The `<Host>` that answers requests for names that no other has. There must be one of that name.',
  'Engine.jvmRoute':
    'The name of this Tomcat for load balancers. It is appended to every session ID behind a dot, so each Tomcat needs its own.',
  'Engine.name': 'Name of the engine, in log messages and as the folder of its hosts in `conf`.',
  'Engine.startStopThreads':
    'How many hosts are started at the same time. 0: as many as there are processors.',
  'Host.appBase': 'Folder of the applications, absolute or relative to CATALINA_BASE.',
  'Host.autoDeploy':
    'Whether Tomcat looks for new and changed applications while it runs. An application that has a `<Context>` in server.xml too may be deployed twice.',
  'Host.backgroundProcessorDelay': 'Seconds between two rounds of housekeeping; -1: those of the engine.',
  'Host.configClass': 'The class that configures the applications of the host.',
  'Host.contextClass': 'The class of the `<Context>` of each application.',
  'Host.createDirs': 'Whether the folders of the host are made at start.',
  'Host.deployIgnore': 'A regular expression: what matches in the `appBase` is not deployed.',
  'Host.deployOnStartup': 'Whether the applications of the host are deployed when Tomcat starts.',
  'Host.failCtxIfServletStartFails':
    'Whether an application does not start where a servlet with load-on-startup fails.',
  'Host.legacyAppBase':
    'A folder of applications for Java EE 8: Tomcat converts each for Jakarta EE and puts it into the `appBase`.',
  'Host.name': 'The host name, as it stands in URLs. Other names can be given by `<Alias>`.',
  'Host.startStopThreads':
    'How many applications are started at the same time. 0: as many as there are processors.',
  'Host.undeployOldVersions':
    'Whether old versions of an application are undeployed once they have no sessions.',
  'Host.xmlBase': 'Folder of the descriptors of applications, `conf/ENGINE/HOST` if it is not set.',
  'JarResources.allowLinking': 'Whether symbolic links out of the folder are followed.',
  'JarResources.base': 'Folder or archive of the files, absolute or relative to the application.',
  'JarResources.classLoaderOnly': 'Whether only classes are looked for in these.',
  'JarResources.internalPath': 'The path in `base` from which on the files are taken.',
  'JarResources.readOnly': 'Whether nothing can be written there.',
  'JarResources.staticOnly': 'Whether classes are not looked for in these.',
  'JarResources.webAppMount': 'The path in the application at which the files are seen.',
  'Loader.delegate': 'Whether classes are looked for in Tomcat before the application.',
  'Loader.jakartaConverter':
    'Converts classes from Java EE to Jakarta EE while they are loaded, by the profile that is named, such as TOMCAT or EE.',
  'LocalEjb.home': 'The local home interface.',
  'LocalEjb.link': 'The bean that is meant.',
  'LocalEjb.local': 'The local interface.',
  'LocalEjb.name': 'Name below java:comp/env.',
  'LocalEjb.type': 'The kind of bean: Entity or Session.',
  'LocalMember.port': 'The port of the Receiver.',
  'LocalMember.securePort': 'The port of the Receiver for TLS; -1: none.',
  'Manager.maxActiveSessions': 'The most sessions at a time; more are refused. -1: no limit.',
  'Manager.pathname':
    'The file in which sessions are kept while the application is restarted. Empty: they are not kept.',
  'Manager.persistAuthentication':
    'Whether the login is kept with the session across restarts and on other nodes.',
  'Manager.processExpiresFrequency': 'Old sessions are ended in every such round of housekeeping.',
  'Manager.secureRandomAlgorithm': 'The algorithm of the random numbers for session IDs.',
  'Manager.sessionActivityCheck': 'Whether requests that run keep their session alive.',
  'Manager.sessionAttributeNameFilter':
    'A regular expression: only session attributes whose names match are copied or stored.',
  'Manager.sessionAttributeValueClassNameFilter':
    'A regular expression: only session attributes whose classes match are copied or stored.',
  'Manager.sessionLastAccessAtStart':
    'Whether a session ends so long after the begin of its last request, and not after the end.',
  'Manager.warnOnSessionAttributeFilterFailure': 'Whether attributes that a filter keeps out are logged.',
  'Member.host': 'Address of the Receiver of that node.',
  'Member.port': 'The port of the Receiver of that node.',
  'Member.securePort': 'The port of the Receiver of that node for TLS; -1: none.',
  'OpenSSLConfCmd.name': 'The command.',
  'OpenSSLConfCmd.value': 'Its argument.',
  'PostResources.allowLinking': 'Whether symbolic links out of the folder are followed.',
  'PostResources.base': 'Folder or archive of the files, absolute or relative to the application.',
  'PostResources.classLoaderOnly': 'Whether only classes are looked for in these.',
  'PostResources.internalPath': 'The path in `base` from which on the files are taken.',
  'PostResources.readOnly': 'Whether nothing can be written there.',
  'PostResources.staticOnly': 'Whether classes are not looked for in these.',
  'PostResources.webAppMount': 'The path in the application at which the files are seen.',
  'PreResources.allowLinking': 'Whether symbolic links out of the folder are followed.',
  'PreResources.base': 'Folder or archive of the files, absolute or relative to the application.',
  'PreResources.classLoaderOnly': 'Whether only classes are looked for in these.',
  'PreResources.internalPath': 'The path in `base` from which on the files are taken.',
  'PreResources.readOnly': 'Whether nothing can be written there.',
  'PreResources.staticOnly': 'Whether classes are not looked for in these.',
  'PreResources.webAppMount': 'The path in the application at which the files are seen.',
  'Realm.allRolesMode':
    'What the role `*` means: every role of web.xml (strict), every user who is logged in (authOnly), or authOnly where web.xml names no role (strictAuthOnly).',
  'Realm.stripRealmForGss': 'Whether what stands behind @ in names of Kerberos is left out.',
  'Realm.validate': 'Whether client certificates are checked for their dates and issuers.',
  'ResourceEnvRef.name': 'Name below java:comp/env.',
  'ResourceEnvRef.override': 'Whether web.xml may say something else.',
  'ResourceEnvRef.type': 'Class of the object.',
  'Resources.allowLinking':
    'Whether symbolic links out of the application are followed. On a file system without regard to case this opens the source of JSPs.',
  'Resources.archiveIndexStrategy': 'How the names in JARs are remembered: `simple`, `bloom` or `purge`.',
  'Resources.cacheMaxSize': 'Kilobytes of the cache for files.',
  'Resources.cacheObjectMaxSize': 'Kilobytes of the largest file in the cache.',
  'Resources.cacheTtl': 'Milliseconds after which a file in the cache is looked at again.',
  'Resources.cachingAllowed': 'Whether files are cached.',
  'Resources.trackLockedFiles':
    'Whether it is logged who opened files that were not closed. Costly: for a search for errors only.',
  'SSLHostConfig.ocspTimeout': 'Milliseconds to wait for an answer of an OCSP server.',
  'Server.address': 'The address on which Tomcat waits for the shutdown command.',
  'Server.port': 'The port on which Tomcat waits for the shutdown command. -1: none.',
  'Server.portOffset': 'Is added to the ports of the server and of all its connectors.',
  'Server.shutdown': 'The command that stops Tomcat when it is sent to the shutdown port.',
  'Server.utilityThreads': 'Threads for housekeeping. 0: as many as there are processors.',
  'Service.name': 'Name of the service, in log messages. Each service needs its own.',
  'Valve.asyncSupported': 'Whether requests that this valve sees may be answered asynchronously.',
};

/** All sentences of this file, for those who translate them. */
export const explanations: readonly string[] = [
  elements,
  attributes,
  descriptorElements,
  descriptorAttributes,
].flatMap((table) => Object.values(table));

const said = (sentence: string | undefined): string | undefined =>
  sentence === undefined ? undefined : t(sentence);

export const explainElement = (name: string): string | undefined => said(elements[name]);

export const explainAttribute = (element: string, name: string): string | undefined =>
  said(attributes[`${element}.${name}`] ?? attributes[`*.${name}`]);

/** Of an element of web.xml, web-fragment.xml or tomcat-users.xml. */
export const explainDescriptorElement = (path: readonly string[]): string | undefined =>
  said(descriptorElements[path.slice(-2).join('/')] ?? descriptorElements[path.at(-1) ?? '']);

/** Of an attribute of web.xml, web-fragment.xml or tomcat-users.xml. */
export const explainDescriptorAttribute = (element: string, name: string): string | undefined =>
  said(descriptorAttributes[`${element}.${name}`]);
