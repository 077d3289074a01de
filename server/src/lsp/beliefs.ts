import type { CodeLens } from 'vscode-languageserver';
import { type Belief, type Route, routesOf } from '../cluster/routes';
import { atLength, type Line, shortly } from '../cluster/routes/words';
import type { Explanation } from '../languages/features';
import { rangeOf } from './convert';
import { linkTo } from './names';
import type { OpenFile } from './openFile';
import type { Session } from './session';

interface Believed {
  readonly route: Route;
  readonly belief: Belief;
}

/** The routes that begin with a `proxy_pass` of a file, each with the first thing that Tomcat believes of it. */
const routesIn = (
  { check, file }: OpenFile,
  isWanted: (route: Route) => boolean = () => true,
): readonly Believed[] =>
  routesOf(check.model)
    .filter((route) => route.passed.proxy.placement.path === file.path && isWanted(route))
    .flatMap((route) => route.presumed.slice(0, 1).map((belief) => ({ route, belief })));

/** What Tomcat sees of requests that a `proxy_pass` passes on, on the word itself or its address. */
export function beliefAt(session: Session, at: OpenFile, offset: number): Explanation | undefined {
  const found = routesIn(at, (route) => {
    const { span } = route.passed.proxy.placement.directive;
    return span.start <= offset && offset < span.end;
  });
  const [first] = found;
  if (!first) return undefined;
  const { name, args, span } = first.route.passed.proxy.placement.directive;
  const lines = new Map(
    found
      .flatMap(({ route, belief }) => atLength(route, belief))
      .map((line) => [textOf(session, at, line), line]),
  );
  const short = shortly(first.belief);
  if (lines.size === 0) return undefined;
  return {
    markdown: [
      ...(short === undefined ? [] : [`**${escaped(short)}**`, '']),
      ...[...lines.keys()].map((line) => `- ${line}`),
    ].join('\n'),
    span: { start: name.span.start, end: args.at(-1)?.span.end ?? span.end },
  };
}

/** A line with the file and line to blame. */
function textOf(session: Session, { check }: OpenFile, { text, place }: Line): string {
  return place && check.files.has(place.path)
    ? `${escaped(text)} (${linkTo(session, check, place.path, place.span)})`
    : escaped(text);
}

const escaped = (text: string): string => text.replace(/[\\`*_~<>[\]]/g, '\\$&');

/** What Tomcat sees, above each `proxy_pass` that leads to one, where the setting wants it. */
export function routeLenses(at: OpenFile): readonly CodeLens[] {
  if (at.check.settings.routeLens !== true) return [];
  const seen = new Set<string>();
  return routesIn(at).flatMap(({ route, belief }): CodeLens[] => {
    const title = shortly(belief);
    const { directive } = route.passed.proxy.placement;
    const key = `${directive.span.start} ${title}`;
    if (title === undefined || seen.has(key)) return [];
    seen.add(key);
    return [
      {
        range: rangeOf(at.file, directive.name.span),
        command: { title, command: 'clusterLab.whichLocation', arguments: urlsOf(route) },
      },
    ];
  });
}

/** A URL that comes this way. */
function urlsOf({ passed: { browser }, paths }: Route): string[] {
  const { scheme, host, port } = browser;
  if (scheme === undefined || port === undefined) return [];
  const isUsual = port === (scheme === 'https' ? 443 : 80);
  return [`GET ${scheme}://${host}${isUsual ? '' : `:${port}`}${paths?.outer ?? '/'}`];
}
