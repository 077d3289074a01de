import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import { readAddress, readPassedUrl } from '../address';
import { hasVariable } from '../variables';
import { isIpv4 } from '../check/addresses';
import { addressFault } from '../check/url';
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
  if (address.kind === 'open') return;
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
  if (address.kind !== 'inet') return;
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

/** What a scheme before the address adds (ngx_http_uwsgi_pass, ngx_http_grpc_pass); the others take none. */
const schemes: Readonly<Record<string, RegExp>> = {
  grpc_pass: /^grpcs?:\/\//i,
  uwsgi_pass: /^s?uwsgi:\/\//i,
};

/** The other protocols take an address without a path (ngx_http_fastcgi_pass and the like, ngx_stream_proxy_pass). */
export function checkPass(
  placement: Placement,
  upstreams: { get(name: string): Placement | undefined },
  isWhole: boolean,
  report: Report,
): void {
  const { directive } = placement;
  const { value: name } = directive.name;
  const [word] = directive.args;
  if (!word || isOpen(word)) return;
  const say = (says: string, told: string, more: Partial<Problem> = {}): void =>
    report({ family: 'proxy-pass', placement, word, says, told, ...more });
  // memcached_pass takes no variables, and a URL holds a slash whatever they are.
  const isUrlOfMemcached = name === 'memcached_pass' && word.value.includes('://');
  if (hasVariable(word.value) && !isUrlOfMemcached) return;
  const scheme = schemes[name];
  const rest = scheme ? word.value.replace(scheme, '') : word.value;
  const fault = isUrlOfMemcached ? 'invalid host' : addressFault(rest, 'server');
  if (fault) {
    say(
      `${fault} in upstream "${rest}"`,
      fault === 'invalid port'
        ? t('"{word}" has an invalid port. Ports range from 1 to 65535.', { word: word.value })
        : rest.includes('/') && fault === 'invalid host'
          ? t('{name} takes an address, not a URL. Write host:port.', { name })
          : t('"{url}" does not name a server.', { url: word.value }),
    );
    return;
  }
  const address = readAddress(rest);
  if (address.kind !== 'inet') return;
  const { host, port } = address;
  const upstream = upstreams.get(host.toLowerCase());
  if (port !== undefined && upstream)
    say(
      `upstream "${host}" may not have port ${port}`,
      t('"{host}" is an upstream, and its servers have their own ports. Remove ":{port}".', { host, port }),
      { related: { placement: upstream, message: t('The upstream') } },
    );
  // ngx_http_upstream_init_round_robin: none of these protocols has a port of its own.
  else if (port === undefined && !upstream && (isWhole || isIpv4(host) || host.startsWith('[')))
    say(
      `no port in upstream "${rest}"`,
      t('"{word}" has no port, and there is no upstream of this name. Write the port behind a colon.', {
        word: word.value,
      }),
    );
}

/** `ngx_stream_pass`: to a socket that nginx itself listens on. */
export function checkStreamPass(placement: Placement, report: Report): void {
  const [word] = placement.directive.args;
  if (!word || isOpen(word) || hasVariable(word.value)) return;
  const fault = addressFault(word.value, 'server');
  const address = readAddress(word.value);
  const isInet = !fault && address.kind === 'inet';
  const isName = isInet && !isIpv4(address.host) && !address.host.startsWith('[');
  const hasNoPort = isInet && address.port === undefined;
  if (!fault && !isName && !hasNoPort) return;
  report({
    family: 'proxy-pass',
    placement,
    word,
    says: fault
      ? `${fault} in "${word.value}" of the "pass" directive`
      : `"pass" directive has no ${isName ? 'addresses' : 'port'}`,
    told: fault
      ? t('"{url}" does not name a server.', { url: word.value })
      : t(
          'pass takes an address with a port that nginx itself listens on, or a variable. Write it, or use proxy_pass.',
        ),
  });
}
