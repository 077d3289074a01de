import type { Placement } from '../configuration';
import type { Span } from '../../text/span';
import type { Server, Upstream } from '../http';

/** What is asked: as a client sends it. */
export interface UrlRequest {
  /** In upper case. */
  readonly method: string;
  readonly scheme: 'http' | 'https';
  /** As in the Host header, without the port. */
  readonly host: string;
  readonly port: number;
  /** Path and query as on the wire. */
  readonly target: string;
  /** The address that the client connects to, where it is known. */
  readonly address?: string;
  /** The port of the URL, where it is published under another number than nginx listens on. */
  readonly published?: number;
  /** What the client sends in a header, by its name in a variable: `x_forwarded_proto`; undefined: not known. */
  readonly header?: (name: string) => string | undefined;
}

/** A line of the explanation. */
export interface Step {
  readonly kind: 'server' | 'location' | 'passed' | 'step' | 'assumed' | 'result';
  readonly text: string;
  readonly place: { readonly path: string; readonly span: Span } | undefined;
}

/** One server of an upstream that may get the request. */
export interface Candidate {
  readonly address: string;
  /** `weight=2 backup` and the like. */
  readonly parameters: string;
  readonly placement: Placement;
}

export type Outcome =
  | {
      readonly kind: 'passed on';
      /** `proxy_pass`, `fastcgi_pass` … */
      readonly by: Placement;
      /** `http://tomcats`, or the address as written. */
      readonly to: string;
      /** What the upstream is asked for, where the protocol has URIs and it can be told. */
      readonly uri: string | undefined;
      readonly upstream: Placement | undefined;
      readonly candidates: readonly Candidate[];
    }
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly text: string | undefined;
      readonly by: Placement | undefined;
    }
  | {
      readonly kind: 'redirect';
      readonly status: number;
      readonly to: string | undefined;
      readonly by: Placement | undefined;
    }
  | { readonly kind: 'file'; readonly path: string; readonly by: Placement | undefined }
  | { readonly kind: 'handler'; readonly by: Placement }
  | { readonly kind: 'undecided'; readonly why: string; readonly by: Placement | undefined };

/** Whether a file or folder of the machine that nginx runs on is there; undefined: not known. */
export type FileLookup = (path: string) => 'file' | 'folder' | 'none' | undefined;

/** `NGX_HTTP_MAX_URI_CHANGES`, and one more (ngx_http_request.c). */
const uriChanges = 11;

/** A request on its way through the phases; the fields are those of `ngx_http_request_t`. */
export class RequestState {
  uri = '/';
  args = '';
  quoted = false;
  plus = false;
  method: string;
  internal = false;
  validUnparsedUri = true;
  validLocation = true;
  uriChanged = false;
  changesLeft = uriChanges;
  errorPageUsed = false;
  /** What a response's status is changed to by `error_page`; 0: nothing. */
  errStatus = 0;
  captures: readonly (string | undefined)[] | undefined;
  /** Variables that were set, by lower-case name; undefined where the value cannot be told. */
  readonly variables = new Map<string, string | undefined>();
  /** Values of variables that nginx asks for once. */
  readonly cache = new Map<string, string | undefined>();
  readonly steps: Step[] = [];

  constructor(
    readonly request: UrlRequest,
    /** All of `http`: for maps. */
    readonly http: readonly Placement[],
    readonly upstreams: ReadonlyMap<string, Upstream>,
    readonly server: Server,
    /** The block whose settings are in effect. */
    public block: Placement,
    readonly files: FileLookup,
  ) {
    this.method = request.method;
  }

  say(kind: Step['kind'], text: string, at?: Placement): void {
    this.steps.push({ kind, text, place: at && placeOf(at) });
  }

  /** Takes over what a regular expression found; its named groups become variables. */
  capture(match: RegExpExecArray): void {
    this.captures = [...match];
    for (const [name, value] of Object.entries(match.groups ?? {}))
      this.variables.set(name.toLowerCase(), value ?? '');
  }
}

/** The head of a directive: its words, not its block. */
export function placeOf({ path, directive }: Placement): { path: string; span: Span } {
  const end = directive.args.at(-1)?.span.end ?? directive.name.span.end;
  return { path, span: { start: directive.span.start, end } };
}
