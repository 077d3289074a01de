import { t } from '@vscode/l10n';

/** What a directive of workers.properties is: xdocs/reference/workers.xml and the lists of jk_util.c in mod_jk 1.2.50. */
export interface WorkerDirective {
  readonly name: string;
  /** Which workers take it: `ajp`: that of one Tomcat; `lb`: a load balancer; `status`. */
  readonly of: readonly ('ajp' | 'lb' | 'status')[];
  readonly default?: string;
  readonly values?: readonly string[];
  /** Whether several lines make one list; else the last counts, with a warning. */
  readonly isList?: boolean;
  /** What to write instead; empty where nothing is. */
  readonly successor?: string;
  readonly says: string;
}

const AJP = ['ajp'] as const;
const LB = ['lb'] as const;
const STATUS = ['status'] as const;
const BOOLEAN = ['true', 'false'];

/** Every directive that mod_jk reads; made when it is asked for, as sentences are in the reader's language. */
export function workerDirectives(): ReadonlyMap<string, WorkerDirective> {
  const old = (name: string, successor: string): WorkerDirective => ({
    name,
    of: AJP,
    successor,
    says:
      successor === ''
        ? t('mod_jk has no use for it any more.')
        : t('The old name of {name}.', { name: successor }),
  });
  const all: readonly WorkerDirective[] = [
    {
      name: 'type',
      of: [...AJP, ...LB, ...STATUS],
      default: 'ajp13',
      values: ['ajp13', 'lb', 'status', 'ajp14', 'ajp12'],
      says: t(
        'What the worker is: ajp13 leads to one Tomcat, lb balances several workers, status shows and changes them.',
      ),
    },
    { name: 'host', of: AJP, default: 'localhost', says: t('The host of the Tomcat.') },
    { name: 'port', of: AJP, default: '8009', says: t('The port of the AJP Connector of the Tomcat.') },
    { name: 'source', of: AJP, says: t('The local address from which connections are opened.') },
    {
      name: 'secret',
      of: [...AJP, ...LB],
      says: t('The secret that the AJP Connector wants: the same word as its attribute secret.'),
    },
    {
      name: 'reference',
      of: [...AJP, ...LB],
      says: t('Another worker whose lines hold here too where this one has none: worker.NAME.'),
    },
    {
      name: 'socket_timeout',
      of: AJP,
      default: '0',
      says: t('Seconds after which a read or write on the connection fails; 0 waits for ever.'),
    },
    {
      name: 'socket_connect_timeout',
      of: AJP,
      default: 'socket_timeout*1000',
      says: t('Milliseconds after which opening a connection fails.'),
    },
    {
      name: 'socket_keepalive',
      of: AJP,
      default: 'false',
      values: BOOLEAN,
      says: t('Whether the system keeps idle connections alive, for firewalls between.'),
    },
    { name: 'socket_buffer', of: AJP, default: '0', says: t('Bytes of the buffer of the connection.') },
    {
      name: 'ping_mode',
      of: AJP,
      values: ['A', 'C', 'P', 'I', 'CP', 'CPI'],
      says: t(
        'When a connection is probed: C after it was opened, P before each request, I while it is idle, A always.',
      ),
    },
    {
      name: 'ping_timeout',
      of: AJP,
      default: '10000',
      says: t('Milliseconds to wait for the answer to a probe.'),
    },
    {
      name: 'connection_ping_interval',
      of: AJP,
      default: '0',
      says: t('Seconds after which an idle connection is probed.'),
    },
    {
      name: 'connection_pool_size',
      of: AJP,
      says: t('Connections that one process keeps; httpd sets it to its threads by itself.'),
    },
    {
      name: 'connection_pool_minsize',
      of: AJP,
      default: '(connection_pool_size+1)/2',
      says: t('Connections that are kept when they are idle.'),
    },
    {
      name: 'connection_pool_timeout',
      of: AJP,
      default: '0',
      says: t(
        'Seconds after which an idle connection is closed. The Connector wants the same, in milliseconds, as connectionTimeout.',
      ),
    },
    {
      name: 'connection_acquire_timeout',
      of: AJP,
      default: 'retries*retry_interval',
      says: t('Milliseconds to wait for a free connection.'),
    },
    {
      name: 'connect_timeout',
      of: AJP,
      default: '0',
      says: t('Milliseconds to wait for the answer to the probe of a new connection.'),
    },
    {
      name: 'prepost_timeout',
      of: AJP,
      default: '0',
      says: t('Milliseconds to wait for the answer to the probe before a request.'),
    },
    {
      name: 'reply_timeout',
      of: AJP,
      default: '0',
      says: t('Milliseconds to wait for the next packet of an answer; 0 waits for ever.'),
    },
    {
      name: 'max_packet_size',
      of: AJP,
      default: '8192',
      says: t('Bytes of an AJP packet. The Connector wants the same as packetSize.'),
    },
    {
      name: 'prefer_ipv6',
      of: AJP,
      default: 'false',
      values: BOOLEAN,
      says: t('Whether an IPv6 address of the host is preferred.'),
    },
    {
      name: 'recovery_options',
      of: AJP,
      default: '0',
      says: t(
        'What is not sent again after an error, as a sum of bits: 1 and 2 once the Tomcat failed behind the request, 8 and 16 for HEAD and GET.',
      ),
    },
    {
      name: 'fail_on_status',
      of: AJP,
      default: '0',
      isList: true,
      says: t('Status codes of answers that count as an error of the worker.'),
    },
    {
      name: 'busy_limit',
      of: AJP,
      default: '0',
      says: t('Requests at a time beyond which a member gets no more.'),
    },
    {
      name: 'lbfactor',
      of: AJP,
      default: '1',
      says: t('The share of a member: one with 2 gets twice as much as one with 1.'),
    },
    {
      name: 'activation',
      of: AJP,
      default: 'Active',
      values: ['Active', 'Disabled', 'Stopped'],
      says: t('Whether a member gets all requests, only those of its sessions, or none.'),
    },
    {
      name: 'route',
      of: AJP,
      says: t('The jvmRoute of the Tomcat; the name of the worker where it is not written.'),
    },
    {
      name: 'distance',
      of: AJP,
      default: '0',
      says: t('Members with a smaller number are preferred as long as one works.'),
    },
    {
      name: 'domain',
      of: AJP,
      says: t('The group of members that replicate sessions among each other: failover stays inside.'),
    },
    { name: 'redirect', of: AJP, says: t('The member that takes over where this one is down or disabled.') },
    {
      name: 'balance_workers',
      of: LB,
      isList: true,
      says: t('The members of the load balancer, with commas between.'),
    },
    {
      name: 'sticky_session',
      of: LB,
      default: 'true',
      values: BOOLEAN,
      says: t('Whether requests of a session go to the member that its ID names.'),
    },
    {
      name: 'sticky_session_force',
      of: LB,
      default: 'false',
      values: BOOLEAN,
      says: t(
        'Whether requests of a session whose member is down are answered with an error, instead of going to another one.',
      ),
    },
    {
      name: 'method',
      of: LB,
      default: 'Request',
      values: ['Request', 'Session', 'Next', 'Traffic', 'Busyness'],
      says: t('How the load balancer chooses a member for a request without a session.'),
    },
    {
      name: 'lock',
      of: LB,
      default: 'Optimistic',
      values: ['Optimistic', 'Pessimistic'],
      says: t('Whether the shared memory is locked while a member is chosen.'),
    },
    { name: 'retries', of: [...AJP, ...LB], default: '2', says: t('How often a request is tried at most.') },
    { name: 'lb_retries', of: LB, default: '2', says: t('How many members are tried for a request.') },
    {
      name: 'retry_interval',
      of: [...AJP, ...LB],
      default: '100',
      says: t('Milliseconds between two tries.'),
    },
    {
      name: 'max_reply_timeouts',
      of: LB,
      default: '0',
      says: t('How many late answers a member may give before it counts as down.'),
    },
    {
      name: 'recover_time',
      of: LB,
      default: '60',
      says: t('Seconds after which a member that is down is tried again.'),
    },
    {
      name: 'error_escalation_time',
      of: LB,
      default: 'recover_time/2',
      says: t('Seconds of errors after which a busy member counts as down.'),
    },
    {
      name: 'session_cookie',
      of: LB,
      default: 'JSESSIONID',
      says: t('The cookie with the session ID: as sessionCookieName of the Tomcats.'),
    },
    {
      name: 'session_path',
      of: LB,
      default: ';jsessionid',
      says: t('The path parameter with the session ID.'),
    },
    {
      name: 'set_session_cookie',
      of: LB,
      default: 'false',
      values: BOOLEAN,
      says: t('Whether mod_jk sets a cookie that names the member.'),
    },
    { name: 'session_cookie_path', of: LB, says: t('The path of the cookie that mod_jk sets.') },
    {
      name: 'mount',
      of: [...AJP, ...LB],
      isList: true,
      says: t('Paths that lead to this worker, with blanks between.'),
    },
    { name: 'css', of: STATUS, says: t('The style sheet of the status pages.') },
    {
      name: 'read_only',
      of: STATUS,
      default: 'false',
      values: BOOLEAN,
      says: t('Whether the status pages change nothing.'),
    },
    {
      name: 'user',
      of: STATUS,
      isList: true,
      says: t('Users that may see the status pages; without it everybody may.'),
    },
    {
      name: 'user_case_insensitive',
      of: STATUS,
      default: 'false',
      values: BOOLEAN,
      says: t('Whether capital letters in the names of users make no difference.'),
    },
    {
      name: 'good',
      of: STATUS,
      isList: true,
      default: 'a.o,a.n,a.b,a.r',
      says: t('States of members that count as good.'),
    },
    {
      name: 'bad',
      of: STATUS,
      isList: true,
      default: 's,e',
      says: t('States of members that count as bad.'),
    },
    {
      name: 'prefix',
      of: STATUS,
      default: 'worker',
      says: t('What begins the keys of the status as properties.'),
    },
    { name: 'ns', of: STATUS, default: 'jk:', says: t('The namespace prefix of the status as XML.') },
    { name: 'xmlns', of: STATUS, says: t('The namespace of the status as XML.') },
    { name: 'doctype', of: STATUS, says: t('The document type of the status as XML.') },
    old('cachesize', 'connection_pool_size'),
    old('cache_timeout', 'connection_pool_timeout'),
    old('recycle_timeout', 'connection_pool_timeout'),
    { ...old('balanced_workers', 'balance_workers'), of: LB, isList: true },
    old('jvm_route', 'route'),
    old('disabled', 'activation'),
    old('stopped', 'activation'),
    old('local_worker', ''),
    { ...old('local_worker_only', ''), of: LB },
    ...[
      'sysprops',
      'stderr',
      'stdout',
      'mx',
      'ms',
      'class_path',
      'bridge',
      'jvm_lib',
      'ld_path',
      'cmd_line',
      'native_lib',
      'secretkey',
    ].map((name) => old(name, '')),
  ];
  return new Map(all.map((directive) => [directive.name, directive]));
}

/** Old names that nothing warns about: the secret of ajp14, which nobody has. */
export const isWarnedOf = ({ name, successor }: WorkerDirective): boolean =>
  successor !== undefined && name !== 'secretkey';
