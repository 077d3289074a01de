import type { Event, Trace } from './event';
import type { FailureId, Found } from './found';
import { argumentsOf, type MessageKey } from './messages';
import { appOf, causeIn, nameOf, shortPath, tellingOf, wordsOf } from './names';
import { readTraces } from './traces';

/** A message of Tomcat that tells of a failure by itself; the numbers of its gaps that are subject and detail. */
interface Sign {
  /** `Type.method` that says it; the type is the same in every language and release, and decides which texts come into question. */
  readonly at: string;
  readonly key: MessageKey;
  readonly failure: FailureId;
  readonly subject?: number;
  readonly detail?: number;
}

const signs: readonly Sign[] = [
  {
    at: 'DeltaManager.waitForSendAllSessions',
    key: 'deltaManager.noSessionState',
    failure: 'state-not-received',
    subject: 0,
    detail: 2,
  },
  {
    at: 'DeltaManager.handleSESSION_DELTA',
    key: 'deltaManager.receiveMessage.delta.unknown',
    failure: 'lost-delta',
    subject: 0,
  },
  {
    at: 'DeltaManager.startInternal',
    key: 'deltaManager.noCluster',
    failure: 'manager-without-cluster',
    subject: 0,
  },
  {
    at: 'BackupManager.startInternal',
    key: 'backupManager.noCluster',
    failure: 'manager-without-cluster',
    subject: 0,
  },
  {
    at: 'SimpleTcpCluster.registerManager',
    key: 'simpleTcpCluster.clustermanager.notImplement',
    failure: 'manager-ignored',
    subject: 0,
  },
  { at: 'SimpleTcpCluster.send', key: 'simpleTcpCluster.sendFailed', failure: 'send-failed' },
  {
    at: 'ManagerBase.willAttributeDistribute',
    key: 'managerBase.sessionAttributeValueClassNameFilter',
    failure: 'attribute-filtered',
    subject: 0,
    detail: 1,
  },
  { at: 'FarmWarDeployer.start', key: 'farmWarDeployer.hostOnly', failure: 'deployer-in-engine' },
  {
    at: 'EncryptInterceptor.messageReceived',
    key: 'encryptInterceptor.decrypt.failed',
    failure: 'encryption-differs',
  },
  {
    at: 'EncryptInterceptor.messageReceived',
    key: 'encryptInterceptor.decrypt.replay',
    failure: 'clocks-differ',
  },
  {
    at: 'DomainFilterInterceptor.memberAdded',
    key: 'domainFilterInterceptor.member.refused',
    failure: 'group-refused',
    subject: 0,
  },
  {
    at: 'DomainFilterInterceptor.messageReceived',
    key: 'domainFilterInterceptor.message.refused',
    failure: 'group-refused',
    subject: 0,
  },
  {
    at: 'McastServiceImpl.start',
    key: 'mcastServiceImpl.unable.join',
    failure: 'multicast-unavailable',
  },
  {
    at: 'DNSMembershipProvider.fetchMembers',
    key: 'dnsMembershipProvider.dnsError',
    failure: 'dns-membership',
    subject: 0,
  },
  {
    at: 'KubernetesMembershipProvider.fetchMembers',
    key: 'kubernetesMembershipProvider.streamError',
    failure: 'kubernetes-membership',
  },
  {
    at: 'KubernetesMembershipProvider.start',
    key: 'kubernetesMembershipProvider.serviceAccountTokenMissing',
    failure: 'kubernetes-membership',
  },
  {
    at: 'CloudMembershipProvider.getNamespace',
    key: 'kubernetesMembershipProvider.noNamespace',
    failure: 'cloud-namespace',
  },
  { at: 'ReceiverBase.bind', key: 'receiverBase.unable.bind', failure: 'receiver-not-bound', subject: 0 },
  { at: 'XByteBuffer.append', key: 'xByteBuffer.discarded.invalidHeader', failure: 'foreign-traffic' },
  {
    at: 'MapperListener.findDefaultHost',
    key: 'mapperListener.unknownDefaultHost',
    failure: 'default-host',
    subject: 0,
  },
  {
    at: 'SetPropertiesRule.begin',
    key: 'rule.noProperty',
    failure: 'attribute-unknown',
    subject: 1,
    detail: 0,
  },
  {
    at: 'StandardContext.startInternal',
    key: 'standardContext.startFailed',
    failure: 'deployment-failed',
    subject: 0,
  },
  {
    at: 'HostConfig.deployDescriptor',
    key: 'hostConfig.deployDescriptor.error',
    failure: 'deployment-failed',
    subject: 0,
  },
  {
    at: 'HostConfig.deployDirectory',
    key: 'hostConfig.deployDir.error',
    failure: 'deployment-failed',
    subject: 0,
  },
  { at: 'HostConfig.deployWAR', key: 'hostConfig.deployWar.error', failure: 'deployment-failed', subject: 0 },
];

const typeOf = (method: string): string => method.slice(0, method.indexOf('.'));

/** A word of Tomcat's own packages, also as Spring Boot shortens them. */
const OWN = /^(?:org\.apache|o\.a)\./;
/** The type of `org.apache.catalina.ha.tcp.SimpleTcpCluster.send`, and of `o.a.c.ha.tcp.SimpleTcpCluster`. */
const TYPE = /\.([A-Z]\w*)(?:\$\w+)*(?:\.[\w$<>]+)?$/;

const byType = new Map<string, Sign[]>();
for (const sign of signs) byType.set(typeOf(sign.at), [...(byType.get(typeOf(sign.at)) ?? []), sign]);

/** What an event of a Tomcat, or of an app in it, tells of. */
export function readTomcat(event: Event): Found | undefined {
  const { record, traces } = event;
  return (
    (traces.length > 0 ? readTraces(event) : undefined) ??
    readOld(event) ??
    readMessage(event, record.logger ?? '')
  );
}

/** `[SetAllPropertiesRule]{Server/Service/Connector} Setting property 'x' to '1' did not find a matching property.` */
const NO_PROPERTY = /^\[Set(?:All)?PropertiesRule\]\{([^}]*)\} Setting property '([^']*)'/;
/** `Catalina.start using conf/server.xml: Error at (11, 201) : words` */
const NOT_READ = /^Catalina\.start using (\S+): .*?\((\d+), \d+\) ?: (.*)$/;

/** Of releases before 8.5.32. */
const SHUTDOWN_PORT = /^StandardServer\.await: create\[[^\]]*:(\d+)\]/;

/** What only older releases say, in English alone. */
function readOld({ record: { message }, traces }: Event): Found | undefined {
  const port = SHUTDOWN_PORT.exec(message)?.[1];
  if (port !== undefined && traces[0]?.type === 'java.net.BindException')
    return { failure: 'port-in-use', subject: port, detail: 'Server (shutdown)' };
  const [, element, property] = NO_PROPERTY.exec(message) ?? [];
  if (element !== undefined && property !== undefined)
    return { failure: 'attribute-unknown', subject: property, detail: element };
  const [, path, line, detail = ''] = NOT_READ.exec(message) ?? [];
  return path === undefined
    ? undefined
    : {
        failure: 'server-xml',
        subject: shortPath(path),
        detail,
        cause: { kind: 'file', path, line: Number(line) },
      };
}

function readMessage({ record: { message }, traces }: Event, logger: string): Found | undefined {
  if (message === '') return undefined;
  for (const sign of signsOf(logger)) {
    const values = argumentsOf(sign.key, message);
    if (!values) continue;
    const { subject, detail, failure } = sign;
    return finished(
      {
        failure,
        ...(subject !== undefined && named(failure, values[subject])),
        ...(detail !== undefined && values[detail] && { detail: values[detail] }),
      },
      traces,
    );
  }
  return undefined;
}

/** Without class and method, as with other formatters, all texts come into question that nobody else writes. */
function signsOf(logger: string): readonly Sign[] {
  if (logger === '') return telling;
  return OWN.test(logger) ? (byType.get(TYPE.exec(logger)?.[1] ?? '') ?? []) : [];
}

const telling = signs.filter(({ failure }) => failure !== 'encryption-differs');

/** A translation may leave out the name; the empty path is that of ROOT. */
function named(failure: FailureId, value: string | undefined): { subject?: string } {
  // A Manager that never got to its Context has no name.
  const subject = value === undefined || value === 'null' ? '' : shortened(failure, value);
  if (subject !== '') return { subject };
  return failure === 'deployment-failed' && value !== undefined ? { subject: '/' } : {};
}

/** As a person would call it. */
function shortened(failure: FailureId, text: string): string {
  if (failure === 'receiver-not-bound') return text.replace(/^.*\//, '');
  if (failure === 'manager-ignored') {
    const [, type = '', app] = /^([\w.$]+).*?(?:StandardContext\[([^\]]*)\])?[\]\s]*$/.exec(text) ?? [];
    return app === undefined ? type : `${type} of ${app || '/'}`;
  }
  if (failure !== 'deployment-failed') return nameOf(text);
  return text.startsWith('/') && !text.slice(1).includes('/') ? text : appOf(text);
}

/** What the message leaves to the exception below it. */
function finished(found: Found, traces: readonly Trace[]): Found {
  const last = tellingOf(traces);
  if (!last) return found;
  if (found.failure === 'multicast-unavailable' || found.failure === 'kubernetes-membership')
    return { ...found, detail: wordsOf(last) };
  if (found.failure === 'deployment-failed') return { ...found, detail: wordsOf(last), cause: causeIn(last) };
  if (found.failure !== 'send-failed') return found;
  const faulty = traces
    .map(({ message }) => /Faulty members:\s*(tcp:[^;]+)/.exec(message)?.[1])
    .find(Boolean);
  const why = last.type.startsWith('java.') ? last.message : '';
  return { ...found, ...(faulty && { subject: nameOf(faulty) }), ...(why && { detail: why }) };
}
