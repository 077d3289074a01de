/** What a part of a line leads to. */
export type Place = Span & (FilePlace | ClassPlace | JspPlace);

/** Offsets in the line. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** A file of the container; `line` from 1. */
export interface FilePlace {
  readonly kind: 'file';
  readonly path: string;
  readonly line?: number;
}

/** The source of a class: `shop/LoginServlet.java`. */
export interface ClassPlace {
  readonly kind: 'class';
  readonly source: string;
  readonly line: number;
}

/** A page by its path in an app: `/cart/list.jsp`. */
export interface JspPlace {
  readonly kind: 'jsp';
  readonly path: string;
  readonly line?: number;
}

/** Of a longer line only the beginning is looked through: what looks like many places takes with the square of its length. */
const LONGEST = 16 * 1024;

/** The places that a line of a log names, in their order. What they lead to may be nobody's file. */
export function placesIn(line: string): Place[] {
  const text = line.slice(0, LONGEST);
  // Most lines name none.
  if (!text.includes('/') && !text.includes('(')) return [];
  const places = [...frames(text), ...systemIds(text), ...pages(text)];
  const isTaken = ({ start, end }: Span): boolean => places.some((it) => start < it.end && it.start < end);
  places.push(...paths(text).filter((place) => !isTaken(place)));
  return places.filter(staysWithin).toSorted((a, b) => a.start - b.start);
}

/** Any program may write into a log: what it names leads to no file outside of the folders of the lab. */
const staysWithin = (place: Place): boolean =>
  place.kind === 'class' || !place.path.split('/').includes('..');

/** `at shop.LoginServlet.doPost(LoginServlet.java:33)`, also of a loader or a module: `at app//shop.A.b(A.java:3)`. */
const FRAME =
  /\bat (?:[\w.$@-]*\/)*((?:[\p{L}_$][\p{L}\p{N}_$]*\.)*)[\p{L}_$][\p{L}\p{N}_$]*\.[\p{L}\p{N}_$<>]+\(([\p{L}\p{N}_$]+)\.(java|kt|groovy|scala):(\d+)\)/u;
/** The package in which Jasper puts the servlets that it makes of pages. */
const JASPER = 'org.apache.jsp.';

function frames(text: string): Place[] {
  const found = FRAME.exec(text);
  if (!found) return [];
  const [whole, packages = '', name = '', extension = '', line = ''] = found;
  const end = found.index + whole.length - 1;
  const start = end - `${name}.${extension}:${line}`.length;
  if (packages.startsWith(JASPER)) {
    // Its lines are those of the servlet, and none of the page.
    const path = pageOf(packages.slice(JASPER.length), name);
    return path === undefined ? [] : [{ kind: 'jsp', start, end, path }];
  }
  const source = `${packages.replaceAll('.', '/')}${name}.${extension}`;
  return [{ kind: 'class', start, end, source, line: Number(line) }];
}

/** `/WEB-INF/cart_list.jsp` of `WEB_002dINF.` and `cart_005flist_jsp` (org.apache.jasper.compiler.JspUtil). */
function pageOf(packages: string, name: string): string | undefined {
  const [, base, extension] = /^(.+)_(jspx?|jspf|tagx?)$/.exec(name) ?? [];
  if (base === undefined) return undefined;
  const path = [...packages.split('.').slice(0, -1), base].map((part) =>
    part.replaceAll(/_([\da-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  );
  return `/${path.join('/')}.${extension}`;
}

/** Of a SAXParseException: `systemId: file:/usr/local/tomcat/conf/server.xml; lineNumber: 66; columnNumber: 3;`. */
const SYSTEM_ID = /\bsystemId: file:(?:\/\/)?(\/[^;]+); lineNumber: (\d+)/g;

const systemIds = (text: string): Place[] =>
  [...text.matchAll(SYSTEM_ID)].map(({ 0: whole, 1: path = '', 2: line, index }) => ({
    kind: 'file',
    start: index + whole.indexOf('file:'),
    end: index + whole.length,
    path: decoded(path),
    line: Number(line),
  }));

/**
 * Jasper names a page and a line in brackets, in the language of the JDK: `[/cart.jsp] at line [12]`. What stands behind
 * anything else is in a request, what begins so in a container.
 */
const PAGE = /(?<=^|[[ ])\/(?!(?:usr|opt|var)\/)[^\s[\]"()<>:]+\.(?:jspx?|jspf|tagx?)(?![\w.])/g;
const NUMBER = /\[(\d+)\]/;

function pages(text: string): Place[] {
  const number = NUMBER.exec(text)?.[1];
  if (number === undefined) return [];
  return [...text.matchAll(PAGE)].map(({ 0: path, index }) => ({
    kind: 'jsp',
    start: index,
    end: index + path.length,
    path,
    line: Number(number),
  }));
}

/** `/etc/nginx/conf.d/default.conf:7`, or without a line. What stands behind a host or a name is none. */
const PATH = /(?<![\w/.:~$}-])(?:file:(?:\/\/)?)?(\/[\w.@+-]+(?:\/[\w.@+-]+)+)(?::(\d+))?(?!\w)/g;

const paths = (text: string): Place[] =>
  [...text.matchAll(PATH)].flatMap(({ 0: whole, 1: path = '', 2: line, index }) => {
    const plain = line === undefined ? path.replace(/[.]+$/, '') : path;
    const end = index + whole.length - (path.length - plain.length);
    return [
      {
        kind: 'file',
        start: index,
        end,
        path: plain,
        ...(line !== undefined && { line: Number(line) }),
      } as const,
    ];
  });

/** A part of a URL, or what is no such as it stands. */
export function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
