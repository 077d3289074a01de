import { t } from '@vscode/l10n';
import type { FeatureView, Link, WantedPath } from '../../features';
import { span } from '../../text/span';
import { httpOf } from '../http';
import type { Directive, NginxDocument } from '../tree';
import { walk } from '../walk';
import type { Typing } from './at';
import { contentOf } from './symbolNames';

/** Directives whose first argument is a file that a workspace may hold. */
const fileDirectives = new Set([
  'ssl_certificate',
  'ssl_certificate_key',
  'ssl_trusted_certificate',
  'ssl_client_certificate',
  'ssl_dhparam',
  'ssl_crl',
  'ssl_password_file',
  'ssl_session_ticket_key',
  'auth_basic_user_file',
  'proxy_ssl_certificate',
  'proxy_ssl_certificate_key',
  'proxy_ssl_trusted_certificate',
  'js_include',
  'perl_modules',
  'access_by_lua_file',
  'body_filter_by_lua_file',
  'content_by_lua_file',
  'header_filter_by_lua_file',
  'init_by_lua_file',
  'init_worker_by_lua_file',
  'log_by_lua_file',
  'rewrite_by_lua_file',
]);

/** What the only argument of a directive names, other than single files. */
const wants: Readonly<Record<string, WantedPath['wants']>> = {
  include: 'files',
  root: 'folders',
  alias: 'folders',
  js_import: 'files',
};

/** The path that is being written; undefined where none is wanted. */
export function wantedPath({ words, span: { end } }: Typing): WantedPath | undefined {
  const [name = '', typed = '', ...more] = words;
  const wanted = wants[name] ?? (fileDirectives.has(name) ? 'files' : undefined);
  if (!wanted || more.length > 0 || /[$*]/.test(typed)) return undefined;
  return {
    typed,
    span: span(end - typed.length, end),
    wants: wanted,
    // ngx_http_core_root: ngx_conf_full_name without its conf_prefix.
    ...(wanted === 'folders' && { ofPrefix: true }),
    ...(name === 'include' && { pattern: '*.conf' }),
  };
}

/** From includes to the files that they bring in, and from other paths. */
export const linksIn = (document: NginxDocument, view: FeatureView): readonly Link[] => [
  ...includesIn(view),
  ...pathsIn(document),
  ...upstreamsIn(view),
];

/** From the URL of a `proxy_pass` to the upstream that it names: else editors take it for one of the web. */
function upstreamsIn({ configurations, path }: FeatureView): readonly Link[] {
  const found = new Map<Directive, Link>();
  for (const configuration of configurations) {
    if (!configuration.files.includes(path)) continue;
    for (const { placement, upstream } of httpOf(configuration).proxies.values()) {
      const { directive } = placement;
      const [word] = directive.args;
      const [name] = upstream?.placement.directive.args ?? [];
      if (placement.path !== path || !word || !upstream || !name) continue;
      found.set(directive, {
        span: contentOf(word),
        place: { path: upstream.placement.path, span: name.span },
        title: t('Go to the upstream "{name}"', { name: upstream.name }),
      });
    }
  }
  return [...found.values()];
}

/** Includes that lead somewhere, with the files they lead to at all places where the file is read. */
function includesIn({ configurations, path }: FeatureView): readonly Link[] {
  const found = new Map<Directive, Set<string>>();
  for (const configuration of configurations) {
    if (!configuration.files.includes(path)) continue;
    for (const { directive, path: own, includes = [] } of configuration.all) {
      if (own !== path || includes.length === 0) continue;
      const known = found.get(directive) ?? new Set();
      for (const target of includes) known.add(target);
      found.set(directive, known);
    }
  }
  return [...found].flatMap(([{ args }, files]) =>
    args[0] ? [{ span: args[0].span, files: [...files] }] : [],
  );
}

/** Paths of single files in a document, those with variables left out. */
function* pathsIn(document: NginxDocument): Generator<Link, void, undefined> {
  for (const { name, args } of walk(document)) {
    // `js_import name from file;` or `js_import file;`
    const word =
      name.value === 'js_import' ? args.at(-1) : fileDirectives.has(name.value) ? args[0] : undefined;
    if (!word || word.value === '' || /[$*]|^(data|engine|store):/.test(word.value)) continue;
    yield { span: contentOf(word), path: word.value };
  }
}
