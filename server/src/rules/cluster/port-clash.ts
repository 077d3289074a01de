import { t } from '@vscode/l10n';
import { all } from '../../languages/text/suggest';
import { componentsIn } from '../../languages/tomcat/components';
import { isConnector } from '../../languages/tomcat/connector';
import { setAttribute } from '../../languages/xml/edit';
import { rule, type Fix } from '../define';
import { fixIn, valueSpanOf } from '../support/tomcat';
import { type Bound, boundBy, clash, shutdownOf } from '../tomcat/connector/ports';
import { type Machine, machinesOf, portsOn } from './machines';
import { offsetOf, type Peer } from './peers';

/** A port that a node opens, with its `portOffset`. */
interface Use extends Bound {
  readonly peer: Peer;
  readonly offset: number;
  readonly isShutdown: boolean;
}

/** A Connector that cannot bind fails alone; without its shutdown port StandardServer.await returns, and Tomcat ends. */
export const portClash = rule({
  meta: {
    id: 'cluster/port-clash',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      connector:
        '{nodes} run on one machine and have a Connector on port {port} each: where another has it already, the Connector does not start ("Address already in use"), and that Tomcat runs on without it. Give each node its own port.',
      shutdown:
        '{nodes} run on one machine and have the shutdown port {port} each: the one that starts second cannot open it and stops right after its start. Give each node its own port.',
      mixed:
        '{nodes} run on one machine, and port {port} is a Connector of one and the shutdown port of the other: the one that starts second does not get it. Give each node its own port.',
      likely:
        'The HTTP ports of {nodes} differ, as on one machine, but both use port {port}: there, the one that starts second does not get it. Give each node its own port.',
    },
  },
  model(model, { report }) {
    for (const machine of machinesOf(model)) {
      const uses = machine.peers.flatMap(usesOf);
      const taken = portsOn(machine);
      for (const { use, others } of clashes(uses)) {
        const [first] = others;
        if (!first) continue;
        const names = [...new Set([...others, use].map(({ peer }) => peer.node.name))];
        const isMixed = others.some((one) => one.isShutdown !== use.isShutdown);
        const isShared = others.every(({ component }) => component === use.component);
        report({
          path: use.peer.file.path,
          span: valueSpanOf(use.component, 'port'),
          message: !machine.isCertain
            ? 'likely'
            : isMixed
              ? 'mixed'
              : use.isShutdown
                ? 'shutdown'
                : 'connector',
          ...(machine.isCertain ? { severity: 'error' } : {}),
          data: { nodes: all(names), port: use.port },
          related: isShared
            ? []
            : [
                {
                  path: first.peer.file.path,
                  span: valueSpanOf(first.component, 'port'),
                  message: t('the same port'),
                },
              ],
          fixes: isShared ? [] : [fixOf(use, machine, taken)],
        });
      }
    }
  },
});

function usesOf(peer: Peer): readonly Use[] {
  const { server, file } = peer;
  const offset = offsetOf(peer);
  if (offset === undefined) return [];
  const shutdown = shutdownOf(server, file);
  const bound = [...componentsIn(file.document)]
    .filter(isConnector)
    .flatMap((one) => boundBy(one, file) ?? []);
  return [
    ...(shutdown ? [{ ...shutdown, isShutdown: true }] : []),
    ...bound.map((one) => ({ ...one, isShutdown: false })),
  ].map((one) => ({ ...one, port: one.port + offset, peer, offset }));
}

/** Each port that a node before has, once an element. */
function clashes(uses: readonly Use[]): readonly { readonly use: Use; readonly others: readonly Use[] }[] {
  const byElement = new Map<Use['component'], { use: Use; others: Use[] }>();
  for (const [index, use] of uses.entries()) {
    const others = uses.slice(0, index).filter((one) => one.peer !== use.peer && clash(one, use));
    const found = byElement.get(use.component);
    if (found) found.others.push(...others, use);
    else byElement.set(use.component, { use, others });
  }
  return [...byElement.values()];
}

/** Other programs may name the port of a Connector; only the scripts of this Tomcat ask for its shutdown port. */
function fixOf(
  { port, offset, isShutdown, component, peer: { file } }: Use,
  { isCertain, isWhole }: Machine,
  taken: Set<number>,
): Fix {
  let free = port + 1;
  while (taken.has(free)) free++;
  taken.add(free);
  const value = String(free - offset);
  return fixIn(
    file,
    t('Set {attribute}', { attribute: `port="${value}"` }),
    isCertain && isWhole && isShutdown,
    setAttribute(file.document, component.element, 'port', value),
  );
}
