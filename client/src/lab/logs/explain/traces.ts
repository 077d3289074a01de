import { decoded } from '../places';
import { through, type Event, type Trace } from './event';
import type { Found } from './found';
import { connectorIn, readConnector } from './connectors';
import { argumentsOf } from './messages';
import { causeIn, methodOf, shortPath } from './names';

const REPLICATION = ['org.apache.catalina.ha.', 'org.apache.catalina.tribes.'];
const SESSIONS = 'org.apache.catalina.session.';

/** Each request to a replicated app goes through the valves of the cluster: their `invoke` tells nothing. */
const isReplicating = ({ frames }: Trace): boolean =>
  frames.some((frame) => REPLICATION.some((name) => frame.includes(name)) && !frame.includes('.invoke('));

/** What the exceptions of an event tell; their classes and methods are the same in every language. */
export function readTraces(event: Event): Found | undefined {
  const { record, traces } = event;
  for (const trace of traces) {
    const found = readers[trace.type]?.(trace, event);
    if (found) return found;
  }
  const last = traces.at(-1);
  return last && record.level === 'error' ? readConnector(event, last) : undefined;
}

type TraceReader = (trace: Trace, event: Event) => Found | undefined;

const readers: Readonly<Record<string, TraceReader>> = {
  'java.lang.IllegalArgumentException': (trace, event) =>
    refusedAttribute(trace) ??
    refusedHost(trace, event) ??
    refusedConnector(trace, event) ??
    notHttp(trace) ??
    member(trace),
  'java.lang.IllegalStateException': (trace) =>
    through(trace, '.EncryptInterceptor')
      ? { failure: 'encryption-key' }
      : through(trace, '.StaticMembershipService.')
        ? { failure: 'no-local-member' }
        : undefined,
  'org.apache.catalina.LifecycleException': ({ message }) =>
    argumentsOf('deltaManager.noCluster', message) || argumentsOf('backupManager.noCluster', message)
      ? { failure: 'manager-without-cluster' }
      : undefined,
  'java.net.UnknownHostException': ({ message }, { traces }) =>
    traces.some((trace) => through(trace, '.StaticMember.setHost'))
      ? { failure: 'member-host-unknown', subject: /^[^:]+/.exec(message)?.[0] ?? message }
      : undefined,
  'java.lang.RuntimeException': (trace) => member(trace),
  // Where only one of two nodes encrypts, the other one takes the cipher for a serialized object.
  'java.io.StreamCorruptedException': (trace) =>
    through(trace, '.GroupChannel.messageReceived') ? { failure: 'encryption-differs' } : undefined,
  'org.apache.catalina.tribes.group.interceptors.EncryptInterceptor$ChannelConfigException': () => ({
    failure: 'encryption-order',
  }),
  'java.io.NotSerializableException': (trace) => {
    const subject = trace.message.trim();
    if (isReplicating(trace)) return { failure: 'replication-not-serializable', subject };
    return through(trace, SESSIONS) ? { failure: 'persistence-not-serializable', subject } : undefined;
  },
  'java.io.InvalidClassException': (trace) => {
    const [subject = '', ...rest] = trace.message.split('; ');
    if (through(trace, 'CustomObjectInputStream.resolveClass') && rest.length === 0)
      return { failure: 'class-not-allowed', subject: /\[([\w.$]+)\]/.exec(subject)?.[1] ?? subject };
    if (!isReplicating(trace)) return undefined;
    // java.io.ObjectStreamClass, in English everywhere.
    if (rest[0] === 'no valid constructor') return { failure: 'class-without-constructor', subject };
    return { failure: 'class-differs', subject, detail: rest.join('; ') || subject };
  },
  'java.lang.ClassNotFoundException': classNotFound,
  'java.lang.NoClassDefFoundError': classNotFound,
  'java.lang.UnsupportedClassVersionError': ({ message }) => ({
    failure: 'class-version',
    subject: (/^\S+/.exec(message)?.[0] ?? '?').replaceAll('/', '.'),
    detail: message,
  }),
  'org.eclipse.jdt.internal.compiler.classfmt.ClassFormatException': () => ({
    failure: 'jsp-compiler-too-old',
  }),
  'java.lang.OutOfMemoryError': ({ message }) => ({
    failure: 'out-of-memory',
    subject: message,
    detail: message || 'OutOfMemoryError',
  }),
  'java.net.BindException': bindFailed,
  'org.xml.sax.SAXParseException': xmlFault,
  'org.apache.catalina.session.TooManyActiveSessionsException': () => ({ failure: 'too-many-sessions' }),
  'org.apache.catalina.tribes.ChannelException': queueFull,
  'java.io.IOException': (trace) =>
    /\b24\b|too many open files/i.test(trace.message) && /too many open files/i.test(trace.message)
      ? { failure: 'too-many-files' }
      : undefined,
};

function queueFull({ message, frames }: Trace): Found | undefined {
  if (!frames[0]?.includes('MessageDispatchInterceptor.sendMessage')) return undefined;
  // ChannelException.getMessage adds which members are at fault.
  const own = message.replace(/; (?:No faulty members|Faulty members).*/s, '');
  const values = argumentsOf('messageDispatchInterceptor.queue.full', own);
  return values && { failure: 'queue-full', ...(values[0] && { detail: values[0] }) };
}

/** StandardSession.setAttribute refuses by this exception a value that is not Serializable, and a name that is null. */
function refusedAttribute(trace: Trace): Found | undefined {
  if (!trace.frames[0]?.includes('org.apache.catalina.session.StandardSession.setAttribute('))
    return undefined;
  if (argumentsOf('standardSession.setAttribute.namenull', trace.message)) return undefined;
  const subject = argumentsOf('standardSession.setAttribute.iae', trace.message)?.[0];
  return {
    failure: 'attribute-not-serializable',
    ...(subject && { subject }),
    cause: causeIn(trace),
  };
}

/** The IllegalArgumentException comes from the parser, the name from the message above it. */
function refusedHost({ message, frames }: Trace, { record }: Event): Found | undefined {
  if (!frames[0]?.includes('org.apache.tomcat.util.http.parser.HttpParser$DomainParseState')) {
    if (!frames.some((frame) => frame.includes('HttpParser.readHostDomainName'))) return undefined;
  }
  const host = argumentsOf('abstractProcessor.hostInvalid', record.message)?.[0];
  return message.includes('[_]') && host?.includes('_')
    ? { failure: 'host-underscore', subject: host }
    : undefined;
}

function refusedConnector(trace: Trace, event: Event): Found | undefined {
  if (through(trace, 'AbstractAjpProtocol.start('))
    return { failure: 'ajp-no-secret', ...connectorIn(event.record.message) };
  return undefined;
}

/** The first bytes of a TLS handshake where a method is expected: 22, 3, and the version. */
const notHttp = ({ message, frames }: Trace): Found | undefined =>
  frames[0]?.includes('.http11.Http11InputBuffer.parseRequestLine') && /\[?0x160x03/.test(message)
    ? { failure: 'tls-on-plain-port' }
    : undefined;

function member(trace: Trace): Found | undefined {
  const [frame = ''] = trace.frames;
  if (!frame.includes('.tribes.membership.StaticMember.')) return undefined;
  const host = argumentsOf('staticMember.invalid.host', trace.message)?.[0];
  if (host !== undefined) return { failure: 'member-host-unknown', subject: host };
  const id = argumentsOf('staticMember.invalid.uuidLength', trace.message)?.[0];
  return id === undefined ? undefined : { failure: 'member-id', subject: id, detail: id };
}

/** Only where Tomcat or an app gives up because of it: many look for classes that may well be missing. */
function classNotFound(trace: Trace, { record, traces }: Event): Found | undefined {
  const name = /^(?:Could not initialize class )?([\w$./]+)/.exec(trace.message)?.[1]?.replaceAll('/', '.');
  if (name === undefined || trace.message.startsWith('Could not initialize')) return undefined;
  if (through(trace, '.ReplicationStream.'))
    return record.level === 'error' && traces[0] === trace
      ? { failure: 'class-missing-on-node', subject: name }
      : undefined;
  if (record.level !== 'error' || through(trace, 'digester.Digester')) return undefined;
  // What an app's own logger says of it may be all in order.
  if (record.logger !== undefined && !/^(?:org\.apache|o\.a)\./.test(record.logger)) return undefined;
  // A page that Jasper compiles is no library.
  if (name.startsWith('org.apache.jsp.')) return undefined;
  if (/^(?:javax|jakarta)\.(?:servlet|el|websocket|annotation\.Post|annotation\.Pre)/.test(name))
    return { failure: 'javax-on-jakarta', subject: name };
  return { failure: 'class-not-found', subject: name };
}

/** The system's own words, in its own language. */
const IN_USE =
  /already in use|only one usage|déjà utilisée|già in uso|bereits verwendet|ya se está usando|ya está en uso|já em uso|уже используется|既に使用|이미 사용 중|已在使用|已被使用|位址已/i;
const NOT_HERE =
  /cannot assign|adresse demandée|kann nicht zugewiesen|no se puede asignar|要求されたアドレス|요청한 주소|无法指定被请求的地址/i;

function bindFailed(trace: Trace, { record, traces }: Event): Found | undefined {
  const logger = methodOf(record.logger ?? '');
  const { message } = record;
  const inUse = IN_USE.test(trace.message);
  const [, port] = argumentsOf('standardServer.awaitSocket.fail', message) ?? [];
  if (port !== undefined)
    return inUse
      ? { failure: 'port-in-use', subject: port.replaceAll(/\D/g, ''), detail: 'Server (shutdown)' }
      : undefined;
  // ReceiverBase.bind names the address.
  if (logger === 'NioReceiver.start' || isReplicating(trace)) return undefined;
  const { subject } = connectorIn(message);
  // Since 8.5 the exception of a Connector names the port itself, in some releases.
  const named = /:(\d+)(?:\D*)$/.exec(traces.map((one) => one.message).join(' '))?.[1];
  const taken = /(\d+)"?\]?$/.exec(subject ?? '')?.[1] ?? named;
  if (!inUse)
    return subject !== undefined && NOT_HERE.test(trace.message)
      ? { failure: 'address-not-here', subject }
      : undefined;
  return taken === undefined
    ? undefined
    : { failure: 'port-in-use', subject: taken, ...(subject && { detail: `Connector ${subject}` }) };
}

/** `systemId: file:/usr/local/tomcat/conf/server.xml; lineNumber: 4; columnNumber: 3; words` */
const PARSE_FAULT = /systemId: (?:file:)?(?:\/\/)?([^;]+); lineNumber: (\d+); columnNumber: \d+; (.*)/;

/** Files without which an app does not start: its own, and those for all apps; not tomcat-users.xml, or what a library reads. */
const OF_APPS =
  /(?:^|[/\\])(?:web|web-fragment|context)\.xml$|[/\\]conf[/\\][^/\\]+[/\\][^/\\]+[/\\][^/\\]+\.xml$/;

function xmlFault({ message }: Trace, { traces }: Event): Found | undefined {
  const [, url, line, words = ''] = PARSE_FAULT.exec(message) ?? [];
  if (url === undefined) return undefined;
  // `/C:/Apache%20Tomcat` of Windows.
  const path = decoded(url).replace(/^\/([A-Za-z]:)/, '$1');
  const file = path.split('/').at(-1) ?? path;
  const missing = traces.at(-1);
  const detail =
    missing?.type === 'java.lang.ClassNotFoundException'
      ? `${missing.message} is in none of Tomcat's jars`
      : words;
  const failure = file === 'server.xml' ? 'server-xml' : OF_APPS.test(path) ? 'web-xml' : undefined;
  return (
    failure && {
      failure,
      subject: shortPath(path),
      detail: detail.replace(/\.$/, ''),
      cause: { kind: 'file', path, line: Number(line) },
    }
  );
}
