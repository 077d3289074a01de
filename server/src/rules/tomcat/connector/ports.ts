import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { type Component, componentsIn, rootComponent } from '../../../languages/tomcat/components';
import {
  hasStrictAjp,
  isConnector,
  isWildcard,
  protocolOf,
  removedProtocol,
} from '../../../languages/tomcat/connector';
import { attributeOf, numberOf, textOf, valueOf } from '../../../languages/tomcat/values';
import { rule } from '../../define';
import { setFix, valueSpanOf } from '../../support/tomcat';

/** StandardServer.java: `private int port = 8005;`, on localhost. */
const SHUTDOWN_PORT = 8005;

/**
 * Connectors bind in the order of the file, then the Server opens its shutdown port; where it cannot, StandardServer.await returns
 * and Tomcat ends. `portOffset` of the Server moves all of them alike.
 */
export const portTwice = rule({
  meta: {
    id: 'tomcat/port-twice',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      connector:
        'Another connector of this server.xml listens on port {port}: this one does not start, and Tomcat runs on. Give it another port.',
      shutdown:
        'Port {port} is the shutdown port of the Server too: Tomcat starts, cannot open its shutdown port, and stops at once. Give one of the two another port.',
    },
  },
  tomcatFile(file, { report }) {
    const { path, kind, document } = file;
    const server = rootComponent(document);
    if (kind !== 'server.xml' || document.faults.length > 0 || !server) return;
    const bound: Bound[] = [];
    for (const connector of componentsIn(document)) {
      if (!isConnector(connector)) continue;
      const one = boundBy(connector, file);
      if (!one) continue;
      const first = bound.find((other) => clash(one, other));
      bound.push(one);
      if (!first) continue;
      const span = valueSpanOf(connector, 'port');
      const fixes = [setFix(file, connector, 'port', String(freePort(one.port, file)), false)];
      const related = [
        { path, span: valueSpanOf(first.component, 'port'), message: t('The other connector') },
      ];
      report({ path, span, message: 'connector', data: { port: one.port }, related, fixes });
    }
    const shutdown = shutdownOf(server, file);
    const taken = shutdown && bound.find((other) => clash(shutdown, other));
    if (!taken) return;
    report({
      path,
      span: valueSpanOf(taken.component, 'port'),
      message: 'shutdown',
      data: { port: taken.port },
      related: [{ path, span: valueSpanOf(server, 'port'), message: t('The shutdown port') }],
      fixes: [setFix(file, server, 'port', String(freePort(taken.port, file)), false)],
    });
  },
});

/** AbstractProtocol.start: a port of -1, the default, is refused; a Unix domain socket needs none. */
export const portMissing = rule({
  meta: {
    id: 'tomcat/port-missing',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'none',
    messages: {
      none: 'This Connector has no port, so it does not start, and Tomcat runs on. Write the port on which it listens.',
    },
  },
  elements: ['Connector'],
  component(connector, { file, report }) {
    if (!isConnector(connector) || protocolOf(connector, file.properties) === undefined) return;
    if (['port', 'unixDomainSocketPath', 'path'].some((name) => attributeOf(connector, name))) return;
    report({ path: file.path, span: connector.element.nameSpan, message: 'none' });
  },
});

/** A port that a component opens, and the addresses of which one is the one it opens it on; empty: all. */
export interface Bound {
  readonly component: Component;
  readonly port: number;
  readonly addresses: readonly string[];
}

const ALL = '*';

/** What a connector opens, without the `portOffset` of its Server; undefined where that is nothing, or not known. */
export function boundBy(connector: Component, { version, properties }: TomcatFile): Bound | undefined {
  const port = numberOf(connector, 'port', properties);
  const address = valueOf(connector, 'address', properties);
  // 0 is any port that is free. A class that is not there opens none.
  if (port === undefined || port <= 0 || address === 'unknown') return undefined;
  if (removedProtocol(textOf(connector, 'protocol', properties) ?? '')) return undefined;
  if (address) return { component: connector, port, addresses: [normal(address.text)] };
  const isStrict = protocolOf(connector, properties) === 'http' ? false : hasStrictAjp(version);
  const addresses = isStrict === undefined ? [ALL, '127.0.0.1'] : [isStrict ? '127.0.0.1' : ALL];
  return { component: connector, port, addresses };
}

/** What a Server opens to be shut down, without its `portOffset`. */
export function shutdownOf(component: Component, { properties }: TomcatFile): Bound | undefined {
  const port = attributeOf(component, 'port') ? numberOf(component, 'port', properties) : SHUTDOWN_PORT;
  const address = valueOf(component, 'address', properties);
  if (port === undefined || port <= 0 || address === 'unknown') return undefined;
  return { component, port, addresses: [normal(address?.text ?? 'localhost')] };
}

function normal(address: string): string {
  const name = address.toLowerCase();
  if (name === 'localhost') return '127.0.0.1';
  return name !== '0.0.0.0' && isWildcard(name) ? ALL : name;
}

/** Whether the two are at odds whatever is not known of them. */
export const clash = (a: Bound, b: Bound): boolean =>
  a.port === b.port && a.addresses.every((one) => b.addresses.every((other) => overlap(one, other)));

function overlap(a: string, b: string): boolean {
  if (a === b || a === ALL || b === ALL) return true;
  const [specific, wildcard] = a === '0.0.0.0' ? [b, a] : [a, b];
  return wildcard === '0.0.0.0' && !specific.includes(':');
}

/** The next port that nothing in the file has. */
function freePort(port: number, { document, properties }: TomcatFile): number {
  const taken = new Set<number | undefined>([SHUTDOWN_PORT]);
  for (const component of componentsIn(document))
    for (const name of ['port', 'redirectPort']) taken.add(numberOf(component, name, properties));
  let free = port + 1;
  while (taken.has(free)) free++;
  return free;
}
