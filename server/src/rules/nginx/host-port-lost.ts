import { t } from '@vscode/l10n';
import type { ClusterModel } from '../../cluster/model';
import { publishedAs } from '../../cluster/ports';
import { enclosing, hasGapInside, inEffect, isKnown, written } from '../../languages/nginx/effective';
import { headersIn } from '../../languages/nginx/headers';
import { portsOf as portsListened, serverAt, speaksTls, trustedProxies } from '../../languages/nginx/http';
import {
  placementsNamed,
  type NginxConfiguration,
  type Placement,
} from '../../languages/nginx/configuration';
import { readPassedUrl } from '../../languages/nginx/address';
import type { Word } from '../../languages/nginx/tree';
import { rule } from '../define';
import { soleVariable } from '../../languages/nginx/variables';
import { Edits } from '../support/edits';
import { sendsAlone } from '../support/proxies';
import { valuesOf } from '../support/nginx';

/** `$host` is the name without the port (ngx_http_core_module): an application builds its links and redirects from it. */
export const hostPortLost = rule({
  meta: {
    id: 'nginx/host-port-lost',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      lost: 'Browsers reach this server on port {port}, but $host does not include the port, so redirects of the application lead to another port. Send $http_host.',
      own: 'Browsers reach this server on port {port}, but $server_port is the one on which nginx listens, so redirects of the application lead to another port. Send $http_host.',
    },
  },
  nginxConfiguration(configuration, context) {
    const { model } = context;
    const groups = new Map<string, (Lost | undefined)[]>();
    // Lines of a file that several servers include: changed for one of them, they are changed for all.
    const inQuic = new Set<string>();
    for (const placement of placementsNamed(configuration, 'proxy_set_header')) {
      const message = messageOf(placement);
      if (!message) continue;
      if (hasQuic(placement)) inQuic.add(lineOf(placement));
      const server = enclosing(placement, 'server')?.directive.span.start;
      const key = `${message} ${placement.path} ${server} ${upstreamOf(placement) ?? groups.size}`;
      groups.set(key, [...(groups.get(key) ?? []), lostBy(placement, message, configuration, model)]);
    }
    for (const [first, ...rest] of groups.values()) {
      // One of which not all is known may be the one to speak of.
      if (!first) continue;
      const known = [first, ...rest].filter((one): one is Lost => one !== undefined);
      const lines = new Map(known.map((one) => [lineOf(one.placement), one]));
      const all = [...lines.values()];
      const edits = new Edits();
      for (const { placement, word } of all)
        edits.add(placement.path, { span: word.span, text: '$http_host' });
      context.report({
        path: first.placement.path,
        span: first.word.span,
        message: first.message,
        data: { port: first.ports.join(', ') },
        related: all.slice(1).map(({ placement, word }) => ({
          path: placement.path,
          span: word.span,
          message: t('The port is lost here, too'),
        })),
        fixes: [
          {
            title: t('Send $http_host'),
            // What is not seen may count on the name that is sent now; in HTTP/3 $http_host is empty.
            safe:
              !rest.includes(undefined) &&
              all.every(
                ({ placement }) =>
                  placement.parent && !hasGapInside(placement.parent) && !inQuic.has(lineOf(placement)),
              ),
            edits: edits.byPath,
          },
        ],
      });
    }
  },
});

interface Lost {
  readonly placement: Placement;
  readonly word: Word;
  readonly message: 'lost' | 'own';
  readonly ports: readonly number[];
}

const lineOf = ({ path, directive }: Placement): string => `${path} ${directive.span.start}`;

/** Whether the server around a line speaks HTTP/3, in which $http_host is empty. */
function hasQuic(placement: Placement): boolean {
  const block = enclosing(placement, 'server');
  return block !== undefined && serverAt(block).listeners.some(({ quic }) => quic);
}

function messageOf({ directive: { args } }: Placement): Lost['message'] | undefined {
  const [header, word] = args;
  if (header?.value.toLowerCase() !== 'host' || !word) return undefined;
  if (/^\$(?:host|\{host\}):\$(?:server_port|\{server_port\})$/.test(word.value)) return 'own';
  return soleVariable(word.value) === 'host' ? 'lost' : undefined;
}

function lostBy(
  placement: Placement,
  message: Lost['message'],
  configuration: NginxConfiguration,
  model: ClusterModel,
): Lost | undefined {
  const word = placement.directive.args[1];
  const ports = portsOf(placement, configuration, model, message);
  if (!word || ports === undefined || isToldOtherwise(placement) || !sendsAlone(placement)) return undefined;
  return { placement, word, message, ports };
}

/** What the block of a line passes requests on to: one upstream is told of once. */
const upstreamOf = ({ parent }: Placement): string | undefined => {
  const [pass] = parent ? written(parent, 'proxy_pass') : [];
  return pass && readPassedUrl(pass.directive.args[0]?.value ?? '').authority;
};

/** Where a proxy in front, that knows the port of the browser, is on the same machine. */
const LOOPBACK = /^(?:127\.|localhost$|\[::1\]$)/;

/** The ports that browsers use, where they are known and none is the one that is sent. */
function portsOf(
  placement: Placement,
  configuration: NginxConfiguration,
  model: ClusterModel,
  message: Lost['message'],
): readonly number[] | undefined {
  const block = enclosing(placement, 'server');
  const { runsIn, service } = model.balancerOf(configuration) ?? {};
  if (!block || !runsIn || !isKnown(placement.parent)) return undefined;
  const server = serverAt(block);
  const found: number[] = [];
  for (const listener of server.listeners) {
    const { address, ports, proxyProtocol } = listener;
    if (proxyProtocol || address === undefined || !ports || LOOPBACK.test(address)) return undefined;
    for (const own of portsListened(listener)) {
      const reached = runsIn === 'host' || !service ? [own] : publishedAs(service.service, own);
      if (reached.includes(message === 'own' ? own : speaksTls(server, listener) ? 443 : 80))
        return undefined;
      found.push(...reached);
    }
  }
  return found.length > 0 ? [...new Set(found)] : undefined;
}

/** By another header, by a proxy in front, or by redirects that nginx writes anew. */
function isToldOtherwise({ parent }: Placement): boolean {
  const headers = parent ? headersIn(parent).lines : [];
  return (
    headers.some((line) => {
      const [name = '', value = ''] = valuesOf(line);
      // Another scheme than nginx' own is one that a proxy in front has told.
      return (
        /^x-forwarded-(?:port|host)$/i.test(name) ||
        (/^x-forwarded-proto$/i.test(name) && value !== '$scheme')
      );
    }) ||
    trustedProxies(parent).length > 0 ||
    inEffect(parent, 'proxy_redirect') !== undefined
  );
}
