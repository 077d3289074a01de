import type { Row } from './project';

const server = (provider: string): string => `<Server port="-1" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="8080" protocol="HTTP/1.1"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="6">
        <Channel className="org.apache.catalina.tribes.group.GroupChannel">
          <Membership className="org.apache.catalina.tribes.membership.cloud.CloudMembershipService" membershipProviderClassName="${provider}"/>
        </Channel>
      </Cluster>
      <Host name="localhost" appBase="webapps"/>
    </Engine>
  </Service>
</Server>
`;

/** Pods of a StatefulSet, and what else Kubernetes has of them. */
const pods = (provider: string, variable: string, value: string, others = ''): Row['files'] => ({
  Dockerfile: 'FROM tomcat:10.1\nCOPY conf/server.xml /usr/local/tomcat/conf/server.xml\n',
  'conf/server.xml': server(provider),
  'k8s/archive.yaml': `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: archive
spec:
  replicas: 2
  selector:
    matchLabels:
      app: archive
  template:
    metadata:
      labels:
        app: archive
    spec:
      serviceAccountName: archive
      containers:
        - name: tomcat
          image: registry.example.org/archive:6
          env:
            - name: ${variable}
              value: "${value}"
${others}`,
});

const LABELS = ['KUBERNETES_LABELS', 'app=archive'] as const;

/** Failures of pods that do not find each other. */
export const ofACloud: readonly Row[] = [
  {
    failure: 'cloud-namespace',
    files: pods('kubernetes', ...LABELS),
    node: 'archive-0',
    place: 'k8s/archive.yaml',
    line: '- name: tomcat',
  },
  {
    failure: 'kubernetes-membership',
    files: pods(
      'kubernetes',
      'KUBERNETES_NAMESPACE',
      'shop',
      `---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: archive
`,
    ),
    node: 'archive-0',
    place: 'k8s/archive.yaml',
    line: 'kind: ServiceAccount',
  },
  {
    failure: 'dns-membership',
    files: pods(
      'dns',
      'DNS_MEMBERSHIP_SERVICE_NAME',
      'tomcats.invalid',
      `---
apiVersion: v1
kind: Service
metadata:
  name: tomcats
  namespace: invalid
spec:
  selector:
    app: archive
  ports:
    - port: 8080
`,
    ),
    node: 'archive-0',
    place: 'k8s/archive.yaml',
    line: 'Service',
  },
];
