import type { RequestInLog, SettingQuestion } from '../../../../../server/src/protocol';
import type { Event } from './event';
import type { FailureId, Found } from './found';
import { argumentsOf } from './messages';

type Asking = (found: Found, event: Event) => SettingQuestion | undefined;

/** What a failure is about that a file sets; only where the line that sets it is surely the cause, or the limit that was met. */
export const settingOf = (found: Found, event: Event): SettingQuestion | undefined =>
  asking[found.failure]?.(found, event);

/** Of nginx alone: others have limits of their own. */
const ofNginx =
  (read: Asking): Asking =>
  (found, event) =>
    event.record.from === 'nginx' ? read(found, event) : undefined;

/** What counts for the request that a message of nginx names. */
const forRequest = (...names: readonly string[]): Asking =>
  ofNginx((_, { record: { message } }) => {
    const request = requestIn(message);
    return request && { names, request };
  });

const asking: Readonly<Partial<Record<FailureId, Asking>>> = {
  'attribute-filtered': (_, { record }) =>
    named(
      ['Manager/sessionAttributeValueClassNameFilter'],
      argumentsOf('managerBase.sessionAttributeValueClassNameFilter', record.message)?.[2],
    ),
  'class-not-allowed': (_, { traces }) =>
    named(
      ['Manager/sessionAttributeValueClassNameFilter'],
      traces.map(({ message }) => FILTER.exec(message)?.[1]).find((filter) => filter !== undefined),
    ),
  'class-not-found': ({ subject }) => named(['servlet-class/', 'filter-class/', 'listener-class/'], subject),
  'member-host-unknown': ({ subject }) => named(['Member/host', 'LocalMember/host'], subject),
  'member-id': ({ subject }) => named(['Member/uniqueId', 'LocalMember/uniqueId'], subject),
  'receiver-not-bound': ({ subject = '' }) => {
    const [, host, port] = /^(.*):(\d+)$/.exec(subject) ?? [];
    // The port that is tried at last is not the one that is written.
    return host === undefined || port === undefined
      ? undefined
      : { names: ['Receiver/address', 'Receiver/port'], values: [host, port] };
  },
  'queue-full': ({ detail }) => named(['Interceptor/maxQueueSize'], detail?.replaceAll(/\D/g, '')),
  'connector-failed': ({ subject }) => named(['Connector/port'], portOf(subject)),
  tls: ({ subject }) => named(['Connector/port'], portOf(subject)),
  'address-not-here': ({ subject = '' }, { record: { from } }) =>
    from === 'nginx'
      ? listening(subject)
      : named(['Connector/address'], /-((?:\d+\.){3}\d+)-\d+$/.exec(subject)?.[1]),
  'port-forbidden': ({ subject = '' }) => listening(subject),
  certificate: ({ subject = '', detail = '' }) => ({
    names: [detail.startsWith('cannot load certificate key') ? 'ssl_certificate_key' : 'ssl_certificate'],
    values: endsOf(subject),
  }),
  'too-many-connections': ({ detail }) => named(['worker_connections'], /^\d+/.exec(detail ?? '')?.[0]),
  'too-many-files': ofNginx(() => ({ names: ['worker_rlimit_nofile'] })),
  'redirection-cycle': forRequest('rewrite', 'try_files', 'error_page'),
  'name-not-resolved': forRequest('proxy_pass'),
  'no-resolver': forRequest('proxy_pass'),
  'header-too-big': forRequest('proxy_buffer_size', 'proxy_pass'),
  'body-too-large': forRequest('client_max_body_size', 'proxy_pass'),
  'upstream-not-http': forRequest('proxy_pass'),
  'upstream-not-tls': forRequest('proxy_pass'),
  'upstream-timed-out': (found, event) =>
    // Why no connection comes about, no file tells.
    found.detail?.startsWith('reading')
      ? forRequest('proxy_read_timeout', 'proxy_pass')(found, event)
      : undefined,
};

/** `The class [shop.Basket] did not match the regular expression [java\.lang\..*] for …` */
const FILTER = /^[^[]*\[[^\]]*\][^[]*\[(.*)\][^\]]*$/;

const named = (names: readonly string[], value: string | undefined): SettingQuestion | undefined =>
  value ? { names, values: [value] } : undefined;

/** `8443` of `https-openssl-nio-8443` and `http-nio-10.0.0.7-8080`. */
const portOf = (connector = ''): string | undefined => /(?:^|-)(\d+)$/.exec(connector)?.[1];

/** As `listen` of nginx may have it. */
function listening(address: string): SettingQuestion | undefined {
  const [, host, port] = /^(.*):(\d+)$/.exec(address) ?? [];
  if (host === undefined || port === undefined) return undefined;
  return {
    names: ['listen'],
    values: [address, ...(host === '0.0.0.0' ? [port, `*:${port}`] : []), ...(port === '80' ? [host] : [])],
  };
}

/** A path, and all that may be written for it where it is relative. */
function endsOf(path: string): readonly string[] {
  const parts = path.split('/').filter(Boolean);
  return [path, ...parts.map((_, index) => parts.slice(index).join('/'))];
}

function requestIn(message: string): RequestInLog | undefined {
  const [, server, line] = /, server: ([^,]*), request: "([^"]*)"/.exec(message) ?? [];
  if (server === undefined || line === undefined) return undefined;
  const host = /, host: "(\[[^\]]*\]|[^":]*)/.exec(message)?.[1];
  return { server, line, host: host ?? server };
}
