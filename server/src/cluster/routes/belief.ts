import { childrenNamed, localName, textOf } from '../../languages/xml/query';
import { holdsEntities, descendants } from '../../languages/xml/query';
import { type Fact, type Known, valueOf, writtenAt } from '../facts';
import type { ClusterModel, Connector, TomcatNode } from '../model';
import { cookieBack, locationBack, ownLocation } from './answer';
import { type Returns, returnsOf } from './browser';
import {
  type Container,
  containerOf,
  defaultContexts,
  defaultWebXml,
  hostFor,
  type Part,
  type Served,
  servedBy,
} from './container';
import { type Cookie, cookieOf, type Descriptor, UNKNOWN_COOKIE } from './cookie';
import { outerPath, type PathMap, reaches } from './paths';
import { valvesOf } from './remoteIp';
import { headerSent, type Passed, protocolOf, stateOf } from './request';
import {
  atConnector,
  behindValve,
  isRefused,
  contextFlag,
  redirectPortOf,
  type Sent,
  type View,
} from './tomcat';

/** A `Location` as Tomcat writes it, and as browsers get it. */
export interface Redirect {
  readonly sent: Known<string>;
  readonly arrives: Known<string>;
}

/** What Tomcat thinks of a request that came one way, and what becomes of its answer. */
export interface Belief extends View {
  readonly protocol: Known<'1.0' | '1.1' | '2'>;
  /** What the connector took it for, before all valves. */
  readonly atConnector: View;
  /** Whether a RemoteIpValve takes nginx for a proxy; undefined: there is none. */
  readonly trusted: Known<boolean>;
  /** Whether Tomcat answers 400 to the Host that it gets: two of them, none, or a name that is none. */
  readonly refused: boolean;
  /** The Host that serves it; undefined: the stock one. */
  readonly host: Part | undefined;
  readonly served: Served | undefined;
  readonly contextPath: Known<string>;
  /** Below which path browsers have the application; undefined: it cannot be told. */
  readonly outerPath: string | undefined;
  readonly cookie: {
    /** As Tomcat sets it. */
    readonly set: Cookie;
    /** As browsers get it; undefined: it cannot be told. */
    readonly arrives: Cookie | undefined;
    readonly returns: Returns | undefined;
  };
  readonly redirects: {
    /** `sendRedirect` to `/app/x`. */
    readonly app: Redirect;
    /** From `/app` to `/app/`; sent is undefined where nginx does not let `/app` through. */
    readonly contextRoot: Redirect;
    /** From a page that is to be CONFIDENTIAL; sent is undefined where the request is secure. */
    readonly confidential: Redirect;
    /** The slash that nginx adds to a location's own path; undefined: it adds none. */
    readonly nginx: Known<string>;
  };
}

export interface Believing {
  readonly passed: Passed;
  readonly container: Container;
  readonly paths: PathMap | undefined;
  readonly peers: readonly string[] | undefined;
  /** An application whose files are not here is taken for one that sets nothing itself. */
  readonly assumesPlain?: boolean;
}

/** All beliefs of a way through nginx: one for each application that it leads to, or one of which no application is known. */
export function beliefsOf(believing: Believing, model: ClusterModel): readonly Belief[] {
  const { passed, container, paths } = believing;
  const state = stateOf(passed);
  const headers = new Map<string, Known<readonly string[]>>();
  const header = (name: string): Known<readonly string[]> => {
    if (!headers.has(name)) headers.set(name, headerSent(passed, state, name));
    return headers.get(name);
  };
  const sent: Sent = { header, protocol: protocolOf(passed) };
  const first = container.isWhole ? atConnector(container, sent) : undefined;
  const name = first && valueOf(first.serverName);
  const found = container.engine
    ? name === undefined
      ? onlyHost(container)
      : hostFor(container, name)
    : ({ host: undefined } as const);
  const host = found === 'unknown' ? undefined : found;
  const all = host ? servedBy(container, host.host, model) : [];
  const reached = paths ? reachedOf(all, paths) : all.length === 1 && all[0]?.contextPath === '' ? all : [];
  return (reached.length > 0 ? reached : [undefined]).map((served) =>
    beliefOf({ believing, sent, first, host, served, model }),
  );
}

/** The one Host there is, whatever the name. */
const onlyHost = ({ hosts }: Container): { readonly host: Part | undefined } | 'unknown' =>
  hosts.length === 1 ? { host: hosts[0] } : 'unknown';

/** Contexts below the path, and of those around it the longest (Mapper). */
function reachedOf(all: readonly Served[], paths: PathMap): readonly Served[] {
  const possible = all.filter(({ contextPath }) => reaches(paths, contextPath));
  const around = possible.filter(({ contextPath }) => `${paths.inner}/`.startsWith(`${contextPath}/`));
  const longest = Math.max(...around.map(({ contextPath }) => contextPath.length));
  return possible.filter((one) => !around.includes(one) || one.contextPath.length === longest);
}

interface Parts {
  readonly believing: Believing;
  readonly sent: Sent;
  readonly first: View | undefined;
  /** Undefined: it cannot be told which. */
  readonly host: { readonly host: Part | undefined } | undefined;
  readonly served: Served | undefined;
  readonly model: ClusterModel;
}

const BLIND: View = {
  scheme: 'unknown',
  secure: 'unknown',
  serverName: 'unknown',
  serverPort: 'unknown',
  clientAddress: 'unknown',
};

/** The session cookies of what a Connector serves, as they are called; of an app whose files are not here: `unknown`. */
export function cookieNamesOf(
  node: TomcatNode,
  connector: Connector | undefined,
  model: ClusterModel,
): readonly { readonly name: Known<string> }[] {
  const container = connector && containerOf(node, connector, model);
  if (!container) return [];
  const hosts = container.hosts.length > 0 ? container.hosts : [undefined];
  return hosts
    .flatMap((host) => servedBy(container, host, model))
    .map((served) => {
      if (!isWhole(served) || !served.app || makesOwnSessions(served)) return { name: 'unknown' };
      return cookieOf({
        contextPath: served.contextPath,
        secure: 'unknown',
        contexts: [...(served.context ? [served.context] : []), ...defaultContexts(node, model)],
        descriptors: descriptorsOf(served, node, model),
        version: node.version,
      });
    });
}

function beliefOf({ believing, sent, first = BLIND, host, served, model }: Parts): Belief {
  const { passed, container, paths, peers, assumesPlain = false } = believing;
  const { node } = container;
  const isKnown = served !== undefined && isWhole(served) && (served.app !== undefined || assumesPlain);
  const contexts = [...(served?.context ? [served.context] : []), ...defaultContexts(node, model)];
  const valves =
    host && (isKnown || !served)
      ? valvesOf([container.engine, host.host, ...contexts], node.version)
      : 'unknown';
  let view: View = valves === 'unknown' ? BLIND : first;
  let trusted: Known<boolean> = valves === 'unknown' ? 'unknown' : undefined;
  for (const valve of valves === 'unknown' ? [] : valves) {
    const behind = behindValve(view, valve, sent, peers);
    view = behind;
    trusted =
      behind.trusted === undefined
        ? 'unknown'
        : writtenAt(behind.trusted, { path: valve.part.path, span: valve.part.component.element.nameSpan });
  }
  const inApp = isKnown && !changesView(served) ? view : { ...BLIND };
  const contextPath = served?.contextPath;
  const outer = paths && contextPath !== undefined ? outerPath(paths, contextPath) : undefined;
  const descriptors = descriptorsOf(served, node, model);
  const set =
    isKnown && !makesOwnSessions(served)
      ? cookieOf({
          contextPath: contextPath ?? '',
          secure: inApp.secure,
          contexts,
          descriptors,
          version: node.version,
        })
      : // web.xml can only add Secure, never take it away.
        {
          ...UNKNOWN_COOKIE,
          ...(assumesPlain && !served && valueOf(view.secure) === true && { secure: view.secure }),
        };
  const arrives = cookieBack(passed, stateOf(passed), set);
  const redirects =
    contextPath === undefined || !isKnown
      ? UNKNOWN_REDIRECTS
      : redirectsOf({ believing, sent, first, view: inApp, guard: view, contexts, contextPath });
  return {
    ...(served ? inApp : view),
    protocol: sent.protocol,
    atConnector: first,
    trusted,
    refused: isRefused(sent),
    host: host?.host,
    served,
    contextPath: contextPath === undefined ? 'unknown' : writtenAt(contextPath, placeOfServed(served)),
    outerPath: outer,
    cookie: { set, arrives, returns: arrives && returnsOf(passed.browser, outer, arrives) },
    redirects: { ...redirects, nginx: slashOf(passed, paths) },
  };
}

const placeOfServed = (served: Served | undefined) =>
  served?.context && { path: served.context.path, span: served.context.component.element.nameSpan };

/** Whether what is here of an application says all itself. */
const isWhole = ({ app, context }: Served): boolean =>
  (app?.isWhole ?? true) && !(context && holdsEntities(context.component.element));

/** Filters that tell the application something else than the valves did, and code that sets up cookies. */
const TELLS_ELSE = /(?:RemoteIpFilter|ForwardedHeaderFilter|SessionRepositoryFilter)$/;

/** Whether its sessions are not Tomcat's, or set up in code. */
const makesOwnSessions = ({ app }: Served): boolean =>
  app !== undefined &&
  (app.configuredInCode || (app.sessionStore !== undefined && app.sessionStore.path !== app.contextXml));

/** Whether the application sees something else than Tomcat does. */
function changesView(served: Served): boolean {
  const { app } = served;
  if (!app) return false;
  if (makesOwnSessions(served)) return true;
  const root = app.webXml?.root;
  const filters = root
    ? [...descendants(root)].filter((element) => localName(element) === 'filter-class')
    : [];
  return filters.some((element) => TELLS_ELSE.test(textOf(element)));
}

/** The web.xml files that hold, the application's own first. */
function descriptorsOf(
  served: Served | undefined,
  node: Container['node'],
  model: ClusterModel,
): readonly Descriptor[] {
  const own = served?.app?.webXml;
  const standard = defaultWebXml(node, model);
  return [
    ...(own ? [{ path: own.path, root: own.root }] : []),
    ...(standard?.document.root ? [{ path: standard.path, root: standard.document.root }] : []),
  ].filter(({ root }) => childrenNamed(root, 'session-config').length > 0);
}

const UNKNOWN_REDIRECT: Redirect = { sent: 'unknown', arrives: 'unknown' };
const UNKNOWN_REDIRECTS = {
  app: UNKNOWN_REDIRECT,
  contextRoot: UNKNOWN_REDIRECT,
  confidential: UNKNOWN_REDIRECT,
};

interface Redirecting {
  readonly believing: Believing;
  readonly sent: Sent;
  readonly first: View;
  /** What the application sees, and what the authenticator before it does. */
  readonly view: View;
  readonly guard: View;
  readonly contexts: readonly Part[];
  readonly contextPath: string;
}

function redirectsOf({
  believing,
  sent,
  first,
  view,
  guard,
  contexts,
  contextPath,
}: Redirecting): Omit<Belief['redirects'], 'nginx'> {
  const { passed, container, paths } = believing;
  const state = stateOf(passed);
  const back = (location: Known<string>): Redirect => ({
    sent: location,
    arrives: locationBack(passed, state, location),
  });
  const mayBeRelative = relative(sent, contextFlag(contexts, 'useRelativeRedirects', true));
  const early = contextFlag(contexts, 'mapperContextRootRedirectEnabled', true);
  const root = early === 'unknown' || early === undefined ? BLIND : early.value ? first : view;
  const isAsked =
    paths !== undefined &&
    contextPath !== '' &&
    paths.inner !== `${contextPath}/` &&
    contextPath.startsWith(paths.inner);
  return {
    app: back(redirect(mayBeRelative, view, `${contextPath}/x`)),
    contextRoot: isAsked
      ? back(redirect(mayBeRelative, root, `${contextPath}/`))
      : { sent: undefined, arrives: undefined },
    confidential: back(confidential(guard, container, `${contextPath}/x`)),
  };
}

/** Request.getSupportsRelativeRedirects, and the Context's useRelativeRedirects. */
function relative({ protocol }: Sent, allowed: Known<boolean>): Known<boolean> {
  if (valueOf(allowed) === false) return allowed;
  if (protocol === 'unknown' || protocol === undefined || allowed === 'unknown') return 'unknown';
  return { ...protocol, value: protocol.value !== '1.0' };
}

/** Response.toAbsolute: the port is left out where it is the scheme's own. */
function redirect(
  isRelative: Known<boolean>,
  { scheme, serverName, serverPort }: View,
  path: string,
): Known<string> {
  if (isRelative === 'unknown' || isRelative === undefined) return 'unknown';
  if (isRelative.value) return { ...isRelative, value: path };
  const [one, name, port] = [valueOf(scheme), valueOf(serverName), valueOf(serverPort)];
  if (one === undefined || name === undefined || port === undefined) return 'unknown';
  const isUsual = port === (one === 'https' ? 443 : 80);
  return {
    ...isRelative,
    place: isRelative.place ?? placeOf(serverName),
    value: `${one}://${name}${isUsual ? '' : `:${port}`}${path}`,
  };
}

const placeOf = (known: Known<unknown>): Fact<unknown>['place'] =>
  known === undefined || known === 'unknown' ? undefined : known.place;

/** RealmBase.hasUserDataPermission. */
function confidential({ secure, serverName }: View, { connector }: Container, path: string): Known<string> {
  const port = redirectPortOf(connector);
  if (secure === 'unknown' || secure === undefined) return 'unknown';
  if (secure.value) return undefined;
  const [number, name] = [valueOf(port), valueOf(serverName)];
  if (number === undefined || name === undefined || number <= 0) return 'unknown';
  const fact: Fact<string> | 'unknown' | undefined =
    port === 'unknown' || port === undefined
      ? port
      : { ...port, value: `https://${name}${number === 443 ? '' : `:${number}`}${path}` };
  return fact;
}

/** `clcf->auto_redirect`: a location that ends with a slash and passes requests on. */
function slashOf(passed: Passed, paths: PathMap | undefined): Known<string> {
  if (!paths) return 'unknown';
  if (!paths.outer.endsWith('/') || paths.outer === '/') return undefined;
  return ownLocation(passed, paths.outer);
}
