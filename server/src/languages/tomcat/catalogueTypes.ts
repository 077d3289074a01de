/** What server/data/tomcat.json holds, and what it says once it is read. */

export type TomcatXml = 'server.xml' | 'context.xml' | 'web.xml' | 'web-fragment.xml' | 'tomcat-users.xml';

/**
 * Releases that have a thing, a word a line: `9.0` (all), `9.0.13+`, `-9.0.55`, `9.0.13-9.0.55`. Left out: all releases of
 * all lines.
 */
export interface In {
  readonly in?: string;
}

/** An element that Tomcat reads: what its digester does at this path. */
export interface ElementEntry extends In {
  /** `Server/Service/Engine` */
  readonly path: string;
  /** The class that it makes where the class attribute is not written. */
  readonly defaultClass?: string;
  /** It makes a class, and Tomcat does not start where none is named. */
  readonly needsClass?: boolean;
  /** The attribute that names the class; left out where none may. */
  readonly classAttribute?: string;
  /** What the class must be, so that its parent takes it. */
  readonly type?: string;
  /** The method of the parent that takes it; a class without it cannot have such a child. */
  readonly adds?: string;
  /** Its attributes are set on the object. */
  readonly sets?: boolean;
  /** Of attributes that it cannot set Tomcat says nothing. */
  readonly silent?: boolean;
  /** Attributes that are not set but are no mistake either. */
  readonly excludes?: readonly string[];
  /** It is read for its text. */
  readonly text?: boolean;
  /** Of a file whose elements make no classes: the attributes that Tomcat reads. */
  readonly attributes?: readonly string[];
}

/**
 * How IntrospectionUtils.setProperty of org.apache.tomcat.util reads a value: `int` and `long` as Integer.valueOf and
 * Long.valueOf do, else the attribute is not set; `boolean` as Boolean.valueOf, so that all but `true` is false; `address` as
 * InetAddress.getByName; `object`: whatever is written, null is set, and Tomcat says nothing.
 */
export type AttributeType = 'string' | 'int' | 'long' | 'boolean' | 'address' | 'object';

export interface AttributeEntry extends In {
  readonly name: string;
  readonly type: AttributeType;
  /** What an object that was just made has. */
  readonly default?: string;
  readonly deprecated?: boolean;
  readonly required?: boolean;
  readonly values?: readonly string[];
  readonly doc?: string;
  readonly link?: string;
}

export interface ClassEntry {
  readonly name: string;
  readonly deprecated?: boolean;
  /** It takes whatever attribute somebody writes. */
  readonly dynamic?: boolean;
  /** It takes whatever attribute begins so. */
  readonly prefixes?: readonly string[];
  /** It cannot be named in a file: an interface, or a class that is only extended. */
  readonly abstract?: boolean;
  readonly doc?: string;
  readonly link?: string;
}

export interface RemovedClass {
  readonly name: string;
  /** The last line that has it. */
  readonly until: string;
  readonly successor?: string;
}

/** What a class is in some releases. */
export interface ClassForm extends In {
  readonly extends?: string;
  readonly implements?: readonly string[];
  readonly interface?: boolean;
  readonly abstract?: boolean;
  readonly deprecated?: boolean;
  readonly dynamic?: string;
  /** Methods by which it takes children, with their type: `addValve org.apache.catalina.Valve`. */
  readonly takes?: readonly string[];
  /** Of a protocol handler: what it hands attributes on to. */
  readonly endpoint?: string;
}

/** `none`: in these releases it lacks what its superclass has. */
export interface AttributeForm extends In {
  readonly type: AttributeType | 'none';
  readonly default?: string;
  readonly deprecated?: boolean;
}

export interface AttributeDocs {
  readonly doc?: string;
  readonly required?: boolean;
  /** Number of the section of the reference. */
  readonly section?: number;
  readonly values?: readonly string[];
}

export interface ClassData {
  readonly is: readonly ClassForm[];
  /** The type alone where it is so in all releases, and no more is known. */
  readonly attributes?: Readonly<Record<string, AttributeForm['type'] | readonly AttributeForm[]>>;
  readonly docs?: Readonly<Record<string, AttributeDocs>>;
  readonly doc?: string;
  readonly section?: number;
}

export interface TomcatCatalogue {
  /** Line → the newest release that was read. */
  readonly lines: Readonly<Record<string, string>>;
  readonly elements: Readonly<Record<string, readonly ElementEntry[]>>;
  readonly classes: Readonly<Record<string, ClassData>>;
  readonly removed: readonly RemovedClass[];
  /** Line, page and anchor, which for an attribute is followed by its name: `11.0 http.html Attributes_Common Attributes`. */
  readonly sections: readonly string[];
}
