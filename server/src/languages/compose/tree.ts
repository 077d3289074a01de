import type { Fault, Span } from '../text/span';

/** One published port. Ranges are spread; values with `${…}` or without a known number stay undefined. */
export interface ComposePort {
  readonly span: Span;
  readonly hostIp: string | undefined;
  readonly host: number | undefined;
  readonly container: number | undefined;
  readonly protocol: 'tcp' | 'udp';
}

/** A bind mount or named volume, short or long form; a file of `configs` or `secrets` is a bind mount too. */
export interface ComposeMount {
  readonly span: Span;
  /** As written: `./tomcat/server.xml`, `/abs`, or the name of a volume. */
  readonly source: string | undefined;
  readonly target: string;
  readonly kind: 'bind' | 'volume';
  readonly readOnly: boolean;
}

/** How an image is built; what variables hold that are not known stands as it was written. */
export interface ComposeBuild {
  readonly context: string;
  /** Relative to the context. */
  readonly dockerfile: string | undefined;
  /** The text of a Dockerfile that stands in the Compose file. */
  readonly inline?: string | undefined;
  /** The stage to build. */
  readonly target?: string | undefined;
  /** Undefined values come from the machine. */
  readonly args?: ReadonlyMap<string, string | undefined>;
}

export interface ComposeService {
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly image: { readonly value: string; readonly span: Span } | undefined;
  readonly build: ComposeBuild | undefined;
  readonly ports: readonly ComposePort[];
  readonly mounts: readonly ComposeMount[];
  readonly environment: ReadonlyMap<string, string | undefined>;
  readonly networks: readonly string[];
  readonly networkMode: string | undefined;
  readonly hostname?: string | undefined;
  /** `deploy.endpoint_mode`: how Swarm gives its replicas a name. */
  readonly endpointMode?: string | undefined;
  readonly dependsOn: readonly string[];
  /** `deploy.replicas` or `scale`; 1 where nothing is written. */
  readonly replicas: number;
  /** Further names by which other containers reach it: container_name, hostname, aliases on its networks. */
  readonly aliases?: readonly string[];
  /** `entrypoint` and `command` in one line. */
  readonly command?: string | undefined;
  /** Names of its own for other services: alias to service. */
  readonly links?: ReadonlyMap<string, string>;
  /** The service that it takes over what it does not say itself; without a file one of the same file. */
  readonly extends?: { readonly service: string; readonly file: string | undefined } | undefined;
  /** Files with further environment, as written. */
  readonly envFiles?: readonly string[];
  /** What it waits for of each service of `depends_on` and `links`: `service_started` where nothing is written. */
  readonly waitsFor?: ReadonlyMap<string, string>;
  /** Whether it says how to find out that it is healthy. */
  readonly hasHealthcheck?: boolean;
  readonly restart?: string | undefined;
  /** Whether it knows further names: of `extra_hosts`, `external_links`, or name servers of its own. */
  readonly hasOtherNames?: boolean;
  /** Whether it says how many replicas there are. */
  readonly isScaled?: boolean;
  /** Where it names other services: what it waits for, links, extends, or shares a network with. */
  readonly names?: readonly ServiceName[];
}

export interface ServiceName {
  readonly name: string;
  readonly span: Span;
}

export interface ComposeNetwork {
  readonly driver: string | undefined;
  /** Whether it is made elsewhere, so that others may be in it. */
  readonly isExternal: boolean;
}

export interface ComposeDocument {
  readonly text: string;
  readonly services: readonly ComposeService[];
  readonly networks?: ReadonlyMap<string, ComposeNetwork>;
  /** Compose files whose services belong to the same project, as written. */
  readonly includes: readonly string[];
  readonly faults: readonly Fault[];
}
