import type { Span } from '../text/span';
import type { HttpdDirective, HttpdDocument, HttpdWord } from './parse';

/** A balancer of mod_proxy_balancer, with all that the file says of it. */
export interface HttpdBalancer {
  /** As its URL names it, in lower case. */
  readonly name: string;
  readonly members: readonly HttpdMember[];
  /** The cookie whose value ends in the route; undefined: requests of a client go to any member. */
  readonly sticky: (HttpdWord & { readonly cookie: string }) | undefined;
  /** Whether all words are written out, so that nothing of it is said elsewhere by a macro or a variable. */
  readonly isWhole: boolean;
}

export interface HttpdMember {
  readonly address: HttpdWord;
  readonly host: string;
  readonly port: number;
  readonly route: HttpdWord | undefined;
}

const known = new WeakMap<HttpdDocument, readonly HttpdBalancer[]>();

/** Read once a document. */
export function balancersOf(document: HttpdDocument): readonly HttpdBalancer[] {
  const found = known.get(document) ?? read(document);
  known.set(document, found);
  return found;
}

interface Draft {
  readonly members: HttpdMember[];
  sticky: HttpdBalancer['sticky'];
  isWhole: boolean;
}

function read({ directives }: HttpdDocument): readonly HttpdBalancer[] {
  const found = new Map<string, Draft>();
  const draftOf = (name: string): Draft => {
    const draft = found.get(name) ?? { members: [], sticky: undefined, isWhole: true };
    found.set(name, draft);
    return draft;
  };
  for (const directive of directives) {
    const { name } = directive;
    const around = directive.sections.flatMap(({ args: [url] }) => nameIn(url) ?? [])[0];
    if (name === 'balancermember') {
      const [first, second] = directive.args;
      const own = nameIn(first);
      const [balancer, address] = own === undefined ? [around, first] : [own, second];
      if (balancer !== undefined && address) member(draftOf(balancer), address, directive);
    } else if (name === 'proxyset' || name === 'proxypass' || name === 'proxypassmatch') {
      const own = directive.args.map(nameIn).find((one) => one !== undefined);
      const balancer = own ?? (name === 'proxyset' ? around : undefined);
      if (balancer !== undefined) settings(draftOf(balancer), directive);
    }
  }
  // What a macro or an included file adds is not seen.
  const hasMore = directives.some(({ name }) => BRINGS_MORE.has(name));
  return [...found].map(([name, { members, sticky, isWhole }]) => ({
    name,
    members,
    sticky,
    isWhole: isWhole && !hasMore,
  }));
}

/** `app` of `balancer://app/path`. */
const nameIn = (word: HttpdWord | undefined): string | undefined =>
  /^balancer:\/\/([^/\s]+)/i.exec(word?.value ?? '')?.[1]?.toLowerCase();

const isFilledIn = (value: string): boolean => /\$\{|%\{|@[\w.-]+@|\{\{|<%/.test(value);

/** Members and settings of a balancer may come with them. */
const BRINGS_MORE: ReadonlySet<string> = new Set(['use', 'inherit', 'include', 'includeoptional']);

/** The ports that mod_proxy takes where none is written (ap_proxy_port_of_scheme). */
const PORTS: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ajp: 8009,
  ws: 80,
  wss: 443,
  h2: 443,
  h2c: 80,
};

function member(draft: Draft, address: HttpdWord, { args }: HttpdDirective): void {
  const words = args.slice(args.indexOf(address) + 1);
  if ([address, ...words].some(({ value }) => isFilledIn(value))) draft.isWhole = false;
  const [, scheme = '', host, port] = /^(\w+):\/\/(\[[^\]]+\]|[^/:\s]+)(?::(\d+))?/.exec(address.value) ?? [];
  const number = port === undefined ? PORTS[scheme.toLowerCase()] : Number(port);
  if (host === undefined || number === undefined || isFilledIn(address.value)) {
    draft.isWhole = false;
    return;
  }
  // A disabled one, or one that waits for others to fail, gets no request by its route alone.
  const route = words.findLast(({ value }) => /^route=/i.test(value));
  draft.members.push({ address, host, port: number, route: route && valueOf(route, 'route='.length) });
}

/** `stickysession=JSESSIONID|jsessionid`: the cookie, and the parameter of a path. */
function settings(draft: Draft, { args }: HttpdDirective): void {
  const word = args.findLast(({ value }) => /^stickysession=/i.test(value));
  if (!word) return;
  const written = valueOf(word, 'stickysession='.length);
  if (isFilledIn(written.value)) draft.isWhole = false;
  else draft.sticky = { ...written, cookie: written.value.split('|', 1).join('') };
}

/** What stands behind a `=`. */
function valueOf({ value, span }: HttpdWord, from: number): HttpdWord {
  const own = value.slice(from);
  const isPlain = span.end - span.start === value.length;
  const start = isPlain ? span.start + from : span.start;
  const place: Span = { start, end: span.end };
  return { value: own, span: place };
}
