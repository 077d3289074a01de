import type { App, ClusterModel, NodeGroup, TomcatFile } from '../cluster/model';
import type { FacesBean } from '../languages/faces/beans';
import type {
  HeaderWrite,
  JavaDocument,
  SessionBean,
  SessionChange,
  SessionWrite,
} from '../languages/java/tree';
import type { NginxConfiguration, Placement } from '../languages/nginx/configuration';
import type { NginxDocument } from '../languages/nginx/tree';
import type { Span, TextEdit } from '../languages/text/span';
import type { WorkersDocument } from '../languages/properties/parse';
import type { Workers } from '../languages/properties/workers';
import type { Component } from '../languages/tomcat/components';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Templates by key. `{name}` is replaced by the data of a report. Say what is wrong, why it matters, what to do. */
export type Messages = Readonly<Record<string, string>>;

export interface RuleMeta<M extends Messages = Messages> {
  /** `nginx/underscore-upstream-host`: also the path of its page and its cases. */
  readonly id: string;
  readonly severity: Severity;
  /** Whose verdict this is; `none` for what a server accepts. */
  readonly refusedBy: 'nginx' | 'tomcat' | 'none';
  /** Which releases it speaks of; undefined: every supported one. */
  readonly versions?: string;
  readonly fix: 'safe' | 'unsafe' | 'none';
  readonly messages: M;
}

/** A change to one or more files, by path, all computed against the texts the model was built from. */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** Files that are not there yet, with their texts. */
  readonly creates?: ReadonlyMap<string, string>;
}

export interface Related {
  readonly path: string;
  readonly span: Span;
  readonly message: string;
}

/** What a rule says of one place in one file, without its words. */
interface Saying {
  readonly path: string;
  readonly span: Span;
  /** Departs from the rule's default on a condition its page states. */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

/** The names between the braces of a template; braces around anything else are text. */
type Gaps<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${string}${' ' | '"'}${string}` ? never : Name) | Gaps<Rest>
  : never;

type Filling<Template extends string> = [Gaps<Template>] extends [never]
  ? { readonly data?: never }
  : { readonly data: { readonly [Name in Gaps<Template>]: string | number } };

/** A key of the messages, and a value for each gap of its template: no more and no less. */
export type Words<M extends Messages> = {
  readonly [Key in keyof M & string]: { readonly message: Key } & Filling<M[Key]>;
}[keyof M & string];

export type Report<M extends Messages> = Saying & Words<M>;

/** A report of any rule. */
export interface AnyReport extends Saying {
  readonly message: string;
  readonly data?: Readonly<Record<string, string | number>>;
}

export interface Context<R> {
  readonly model: ClusterModel;
  /** One that nobody can guess, for fixes that write one; undefined: there is none. */
  readonly secret: string | undefined;
  readonly report: (report: R) => void;
}

/** For functions beside a rule: `context: ContextOf<typeof messages>`. */
export type ContextOf<M extends Messages> = Context<Report<M>>;

/** The file that is being looked at. */
export interface InFile<Document> {
  readonly path: string;
  readonly document: Document;
}

/** What a rule may look at, and what it is told beside it. The runner walks each once for all rules; no rule walks a file. */
export interface Subjects {
  model: { readonly of: ClusterModel; readonly beside: object };
  /** Nodes that are peers, of every cluster. */
  group: { readonly of: NodeGroup; readonly beside: object };
  app: { readonly of: App; readonly beside: object };
  nginxDocument: { readonly of: NginxDocument; readonly beside: { readonly path: string } };
  nginxConfiguration: { readonly of: NginxConfiguration; readonly beside: object };
  /** Each directive where nginx reads it: those with a name in `directives`, or all. */
  nginxPlacement: { readonly of: Placement; readonly beside: { readonly configuration: NginxConfiguration } };
  /** server.xml, a context.xml, web.xml. */
  tomcatFile: { readonly of: TomcatFile; readonly beside: object };
  /** Each element of server.xml and of a context.xml that is not commented out: those with a name in `elements`, or all. */
  component: { readonly of: Component; readonly beside: { readonly file: TomcatFile } };
  /** workers.properties of mod_jk. */
  workers: { readonly of: Workers; readonly beside: InFile<WorkersDocument> };
  sessionWrite: { readonly of: SessionWrite; readonly beside: InFile<JavaDocument> };
  sessionBean: { readonly of: SessionBean; readonly beside: InFile<JavaDocument> };
  sessionChange: { readonly of: SessionChange; readonly beside: InFile<JavaDocument> };
  /** What sets Transfer-Encoding in a Java source. */
  transferEncoding: { readonly of: HeaderWrite; readonly beside: InFile<JavaDocument> };
  /** A bean of faces-config.xml that lives in the session. */
  facesBean: { readonly of: FacesBean; readonly beside: { readonly path: string } };
}

export type Kind = keyof Subjects;

export type Look<K extends Kind, R> = (
  subject: Subjects[K]['of'],
  context: Context<R> & Subjects[K]['beside'],
) => void;

type Looks<R> = { readonly [K in Kind]?: Look<K, R> };

export interface Rule {
  readonly meta: RuleMeta;
  readonly looks: Looks<AnyReport>;
  /** The names of the directives or elements that it looks at; undefined: all. */
  readonly names: readonly string[] | undefined;
}

type Definition<M extends Messages, R> = {
  readonly meta: RuleMeta<M>;
  readonly directives?: readonly string[];
  readonly elements?: readonly string[];
} & Looks<R>;

/** A rule: what it is, and what it looks at. */
export function rule<const M extends Messages>(definition: Definition<M, Report<M>>): Rule;
export function rule({ meta, directives, elements, ...looks }: Definition<Messages, AnyReport>): Rule {
  return { meta, looks, names: directives ?? elements };
}
