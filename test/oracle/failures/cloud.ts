import { setTimeout as pause } from 'node:timers/promises';
import { createServer } from 'node:http';
import { member, startAll, TRIBES, type Ground, type Scenario } from './scenario';
import type { NodeParts } from './tomcat';

const membership = (provider: string): string =>
  `<Membership className="${TRIBES}.membership.cloud.CloudMembershipService" membershipProviderClassName="${provider}"/>`;

const inCloud =
  (provider: string, env: (ground: Ground) => Readonly<Record<string, string>>, files = {}) =>
  (ground: Ground): readonly NodeParts[] => [
    member(ground, 0, { membership: membership(provider) }, { env: env(ground), files }),
  ];

/** As Kubernetes gives them to a pod; the API server is our own. */
const pod = ({ spare }: Ground): Readonly<Record<string, string>> => ({
  KUBERNETES_NAMESPACE: 'shop',
  KUBERNETES_MASTER_PROTOCOL: 'http',
  KUBERNETES_SERVICE_HOST: '127.0.0.1',
  KUBERNETES_SERVICE_PORT: String(spare),
});

const TOKEN = { SA_TOKEN_FILE: '/dev/null', KUBERNETES_CA_CERTIFICATE_FILE: '/dev/null' };

/** Members that are looked up, by DNS or from Kubernetes. */
export const cloudScenarios: readonly Scenario[] = [
  {
    name: 'dns-unknown',
    since: 9,
    inLanguages: true,
    nodes: inCloud('dns', () => ({ DNS_MEMBERSHIP_SERVICE_NAME: 'tomcats.invalid' })),
    play: async (play) => {
      await startAll(play);
      await pause(6_000);
    },
  },
  {
    name: 'dns-nobody',
    since: 9,
    nodes: inCloud('dns', () => ({ DNS_MEMBERSHIP_SERVICE_NAME: 'localhost' })),
    play: async (play) => {
      await startAll(play);
      await pause(62_000);
    },
  },
  {
    name: 'kubernetes-forbidden',
    since: 9,
    inLanguages: true,
    nodes: inCloud('kubernetes', (ground) => ({ ...pod(ground), ...TOKEN })),
    play: async (play) => {
      const server = createServer((_, response) => response.writeHead(403).end('{"kind":"Status"}'));
      await new Promise<void>((resolve) => server.listen(play.ground.spare, '127.0.0.1', resolve));
      await startAll(play);
      await pause(6_000);
      server.closeAllConnections();
      server.close();
    },
  },
  {
    name: 'kubernetes-no-token',
    since: 9,
    inLanguages: true,
    nodes: inCloud('kubernetes', pod),
    play: async (play) => {
      await startAll(play);
      await pause(6_000);
    },
  },
  {
    name: 'kubernetes-no-namespace',
    since: 9,
    inLanguages: true,
    nodes: inCloud('kubernetes', (ground) => ({ ...pod(ground), ...TOKEN, KUBERNETES_NAMESPACE: '' })),
  },
];
