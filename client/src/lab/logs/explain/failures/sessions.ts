import { t } from '@vscode/l10n';
import { table } from './failure';

/** What keeps a session, or what is in it, from the other nodes. */
export const sessionFailures = table({
  'attribute-not-serializable': {
    severity: 'error',
    rules: ['java/session-attribute-not-serializable'],
    says: ({ subject }) => [
      subject === undefined
        ? t('Tomcat refused a session attribute.')
        : t('Tomcat refused the session attribute "{subject}".', { subject }),
      t(
        'The app is replicated, and the class of the value does not implement java.io.Serializable. Unless the app catches the exception, the request fails.',
      ),
      t('Make the class Serializable, or keep the value out of the session.'),
    ],
  },
  'replication-not-serializable': {
    severity: 'error',
    rules: ['java/session-attribute-deep', 'java/session-attribute-not-serializable'],
    says: ({ subject = '?' }) => [
      t('A change of a session was not sent to the other nodes: {subject} cannot be serialized.', {
        subject,
      }),
      t(
        'An object in the session holds a {subject} in one of its fields, and that class does not implement java.io.Serializable. The request itself succeeds; the other nodes keep the old value, or none.',
        { subject },
      ),
      t(
        'Make {subject} Serializable, or declare the field that holds it transient. Keep objects of libraries that are not, such as connections, out of the session.',
        { subject },
      ),
    ],
  },
  'persistence-not-serializable': {
    severity: 'warning',
    rules: ['java/session-attribute-deep', 'java/session-attribute-not-serializable'],
    says: ({ subject = '?' }) => [
      t('Tomcat could not save a session: {subject} cannot be serialized.', { subject }),
      t(
        'Sessions are written to a file or a store, at a stop or when they are idle, and this class does not implement java.io.Serializable.',
      ),
      t('Make {subject} Serializable, or declare the field that holds it transient.', { subject }),
    ],
  },
  'class-differs': {
    severity: 'error',
    rules: ['java/serial-version-uid'],
    says: ({ subject = '?', detail = '' }) => [
      t('A node could not read a session from another one: its class {subject} is another version.', {
        subject,
      }),
      t('Java says: {detail}. The nodes run different builds of the app.', { detail }),
      t(
        'Deploy the same build on all nodes; a fixed serialVersionUID in {subject} keeps builds with compatible fields readable for each other.',
        { subject },
      ),
    ],
  },
  'class-without-constructor': {
    severity: 'error',
    rules: ['java/session-attribute-deep'],
    says: ({ subject = '?' }) => [
      t('A node could not read a session from another one: it cannot create an object of {subject}.', {
        subject,
      }),
      t(
        'A superclass of {subject} is not Serializable and has no constructor without parameters that it can call. Objects are written without complaint, and cannot be read anywhere.',
        { subject },
      ),
      t('Give that superclass such a constructor, or make it Serializable too.'),
    ],
  },
  'attribute-filtered': {
    severity: 'warning',
    rules: [],
    says: ({ subject = '?', detail = '?' }) => [
      t('The session attribute "{subject}" stays on its node: its class {detail} is filtered out.', {
        subject,
        detail,
      }),
      t('sessionAttributeValueClassNameFilter of the Manager does not match the name of the class.'),
      t('Extend the filter so that it matches the class, the same on all nodes.'),
    ],
  },
  'class-missing-on-node': {
    severity: 'error',
    rules: [],
    says: ({ subject = '?' }) => [
      t('A node could not read a session from another one: it does not have the class {subject}.', {
        subject,
      }),
      t(
        'The other node runs an app that has the class, and keeps an object of it in the session. Here the app is another build, or the class lies where only the other node has it.',
      ),
      t('Deploy the same build, with the same libraries, on all nodes.'),
    ],
  },
  'class-not-allowed': {
    severity: 'error',
    rules: [],
    says: ({ subject = '?' }) => [
      t('Stored sessions were not read: the Manager does not allow the class {subject}.', { subject }),
      t('sessionAttributeValueClassNameFilter of the Manager does not match the name of the class.'),
      t('Extend the filter so that it matches the class, or keep the class out of the session.'),
    ],
  },
  'lost-delta': {
    severity: 'warning',
    rules: ['cluster/start-order', 'tomcat/send-options'],
    says: ({ subject = '?' }) => [
      t('A change of a session of {subject} arrived at a node that does not have the session.', { subject }),
      t(
        'The message that created the session was lost, is still under way, or came before this node was ready; the change is dropped.',
      ),
      t(
        'After a start of a node it may pass. Else set channelSendOptions="6": a request then ends only when the other nodes have what it changed.',
      ),
    ],
  },
  'state-not-received': {
    severity: 'error',
    rules: ['tomcat/manager-transfer-timeout', 'cluster/encryption-differs', 'tomcat/channel-heartbeat'],
    says: ({ subject = '?', detail = '' }) => [
      t(
        '{subject} waited {detail} ms for the sessions of the other nodes, did not get them, and started without.',
        { subject, detail },
      ),
      t(
        'The node that was asked did not answer: it was starting at the same moment, hung, or could not read the question, as with another encryption key.',
      ),
      t(
        'Look at the log of the other node at that time. Start one node first and the others when it is ready; a shorter stateTransferTimeout shortens the wait.',
      ),
    ],
  },
  'peer-without-app': {
    severity: 'warning',
    rules: [
      'cluster/apps-differ',
      'cluster/app-not-deployed',
      'cluster/host-differs',
      'cluster/placement-differs',
    ],
    says: ({ subject }) => [
      subject === undefined
        ? t('Another node sends sessions of an app that is not replicated on this node.')
        : t('Another node sends sessions of {subject}, and this node has no such replicated app.', {
            subject,
          }),
      t(
        'The app is not deployed here, is not distributable here, or has another path; or the Host has another name, or the Cluster stands in Engine on one node and in Host on the other.',
      ),
      t('Make path, Host name and place of the Cluster the same on all nodes, and deploy the app on each.'),
    ],
  },
  'manager-ignored': {
    severity: 'warning',
    rules: ['tomcat/manager-overrides', 'tomcat/manager-wrong-type'],
    says: ({ subject = '?' }) => [
      t('The sessions of an app are not replicated: its Manager {subject} cannot do that.', { subject }),
      t(
        'A Manager in context.xml takes the place of the one that the Cluster would make, and it is no ClusterManager.',
      ),
      t('Remove the Manager from context.xml, or make it a DeltaManager or BackupManager.'),
    ],
  },
  'app-not-distributable': {
    severity: 'warning',
    rules: ['cluster/fragment-not-distributable', 'cluster/distributable-missing'],
    says: ({ subject }) => [
      subject === undefined
        ? t('A Cluster is configured, and the sessions of an app are not replicated.')
        : t('A Cluster is configured, and the sessions of {subject} are not replicated.', { subject }),
      t(
        'web.xml has no <distributable/>, or the web-fragment.xml of a library in WEB-INF/lib has none, which switches it off for the whole app.',
      ),
      t(
        'Write <distributable/> into WEB-INF/web.xml. Where it is there, find the library, and leave it out with <absolute-ordering/>.',
      ),
    ],
  },
  'nothing-replicated': {
    severity: 'information',
    rules: [
      'cluster/distributable-missing',
      'cluster/fragment-not-distributable',
      'tomcat/manager-overrides',
    ],
    says: () => [
      t('The Cluster started, and no app uses it: no session is replicated.'),
      t(
        'None of the apps that were deployed is distributable: their web.xml has no <distributable/>, or the web-fragment.xml of a library has none.',
      ),
      t('Write <distributable/> into the web.xml of each app whose sessions are to survive a node.'),
    ],
  },
  'manager-without-cluster': {
    severity: 'error',
    rules: ['tomcat/manager-without-cluster'],
    says: ({ subject }) => [
      subject === undefined
        ? t('An app did not start: its Manager is one of a cluster, and there is no Cluster.')
        : t('{subject} did not start: its Manager is one of a cluster, and there is no Cluster.', {
            subject,
          }),
      t('context.xml names a DeltaManager or BackupManager, and neither Engine nor Host has a Cluster.'),
      t('Add a Cluster to server.xml, or remove the Manager.'),
    ],
  },
  'too-many-sessions': {
    severity: 'error',
    rules: ['tomcat/manager-max-active'],
    says: () => [
      t('Tomcat refused to open a session, and the request failed.'),
      t('The app has as many sessions as maxActiveSessions of its Manager allows, -1 being no limit.'),
      t('Allow more, or let sessions end sooner; health checks and robots should not open any.'),
    ],
  },
});
