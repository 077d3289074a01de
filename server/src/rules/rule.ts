import type { ClusterModel } from '../cluster/model';
import type { NginxConfiguration, Placement } from '../languages/nginx/configuration';
import type { NginxDocument } from '../languages/nginx/tree';
import type { Span, TextEdit } from '../languages/text/span';
import type { XmlDocument, XmlElement } from '../languages/xml/tree';
import type { JavaDocument, SessionWrite } from '../languages/java/tree';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface RuleMeta {
  /** `nginx/underscore-upstream-host`: also the path of its source, fixtures and page. */
  readonly id: string;
  readonly severity: Severity;
  /** Whose verdict this is; `none` for what a server accepts. */
  readonly refusedBy: 'nginx' | 'tomcat' | 'none';
  /** Which releases it speaks of; undefined: every supported one. */
  readonly versions?: string;
  readonly fix: 'safe' | 'unsafe' | 'none';
  /** Message templates by key; `{name}` is replaced by the data of the report. Say what is wrong, why, what to do. */
  readonly messages: Readonly<Record<string, string>>;
}

/** A change to one or more files, by path, all computed against the texts the model was built from. */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
}

export interface Related {
  readonly path: string;
  readonly span: Span;
  readonly message: string;
}

/** What a rule says of one place in one file. */
export interface Report {
  readonly path: string;
  readonly span: Span;
  /** Key into `meta.messages`. */
  readonly message: string;
  readonly data?: Readonly<Record<string, string | number>>;
  /** Departs from the rule's default on a condition its page states. */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

export interface RuleContext {
  readonly model: ClusterModel;
  report(report: Report): void;
}

/** One file being walked. */
export interface FileContext<Document> extends RuleContext {
  readonly path: string;
  readonly document: Document;
}

/** One configuration being walked. */
export interface PlacementContext extends RuleContext {
  readonly configuration: NginxConfiguration;
}

/** What a rule visits. The runner walks each document once and dispatches to all rules; no rule walks a file itself. */
export interface Visitor {
  nginxDocument?(context: FileContext<NginxDocument>): void;
  nginxConfiguration?(configuration: NginxConfiguration, context: RuleContext): void;
  /** Each directive of the names in `directives` where nginx reads it; without names each directive. */
  nginxPlacement?(placement: Placement, context: PlacementContext): void;
  readonly directives?: readonly string[];
  xmlElement?(element: XmlElement, context: FileContext<XmlDocument>): void;
  sessionWrite?(write: SessionWrite, context: FileContext<JavaDocument>): void;
  model?(context: RuleContext): void;
}

export interface Rule extends Visitor {
  readonly meta: RuleMeta;
}
