import type { Span } from '../text/span';

/** What is asked of an object: a method by its name and number of arguments, a field, or an element of an array. */
export interface Member {
  readonly name: string;
  /** Undefined for fields and elements. */
  readonly count: number | undefined;
}

/** The name of the member that stands for an element of an array. */
export const element = '[]';

/** A type as written: `java.util.List<MemberVO>[]`. */
export interface TypeRef {
  readonly span: Span;
  /** The name without type arguments and array brackets, e.g. `java.util.List`. */
  readonly name: string;
  readonly args: readonly TypeRef[];
  readonly arrayDimensions: number;
  /** Of an expression: what is asked of that type, one after the other; other files tell what comes of it. */
  readonly members?: readonly Member[];
}

/** An annotation with its arguments: the text is that of the file. */
export interface JavaAnnotation {
  /** As written, without the `@`. */
  readonly name: string;
  readonly span: Span;
}

export interface JavaField {
  readonly name: string;
  readonly nameSpan: Span;
  readonly type: TypeRef;
  readonly modifiers: readonly string[];
  readonly annotations: readonly JavaAnnotation[];
  /** The class whose `new` is its initialiser. */
  readonly made: TypeRef | undefined;
}

export interface JavaConstructor {
  readonly parameters: number;
  readonly modifiers: readonly string[];
}

export interface JavaParameter {
  readonly type: TypeRef;
  readonly annotations: readonly JavaAnnotation[];
}

export interface JavaMethod {
  readonly name: string;
  readonly modifiers: readonly string[];
  readonly annotations: readonly JavaAnnotation[];
  readonly typeParameters: readonly string[];
  /** As far as they are complete. */
  readonly parameters: readonly JavaParameter[];
  /** Takes any number of values as the last. */
  readonly variable: boolean;
  /** Named `void` where it returns nothing. */
  readonly returns: TypeRef;
}

export interface JavaType {
  readonly kind: 'class' | 'interface' | 'enum' | 'record' | 'annotation';
  /** Simple name. */
  readonly name: string;
  /** With the package and enclosing types: `com.example.Outer.Inner`. */
  readonly qualifiedName: string;
  readonly nameSpan: Span;
  readonly modifiers: readonly string[];
  readonly annotations: readonly JavaAnnotation[];
  readonly typeParameters: readonly string[];
  /** `extends` of a class; all of them for an interface. */
  readonly extends: readonly TypeRef[];
  readonly implements: readonly TypeRef[];
  /** Where an `implements` clause may be inserted: behind name, type parameters, record header and `extends`. */
  readonly implementsInsertAt: number;
  /** `{` of the body. */
  readonly bodyStart: number;
  readonly fields: readonly JavaField[];
  /** The constructors that are written; without one a class has that of no parameters. */
  readonly constructors: readonly JavaConstructor[];
  readonly methods: readonly JavaMethod[];
}

/** The value handed to `setAttribute`, as far as a tokenizer can tell its static type. */
export interface JavaValue {
  readonly span: Span;
  /** Undefined where it cannot be told; then no rule may speak. */
  readonly type: TypeRef | undefined;
  /** The value is surely of this very class and of no subclass: `new T(…)`. */
  readonly exact?: boolean;
  /** The branches of `a ? b : c`, one of which it is. */
  readonly branches?: readonly JavaValue[];
}

/** A value that is kept in the session. */
export interface SessionValue {
  readonly value: JavaValue;
  /** Simple or qualified name of the type around it. */
  readonly inType: string | undefined;
}

/** `session.setAttribute("name", value)` on something whose declared type is HttpSession, or what comes to the same. */
export interface SessionWrite extends SessionValue {
  /** From the receiver to the closing parenthesis. */
  readonly span: Span;
  /** The method that is called. */
  readonly method: string;
  readonly attribute: string | undefined;
}

/** A call that sets the header Transfer-Encoding of an HttpServletResponse. */
export interface HeaderWrite {
  readonly span: Span;
  /** The statement that it is, with its semicolon; undefined where it is part of another one. */
  readonly statement: Span | undefined;
}

/**
 * A call that seems to change what a session holds, on what was read from it in the same method, where nothing puts it back:
 * `((Cart) session.getAttribute("cart")).add(item)`, or the same by a variable.
 */
export interface SessionChange extends SessionValue {
  readonly span: Span;
  readonly attribute: string;
  /** The method that changes it, and its number of arguments. */
  readonly method: string;
  readonly count: number;
  /** The statement that puts it back, and where it may stand; undefined where a name for it is missing. */
  readonly putBack: { readonly at: number; readonly text: string } | undefined;
}

/** What lives in the session without that the source puts it there: a bean of CDI, JSF or Spring. */
export interface SessionBean extends SessionValue {
  readonly span: Span;
}

export interface JavaImport {
  readonly span: Span;
  readonly name: string;
  readonly wildcard: boolean;
  readonly static: boolean;
}

export interface JavaDocument {
  readonly text: string;
  readonly package: string | undefined;
  readonly packageSpan: Span | undefined;
  readonly imports: readonly JavaImport[];
  readonly types: readonly JavaType[];
  readonly sessionWrites: readonly SessionWrite[];
  readonly sessionBeans: readonly SessionBean[];
  readonly transferEncodings: readonly HeaderWrite[];
  readonly sessionChanges: readonly SessionChange[];
  /** Whether the source reads or makes a session at all (`getSession(`, `HttpSession`). */
  readonly usesSession: boolean;
}
