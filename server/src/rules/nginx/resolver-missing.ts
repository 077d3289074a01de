import { t } from '@vscode/l10n';
import type { ClusterModel } from '../../cluster/model';
import { readAddress, readPassedUrl } from '../../languages/nginx/address';
import {
  placementsNamed,
  type NginxConfiguration,
  type Placement,
} from '../../languages/nginx/configuration';
import { enclosing, inEffect, isKnown, written } from '../../languages/nginx/effective';
import { httpOf } from '../../languages/nginx/http';
import { hasVariable } from '../../languages/nginx/variables';
import { rule, type Fix } from '../define';
import { insertAfter } from '../support/edits';
import { nameOf, offered, valuesOf } from '../support/nginx';
import { textsOf } from '../support/values';

const PASSES = ['proxy_pass', 'fastcgi_pass', 'uwsgi_pass', 'scgi_pass', 'grpc_pass'];

/** An address with a variable is made at run time, and its name looked up then (ngx_http_upstream_init_request, ngx_stream_proxy_handler). */
export const resolverMissing = rule({
  meta: {
    id: 'nginx/resolver-missing',
    severity: 'error',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      docker:
        'nginx looks up "{host}" at each request, because this address has a variable, but no resolver says where: every request is answered 502. Add "resolver 127.0.0.11;", which is the name server of Docker, or write the address without a variable.',
      missing:
        'nginx looks up "{host}" at each request, because this address has a variable, but no resolver says where: every request is answered 502. Add "resolver" with the address of your name server, or write the address without a variable.',
      streamDocker:
        'nginx looks up "{host}" at each connection, because this address has a variable, but no resolver says where: every connection is closed. Add "resolver 127.0.0.11;", which is the name server of Docker, or write the address without a variable.',
      stream:
        'nginx looks up "{host}" at each connection, because this address has a variable, but no resolver says where: every connection is closed. Add "resolver" with the address of your name server, or write the address without a variable.',
    },
  },
  directives: PASSES,
  nginxPlacement(placement, context) {
    const { configuration, model } = context;
    const { parent } = placement;
    const [word] = placement.directive.args;
    if (!word || !parent || !hasVariable(word.value)) return;
    const inStream = isOfStream(placement);
    if (configuration.kind !== 'main' || !configuration.isWhole || configuration.isTemplate) return;
    if (!isKnown(parent) || inEffect(parent, 'resolver')) return;
    const addresses = textsOf(word.value, placement, configuration, inStream ? undefined : KNOWN);
    const hosts = addresses?.map((address) => lookedUp(address, placement, configuration));
    const [host] = hosts ?? [];
    if (host === undefined || hosts?.includes(undefined)) return;
    const inDocker = isInDocker(configuration, model);
    context.report({
      path: placement.path,
      span: word.span,
      message: inStream ? (inDocker ? 'streamDocker' : 'stream') : inDocker ? 'docker' : 'missing',
      data: { host },
      fixes: inDocker ? fixesOf(parent, model) : [],
    });
  },
});

/** Variables that nginx itself has, as far as they decide where a host ends. */
const KNOWN: ReadonlyMap<string, readonly string[]> = new Map([
  ['scheme', ['http', 'https']],
  ...['request_uri', 'uri', 'document_uri'].map((name): [string, string[]] => [name, ['/']]),
  ...['is_args', 'args', 'query_string'].map((name): [string, string[]] => [name, ['?']]),
]);

/** The name that nginx asks a resolver for; undefined where it needs none. */
function lookedUp(address: string, pass: Placement, configuration: NginxConfiguration): string | undefined {
  const target = targetOf(address, pass);
  if (!target || !/^[a-z_][\w.-]*$/i.test(target.host)) return undefined;
  const { host, port } = target;
  // In stream nothing has a port of its own.
  if (!target.hasPort && (isOfStream(pass) || httpOf(configuration).upstreams.has(host.toLowerCase())))
    return undefined;
  // A literal address makes an upstream of its own, which was looked up at the start (ngx_http_upstream_add).
  const isKnownHost = [...PASSES, 'memcached_pass']
    .flatMap((name) => placementsNamed(configuration, name))
    .some((other) => {
      const text = valuesOf(other)[0] ?? '';
      if (hasVariable(text) || isOfStream(other) !== isOfStream(pass)) return false;
      const one = targetOf(text, other);
      return one?.host.toLowerCase() === host.toLowerCase() && one.port === port;
    });
  return isKnownHost ? undefined : host;
}

interface Target {
  readonly host: string;
  readonly port: string | undefined;
  readonly hasPort: boolean;
}

const isOfStream = ({ context }: Placement): boolean => context.startsWith('stream');

function targetOf(address: string, pass: Placement): Target | undefined {
  const { scheme, authority } = readPassedUrl(address);
  const isUrl = nameOf(pass) === 'proxy_pass' && !isOfStream(pass);
  if (isUrl && !/^https?:/i.test(scheme)) return undefined;
  const read = readAddress(authority);
  if (read.kind !== 'inet') return undefined;
  const standard = /^(?:https|grpcs):/i.test(scheme)
    ? '443'
    : /^(?:http|grpc):/i.test(scheme)
      ? '80'
      : undefined;
  return { host: read.host, port: read.port ?? standard, hasPort: read.port !== undefined };
}

function isInDocker(configuration: NginxConfiguration, model: ClusterModel): boolean {
  const { runsIn, service } = model.balancerOf(configuration) ?? {};
  return runsIn === 'container' && service !== undefined && service.service.networkMode === undefined;
}

function fixesOf(level: Placement, model: ClusterModel): readonly Fix[] {
  const server = enclosing(level, 'server');
  const anchor = server && (written(server, 'server_name').at(-1) ?? written(server, 'listen').at(-1));
  if (!anchor) return [];
  const line = 'resolver 127.0.0.11;';
  const { path, directive } = anchor;
  return [offered(t('Add {line}', { line }), path, insertAfter(model.textOf(path), directive.span, [line]))];
}
