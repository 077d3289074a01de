import type { OutlineItem } from '../../features';
import type { Span } from '../../text/span';
import type { Directive, NginxDocument } from '../tree';

/** Editors draw no deeper tree; and a file may nest 100,000 blocks. */
const maxDepth = 60;

/** Directives without a block that are worth a line, because they make a name. */
const named = new Set([
  'log_format',
  'proxy_cache_path',
  'fastcgi_cache_path',
  'uwsgi_cache_path',
  'scgi_cache_path',
  'limit_req_zone',
  'limit_conn_zone',
]);

/** The outline of a file: its blocks, the servers of upstreams, and what else has a name. */
export const outlineOf = (document: NginxDocument): OutlineItem[] => items(document.directives, 0);

function items(directives: readonly Directive[], depth: number): OutlineItem[] {
  if (depth > maxDepth) return [];
  return directives.flatMap((directive) => {
    const { block, name, parent } = directive;
    const inUpstream = parent?.name.value === 'upstream' && name.value === 'server';
    if (!block && !named.has(name.value) && !inUpstream) return [];
    const children = block && !block.lua && !isTable(name.value) ? items(block.directives, depth + 1) : [];
    const last = directive.args.at(-1);
    const head: Span = { start: name.span.start, end: last ? last.span.end : name.span.end };
    // A head that recovery stretched over what follows is no place to go to.
    const selection = head.end <= directive.span.end ? head : name.span;
    return [{ ...describe(directive), span: directive.span, selection, children }];
  });
}

const isTable = (name: string): boolean =>
  name === 'types' || name === 'map' || name === 'geo' || name === 'split_clients' || name === 'charset_map';

function describe(directive: Directive): Pick<OutlineItem, 'name' | 'detail' | 'kind'> {
  const { name, args, block } = directive;
  const words = args.map(({ value }) => value);
  const [first = ''] = words;
  switch (name.value) {
    case 'server':
      if (!block) return { name: first, detail: words.slice(1).join(' '), kind: 'address' };
      return serverTitle(directive);
    case 'location':
      return { name: words.join(' '), detail: handlerOf(directive), kind: 'location' };
    case 'upstream':
      return { name: first, detail: 'upstream', kind: 'upstream' };
    case 'if':
      return { name: `if ${words.join(' ')}`, detail: '', kind: 'condition' };
    case 'map':
    case 'geo':
    case 'split_clients':
      return {
        name: words.at(-1) ?? name.value,
        detail: [name.value, ...words.slice(0, -1)].join(' '),
        kind: 'map',
      };
    case 'limit_req_zone':
    case 'limit_conn_zone': {
      const zone = words.find((word) => word.startsWith('zone='))?.slice('zone='.length);
      return { name: zone?.split(':')[0] || name.value, detail: name.value, kind: 'name' };
    }
    default:
      if (block) return { name: name.value, detail: words.join(' '), kind: 'block' };
      return { name: first || name.value, detail: name.value, kind: 'name' };
  }
}

/** `example.com www.example.com` with `80, 443 ssl` behind it. */
function serverTitle({ block }: Directive): Pick<OutlineItem, 'name' | 'detail' | 'kind'> {
  const inside = block?.directives ?? [];
  const names = inside.filter(({ name }) => name.value === 'server_name').flatMap(({ args }) => args);
  const listens = inside.filter(({ name }) => name.value === 'listen');
  const title = names.map(({ value }) => value).filter((value) => value !== '');
  return {
    name: title.length > 0 ? title.join(' ') : 'server',
    detail: listens.map(({ args }) => args.map(({ value }) => value).join(' ')).join(', '),
    kind: 'server',
  };
}

/** What answers in a location, where one line tells. */
function handlerOf({ block }: Directive): string {
  const line = block?.directives.find(({ name }) => /_pass$|^(return|root|alias)$/.test(name.value));
  return line ? `${line.name.value} ${line.args.map(({ value }) => value).join(' ')}` : '';
}
