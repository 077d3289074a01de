import type { ComposeService } from '../languages/compose/tree';
import type { JavaDocument, JavaType } from '../languages/java/tree';
import type { Directive } from '../languages/nginx/tree';
import type { XmlComment, XmlDocument, XmlElement } from '../languages/xml/tree';
import type { Place, SourceFile } from './source';

/** The joined model of one workspace folder. Facts that are not known are undefined, and rules that need them stay silent. */
export interface ClusterModel {
  readonly root: string;
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly clusters: readonly Cluster[];
  /** Every web app of the folder, in a cluster or not. */
  readonly apps: readonly App[];
  readonly balancers: readonly Balancer[];
  readonly nodes: readonly TomcatNode[];
  /** All Java types of the folder by qualified name. */
  readonly types: ReadonlyMap<
    string,
    { readonly path: string; readonly document: JavaDocument; readonly type: JavaType }
  >;
}

/** One balancer, the nodes behind it and the apps on them. */
export interface Cluster {
  readonly balancers: readonly Balancer[];
  readonly nodes: readonly TomcatNode[];
  readonly apps: readonly App[];
  readonly links: readonly Link[];
  /** Why a cluster is wanted here (`design.md` "clusterIntended"); undefined where nothing shows it. */
  readonly intent: Intent | undefined;
}

export interface Intent {
  readonly reason: 'cluster-element' | 'distributable' | 'lab-file' | 'sessions-behind-upstream';
  readonly evidence: readonly (Place & { readonly says: string })[];
}

/** An nginx main file with all that it includes. */
export interface Balancer {
  readonly mainFile: string;
  /** In the order nginx reads them, the main file first. */
  readonly files: readonly string[];
  /** Where it runs: decides what 127.0.0.1 means. Undefined: not known. */
  readonly runsIn:
    | { readonly kind: 'host' }
    | { readonly kind: 'container'; readonly service: string; readonly composeFile: string }
    | undefined;
  readonly version: string | undefined;
  readonly upstreams: readonly Upstream[];
  readonly proxies: readonly Proxy[];
  readonly listeners: readonly Listener[];
}

export interface Upstream extends Place {
  readonly name: string;
  readonly directive: Directive;
  readonly servers: readonly UpstreamServer[];
  /** The directive that keeps a client on one server: ip_hash, hash, sticky; undefined for round robin and the like. */
  readonly affinity: Directive | undefined;
}

export interface UpstreamServer extends Place {
  readonly host: string;
  readonly port: number | undefined;
  readonly parameters: readonly string[];
}

/** One `proxy_pass`. */
export interface Proxy extends Place {
  readonly directive: Directive;
  readonly scheme: 'http' | 'https' | undefined;
  /** Host part: an upstream's name, a host name or an address; undefined where it holds a variable. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly upstream: Upstream | undefined;
  /** The `proxy_set_header` lines in effect here after inheritance, by lower-case header name. */
  readonly headers: ReadonlyMap<string, Directive>;
}

/** One `listen` of an http server. */
export interface Listener extends Place {
  readonly port: number;
  readonly ssl: boolean;
  readonly serverNames: readonly string[];
}

/** A CATALINA_BASE, a Compose service, or a replica of one. */
export interface TomcatNode {
  readonly name: string;
  readonly serverXml: (Place & { readonly document: XmlDocument }) | undefined;
  readonly service: (ComposeService & { readonly composeFile: string }) | undefined;
  /** `10.1`, where image tag, setting or pom say so. */
  readonly version: string | undefined;
  readonly connectors: readonly Connector[];
  readonly engine:
    (Place & { readonly element: XmlElement; readonly jvmRoute: string | undefined }) | undefined;
  readonly cluster: ClusterElement | undefined;
  /** The commented-out `<Cluster>` of its server.xml, as shipped or as left by somebody. */
  readonly commentedCluster:
    { readonly comment: XmlComment; readonly element: XmlElement; readonly path: string } | undefined;
  /** Where its apps come from: local paths mounted or copied into webapps, with the context path. */
  readonly deployments: readonly { readonly localPath: string; readonly contextPath: string }[];
}

export interface Connector extends Place {
  readonly element: XmlElement;
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
  readonly distributable: XmlElement | undefined;
  readonly contextXml: string | undefined;
  /** Java sources of the app, by path. */
  readonly sources: readonly string[];
  readonly sourceFolders: readonly string[];
  readonly usesSessions: boolean;
  /** Folder or WAR a build would make: `app/target/app` for a pom with finalName app. */
  readonly buildOutput: string | undefined;
  readonly servletApi: 'javax' | 'jakarta' | undefined;
}

/** An upstream server that leads to a connector of a node. */
export interface Link {
  readonly upstream: Upstream;
  readonly server: UpstreamServer;
  readonly node: TomcatNode;
  readonly connector: Connector;
}
