import type { Fault, Span } from '../text/span';
import type { JsonNode } from './json';

/** A text that somebody wrote into cluster-lab.json, without its quotes. */
export interface LabWord {
  readonly value: string;
  /** With the quotes. */
  readonly span: Span;
}

/** An app, and the nodes that it runs on. */
export interface LabApp {
  readonly span: Span;
  /** Its folder, or its WAR. */
  readonly source: LabWord | undefined;
  readonly path: LabWord | undefined;
  /** Undefined: all. */
  readonly nodes: readonly LabWord[] | undefined;
}

/** A key that the file has and that means nothing, with those that it may have there. */
export interface UnknownKey extends LabWord {
  readonly known: readonly string[];
}

/** What cluster-lab.json settles. Paths are relative to its folder. */
export interface LabDocument {
  readonly text: string;
  readonly root: JsonNode | undefined;
  /** The Compose files that are started together. */
  readonly compose: readonly LabWord[];
  readonly nginx: {
    readonly main: LabWord | undefined;
    /** Files that its main file includes in `http`. */
    readonly http: readonly LabWord[];
    readonly version: LabWord | undefined;
  };
  readonly tomcat: { readonly version: LabWord | undefined };
  readonly apps: readonly LabApp[];
  /** Which node a host name, an address, or an address with its port leads to. */
  readonly hosts: readonly { readonly host: LabWord; readonly node: LabWord }[];
  readonly unknown: readonly UnknownKey[];
  /** Keys that stand twice in one object: the last one counts. */
  readonly twice: readonly LabWord[];
  /** What is no JSON. */
  readonly faults: readonly Fault[];
  /** Values of another kind than they must be. */
  readonly misfits: readonly Fault[];
}
