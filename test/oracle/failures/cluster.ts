import { setTimeout as pause } from 'node:timers/promises';
import { BACKUP, clusterXml, DELTA, member, nodeOf, pair, serverXml, startAll, TRIBES } from './scenario';
import type { ClusterParts, Ground, Play, Scenario } from './scenario';
import { WEB_XML, type NodeParts } from './tomcat';

const FINE = 'org.apache.catalina.ha.session.DeltaManager.level = FINE\n';
const encrypt = (key: string): string => `EncryptInterceptor" encryptionKey="${key.repeat(16)}"`;
const OTHERS = ['TcpFailureDetector"', 'MessageDispatchInterceptor"'];

/** Starts both and has the first do something in a session. */
const puts =
  (...paths: readonly string[]) =>
  async (play: Play): Promise<void> => {
    await startAll(play);
    await nodeOf(play, 0).says(/memberAdded/);
    for (const path of paths) await play.ask(0, path);
    await pause(1_000);
  };

const differing =
  (first: ClusterParts, second: ClusterParts) =>
  (ground: Ground): readonly NodeParts[] => [member(ground, 0, first), member(ground, 1, second)];

const otherBuild = (source: string): string =>
  source
    .replace('private final String item', 'private final int count = 1; private final String item')
    .replace(/(class Basket[^]*serialVersionUID = )1L/, '$12L');

const FRAGMENT = `<web-fragment xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="3.1"><name>library</name></web-fragment>\n`;
const DISTRIBUTABLE_FRAGMENT = FRAGMENT.replace('</web', '<distributable/></web');

export const clusterScenarios: readonly Scenario[] = [
  { name: 'healthy', nodes: pair(), play: puts('/text?10', '/put?Basket') },
  {
    name: 'non-serializable',
    inLanguages: true,
    nodes: (ground) => [member(ground, 0)],
    play: one('/put?RsaKey'),
  },
  { name: 'nested', inLanguages: true, nodes: pair(), play: puts('/put?Cart', '/text?10') },
  {
    name: 'nested-backup',
    inLanguages: true,
    nodes: pair({ manager: BACKUP }),
    play: puts('/put?Cart', '/text?10'),
  },
  {
    name: 'invalid-class',
    inLanguages: true,
    nodes: (ground) => [member(ground, 0), member(ground, 1, {}, { app: { change: otherBuild } })],
    play: puts('/put?Basket'),
  },
  { name: 'invalid-class-superclass', inLanguages: true, nodes: pair(), play: puts('/put?Coupon') },
  {
    name: 'class-on-peer',
    inLanguages: true,
    nodes: (ground) => [member(ground, 0), member(ground, 1, {}, { app: { without: ['Basket.java'] } })],
    play: puts('/put?Basket'),
  },
  {
    name: 'class-on-peer-state',
    nodes: (ground) => [member(ground, 0), member(ground, 1, {}, { app: { without: ['Basket.java'] } })],
    play: async (play) => {
      await nodeOf(play, 0).start();
      await play.ask(0, '/put?Basket');
      await nodeOf(play, 1).start();
    },
  },
  {
    name: 'class-absent-in-request',
    nodes: (ground) => [member(ground, 0)],
    play: one('/load'),
  },
  {
    name: 'context-missing-on-peer',
    inLanguages: true,
    nodes: (ground) => [
      { serverXml: serverXml(ground, 0, { cluster: clusterXml(ground, 0) }) },
      member(ground, 1),
    ],
    play: async (play) => {
      await startAll(play);
      await nodeOf(play, 0).says(/memberAdded/);
      await play.ask(1, '/text?10');
      await pause(1_000);
    },
  },
  {
    name: 'class-filter',
    inLanguages: true,
    nodes: pair({
      manager: DELTA(
        ' sessionAttributeValueClassNameFilter="java\\.lang\\..*" warnOnSessionAttributeFilterFailure="true"',
      ),
    }),
    play: puts('/put?Basket', '/text?10'),
  },
  {
    name: 'queue-full',
    inLanguages: true,
    nodes: pair({
      sendOptions: 8,
      interceptors: [
        'TcpFailureDetector"',
        'MessageDispatchInterceptor" maxQueueSize="1000" alwaysSend="false"',
      ],
    }),
    play: puts('/text?5000', '/text?5000'),
  },
  {
    name: 'fragment-jar',
    nodes: (ground) => [member(ground, 0, {}, { app: { fragment: FRAGMENT } })],
  },
  {
    name: 'fragment-jar-fine',
    inLanguages: true,
    nodes: (ground) => [
      member(
        ground,
        0,
        {},
        {
          app: { fragment: FRAGMENT },
          logging:
            'org.apache.catalina.core.ContainerBase.level = FINE\norg.apache.catalina.core.StandardContext.level = FINE\n',
        },
      ),
    ],
  },
  {
    name: 'fragment-jar-distributable',
    nodes: (ground) => [member(ground, 0, {}, { app: { fragment: DISTRIBUTABLE_FRAGMENT } })],
  },
  {
    name: 'clocks-differ',
    nodes: (ground) => [
      member(ground, 0, {}, { logging: FINE }),
      member(ground, 1, {}, { logging: FINE, env: clock('+1h') }),
    ],
    play: inTurns,
  },
  {
    name: 'clocks-differ-encrypted',
    inLanguages: true,
    since: 10,
    nodes: (ground) => {
      const encrypted = { interceptors: [encrypt('a1'), ...OTHERS] };
      return [member(ground, 0, encrypted), member(ground, 1, encrypted, { env: clock('+1h') })];
    },
    play: inTurns,
  },
  {
    name: 'encrypt-differs',
    inLanguages: true,
    nodes: differing(
      { interceptors: [encrypt('a1'), ...OTHERS] },
      { interceptors: [encrypt('b2'), ...OTHERS] },
    ),
    play: puts('/text?10'),
  },
  {
    name: 'encrypt-one',
    nodes: differing({ interceptors: [encrypt('a1'), ...OTHERS] }, {}),
    play: puts('/text?10'),
  },
  {
    name: 'encrypt-no-key',
    nodes: (ground) => [member(ground, 0, { interceptors: ['EncryptInterceptor"', ...OTHERS] })],
  },
  {
    name: 'encrypt-order',
    nodes: (ground) => [member(ground, 0, { interceptors: [...OTHERS, encrypt('a1')] })],
  },
  {
    name: 'lost-delta',
    inLanguages: true,
    nodes: pair({}, { logging: FINE }),
    play: async (play) => {
      await nodeOf(play, 0).start();
      await play.ask(0, '/text?10');
      // The second starts while nobody answers, and has no session then.
      nodeOf(play, 0).hold();
      await nodeOf(play, 1).start();
      nodeOf(play, 0).release();
      await nodeOf(play, 1).says(/memberAdded/);
      await nodeOf(play, 0).says(/memberAdded/);
      await play.ask(0, '/text?20');
      await pause(1_000);
    },
  },
  {
    name: 'manager-ignored',
    inLanguages: true,
    nodes: (ground) => [
      member(ground, 0, {}, { app: { contextXml: '<Context><Manager pathname=""/></Context>\n' } }),
    ],
  },
  {
    name: 'manager-without-cluster',
    inLanguages: true,
    nodes: (ground) => [
      { serverXml: serverXml(ground, 0), app: { contextXml: `<Context>${DELTA()}</Context>\n` } },
    ],
  },
  {
    name: 'too-many-sessions',
    nodes: (ground) => [member(ground, 0, { manager: DELTA(' maxActiveSessions="1"') })],
    play: async (play) => {
      await startAll(play);
      await play.ask(0, '/open');
      await play.ask(0, '/open', { cookie: '' });
    },
  },
  {
    name: 'persistence',
    nodes: (ground) => [
      {
        serverXml: serverXml(ground, 0),
        app: { webXml: WEB_XML(''), contextXml: '<Context><Manager pathname="SESSIONS.ser"/></Context>\n' },
      },
    ],
    play: async (play) => {
      await startAll(play);
      await play.ask(0, '/put?Cart');
      await nodeOf(play, 0).stop();
    },
  },
  {
    name: 'persistence-filter',
    inLanguages: true,
    nodes: (ground) =>
      ['', ' sessionAttributeValueClassNameFilter="java\\.lang\\..*"'].map((filter, index) => ({
        serverXml: serverXml(ground, index),
        app: {
          webXml: WEB_XML(''),
          contextXml: `<Context><Manager pathname="../../../../../sessions.ser"${filter}/></Context>\n`,
        },
      })),
    play: async (play) => {
      await nodeOf(play, 0).start();
      await play.ask(0, '/put?Basket');
      await nodeOf(play, 0).stop();
      await nodeOf(play, 1).start();
    },
  },
  {
    name: 'deployer-in-engine',
    inLanguages: true,
    nodes: (ground) => [
      member(ground, 0, {
        valves:
          '<Deployer className="org.apache.catalina.ha.deploy.FarmWarDeployer" tempDir="temp" deployDir="webapps" watchDir="watch"/>',
      }),
    ],
  },
  {
    name: 'json',
    since: 9,
    nodes: pair(
      {},
      { logging: 'java.util.logging.ConsoleHandler.formatter = org.apache.juli.JsonFormatter\n' },
    ),
    play: async (play) => {
      await startAll(play);
      await pause(3_000);
      await play.ask(0, '/put?Cart');
      await play.ask(0, '/put?RsaKey');
      await pause(1_000);
    },
  },
  {
    name: 'alone-minute',
    nodes: (ground) => [member(ground, 0)],
    play: async (play) => {
      await startAll(play);
      await pause(62_000);
    },
  },
  {
    name: 'multicast',
    inLanguages: true,
    nodes: (ground) => [
      member(ground, 0, {
        membership: `<Membership className="${TRIBES}.membership.McastService" address="127.0.0.1" port="45564"/>`,
      }),
    ],
  },
  {
    name: 'receiver-port-in-use',
    inLanguages: true,
    nodes: (ground) => {
      const same = { ...ground, tribes: [ground.spare, ground.spare] };
      return [member(same, 0), member(same, 1)];
    },
  },
  {
    name: 'receiver-address',
    nodes: (ground) => [member(ground, 0, { receiver: ' address="192.0.2.1" port="4000" autoBind="1"' })],
  },
  {
    name: 'peer-killed',
    inLanguages: true,
    nodes: pair(),
    play: async (play) => {
      await puts('/text?10')(play);
      await nodeOf(play, 1).stop('SIGKILL');
      for (let tries = 0; tries < 5; tries++) await play.ask(0, `/text?${tries}`);
    },
  },
];

/** The second comes when the first has a session; then each has something to tell. */
async function inTurns(play: Play): Promise<void> {
  await nodeOf(play, 0).start();
  await play.ask(0, '/text?10');
  await nodeOf(play, 1).start();
  await play.ask(0, '/text?20');
  await play.ask(1, '/text?30');
  await pause(1_000);
}

/** One node that is asked for one thing. */
function one(path: string): (play: Play) => Promise<void> {
  return async (play) => {
    await startAll(play);
    await play.ask(0, path);
  };
}

/** Another clock, by libfaketime of Debian. */
const clock = (offset: string): Readonly<Record<string, string>> => ({
  LD_PRELOAD: process.env['FAKETIME_LIBRARY'] ?? '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  FAKETIME: offset,
  FAKETIME_DISABLE_SHM: '1',
  DONT_FAKE_MONOTONIC: '1',
});
