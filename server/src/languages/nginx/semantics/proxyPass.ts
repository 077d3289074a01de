import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import { readAddress, readPassedUrl } from '../address';
import { hasVariable } from '../variables';
import { addressFault } from './address';
import { isOpen, type Problem, type Report } from './problem';

/** `ngx_http_proxy_pass` in src/http/modules/ngx_http_proxy_module.c; `ports`: upstreams by their names in lower case. */
export function checkProxyPass(
  placement: Placement,
  upstreams: { get(name: string): Placement | undefined },
  report: Report,
): void {
  const { directive, parent } = placement;
  const [url] = directive.args;
  if (!url || isOpen(url) || hasVariable(url.value)) return;
  const say = (says: string, told: string, more: Partial<Problem> = {}): void =>
    report({ family: 'proxy-pass', placement, word: url, says, told, ...more });
  const { scheme, authority, uri } = readPassedUrl(url.value);
  if (!/^https?:/i.test(scheme)) {
    say(
      'invalid URL prefix',
      t('proxy_pass needs a URL. Write http:// or https:// before the name of the server.'),
    );
    return;
  }
  const rest = authority + uri;
  const address = readAddress(authority);
  if (address.kind !== 'inet') return;
  const fault = addressFault(rest, 'pass');
  if (fault) {
    say(
      `${fault} in upstream "${rest}"`,
      fault === 'invalid port'
        ? t('"{url}" has an invalid port. Ports range from 1 to 65535.', { url: url.value })
        : t('"{url}" does not name a server.', { url: url.value }),
    );
    return;
  }
  if (/^[/?]/.test(uri) && parent && isPatternless(parent)) {
    say(
      '"proxy_pass" cannot have URI part in location given by regular expression, or inside named location, or inside "if" statement, or inside "limit_except" block',
      t(
        'nginx cannot replace the matched part of the URI here. Remove the path after the server name, or use a rewrite before it.',
      ),
    );
    return;
  }
  const { host, port } = address;
  const upstream = port === undefined ? undefined : upstreams.get(host.toLowerCase());
  if (upstream) {
    say(
      `upstream "${host}" may not have port ${port}`,
      t('"{host}" is an upstream, and its servers have their own ports. Remove ":{port}".', {
        host,
        port: port ?? '',
      }),
      { related: { placement: upstream, message: t('The upstream') } },
    );
  }
}

/** A level whose matched part nginx does not know: `clcf->regex`, `->named` and `->noname`. */
function isPatternless({ directive: { name, args } }: Placement): boolean {
  if (name.value === 'if' || name.value === 'limit_except') return true;
  if (name.value !== 'location') return false;
  const [first] = args;
  return first !== undefined && /^[~@]/.test(first.value);
}

/** The other protocols take an address without a scheme (ngx_http_fastcgi_pass and the like). */
export function checkPass(placement: Placement, report: Report): void {
  const { directive } = placement;
  const [word] = directive.args;
  if (!word || isOpen(word)) return;
  // memcached_pass takes no variables, and a URL holds a slash whatever they are.
  const isUrlOfMemcached = directive.name.value === 'memcached_pass' && word.value.includes('://');
  if (hasVariable(word.value) && !isUrlOfMemcached) return;
  const rest = directive.name.value === 'grpc_pass' ? word.value.replace(/^grpcs?:\/\//i, '') : word.value;
  if (readAddress(rest).kind === 'unix' || rest.startsWith('suwsgi://') || rest.startsWith('uwsgi://'))
    return;
  const isUrl = directive.name.value !== 'grpc_pass' && rest.includes('/');
  const fault = isUrl ? 'invalid host' : addressFault(rest, 'pass');
  if (fault !== 'invalid port' && !isUrl) return;
  report({
    family: 'proxy-pass',
    placement,
    word,
    says: `${fault} in upstream "${rest}"`,
    told: isUrl
      ? t('{name} takes an address, not a URL. Write host:port.', { name: directive.name.value })
      : t('"{word}" has an invalid port. Ports range from 1 to 65535.', { word: word.value }),
  });
}
