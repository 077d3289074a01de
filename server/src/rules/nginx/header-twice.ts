import { t } from '@vscode/l10n';
import type { NginxConfiguration, Placement } from '../../languages/nginx/configuration';
import { hasGap, inEffect } from '../../languages/nginx/effective';
import { linesOf } from '../../languages/nginx/headers';
import { httpOf } from '../../languages/nginx/http';
import { rule } from '../define';
import { nameOf, offered, valuesOf, withoutLine } from '../support/nginx';
import { headersBeside } from '../support/proxies';
import { textsOf } from '../support/values';

/** Every value that is not empty is sent, in the order of the lines; an empty one takes nothing back (ngx_http_proxy_init_headers). */
export const headerTwice = rule({
  meta: {
    id: 'nginx/header-twice',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      host: 'Host is set above already, and nginx sends both lines: Tomcat answers 400 to a request with two. Keep one of them.',
      both: '{name} is set above already, and nginx sends both lines: an application takes the first of them, or joins the two. Keep one of them.',
      empty:
        '{name} is set twice here, and an empty value takes nothing back: nginx sends the other one. Remove one of the two lines.',
      keepalive:
        'Connection is set twice here, and an empty value takes nothing back: plain requests carry "Connection: close", so keepalive of "{upstream}" has no effect. Remove this line, and let the map of {variable} be empty where there is no Upgrade.',
    },
  },
  directives: ['proxy_set_header'],
  nginxPlacement(placement, context) {
    const { configuration, model } = context;
    const { parent } = placement;
    const name = valuesOf(placement)[0] ?? '';
    if (name.includes('$')) return;
    const same = linesOf(headersBeside(placement, configuration), name.toLowerCase());
    const [first, second] = same;
    // The last one, so that several are told of once.
    if (!first || !second || same.at(-1) !== placement) return;
    const values = same.map((line) => sentBy(line, configuration));
    const sent = values.filter((value) => value === 'something');
    if (values.includes('unknown') || sent.length === 0) return;
    const isEmpty = sent.length < values.length;
    const at = isEmpty ? (same[values.indexOf('nothing')] ?? placement) : placement;
    const other = same.find((line) => line !== at && sentBy(line, configuration) === 'something') ?? first;
    if (!isEmpty && isHarmless(name, same)) return;
    if (isEmpty && sent.length > 1 && !/^host$/i.test(name) && isHarmless(name, same)) return;
    const told = keepaliveLost(name, other, configuration);
    context.report({
      path: at.path,
      span: at.directive.span,
      ...(isEmpty
        ? told
          ? { message: 'keepalive', data: told }
          : { message: 'empty', data: { name } }
        : /^host$/i.test(name)
          ? { message: 'host' }
          : { message: 'both', data: { name } }),
      related: [{ path: other.path, span: other.directive.span, message: t('This one is sent') }],
      fixes:
        parent && hasGap(parent)
          ? []
          : [offered(t('Remove this line'), at.path, withoutLine(model.textOf(at.path), at.directive.span))],
    });
  },
});

/** Two lines of one value are one thing said twice, unless nobody may say it twice. */
const isHarmless = (name: string, lines: readonly Placement[]): boolean =>
  !/^(?:host|x-forwarded-for|content-length)$/i.test(name) &&
  new Set(lines.map((line) => valuesOf(line)[1])).size === 1;

/** Variables that are never empty. */
const FULL = [
  'host',
  'http_host',
  'proxy_host',
  'proxy_port',
  'scheme',
  'remote_addr',
  'remote_port',
  'server_addr',
  'server_port',
  'proxy_add_x_forwarded_for',
  'request_uri',
  'uri',
  'request_method',
  'server_protocol',
  'request_id',
  'hostname',
  'binary_remote_addr',
];
const known: ReadonlyMap<string, readonly string[]> = new Map(FULL.map((name) => [name, ['x']]));

/** Whether a line surely sends something, or surely nothing. */
function sentBy(line: Placement, configuration: NginxConfiguration): 'something' | 'nothing' | 'unknown' {
  const value = valuesOf(line)[1] ?? '';
  if (value === '') return 'nothing';
  if (value.includes('${') && /\$\{[A-Z]/.test(value)) return 'unknown';
  const bare = value.replaceAll(/\$(?:\{\w+\}|\w+)/g, '');
  if (bare !== '') return 'something';
  const texts = textsOf(value, line, configuration, known);
  return texts?.every((text) => text !== '') ? 'something' : 'unknown';
}

/** The upstream whose connections are closed after each request, because a map says `close`. */
function keepaliveLost(
  name: string,
  line: Placement,
  configuration: NginxConfiguration,
): { readonly upstream: string; readonly variable: string } | undefined {
  if (!/^connection$/i.test(name)) return undefined;
  const variable = valuesOf(line)[1] ?? '';
  if (
    !variable.includes('$') ||
    !textsOf(variable, line, configuration)?.some((text) => /^close$/i.test(text))
  )
    return undefined;
  for (const { placement, upstream } of httpOf(configuration).proxies.values()) {
    if (!upstream || inEffect(placement.parent, 'proxy_set_header')?.lines.includes(line) !== true) continue;
    if (upstream.placement.children.some((child) => nameOf(child) === 'keepalive'))
      return { upstream: upstream.name, variable };
  }
  return undefined;
}
