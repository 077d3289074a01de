import type { Span } from '../../text/span';
import type { NginxDocument } from '../tree';
import { walk } from '../walk';
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

/** Whether the argument of a directive names a file, other than by `include`. */
export const wantsFile = (name: string): boolean => name === 'js_import' || fileDirectives.has(name);

/** Paths of single files in a document, those with variables left out; whether they exist is for others to see. */
export function* linkedPaths(
  document: NginxDocument,
): Generator<{ readonly span: Span; readonly path: string }, void, undefined> {
  for (const { name, args } of walk(document)) {
    // `js_import name from file;` or `js_import file;`
    const word =
      name.value === 'js_import' ? args.at(-1) : fileDirectives.has(name.value) ? args[0] : undefined;
    if (!word || word.value === '' || /[$*]|^(data|engine|store):/.test(word.value)) continue;
    yield { span: contentOf(word), path: word.value };
  }
}
