import { t } from '@vscode/l10n';
import generated from '../../../data/workers.json';

/** What a directive of workers.properties is: xdocs/reference/workers.xml and the lists of jk_util.c in mod_jk. */
export interface WorkerDirective {
  readonly name: string;
  /** Which workers take it: `ajp`: that of one Tomcat; `lb`: a load balancer; `status`. */
  readonly of: readonly Kind[];
  readonly default?: string;
  readonly values?: readonly string[];
  /** Whether several lines make one list; else the last counts, with a warning. */
  readonly isList?: boolean;
  /** What to write instead; empty where nothing is. */
  readonly successor?: string;
  readonly says: string;
}

type Kind = 'ajp' | 'lb' | 'status';

/** A row of server/data/workers.json. */
interface Row {
  readonly name: string;
  readonly of?: readonly string[];
  readonly default?: string;
  readonly isList?: boolean;
  readonly deprecated?: boolean;
}

const rows: readonly Row[] = generated;

/** What the reference of mod_jk leaves out, or says in a sentence: jk_ajp_common.c, jk_lb_worker.c and jk_util.c. */
const OURS: Readonly<Record<string, Partial<Omit<WorkerDirective, 'name' | 'says'>>>> = {
  reference: { of: ['ajp', 'lb'] },
  retry_interval: { of: ['ajp', 'lb'] },
  socket_buffer: { default: '0' },
  connection_ping_interval: { default: '0' },
  connection_pool_minsize: { default: '(connection_pool_size+1)/2' },
  error_escalation_time: { default: 'recover_time/2' },
  // worker_factories in jk_worker.c; jni is gone.
  type: { values: ['ajp13', 'lb', 'status', 'ajp14', 'ajp12'] },
  ping_mode: { values: ['A', 'C', 'P', 'I', 'CP', 'CPI'] },
  activation: { values: ['Active', 'Disabled', 'Stopped'] },
  method: { values: ['Request', 'Session', 'Next', 'Traffic', 'Busyness'] },
  lock: { values: ['Optimistic', 'Pessimistic'] },
  balanced_workers: { of: ['lb'], isList: true, successor: 'balance_workers' },
  local_worker_only: { of: ['lb'] },
  cachesize: { successor: 'connection_pool_size' },
  cache_timeout: { successor: 'connection_pool_timeout' },
  recycle_timeout: { successor: 'connection_pool_timeout' },
  jvm_route: { successor: 'route' },
  disabled: { successor: 'activation' },
  stopped: { successor: 'activation' },
  secretkey: { successor: '' },
};

const BOOLEAN = ['true', 'false'];

/** Every directive that mod_jk reads; made when it is asked for, as sentences are in the reader's language. */
export function workerDirectives(): ReadonlyMap<string, WorkerDirective> {
  const says = sentences();
  return new Map(rows.map((row) => [row.name, directiveOf(row, says)]));
}

function directiveOf(row: Row, says: Readonly<Record<string, string>>): WorkerDirective {
  const { name, isList, deprecated } = row;
  const ours = OURS[name] ?? {};
  const successor = ours.successor ?? (deprecated ? '' : undefined);
  const written = ours.default ?? row.default;
  const values = ours.values ?? (written === 'true' || written === 'false' ? BOOLEAN : undefined);
  return {
    name,
    of: ours.of ?? row.of?.filter(isKind) ?? ['ajp'],
    ...(written !== undefined && { default: written }),
    ...(values && { values }),
    ...((isList || ours.isList) && { isList: true }),
    ...(successor !== undefined && { successor }),
    says: says[name] ?? saysOfOld(successor),
  };
}

const isKind = (word: string): word is Kind => word === 'ajp' || word === 'lb' || word === 'status';

const saysOfOld = (successor = ''): string =>
  successor === ''
    ? t('mod_jk has no use for it any more.')
    : t('The old name of {name}.', { name: successor });

const sentences = (): Readonly<Record<string, string>> => ({
  type: t(
    'What the worker is: ajp13 leads to one Tomcat, lb balances several workers, status shows and changes them.',
  ),
  host: t('The host of the Tomcat.'),
  port: t('The port of the AJP Connector of the Tomcat.'),
  source: t('The local address from which connections are opened.'),
  secret: t('The secret that the AJP Connector wants: the same word as its attribute secret.'),
  reference: t('Another worker whose lines hold here too where this one has none: worker.NAME.'),
  socket_timeout: t('Seconds after which a read or write on the connection fails; 0 waits for ever.'),
  socket_connect_timeout: t('Milliseconds after which opening a connection fails.'),
  socket_keepalive: t('Whether the system keeps idle connections alive, for firewalls between.'),
  socket_buffer: t('Bytes of the buffer of the connection.'),
  ping_mode: t(
    'When a connection is probed: C after it was opened, P before each request, I while it is idle, A always.',
  ),
  ping_timeout: t('Milliseconds to wait for the answer to a probe.'),
  connection_ping_interval: t('Seconds after which an idle connection is probed.'),
  connection_pool_size: t('Connections that one process keeps; httpd sets it to its threads by itself.'),
  connection_pool_minsize: t('Connections that are kept when they are idle.'),
  connection_pool_timeout: t(
    'Seconds after which an idle connection is closed. The Connector wants the same, in milliseconds, as connectionTimeout.',
  ),
  connection_acquire_timeout: t('Milliseconds to wait for a free connection.'),
  connect_timeout: t('Milliseconds to wait for the answer to the probe of a new connection.'),
  prepost_timeout: t('Milliseconds to wait for the answer to the probe before a request.'),
  reply_timeout: t('Milliseconds to wait for the next packet of an answer; 0 waits for ever.'),
  max_packet_size: t('Bytes of an AJP packet. The Connector wants the same as packetSize.'),
  prefer_ipv6: t('Whether an IPv6 address of the host is preferred.'),
  recovery_options: t(
    'What is not sent again after an error, as a sum of bits: 1 and 2 once the Tomcat failed behind the request, 8 and 16 for HEAD and GET.',
  ),
  fail_on_status: t('Status codes of answers that count as an error of the worker.'),
  busy_limit: t('Requests at a time beyond which a member gets no more.'),
  lbfactor: t('The share of a member: one with 2 gets twice as much as one with 1.'),
  activation: t('Whether a member gets all requests, only those of its sessions, or none.'),
  route: t('The jvmRoute of the Tomcat; the name of the worker where it is not written.'),
  distance: t('Members with a smaller number are preferred as long as one works.'),
  domain: t('The group of members that replicate sessions among each other: failover stays inside.'),
  redirect: t('The member that takes over where this one is down or disabled.'),
  balance_workers: t('The members of the load balancer, with commas between.'),
  sticky_session: t('Whether requests of a session go to the member that its ID names.'),
  sticky_session_force: t(
    'Whether requests of a session whose member is down are answered with an error, instead of going to another one.',
  ),
  method: t('How the load balancer chooses a member for a request without a session.'),
  lock: t('Whether the shared memory is locked while a member is chosen.'),
  retries: t('How often a request is tried at most.'),
  lb_retries: t('How many members are tried for a request.'),
  retry_interval: t('Milliseconds between two tries.'),
  max_reply_timeouts: t('How many late answers a member may give before it counts as down.'),
  recover_time: t('Seconds after which a member that is down is tried again.'),
  error_escalation_time: t('Seconds of errors after which a busy member counts as down.'),
  session_cookie: t('The cookie with the session ID: as sessionCookieName of the Tomcats.'),
  session_path: t('The path parameter with the session ID.'),
  set_session_cookie: t('Whether mod_jk sets a cookie that names the member.'),
  session_cookie_path: t('The path of the cookie that mod_jk sets.'),
  mount: t('Paths that lead to this worker, with blanks between.'),
  css: t('The style sheet of the status pages.'),
  read_only: t('Whether the status pages change nothing.'),
  user: t('Users that may see the status pages; without it everybody may.'),
  user_case_insensitive: t('Whether capital letters in the names of users make no difference.'),
  good: t('States of members that count as good.'),
  bad: t('States of members that count as bad.'),
  prefix: t('What begins the keys of the status as properties.'),
  ns: t('The namespace prefix of the status as XML.'),
  xmlns: t('The namespace of the status as XML.'),
  doctype: t('The document type of the status as XML.'),
});

/** Old names that nothing warns about: the secret of ajp14, which nobody has. */
export const isWarnedOf = ({ name, successor }: WorkerDirective): boolean =>
  successor !== undefined && name !== 'secretkey';
