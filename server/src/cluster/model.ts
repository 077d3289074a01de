import type { SymbolIndex } from '../languages/symbols/index';
import type { ComposeProject, ProjectService } from './compose';
import type { ServiceImage } from './images';
import type { NginxConfiguration, Placement } from '../languages/nginx/configuration';
import type { Proxy, Server, Upstream, UpstreamServer } from '../languages/nginx/http';
import type { ObjectGraph, Stop } from '../languages/java/objects';
import type { ValueVerdict } from '../languages/java/values';
import type { JavaDocument, SessionValue } from '../languages/java/tree';
import type { TomcatFileKind } from '../languages/source';
import type { Properties } from '../languages/tomcat/values';
import type { XmlAttribute, XmlComment, XmlDocument, XmlElement } from '../languages/xml/tree';
import type { Fact } from './facts';
import type { Mount } from './mount';
import type { Undecided } from './links';
import type { OtherBalancer } from './otherBalancers';
import type { Settled } from './settled';
import type { Place, SourceFile } from './source';
import type { TypeSource } from './types';

/** The joined model of one workspace folder. Facts that are not known are undefined, and rules that need them stay silent. */
export interface ClusterModel extends ModelIndexes {
  readonly root: string;
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Files that an include names and that were looked for in vain; undefined: `files` are all there are. */
  readonly absent: ReadonlySet<string> | undefined;
  readonly clusters: readonly Cluster[];
  /** Every web app of the folder, in a cluster or not. */
  readonly apps: readonly App[];
  /** The web roots of apps that come with Tomcat, of which nothing is judged. */
  readonly shipped: readonly string[];
  readonly balancers: readonly Balancer[];
  /** Balancers of Apache httpd and mod_jk. */
  readonly otherBalancers: readonly OtherBalancer[];
  /** Every nginx file in the places where nginx reads it: those of each balancer, then files that nothing includes. */
  readonly configurations: readonly NginxConfiguration[];
  readonly nodes: readonly TomcatNode[];
  /** What its cluster-lab.json settles. */
  readonly settled: Settled | undefined;
  /** What its Compose files run. */
  readonly projects: readonly ComposeProject[];
  /** Tomcat's own files, but for those of apps that it ships. */
  readonly tomcatFiles: readonly TomcatFile[];
  /** All Java types of the folder by qualified name. */
  readonly types: ReadonlyMap<string, TypeSource>;
}

export interface ModelIndexes {
  /** The app that a Java file is a source of. */
  readonly appOf: (path: string) => App | undefined;
  /** The balancer of a main file; undefined for a fragment. */
  readonly balancerOf: (configuration: NginxConfiguration) => Balancer | undefined;
  /** The Tomcats that an upstream leads to. */
  readonly nodesBehind: (upstream: Upstream) => readonly TomcatNode[];
  /** The text of a file; empty where there is none. */
  readonly textOf: (path: string) => string;
  /** The names that files make and use. */
  readonly names: () => SymbolIndex;
}

/** One balancer, the nodes behind it and the apps on them. */
export interface Cluster {
  readonly balancers: readonly Balancer[];
  readonly nodes: readonly TomcatNode[];
  readonly apps: readonly App[];
  readonly links: readonly Link[];
  /** Its nodes by what they serve: two upstreams of one nginx can lead to two clusters that share nothing. */
  readonly groups: readonly NodeGroup[];
  /** Why a cluster is wanted here: the first intent of its groups; undefined where nothing shows it. */
  readonly intent: Intent | undefined;
}

/** Nodes that are peers: behind one upstream, replicas of one service, or serving the same app. */
export interface NodeGroup {
  readonly nodes: readonly TomcatNode[];
  readonly apps: readonly App[];
  readonly links: readonly Link[];
  /** The nodes behind each balancer of Apache httpd or mod_jk that leads to some of them. */
  readonly behindOthers: readonly (readonly TomcatNode[])[];
  /** Upstreams in use that lead to two or more of these nodes without keeping a client on one of them. */
  readonly roundRobin: readonly Upstream[];
  readonly intent: Intent | undefined;
}

export interface Intent {
  readonly reason: 'cluster-element' | 'distributable' | 'lab-file' | 'sessions-behind-upstream';
  readonly evidence: readonly (Place & { readonly says: string })[];
}

/** An nginx main file with all that it includes. */
export interface Balancer {
  readonly configuration: NginxConfiguration;
  readonly mainFile: string;
  /** In the order nginx reads them, the main file first if it is one of the workspace. */
  readonly files: readonly string[];
  /** Where it runs: decides what 127.0.0.1 means. A container is that of `service`. Undefined: not known. */
  readonly runsIn: 'host' | 'container' | undefined;
  /** The Compose service that runs it; also one on the host's network. */
  readonly service: NginxService | undefined;
  /** What its container sees of the workspace. */
  readonly mounts: readonly Mount[];
  readonly version: string | undefined;
  /** The same, with where it stands. */
  readonly release: Fact<string> | undefined;
  readonly upstreams: readonly Upstream[];
  readonly proxies: readonly Proxy[];
  /** What each `proxy_pass` leads to, by its placement: an upstream, or the one that nginx makes of a host name. */
  readonly targets: ReadonlyMap<Placement, Upstream>;
  readonly servers: readonly Server[];
  /** Servers of its upstreams of which nothing says where they lead. */
  readonly undecided: readonly Undecided[];
}

/** A Compose service that runs nginx. */
export interface NginxService {
  readonly service: ProjectService;
  readonly image: ServiceImage;
}

/** A CATALINA_BASE, a Compose service, or a replica of one. */
export interface TomcatNode {
  readonly name: string;
  /** Only a balancer that leads to it would show that its server.xml is in use; such nodes without one are left out of the model. */
  readonly isLoose: boolean;
  readonly serverXml: (Place & { readonly document: XmlDocument }) | undefined;
  readonly service: ProjectService | undefined;
  /** The image that it runs, where one can be had by that name; undefined for one that is built here. */
  readonly image: string | undefined;
  /** Its CATALINA_BASE in a container. */
  readonly base: string;
  /** Where the files there come from. Of two at one path the first counts. */
  readonly files: readonly Mount[];
  /** `10.1`, where the tag of an official image or the setting says so. */
  readonly version: string | undefined;
  readonly connectors: readonly Connector[];
  readonly engine: (Place & { readonly element: XmlElement }) | undefined;
  /** What ends its session IDs; undefined: nothing, `unknown`: what nobody here can tell. */
  readonly jvmRoute: Route;
  /** What `${name}` stands for in its files. */
  readonly properties: Properties;
  readonly cluster: ClusterElement | undefined;
  /** The commented-out `<Cluster>` of its server.xml, as shipped or as left by somebody. */
  readonly commentedCluster:
    { readonly comment: XmlComment; readonly element: XmlElement; readonly path: string } | undefined;
  /** Where its apps come from: local paths mounted or copied into webapps, with the context path. */
  readonly deployments: readonly Deployed[];
  /** Host names and addresses, some with a port, that cluster-lab.json says lead to it; in lower case. */
  readonly reachedAs?: readonly string[];
  /** The web roots of apps that cluster-lab.json says it runs, at a context path that is known or not. */
  readonly serves?: readonly string[];
  /** Whether something is put where it looks for apps, or may be. */
  readonly hasApps: boolean;
  /** A Manager of its server.xml or conf/context.xml that keeps sessions outside of Tomcat. */
  readonly sessionStore: (Place & { readonly says: string }) | undefined;
  /** Whether these files say all themselves; else entities bring elements that are not here. */
  readonly isWhole: boolean;
}

/** The route of a Tomcat, and the attribute that says it where one does. */
export type Route =
  { readonly value: string; readonly attribute: XmlAttribute | undefined } | 'unknown' | undefined;

/** A file that Tomcat reads, and what is known of those that read it. */
export interface TomcatFile {
  readonly path: string;
  readonly kind: TomcatFileKind;
  readonly document: XmlDocument;
  /** `app`: inside a web app, `descriptor`: of one app, outside of it; `default`: for all apps; undefined: Tomcat does not look for it there. */
  readonly role: 'server' | 'app' | 'descriptor' | 'default' | undefined;
  /** The Tomcats that are known to read it. */
  readonly nodes: readonly TomcatNode[];
  /** The Tomcat that reads it; undefined where that is not known, or several differ. */
  readonly version: string | undefined;
  /** What `${name}` stands for in it. */
  readonly properties: Properties;
  /** Whether it says all itself; else entities bring elements that are not here. */
  readonly isWhole: boolean;
}

export interface Deployed {
  readonly localPath: string;
  /** As Tomcat names it: empty for ROOT, else `/app`. */
  readonly contextPath: string;
  /** Where the Tomcat has it; without the `.war` of one in a folder of apps. */
  readonly target: string;
}

export interface Connector extends Place {
  /** Undefined for the stock 8080 of an image whose server.xml nobody replaced: then the place is the image's name. */
  readonly element: XmlElement | undefined;
  readonly port: number | undefined;
  readonly protocol: 'http' | 'ajp' | 'other';
  readonly tls: boolean;
  /** Host ports under which Compose publishes it. */
  readonly published: readonly number[];
}

export interface ClusterElement extends Place {
  readonly element: XmlElement;
  readonly parent: 'Engine' | 'Host' | 'other';
  /** `channelSendOptions` as a number; Tomcat's default 8 where it is not written; undefined where it cannot be told. */
  readonly sendOptions: number | undefined;
}

export interface App {
  readonly name: string;
  /** Folder of the web content: the one that holds WEB-INF. */
  readonly webRoot: string;
  readonly webXml: (Place & { readonly document: XmlDocument; readonly root: XmlElement }) | undefined;
  /** It surely has none: no build brings one from elsewhere. */
  readonly hasNoWebXml: boolean;
  readonly distributable: XmlElement | undefined;
  readonly contextXml: string | undefined;
  /** Java sources of the app, by path. */
  readonly sources: readonly string[];
  readonly sourceFolders: readonly string[];
  /** Java types as this app sees them: its own, and those of modules that belong to no app. */
  readonly types: ReadonlyMap<string, TypeSource>;
  /** What objects of these types write when they are written. */
  readonly objects: ObjectGraph;
  /** What is known of a value that one of its sources keeps in the session; found once. */
  readonly verdictOf: (write: SessionValue, document: JavaDocument) => ValueVerdict;
  /** What keeps its value from being written, found once. */
  readonly stopOf: (write: SessionValue, document: JavaDocument) => Stop | undefined;
  readonly usesSessions: boolean;
  /** The first place where it writes to its session, or else the first source that reads or makes one. */
  readonly sessionUse: Place | undefined;
  /** What a build would make of it, as its pom says: the folder, and the WAR. */
  readonly builds: readonly string[];
  /** Folders in which whatever there is was built from it. */
  readonly outputs: readonly string[];
  readonly servletApi: 'javax' | 'jakarta' | undefined;
  /** Where its sessions live, if not in Tomcat's own managers: Redisson, Spring Session and the like. */
  readonly sessionStore: (Place & { readonly says: string }) | undefined;
  /** Whether web.xml and context.xml say all themselves; else entities bring elements that are not here. */
  readonly isWhole: boolean;
  /** Spring Boot sets up the container in code, so missing configuration says nothing. */
  readonly configuredInCode: boolean;
}

/** An upstream server that leads to a connector of a node. */
export interface Link {
  readonly upstream: Upstream;
  readonly server: UpstreamServer;
  readonly node: TomcatNode;
  readonly connector: Connector;
}
