import { t } from '@vscode/l10n';
import type { Finding } from '../../languages/nginx/check';
import { wholeLine } from '../../languages/nginx/layout';
import { parameterName } from '../../languages/nginx/parameters';
import { compareVersions, isBefore, type Releases } from '../../languages/text/versions';
import { rule, type Fix, type Words } from '../define';
import { findingsIn, placeOf } from '../support/findings';
import { withoutWord } from '../support/nginx';

/** What works in the release in use, by what is written, as whatOf gives it. */
const instead: Readonly<Record<string, () => string>> = {
  sticky: () =>
    t(
      'Use "hash $cookie_JSESSIONID consistent;" or a "map" from the route to an upstream, or a newer nginx.',
    ),
  http2: () => t('Write "listen 443 ssl http2;" instead.'),
  ssl: () => t('Write "listen 443 ssl;" instead.'),
  'route=': () =>
    t('Remove it and use "hash $cookie_JSESSIONID consistent;" for affinity, or use a newer nginx.'),
  drain: () => t('Write "down" instead, or use a newer nginx.'),
  resolve: () => t('Remove it and reload nginx when the address changes, or use a newer nginx.'),
  'service=': () => t('Name the servers and their ports instead, or use a newer nginx.'),
  quic: () => t('Remove this listen, so that clients connect over TCP, or use a newer nginx.'),
  spdy: () => t('Write "http2" instead.'),
  resolver: () => t('Remove it here, or use a newer nginx.'),
  zone: () => t('Use a newer nginx.'),
  'proxy_redirect false': () => t('Write "off" instead.'),
  'proxy_http_version 2': () => t('Write "1.1" instead, or use a newer nginx.'),
};

/** Parameters without which the line means something else, so that the whole of it goes. */
const ofLine: ReadonlySet<string> = new Set(['quic']);

const messages = {
  newer:
    '"{what}" needs nginx {since} or newer, but this is {version}, which does not start with it. {instead}',
  gone: 'nginx {version} no longer has "{what}" and does not start with it; {until} was the last version that had it. {instead}',
} as const;

export const version = rule({
  meta: {
    id: 'nginx/version',
    severity: 'error',
    refusedBy: 'nginx',
    versions: 'the one in use, where it is known',
    fix: 'unsafe',
    messages,
  },
  nginxConfiguration(configuration, context) {
    const { version: inUse } = configuration;
    if (inUse === undefined) return;
    for (const finding of findingsIn(configuration, context.model).of('version')) {
      const what = whatOf(finding);
      const said = releaseOf(what, finding.releases, inUse);
      if (!said) continue;
      context.report({
        ...placeOf(finding),
        ...said,
        fixes: fixesOf(finding, what, context.model.textOf(finding.placement.path)),
      });
    }
  },
});

const insteadOf = (what: string): string =>
  (Object.hasOwn(instead, what) ? instead[what]?.() : undefined) ?? t('Remove it, or use another nginx.');

/** A directive, a parameter, or a directive with the one value that it has. */
function whatOf({ placement, word }: Finding): string {
  const { name, args } = placement.directive;
  return word !== name && args.length === 1 ? `${name.value} ${word.value}` : parameterName(word.value);
}

/** The first of the releases to come, else the last of those that are past. */
function releaseOf(
  what: string,
  all: readonly Releases[],
  inUse: string,
): Words<typeof messages> | undefined {
  const data = { what, version: inUse, instead: insteadOf(what) };
  const [since] = all
    .flatMap((one) => one.since ?? [])
    .filter((release) => isBefore(inUse, release) === true)
    .toSorted(compareVersions);
  if (since !== undefined) return { message: 'newer', data: { ...data, since } };
  const until = all
    .flatMap((one) => one.until ?? [])
    .toSorted(compareVersions)
    .at(-1);
  return until === undefined ? undefined : { message: 'gone', data: { ...data, until } };
}

/** A word goes where others stay; `ssl on;` and `http2 on;`, parameters of `listen` in other releases, go whole. */
function fixesOf({ placement, word }: Finding, what: string, text: string): readonly Fix[] {
  const { directive, path } = placement;
  if (directive.block) return [];
  const isWhole = word === directive.name || ofLine.has(what);
  if (!isWhole && directive.args.length === 1) return [];
  const edit = isWhole ? { span: wholeLine(text, directive.span), text: '' } : withoutWord(text, word);
  const title = ofLine.has(what)
    ? t('Remove this {name}', { name: directive.name.value })
    : t('Remove {word}', { word: word.value });
  return [{ title, safe: false, edits: new Map([[path, [edit]]]) }];
}
