import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { below, type Component, pathOf } from '../../../languages/tomcat/components';
import { attributeOf, numberOf, textOf } from '../../../languages/tomcat/values';
import { rule } from '../../define';
import { setFix, valueSpanOf } from '../../support/tomcat';
import { channelOf, RECEIVER, receiverOf, starts } from './channel';

/** Connectors bind when Tomcat initialises, the Receiver when the Cluster starts, the shutdown port after all. */
export const receiverRange = rule({
  meta: {
    id: 'tomcat/receiver-range',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      refused:
        'The Connector of this Tomcat has port {port} already, and with this autoBind the Receiver tries no other: Tomcat exits ("Address already in use"). Give the Receiver another port.',
      moved:
        'The Connector of this Tomcat has port {port} already, so the Receiver takes the next free one instead, where no list of static members and no firewall expects it. Give the Receiver another port.',
      shutdown:
        'The Receiver gets port {port} first, so Tomcat cannot open its shutdown port and exits right after it started. Give the Receiver another port.',
    },
  },
  elements: ['Receiver'],
  component(component, { file, report }) {
    const channel = channelOf(component, file);
    const receiver = channel && receiverOf(channel, file);
    if (!channel || !receiver || starts(channel, RECEIVER, file) !== true) return;
    const { first, last } = receiver.ports;
    const address = attributeOf(component, 'address')
      ? textOf(component, 'address', file.properties)
      : 'auto';
    if (address === undefined || first <= 0) return;
    const used = portsOf(rootOf(component), file);
    const clash = used.find((one) => one.port === first && isShared(one.address, address));
    if (!clash) return;
    const next = nextFree(first, used);
    report({
      path: file.path,
      span: valueSpanOf(component, 'port'),
      ...(clash.isShutdown || first === last ? { severity: 'error' } : {}),
      message: clash.isShutdown ? 'shutdown' : first === last ? 'refused' : 'moved',
      data: { port: first },
      related: [
        {
          path: file.path,
          span: valueSpanOf(clash.component, 'port'),
          message: clash.isShutdown ? t('the shutdown port') : t('the Connector'),
        },
      ],
      fixes: [setFix(file, component, attributeOf(component, 'port')?.name ?? 'port', String(next), false)],
    });
  },
});

interface UsedPort {
  readonly component: Component;
  readonly port: number;
  /** Undefined: all addresses. */
  readonly address: string | undefined;
  readonly isShutdown: boolean;
}

/** The ports of a server.xml that are known, with the offset that is added to them. */
function portsOf(server: Component, { properties }: TomcatFile): readonly UsedPort[] {
  const offset = attributeOf(server, 'portOffset') ? numberOf(server, 'portOffset', properties) : 0;
  if (offset === undefined) return [];
  const places = [server, ...below(server)].filter((one) =>
    ['Server', 'Server/Service/Connector'].includes(pathOf(one)),
  );
  return places.flatMap((component): readonly UsedPort[] => {
    const isShutdown = component === server;
    const port = numberOf(component, 'port', properties);
    if (port === undefined || port <= 0) return [];
    const isAjp = /ajp/i.test(textOf(component, 'protocol', properties) ?? '');
    const isWritten = attributeOf(component, 'address') !== undefined;
    const written = textOf(component, 'address', properties);
    if (isWritten && written === undefined) return [];
    const address = written ?? (isShutdown || isAjp ? 'localhost' : undefined);
    return [{ component, port: port + offset, address, isShutdown }];
  });
}

function rootOf(component: Component): Component {
  return component.parent ? rootOf(component.parent) : component;
}

const EVERYWHERE = ['0.0.0.0', '::', '*'];
const isLoopback = (address: string): boolean => /^(?:localhost|127\..*|::1)$/.test(address);

/** Whether two sockets surely meet; `auto` is an address that is known when Tomcat starts. */
function isShared(one: string | undefined, receiver: string): boolean {
  if (one === undefined || EVERYWHERE.includes(one) || EVERYWHERE.includes(receiver)) return true;
  return one === receiver || (isLoopback(one) && isLoopback(receiver));
}

function nextFree(from: number, used: readonly UsedPort[]): number {
  let port = from + 1;
  while (used.some((one) => one.port === port)) port++;
  return port;
}
