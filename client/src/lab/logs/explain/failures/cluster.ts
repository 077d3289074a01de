import { t } from '@vscode/l10n';
import { table } from './failure';

/** What goes wrong between the nodes of a group. */
export const clusterFailures = table({
  alone: {
    severity: 'warning',
    rules: [
      'cluster/group-differs',
      'cluster/multicast-unreachable',
      'cluster/receiver-loopback',
      'cluster/some-nodes',
      'tomcat/membership-static-no-local',
      'tomcat/cloud-dns',
      'tomcat/cloud-port',
    ],
    says: () => [
      t('The node found no other member of its cluster when it started, and none joined in the next minute.'),
      t(
        'It is the only node, or the membership does not reach the others: multicast does not cross most cloud and overlay networks, and nodes in different groups never meet.',
      ),
      t(
        'If there are other nodes: compare address and port of Membership on all, and use static or DNS membership where multicast does not reach.',
      ),
    ],
  },
  flapping: {
    severity: 'warning',
    rules: ['tomcat/membership-drop-time', 'cluster/group-shared', 'tomcat/membership-static-id'],
    says: ({ subject = '?' }) => [
      t('The member {subject} left the cluster three times or more within ten minutes.', { subject }),
      t(
        'It is restarted again and again, or its heartbeats are late: the node pauses for its garbage collection or lacks CPU, the network loses packets, or dropTime is too short.',
      ),
      t(
        'Look at the log, the pauses and the load of that node, then make dropTime several times as long as frequency.',
      ),
    ],
  },
  'heartbeats-late': {
    severity: 'warning',
    rules: ['tomcat/membership-drop-time'],
    says: ({ subject = '?' }) => [
      t('The member {subject} was taken for gone three times or more within ten minutes, and was alive.', {
        subject,
      }),
      t(
        'Its heartbeats are late: the node pauses for its garbage collection or lacks CPU, the network loses packets, or dropTime is too short. TcpFailureDetector asked it and kept it in the group.',
      ),
      t(
        'Look at the pauses and the load of that node, then make dropTime several times as long as frequency.',
      ),
    ],
  },
  'group-refused': {
    severity: 'warning',
    rules: ['tomcat/membership-domain', 'cluster/group-differs'],
    says: ({ subject = '?' }) => [
      t('Messages of the member {subject} are refused.', { subject }),
      t('DomainFilterInterceptor lets only members of its own domain in, and this one has another.'),
      t('Give all nodes of the group the same domain, in Membership and in DomainFilterInterceptor.'),
    ],
  },
  'encryption-differs': {
    severity: 'error',
    rules: ['cluster/encryption-differs'],
    says: () => [
      t('Messages of another node cannot be read: no session arrives from it.'),
      t('EncryptInterceptor has another key or algorithm on that node, or only one of the two nodes has it.'),
      t('Use the same encryptionKey and encryptionAlgorithm on all nodes, and restart them.'),
    ],
  },
  'clocks-differ': {
    severity: 'error',
    rules: [],
    says: () => [
      t('Messages of another node are refused as if somebody sent old ones again.'),
      t(
        'EncryptInterceptor of newer releases refuses a message whose time is more than replayWindowTime, 10 seconds by default, from its own: most often the clocks of the two machines differ.',
      ),
      t('Compare the times in the logs of both nodes, and keep the clocks of all machines in step (NTP).'),
    ],
  },
  'encryption-key': {
    severity: 'error',
    rules: ['tomcat/encrypt-key', 'tomcat/encrypt-key-length'],
    says: () => [
      t('The cluster did not start: EncryptInterceptor has no key.'),
      t('encryptionKey is empty or missing.'),
      t('Write the same key of 32, 48 or 64 hexadecimal digits on all nodes.'),
    ],
  },
  'encryption-order': {
    severity: 'error',
    rules: ['tomcat/encrypt-order'],
    says: () => [
      t('The cluster did not start: EncryptInterceptor stands below TcpFailureDetector.'),
      t(
        'What TcpFailureDetector sends to find out who is alive would be encrypted, and nobody could read it.',
      ),
      t('Write EncryptInterceptor before TcpFailureDetector.'),
    ],
  },
  'multicast-unavailable': {
    severity: 'error',
    rules: ['tomcat/membership-address', 'cluster/multicast-unreachable'],
    says: ({ detail = '' }) => [
      t('The node cannot take part in multicast, so it finds no other node.'),
      detail === ''
        ? t('The address is no multicast address, or the network interface does not allow multicast.')
        : t(
            'Java says: {detail}. The address is no multicast address, or the network interface does not allow multicast.',
            { detail },
          ),
      t('Use an address between 224.0.0.0 and 239.255.255.255, or static or DNS membership.'),
    ],
  },
  'member-host-unknown': {
    severity: 'error',
    rules: ['tomcat/membership-static-id'],
    says: ({ subject = '?' }) => [
      t('The host {subject} of a static member cannot be resolved.', { subject }),
      t('The name is wrong, or no container or machine of that name is reachable from this node.'),
      t('Write the name under which this node reaches the other one.'),
    ],
  },
  'no-local-member': {
    severity: 'error',
    rules: ['tomcat/membership-static-no-local'],
    says: () => [
      t('Static membership did not start: the node is not in its own list.'),
      t('StaticMembershipService needs a LocalMember that says which of the members the node itself is.'),
      t('Add a LocalMember with a uniqueId of its own.'),
    ],
  },
  'member-id': {
    severity: 'error',
    rules: ['tomcat/membership-static-id'],
    says: ({ detail = '' }) => [
      t('The uniqueId of a static member was refused.'),
      t('It must be exactly 16 bytes, and is: {detail}.', { detail }),
      t('Write 16 numbers in braces, different on each node.'),
    ],
  },
  'dns-membership': {
    severity: 'warning',
    rules: ['tomcat/cloud-dns', 'tomcat/cloud-namespace'],
    says: ({ subject = '?' }) => [
      t('The members cannot be looked up: the name {subject} is not known to DNS.', { subject }),
      t('CloudMembershipService asks DNS for all addresses of one name, and gets none.'),
      t('Set DNS_MEMBERSHIP_SERVICE_NAME to the name of the service or network alias that all nodes share.'),
    ],
  },
  'kubernetes-membership': {
    severity: 'error',
    rules: ['tomcat/cloud-rights', 'tomcat/cloud-namespace'],
    says: ({ detail = '' }) => [
      t('Kubernetes does not tell the node its members, so it finds no other node.'),
      /\b40[13]\b/.test(detail)
        ? t('Its API server refused the question: the service account of the pod may not list pods.')
        : detail === '' || /token/.test(detail)
          ? t('The pod has no token of a service account, and asks nobody until it is restarted.')
          : t('Java says: {detail}.', { detail }),
      /\b40[13]\b/.test(detail)
        ? t('Give the service account a Role that may get and list the pods of its namespace.')
        : detail === '' || /token/.test(detail)
          ? t('Let automountServiceAccountToken of the pod or its service account be true.')
          : t('Check KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT, and the way to the API server.'),
    ],
  },
  'cloud-namespace': {
    severity: 'warning',
    rules: ['tomcat/cloud-namespace'],
    says: () => [
      t('The node does not know in which namespace its members are, and looks in "tomcat".'),
      t('Neither KUBERNETES_NAMESPACE nor, with DNS membership, DNS_MEMBERSHIP_SERVICE_NAME is set.'),
      t('Set KUBERNETES_NAMESPACE to the namespace of the pods, from metadata.namespace.'),
    ],
  },
  'send-failed': {
    severity: 'warning',
    rules: ['cluster/receiver-loopback', 'cluster/receiver-port'],
    says: ({ subject, detail = '' }) => [
      subject === undefined
        ? t('A change of a session did not reach the other nodes.')
        : t('A change of a session did not reach the member {subject}.', { subject }),
      detail === ''
        ? t('The member was down, or its Receiver cannot be reached.')
        : t('The member was down, or its Receiver cannot be reached: {detail}.', { detail }),
      t(
        'Nothing to do where the node was stopped. Else look whether its Receiver listens on an address and a port that this node reaches.',
      ),
    ],
  },
  'queue-full': {
    severity: 'error',
    rules: ['tomcat/send-options'],
    says: ({ detail = '' }) => [
      t('A change of a session was not sent: the queue of asynchronous messages is full.'),
      detail === ''
        ? t('A member takes messages more slowly than this node makes them.')
        : t(
            'A member takes messages more slowly than this node makes them; the queue holds {detail} bytes.',
            {
              detail,
            },
          ),
      t(
        'Find the slow member, keep sessions small, or raise maxQueueSize of MessageDispatchInterceptor; alwaysSend="true", its default, sends at once instead of dropping.',
      ),
    ],
  },
  'foreign-traffic': {
    severity: 'warning',
    rules: [],
    says: () => [
      t('Something that is no node of the cluster talks to the port of the Receiver.'),
      t(
        'What came does not begin as a message of Tomcat Tribes: a health check, a scanner, or another program.',
      ),
      t('Let only the nodes of the cluster reach that port.'),
    ],
  },
  'deployer-in-engine': {
    severity: 'warning',
    rules: ['tomcat/deployer-engine'],
    says: () => [
      t('The FarmWarDeployer does nothing: no app is passed on to the other nodes.'),
      t('It works only in the Cluster of a Host, and this Cluster stands in Engine.'),
      t('Remove the Deployer, or move the Cluster into the Host.'),
    ],
  },
  'receiver-not-bound': {
    severity: 'error',
    rules: ['cluster/receiver-loopback', 'cluster/receiver-port'],
    says: ({ subject = '?' }) => [
      t('The Receiver of the cluster cannot listen on {subject}: this node gets nothing from the others.', {
        subject,
      }),
      t('The port is taken by another program, or the address is none of this machine.'),
      t('Use an address of this machine, or leave address="auto", and a port that is free.'),
    ],
  },
});
