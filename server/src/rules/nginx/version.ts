import type { DirectiveEntry } from '../../languages/nginx/catalogue';

import type { Placement } from '../../languages/nginx/configuration';
import type { Word } from '../../languages/nginx/tree';
import { compareVersions, isWithinReleases } from '../../languages/nginx/versions';
import { wholeLine } from '../../languages/nginx/layout';
import type { Fix, PlacementContext, Rule } from '../rule';
import { findingsIn, placeOf } from './core';

/** What works in the release in use, by what is written. */
const instead: Readonly<Record<string, string>> = {
  sticky:
    'Write "hash $cookie_JSESSIONID consistent;" or a "map" of the route to an upstream instead, or take a newer nginx',
  http2: 'Write "listen 443 ssl http2;" instead',
  ssl: 'Write "listen 443 ssl;" instead',
  'route=': 'Leave it out and keep clients by "hash $cookie_JSESSIONID consistent;", or take a newer nginx',
  drain: 'Write "down" instead, or take a newer nginx',
  resolve: 'Leave it out and reload nginx when the address changes, or take a newer nginx',
  'service=': 'Name the servers with their ports instead, or take a newer nginx',
  keepalive: 'Write the number of connections alone',
  resolver: 'Leave it out here, or take a newer nginx',
  zone: 'Take a newer nginx',
};

/** Parameters that came later than their directive (ngx_http_upstream_server, ngx_http_core_listen and their kin). */
const parameters: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'server in upstream': {
    resolve: '1.27.3',
    'service=': '1.27.3',
    'route=': '1.29.6',
    drain: '1.29.6',
  },
  'server in stream upstream': { resolve: '1.27.3', 'service=': '1.27.3' },
  'listen in server': { quic: '1.25.0' },
};

export const version: Rule = {
  meta: {
    id: 'nginx/version',
    severity: 'error',
    refusedBy: 'nginx',
    versions: 'the one in use, where it is known',
    fix: 'unsafe',
    messages: {
      newer:
        '"{what}" needs nginx {since} or newer, and this is {version}, which does not start with it. {instead}.',
      gone: '"{what}" is no longer in nginx {version}, which does not start with it; {until} was the last that had it. {instead}.',
      form: '"{what}" with so many arguments needs another nginx than {version}, which does not start with it. {instead}.',
    },
  },
  nginxConfiguration(configuration, context) {
    if (configuration.version === undefined) return;
    for (const finding of findingsIn(configuration, context.model).of('version')) {
      const { placement, word } = finding;
      const name = word.value;
      const said = releaseOf(
        finding.forms.map(({ entry }) => entry),
        configuration.version,
      );
      context.report({
        ...placeOf(finding),
        message: said.message,
        data: { what: name, version: configuration.version, ...said.data, instead: insteadOf(name) },
        fixes: fixesOf(placement, word, context.model.files),
      });
    }
  },
  directives: ['server', 'listen'],
  nginxPlacement(placement, context) {
    const inUse = context.configuration.version;
    const { directive } = placement;
    if (inUse === undefined || directive.args.length < 2) return;
    const known = parameters[`${directive.name.value} in ${placement.context}`];
    if (known) for (const word of directive.args.slice(1)) parameter(word, known, inUse, placement, context);
  },
};

function parameter(
  word: Word,
  known: Readonly<Record<string, string>>,
  inUse: string,
  { directive, path }: Placement,
  context: PlacementContext,
): void {
  const what = word.value.replace(/=.*$/s, '=');
  const since = Object.hasOwn(known, what) ? known[what] : undefined;
  if (since === undefined || isWithinReleases({ since }, inUse)) return;
  const before = directive.args[directive.args.indexOf(word) - 1] ?? directive.name;
  context.report({
    path,
    span: word.span,
    message: 'newer',
    data: { what, since, version: inUse, instead: insteadOf(what) },
    fixes: [
      {
        title: `Remove ${word.value}`,
        safe: false,
        edits: new Map([[path, [{ span: { start: before.span.end, end: word.span.end }, text: '' }]]]),
      },
    ],
  });
}

const insteadOf = (what: string): string =>
  Object.hasOwn(instead, what) ? (instead[what] ?? '') : 'Remove it, or take another nginx';

function releaseOf(
  entries: readonly DirectiveEntry[],
  inUse: string,
): { readonly message: string; readonly data: Readonly<Record<string, string>> } {
  const later = entries.flatMap(({ since }) =>
    since !== undefined && compareVersions(since, inUse) > 0 ? [since] : [],
  );
  const [since] = later.toSorted(compareVersions);
  if (since !== undefined) return { message: 'newer', data: { since } };
  const until = entries
    .flatMap((entry) => entry.until ?? [])
    .toSorted(compareVersions)
    .at(-1);
  return until === undefined ? { message: 'form', data: {} } : { message: 'gone', data: { until } };
}

/** `ssl on;` and `http2 on;` are parameters of `listen` in other releases; the line alone can go. */
function fixesOf(
  { directive, path }: Placement,
  word: Word,
  files: PlacementContext['model']['files'],
): readonly Fix[] {
  const file = files.get(path);
  if (file?.kind !== 'nginx' || directive.block) return [];
  return [
    {
      title: `Remove ${word.value}`,
      safe: false,
      edits: new Map([[path, [{ span: wholeLine(file.document.text, directive.span), text: '' }]]]),
    },
  ];
}
