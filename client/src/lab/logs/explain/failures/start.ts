import { t } from '@vscode/l10n';
import { table } from './failure';

/** What keeps a Tomcat, a connector or an app from starting, or from running. */
export const startFailures = table({
  'port-in-use': {
    severity: 'error',
    rules: ['cluster/port-clash', 'tomcat/port-twice', 'cluster/receiver-port', 'nginx/duplicate-listen'],
    says: ({ subject = '?', detail }) => [
      t('Port {subject} is taken by another program: nothing of this server listens there.', { subject }),
      detail === undefined
        ? t('Another Tomcat, an earlier one that still runs, or another server on this machine has it.')
        : t('It is the port of {detail}. Another Tomcat, or an earlier one that still runs, has it.', {
            detail,
          }),
      t('Stop the other one, or use another port.'),
    ],
  },
  'address-not-here': {
    severity: 'error',
    rules: [],
    says: ({ subject = '?' }) => [
      t('{subject} cannot be listened on: no network interface of this machine has that address.', {
        subject,
      }),
      t('The address belongs to another machine, or to the host outside of the container.'),
      t('Remove the address, or use one of this machine.'),
    ],
  },
  'ajp-no-secret': {
    severity: 'error',
    rules: ['tomcat/ajp-no-secret', 'tomcat/ajp-required-secret'],
    says: ({ subject }) => [
      subject === undefined
        ? t('The AJP Connector did not start: its port accepts connections and never answers.')
        : t('The AJP Connector {subject} did not start: its port accepts connections and never answers.', {
            subject,
          }),
      t('secretRequired is "true" by default, and there is no secret.'),
      t('Write the same secret in the Connector and in the web server, or remove the Connector.'),
    ],
  },
  tls: {
    severity: 'error',
    rules: [
      'tomcat/tls-file-missing',
      'tomcat/tls-no-config',
      'tomcat/tls-mixed',
      'tomcat/tls-old-attributes',
    ],
    says: ({ subject, detail = '' }) => [
      subject === undefined
        ? t('A TLS Connector did not start; Tomcat runs on without it.')
        : t('The TLS Connector {subject} did not start; Tomcat runs on without it.', { subject }),
      t('Java says: {detail}.', { detail }),
      t('Check the files, the password and the alias of its Certificate.'),
    ],
  },
  'connector-failed': {
    severity: 'error',
    rules: ['tomcat/protocol-removed', 'tomcat/bad-value'],
    says: ({ subject = '?', detail = '' }) => [
      t('The Connector {subject} did not start; Tomcat runs on without it.', { subject }),
      t('Java says: {detail}.', { detail }),
      t('Correct the attribute that it speaks of.'),
    ],
  },
  'tls-on-plain-port': {
    severity: 'warning',
    rules: ['cluster/upstream-scheme', 'tomcat/connector-scheme'],
    says: () => [
      t('Somebody speaks TLS to a port that speaks plain HTTP: the connection is closed.'),
      t('proxy_pass says https:// for a Connector without TLS; on a public port it may be a scanner.'),
      t('Use http:// there, or the port of the TLS Connector.'),
    ],
  },
  'host-underscore': {
    severity: 'error',
    rules: ['nginx/underscore-upstream-host'],
    says: ({ subject = '?' }) => [
      t('Tomcat answers 400 to each request whose Host is {subject}.', { subject }),
      t(
        'A host name must not have an underscore. Without proxy_set_header Host, nginx sends the name of the upstream.',
      ),
      t('Write proxy_set_header Host $http_host; or rename the upstream.'),
    ],
  },
  'class-not-found': {
    severity: 'error',
    rules: [],
    says: ({ subject = '?' }) => [
      t('The class {subject} cannot be loaded.', { subject }),
      t(
        'It is in none of the jars and class folders that this app or this Tomcat loads from, or a class that it extends is in none.',
      ),
      t(
        'Add the library that has it to WEB-INF/lib, or correct the name; an app for jakarta.servlet needs Tomcat 10, one for javax.servlet at most 9.',
      ),
    ],
  },
  'javax-on-jakarta': {
    severity: 'error',
    rules: ['java/javax-on-jakarta'],
    says: ({ subject = '?' }) => [
      t('The app needs {subject}, which this Tomcat does not have.', { subject }),
      t(
        'Tomcat 9 and older have javax.servlet, Tomcat 10 and newer jakarta.servlet: the app was built for the other.',
      ),
      t(
        'Run it on the Tomcat that it was built for; from 10 on an app of javax is converted when it is put into webapps-javaee.',
      ),
    ],
  },
  'class-version': {
    severity: 'error',
    rules: [],
    says: ({ subject = '?', detail = '' }) => [
      t('The class {subject} was compiled for a newer Java than the one that runs Tomcat.', { subject }),
      t('Java says: {detail}.', { detail }),
      t('Run Tomcat with the newer Java, or compile for the older one (javac --release).'),
    ],
  },
  'jsp-compiler-too-old': {
    severity: 'error',
    rules: [],
    says: () => [
      t(
        'JSP pages cannot be compiled: the compiler in this Tomcat does not know the class files of its Java.',
      ),
      t('The ecj jar in lib is older than the Java that runs Tomcat.'),
      t('Use a newer release of Tomcat, or an older Java.'),
    ],
  },
  'deployment-failed': {
    severity: 'error',
    rules: ['tomcat/malformed-xml', 'tomcat/context-docbase'],
    says: ({ subject = '?', detail = '' }) => [
      t('The app {subject} did not start: each request to it is answered 404.', { subject }),
      detail === ''
        ? t('The cause stands in the messages before this one, or in localhost.<date>.log.')
        : t('The cause: {detail}.', { detail }),
      t('Mend the cause, then deploy the app again.'),
    ],
  },
  'web-xml': {
    severity: 'error',
    rules: ['tomcat/malformed-xml'],
    says: ({ subject = '?', detail = '' }) => [
      // Without a folder it is the one of all apps.
      /^(?:context|web)\.xml$/.test(subject)
        ? t('{subject} cannot be read, so no app starts.', { subject })
        : t('{subject} cannot be read, so the app does not start.', { subject }),
      t('The parser says: {detail}.', { detail }),
      t('Mend the line.'),
    ],
  },
  'server-xml': {
    severity: 'error',
    rules: [
      'tomcat/malformed-xml',
      'tomcat/class-missing',
      'tomcat/class-removed',
      'tomcat/class-wrong-type',
    ],
    says: ({ subject = 'server.xml', detail = '' }) => [
      t('Tomcat does not start: it cannot read {subject}.', { subject }),
      t('The cause: {detail}.', { detail }),
      t('Mend the line, then start Tomcat again.'),
    ],
  },
  'attribute-unknown': {
    severity: 'warning',
    rules: ['tomcat/unknown-attribute', 'tomcat/case', 'tomcat/bad-number', 'tomcat/bad-value'],
    says: ({ subject = '?', detail = '' }) => [
      t('The attribute {subject} has no effect.', { subject }),
      t('The class of {detail} has no such property, or does not take the value.', { detail }),
      t('Correct the name or the value, or remove it.'),
    ],
  },
  'default-host': {
    severity: 'warning',
    rules: ['tomcat/default-host'],
    says: ({ subject = '?' }) => [
      t('The default host {subject} does not exist: requests for any other name get no answer from an app.', {
        subject,
      }),
      t('defaultHost of Engine names a Host that server.xml does not have.'),
      t('Write the name of one of its Hosts.'),
    ],
  },
  'out-of-memory': {
    severity: 'error',
    rules: [],
    says: ({ detail = '' }) => [
      t('The JVM ran out of memory: {detail}.', { detail }),
      /heap|GC overhead|array size/i.test(detail)
        ? t(
            'The heap is full: sessions and caches are too big for it, or something holds what it should let go.',
          )
        : /metaspace|permgen|class space/i.test(detail)
          ? t(
              'The space for classes is full: often an app that was deployed again and again without a restart.',
            )
          : /thread/i.test(detail)
            ? t(
                'The system gives no further thread: its limit of processes, or the memory of the container, is reached.',
              )
            : t('Java got no more memory from the system.'),
      /thread/i.test(detail)
        ? t('Find who makes so many threads, or raise the limit (ulimit -u, pids of the container).')
        : t('Raise the limit (-Xmx in CATALINA_OPTS), and restart: after it nothing can be relied on.'),
    ],
  },
});
