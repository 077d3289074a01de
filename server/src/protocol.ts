/**
 * What client, server, lab engine and command line say to each other: requests and plain data. Imports nothing.
 */

/** Requests of the language server beyond LSP. Names and shapes are internal to one release of the extension. */
export const Requests = {
  /** DeploymentWishes → DeploymentAnswer */
  deployment: 'clusterLab/deployment',
  /** null → WorkspaceSummary: checks every file of the workspace anew and publishes what it finds. */
  checkWorkspace: 'clusterLab/checkWorkspace',
  /** null → FixAllAnswer: the safe fixes of all files. */
  fixWorkspace: 'clusterLab/fixWorkspace',
  /** null → NginxMain[]: the files that nginx would start from. */
  nginxMainFiles: 'clusterLab/nginxMainFiles',
  /** null → TomcatServer[]: every server.xml. */
  tomcatServers: 'clusterLab/tomcatServers',
  /** TemplateWish → TemplateAnswer: what a template makes of an open document. */
  template: 'clusterLab/template',
  /** WhichLocationQuestion → WhichLocationAnswer */
  whichLocation: 'clusterLab/whichLocation',
  /** UrlQuestion → string | null: a URL that the server and location at a place are for. */
  urlAt: 'clusterLab/urlAt',
  /** SettingQuestion → SettingPlace[]: where the workspace sets what a log tells of. */
  settings: 'clusterLab/settings',
  /** null → ReadinessAnswer */
  readiness: 'clusterLab/readiness',
} as const;

/** What the extension says when it starts the server; other editors say nothing of it. */
export interface InitializationOptions {
  /** Path of the sentences in the editor's language, as `vscode.l10n.uri` has it. */
  readonly l10n?: string;
  readonly beside?: Beside;
  /** Whether the editor has `EditorCommands`. */
  readonly commands?: boolean;
}

/** What the server lets an editor do that has the extension. */
export const EditorCommands = {
  /** The id of a rule: sets it to off. */
  turnRuleOff: 'clusterLab.turnRuleOff.internal',
  /** The id of a rule: opens its page. */
  explainRule: 'clusterLab.explainRule.internal',
} as const;

/** Other extensions that say a part of what we say, so that we leave it to them. */
export interface Beside {
  /** VS Code's own JSON, to which the extension gives the schema of cluster-lab.json. */
  readonly json?: boolean;
  /** Red Hat's XML: syntax, outline, folding, selection and linked tags of every XML file. */
  readonly xml: boolean;
  /** Whether it also reports what is not well-formed: its setting `xml.validation.enabled`. */
  readonly validates: boolean;
}

export const Notifications = {
  /** From the server: WorkspaceSummary, after each check of the workspace. */
  summary: 'clusterLab/summary',
  /** From the server: string[], URIs of files that nginx reads and that no editor takes for its by their names. */
  nginxFiles: 'clusterLab/nginxFiles',
  /** From the client: Beside, when an extension comes or goes. */
  beside: 'clusterLab/beside',
} as const;

/** Which location serves a URL? */
export interface WhichLocationQuestion {
  /** `[METHOD] URL`, as typed. */
  url: string;
  /** A document whose configuration is asked first, as a URI. */
  near?: string;
}

/** A place in a document, as a URI. */
export interface UrlQuestion {
  uri: string;
  position: PlainRange['start'];
}

export type WhichLocationAnswer =
  | { ok: false; message: string }
  | {
      ok: true;
      /** The main file whose configuration was asked, as a URI; where that is an image's own, the first file that it includes. */
      mainFile: string;
      /** What an image's own main file is called: `nginx.conf of nginx:1.28`. */
      stock: string | null;
      /** The answer in words, with the places that its lines tell of. */
      lines: { text: string; uri: string | null; range: PlainRange | null }[];
      /** The location that answers, or else the server. */
      location: { uri: string; range: PlainRange } | null;
    };

/** What a log tells of, by the names under which files set it. */
export interface SettingQuestion {
  /** Directives of nginx (`listen`), attributes of Tomcat's (`Connector/port`), the text of an element (`servlet-class/`); the first one that is found counts. */
  readonly names: readonly string[];
  /** What may be written there; undefined: anything. */
  readonly values?: readonly string[];
  /** Only what counts for this request. */
  readonly request?: RequestInLog;
}

/** A request as error.log of nginx has it. */
export interface RequestInLog {
  /** First name of the server. */
  readonly server: string;
  /** `GET /path HTTP/1.1` */
  readonly line: string;
  /** Without the port. */
  readonly host: string;
}

export interface SettingPlace {
  uri: string;
  range: PlainRange;
  /** Of the whole directive or element. */
  around: PlainRange;
}

/** How ready the clusters of the workspace are. */
export interface ReadinessAnswer {
  clusters: ReadinessOfCluster[];
}

export interface ReadinessOfCluster {
  /** Tells it from others whose nodes have the same names; the same as long as it runs the same nodes. */
  id: string;
  /** The names of its nodes. */
  nodes: string[];
  points: {
    /** `All session attributes are Serializable` */
    title: string;
    state: 'holds' | 'lacks' | 'unknown';
    /** Why, in a sentence. */
    says: string;
    places: { uri: string; range: PlainRange }[];
    /** Null: nothing here mends it. */
    fix: { title: string; edit: PlainWorkspaceEdit } | null;
  }[];
}

/** As much of a WorkspaceEdit of LSP as fixes are made of. */
export interface PlainWorkspaceEdit {
  changes?: Record<string, PlainTextEdit[]>;
  documentChanges?: (
    | { textDocument: { uri: string; version: number | null }; edits: PlainTextEdit[] }
    /** A file that is not there yet. */
    | { kind: 'create'; uri: string }
  )[];
  changeAnnotations?: Record<string, { label: string; needsConfirmation: boolean }>;
}

interface PlainTextEdit {
  range: PlainRange;
  newText: string;
}

/** Lines and UTF-16 columns from 0, as in LSP. */
export interface PlainRange {
  start: { line: number; character: number };
  end: { line: number; character: number };
}

/** A main file of nginx and the files that it includes, itself first, as URIs. */
export interface NginxMain {
  uri: string;
  files: string[];
}

/** A server.xml, and how a Tomcat of this machine is asked about it. */
export interface TomcatServer {
  uri: string;
  /** The file with its connectors on any free port of the loopback address, and without a shutdown port. No line moves. */
  text: string;
  /** The line of each Connector, from 0, in the order in which Tomcat meets them. */
  connectors: number[];
}

/** What can be put into a file of Tomcat. */
export type Template =
  | {
      kind: 'cluster';
      membership: 'multicast' | 'static' | 'dns';
      manager: 'delta' | 'backup';
      /** 32 to 64 hexadecimal digits; null: nothing is encrypted. */
      encryptionKey: string | null;
      /** The other nodes, by their Receivers; of static membership alone. */
      members: { host: string; port: number }[];
    }
  | { kind: 'remoteIp'; /** Whether nginx says the port, too. */ port: boolean }
  | { kind: 'https' };

export interface TemplateWish {
  uri: string;
  template: Template;
}

/** `range`: what is there already. */
export type TemplateAnswer =
  | { ok: true; edits: { range: PlainRange; newText: string }[]; at: PlainRange }
  | { ok: false; message: string; range: PlainRange | null };

export interface WorkspaceSummary {
  /** Those that were checked, wholly or in part. */
  files: number;
  errors: number;
  warnings: number;
  others: number;
  /** What was not checked: a file or folder as a whole, or something in it; `why` is a clause about `it`. */
  unchecked: { uri: string; extent: 'whole' | 'part'; why: string }[];
  /** Versions assumed and why, for the language status item: `nginx: unknown`, `Tomcat 10.1, from compose.yaml`. */
  versions: { product: 'nginx' | 'tomcat'; version: string | null; reason: string }[];
  clusters: number;
}

export interface FixAllAnswer {
  /** Edits by document URI, against the texts the server holds. */
  changes: {
    uri: string;
    edits: {
      range: { start: { line: number; character: number }; end: { line: number; character: number } };
      newText: string;
    }[];
  }[];
  fixed: number;
  /** Diagnostics that have no safe fix and stay. */
  left: number;
}

/** What the user wants of a lab; everything may be left out. */
export interface DeploymentWishes {
  /** Workspace folder (a file URI or an absolute path); without it, or where it holds nothing of ours, the built-in demo. */
  folder?: string;
  nodes?: number;
  images?: { nginx?: string; tomcat?: string };
  /** The value of `keepalive_min_timeout` that an nginx gets which can do that and has none, such as `10s`. */
  keepaliveMinTimeout?: string;
  /** Identity of the lab and the secret part of the probe's path; made by the caller, since planning is pure. */
  labId: string;
  probeToken: string;
}

export type DeploymentAnswer = { ok: true; deployment: Deployment } | { ok: false; message: string };

/** A plan that the lab engine carries out as it stands. */
export interface Deployment {
  labId: string;
  /** What it was made from: with the same, a plan made later shows what has changed since. */
  wishes?: DeploymentWishes;
  /** In words; a lab of an earlier release has none. */
  runs?: WhatRuns;
  /** `story-broken`, or `built-in demo`. */
  title: string;
  source: 'workspace' | 'demo';
  /** Folder the user's files came from; null for the demo. */
  folder: string | null;
  tomcats: ContainerPlan[];
  nginx: ContainerPlan;
  /**
   * `together`: all nodes at once. `first-node`: the first alone, the others when its log says that it is done with
   * state transfer, so that nobody waits Tomcat's 60 seconds.
   */
  startOrder: 'together' | 'first-node';
  /** Whether a `<Cluster>` is active on the nodes, so that "formed" can be waited for. */
  clustered: boolean;
  compile: CompilePlan | null;
  adaptations: Adaptation[];
  /** Where a browser or a test enters: nginx first, then each node. */
  entries: Entry[];
  /** Context path of the probe, e.g. `/cluster-lab-3f…`. */
  probePath: string;
}

/** What a plan runs, for a person. */
export interface WhatRuns {
  /** `your nginx.conf, your server.xml, your app ROOT` */
  summary: string;
  parts: RunPart[];
}

/** One container, or several of which the same is to be said. */
export interface RunPart {
  nodes: string[];
  image: string;
  /** `file`: the user's file or folder that it is. */
  lines: { text: string; file: string | null }[];
}

export interface ContainerPlan {
  /** `nginx`, `tomcat1`, `tomcat2` … also host name and network alias. */
  name: string;
  role: 'nginx' | 'tomcat';
  image: string;
  aliases: string[];
  env: Record<string, string>;
  ports: PortPlan[];
  files: FilePlan[];
  memoryBytes: number;
}

export interface PortPlan {
  container: number;
  scheme: 'http' | 'https';
  /** Host port to take where it is free; null: any free one. */
  preferred: number | null;
  /** Why that one: `Compose publishes 8081`, `nginx listens on 80`. */
  reason: string;
}

export interface FilePlan {
  /** Absolute path in the container; a folder for `copy` of a folder and for assets. */
  target: string;
  content: FileContent;
  mode?: number;
  /** The user's file that this is a copy of: messages about `target` lead there, line for line. */
  origin?: string;
}

export type FileContent =
  | { kind: 'text'; text: string }
  /** A file or a folder of this machine, read when the lab starts. */
  | { kind: 'copy'; from: string }
  /** A folder shipped with the extension under client/assets. */
  | { kind: 'asset'; name: 'probe' | 'demo-app-javax' | 'demo-app-jakarta' }
  /** One self-signed pair for the whole lab, PEM. */
  | { kind: 'certificate' }
  | { kind: 'key' };

/** Java sources without a build: compiled in a throw-away container by the ecj that Tomcat carries. */
export interface CompilePlan {
  image: string;
  /** Folders of this machine with .java files. */
  sources: string[];
  /** Folders or jars of this machine on the class path. */
  libraries: string[];
  /** Where the classes go in every Tomcat: `/usr/local/tomcat/webapps/ROOT/WEB-INF/classes`. */
  target: string;
}

/** One named difference between the user's files and what runs. Shown in the plan and in the log. */
export interface Adaptation {
  id:
    | 'upstream-address'
    | 'listen-address'
    | 'cluster-address'
    | 'access-log'
    | 'keepalive'
    | 'certificate'
    | 'probe'
    | 'default-server'
    | 'console-log'
    | 'jvm-options'
    | 'compiled-sources'
    | 'demo-nginx'
    | 'demo-tomcat'
    | 'demo-app';
  /** One sentence for a person. */
  title: string;
  /** The user's file, where one was copied and changed. */
  file: string | null;
}

export interface Entry {
  title: string;
  container: string;
  port: number;
  scheme: 'http' | 'https';
  path: string;
}
