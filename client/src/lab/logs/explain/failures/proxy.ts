import { t } from '@vscode/l10n';
import { table } from './failure';

/** What nginx writes into error.log. */
export const proxyFailures = table({
  'upstream-name': {
    severity: 'error',
    rules: ['cluster/host-not-found', 'cluster/upstream-no-node', 'cluster/start-order'],
    says: ({ subject = '?' }) => [
      t('nginx refuses its configuration: nothing has the name {subject}.', { subject }),
      t(
        'nginx looks names up once, when it reads its configuration: the name is wrong, in another network, or its container was not started yet.',
      ),
      t('Correct the name, or let nginx start after that service (depends_on).'),
    ],
  },
  'name-not-resolved': {
    severity: 'error',
    rules: ['cluster/host-not-found', 'nginx/resolver-missing'],
    says: ({ subject = '?', detail = '' }) => [
      t('nginx cannot resolve {subject}, and answers 502.', { subject }),
      t('The lookup ended with {detail}.', { detail }),
      t('Correct the name; resolver does not read /etc/hosts, and 127.0.0.11 is Docker’s.'),
    ],
  },
  'no-resolver': {
    severity: 'error',
    rules: ['nginx/resolver-missing'],
    says: ({ subject = '?' }) => [
      t('nginx cannot resolve {subject}, and answers 502: it has no resolver.', { subject }),
      t('Where proxy_pass has a variable, names are looked up while it runs.'),
      t('Add a resolver, in Docker 127.0.0.11.'),
    ],
  },
  'upstream-refused': {
    severity: 'error',
    rules: [
      'cluster/loopback-upstream',
      'cluster/upstream-wrong-port',
      'cluster/upstream-published-port',
      'cluster/upstream-ajp-port',
    ],
    says: ({ subject = '?' }) => [
      t('Nothing listens at {subject}: nginx gets its connections refused.', { subject }),
      /^(?:127\.|\[::1\]|localhost)/.test(subject)
        ? t(
            'The server is down, still starting, or on another port. In a container 127.0.0.1 is the container of nginx itself.',
          )
        : t('The server is down, still starting, or listens on another port or only on 127.0.0.1.'),
      t('Start it, or correct address and port: between containers the port inside, not the published one.'),
    ],
  },
  'upstream-unreachable': {
    severity: 'error',
    rules: [],
    says: ({ subject = '?', detail = '' }) => [
      t('{subject} cannot be reached: {detail}.', { subject, detail }),
      t(
        'The machine or container is gone, or in another network. A container that was made anew may have another address, and nginx looks names up only at its start.',
      ),
      t('Start it, or reload nginx; resolve in the upstream follows a name that moves.'),
    ],
  },
  'upstream-forbidden': {
    severity: 'error',
    rules: [],
    says: ({ subject = '?' }) => [
      t('The system does not let nginx connect to {subject} (permission denied), and the client got 502.', {
        subject,
      }),
      t(
        'On Red Hat, Rocky and Fedora SELinux forbids it to web servers; of a Unix socket it may be the owner or mode.',
      ),
      t('Allow it with setsebool -P httpd_can_network_connect 1, or let the user of nginx use the socket.'),
    ],
  },
  'no-live-upstreams': {
    severity: 'error',
    rules: ['nginx/next-upstream-ejects-all'],
    says: ({ subject = '?' }) => [
      t('nginx has no server left for {subject}, and answers 502.', { subject }),
      t(
        'Each of its servers failed max_fails times within fail_timeout, so that nginx asks none of them until that time is over.',
      ),
      t('The first failures before this line tell the cause; mend that one.'),
    ],
  },
  'upstream-timed-out': {
    severity: 'error',
    rules: [],
    says: ({ subject = '?', detail = '' }) => [
      t('{subject} did not answer in time.', { subject }),
      /connecting/.test(detail)
        ? t(
            'No connection came about within proxy_connect_timeout: the machine is gone, or a firewall drops packets.',
          )
        : t(
            'The app took longer than proxy_read_timeout, 60 seconds by default. nginx asks the next server if it may; else the client gets 504.',
          ),
      /connecting/.test(detail)
        ? t(
            'Check that the address is right and reachable; a shorter proxy_connect_timeout tries the next server sooner.',
          )
        : t(
            'Find out what the app waits for; raise proxy_read_timeout only where an answer may take that long.',
          ),
    ],
  },
  'upstream-closed': {
    severity: 'error',
    rules: ['cluster/timeouts', 'cluster/upstream-ajp-port'],
    says: ({ subject = '?' }) => [
      t('{subject} closed the connection before its answer was complete.', { subject }),
      t(
        'The server stopped or broke off, it closed an idle connection at the very moment nginx used it, or the port does not speak HTTP.',
      ),
      t(
        'See its log of that time. For idle connections keepalive_timeout of nginx must be below that of the server.',
      ),
    ],
  },
  'upstream-reset': {
    severity: 'error',
    rules: ['cluster/timeouts'],
    says: ({ subject = '?', detail = '' }) => [
      t('{subject} reset the connection {detail}.', { subject, detail }),
      t(
        'The server stopped, or closed the connection while something was still sent: an idle one, or a body that it refuses.',
      ),
      t('See its log of that time; align keepalive_timeout, and the limits of uploads.'),
    ],
  },
  'header-too-big': {
    severity: 'error',
    rules: [],
    says: ({ subject = '?' }) => [
      t('{subject} sent more headers than nginx takes, and the client got 502.', { subject }),
      t(
        'The headers of an answer must fit into proxy_buffer_size, 4 or 8 KB by default: big cookies, or a big redirect.',
      ),
      t('Raise proxy_buffer_size, such as 16k, and proxy_buffers with it; or send smaller headers.'),
    ],
  },
  'body-too-large': {
    severity: 'error',
    rules: ['cluster/limits'],
    says: ({ subject = '?', detail }) => [
      detail === undefined
        ? t('An upload was refused with 413 on {subject}.', { subject })
        : t('An upload of {detail} bytes was refused with 413 on {subject}.', { subject, detail }),
      t('client_max_body_size is 1 MB where it is not set.'),
      t('Set client_max_body_size in the location that takes uploads, to what the app takes.'),
    ],
  },
  'duplicate-transfer-encoding': {
    severity: 'error',
    rules: ['java/transfer-encoding'],
    says: ({ subject = '?' }) => [
      t('{subject} sent Transfer-Encoding twice, and nginx answered 502.', { subject }),
      t('The app sets the header itself, or copies it from another answer, and Tomcat adds its own.'),
      t('Remove the line of the app that sets Transfer-Encoding.'),
    ],
  },
  'upstream-invalid': {
    severity: 'error',
    rules: [],
    says: ({ subject = '?', detail = '' }) => [
      t('{subject} sent an answer that nginx refuses, and the client got 502: {detail}.', {
        subject,
        detail,
      }),
      t('The app writes a header or a status line that HTTP does not allow.'),
      t('Mend the header that the app writes.'),
    ],
  },
  'upstream-not-http': {
    severity: 'error',
    rules: ['cluster/upstream-scheme', 'cluster/upstream-ajp-port'],
    says: ({ subject = '?' }) => [
      t('{subject} answered with something that is not HTTP, and the client got it as it came.', { subject }),
      t('The port speaks TLS or AJP, and proxy_pass says http://.'),
      t('Use https:// for a TLS Connector; for AJP use the port of an HTTP Connector instead.'),
    ],
  },
  certificate: {
    severity: 'error',
    rules: ['nginx/ssl-certificate'],
    says: ({ detail = '' }) => [
      t('nginx does not take a certificate: {detail}.', { detail }),
      t(
        'The file is missing where nginx runs, nginx may not read it, or it does not hold what its directive names.',
      ),
      t('Mend the path, or mount the file; until then an nginx that runs keeps the old configuration.'),
    ],
  },
  'upstream-not-tls': {
    severity: 'error',
    rules: ['cluster/upstream-scheme', 'tomcat/connector-scheme'],
    says: ({ subject = '?' }) => [
      t('nginx speaks TLS to {subject}, which answers in plain text; the client got 502.', { subject }),
      t('proxy_pass says https://, and the Connector at that port has no TLS.'),
      t('Use http://, or the port of the TLS Connector.'),
    ],
  },
  'port-forbidden': {
    severity: 'error',
    rules: [],
    says: ({ subject = '?' }) => [
      t('nginx may not listen on {subject}.', { subject }),
      t(
        'Ports below 1024 need rights that this user does not have, and SELinux leaves only some ports to web servers.',
      ),
      t('Start nginx as root, give it CAP_NET_BIND_SERVICE, or use a port above 1023.'),
    ],
  },
  'nginx-refuses': {
    severity: 'error',
    rules: [],
    says: ({ detail = '' }) => [
      t('nginx refuses its configuration.'),
      t('It says: {detail}.', { detail }),
      t('Mend the line; until then an nginx that runs keeps the old configuration, and none starts.'),
    ],
  },
  'too-many-connections': {
    severity: 'error',
    rules: [],
    says: ({ detail = '' }) => [
      t('nginx has no connection left: {detail}.', { detail }),
      t('worker_connections counts those to clients and those to upstreams.'),
      t('Raise worker_connections, and worker_rlimit_nofile with it.'),
    ],
  },
  'too-many-files': {
    severity: 'error',
    rules: [],
    says: () => [
      t('A program may not open any further file or connection (too many open files).'),
      t('Each connection is an open file, and the process, or the whole system, has reached its limit.'),
      t(
        'Raise the limit: worker_rlimit_nofile in nginx, LimitNOFILE or ulimit -n; or find what is not closed.',
      ),
    ],
  },
  'redirection-cycle': {
    severity: 'error',
    rules: [],
    says: ({ subject = '?' }) => [
      t('nginx gave up on {subject} after ten internal redirects, and answered 500.', { subject }),
      t('A rewrite, try_files or error_page leads back to itself.'),
      t('Let the last one end somewhere else: =404, or a location of its own.'),
    ],
  },
});
