import { languages, type Diagnostic, type Uri } from 'vscode';
import type { Verdict, VerdictKind } from './verdict';

/** Findings of the Problems view that make a verdict, the likeliest first. */
const NOT_JOINED = [
  'cluster/some-nodes',
  'cluster/group-differs',
  'cluster/encryption-differs',
  'cluster/multicast-unreachable',
  'cluster/receiver-loopback',
  'cluster/receiver-port',
  'cluster/port-clash',
  'cluster/manager-differs',
  'cluster/host-differs',
  'cluster/apps-differ',
];
const NOT_SENT = [
  'tomcat/replication-valve-missing',
  'tomcat/replication-filter-regex',
  'tomcat/replication-filter-hits-app',
  'tomcat/manager-needs-listener',
];
const NOT_REPLICATED = [
  'cluster/cluster-missing',
  'cluster/some-nodes',
  'cluster/distributable-missing',
  'cluster/fragment-not-distributable',
  'tomcat/distributable-misplaced',
  'tomcat/distributable-on-context',
  'tomcat/distributable-in-default-web-xml',
  'tomcat/manager-overrides',
  'tomcat/manager-without-cluster',
  'tomcat/cluster-misplaced',
];
const ATTRIBUTES = [
  'java/session-attribute-not-serializable',
  'java/session-attribute-deep',
  'java/mutated-without-set',
  'java/serial-version-uid',
  'java/session-scoped-bean',
  'tomcat/manager-filter',
  ...NOT_SENT,
  'tomcat/send-options',
];

const RULES: Readonly<Record<VerdictKind, readonly string[]>> = {
  same: [],
  here: [],
  lagging: [],
  notReplicated: NOT_REPLICATED,
  apart: NOT_REPLICATED,
  noApp: ['cluster/apps-differ', 'cluster/app-not-deployed'],
  unseen: NOT_JOINED,
  late: ['tomcat/manager-transfer-timeout', ...NOT_JOINED],
  missing: [...NOT_JOINED, ...NOT_SENT, ...ATTRIBUTES],
  attributes: ATTRIBUTES,
};

export interface Cause {
  readonly uri: Uri;
  readonly diagnostic: Diagnostic;
}

/** What the Problems view has that makes a session be as it is; those that name a wrong attribute first. */
export function causesOf({ kind, attributes }: Verdict): Cause[] {
  const rules = RULES[kind];
  const names = attributes.map(({ name }) => name);
  const rank = ({ diagnostic }: Cause): number =>
    (names.some((name) => diagnostic.message.includes(name)) ? 0 : rules.length) +
    rules.indexOf(ruleOf(diagnostic));
  return languages
    .getDiagnostics()
    .flatMap(([uri, found]) => found.map((diagnostic) => ({ uri, diagnostic })))
    .filter(({ diagnostic }) => diagnostic.source === 'cluster-lab' && rules.includes(ruleOf(diagnostic)))
    .toSorted((a, b) => rank(a) - rank(b));
}

const ruleOf = ({ code }: Diagnostic): string => String(typeof code === 'object' ? code.value : code);
