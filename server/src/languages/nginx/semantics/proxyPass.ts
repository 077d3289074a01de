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
      'proxy_pass takes a URL: write http:// or https:// before the name of the server.',
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
        ? `"${url.value}" has no port that can be: ports go from 1 to 65535.`
        : `"${url.value}" names no server.`,
    );
    return;
  }
  if (/^[/?]/.test(uri) && parent && isPatternless(parent)) {
    say(
      '"proxy_pass" cannot have URI part in location given by regular expression, or inside named location, or inside "if" statement, or inside "limit_except" block',
      'Here nginx cannot put a path in the place of what the location matched. Remove what follows the server, or use a rewrite before it.',
    );
    return;
  }
  const { host, port } = address;
  const upstream = port === undefined ? undefined : upstreams.get(host.toLowerCase());
  if (upstream) {
    say(
      `upstream "${host}" may not have port ${port}`,
      `"${host}" is an upstream, whose servers have ports of their own. Remove ":${port}".`,
      { related: { placement: upstream, message: 'The upstream' } },
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
      ? `${directive.name.value} takes an address and no URL: write host:port here.`
      : `"${word.value}" has no port that can be: ports go from 1 to 65535.`,
  });
}
