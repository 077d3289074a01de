import { childrenNamed } from '../../../languages/tomcat/components';
import { valueOf } from '../../../languages/tomcat/values';
import { type Rule, rule } from '../../define';
import { replaceFix, valueSpanOf } from '../../support/tomcat';
import {
  channelOf,
  CLOUD,
  interceptorsOf,
  MEMBERSHIP_RECEIVER,
  membershipOf,
  saysAll,
  starts,
} from './channel';

const SERVICE = 'cloud.CloudMembershipService';
const PROVIDER = 'membershipProviderClassName';

/** Short names that CloudMembershipService.start takes, and its own classes; all others are names of classes. */
const SHORT = ['kubernetes', 'dns'];
const CLASSES = ['KubernetesMembershipProvider', 'DNSMembershipProvider'];

const provider = rule({
  meta: {
    id: 'tomcat/cloud-provider',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'safe',
    messages: {
      unknown:
        '"{name}" is neither kubernetes nor dns, so Tomcat takes it for the name of a class, does not find it (ClassNotFoundException), and exits. Write kubernetes, dns, or the full name of a class.',
    },
  },
  elements: ['Membership'],
  component(component, { file, report }) {
    const channel = channelOf(component, file);
    const value = valueOf(component, PROVIDER, file.properties);
    if (!channel || membershipOf(component, file) !== SERVICE || !value || value === 'unknown') return;
    if (starts(channel, MEMBERSHIP_RECEIVER, file) !== true) return;
    const name = value.text;
    const isClass = name.startsWith(CLOUD) ? CLASSES.includes(name.slice(CLOUD.length)) : name.includes('.');
    if (isClass || SHORT.includes(name)) return;
    const span = valueSpanOf(component, PROVIDER);
    const same = SHORT.find((one) => one === name.trim().toLowerCase());
    const meant = same ?? SHORT.find((one) => name.toLowerCase().includes(one.slice(0, 4)));
    report({
      path: file.path,
      span,
      message: 'unknown',
      data: { name },
      fixes: meant === undefined ? [] : [replaceFix(file, span, meant, same !== undefined && file.isWhole)],
    });
  },
});

/** DNSMembershipProvider.accept makes a member of whoever sends a message. */
const encryption = rule({
  meta: {
    id: 'tomcat/cloud-encryption',
    severity: 'information',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      dns: 'With the dns provider, whoever can send to the port of the Receiver becomes a member and is sent all sessions. Add EncryptInterceptor, as the first interceptor and with the same key on every node, or make sure that nothing else in the network reaches this port.',
    },
  },
  elements: ['Membership'],
  component(component, { file, report }) {
    const channel = channelOf(component, file);
    if (!channel || !saysAll(channel, file) || membershipOf(component, file) !== SERVICE) return;
    const value = valueOf(component, PROVIDER, file.properties);
    if (!value || value === 'unknown') return;
    if (value.text !== 'dns' && value.text !== `${CLOUD}DNSMembershipProvider`) return;
    const all = interceptorsOf(channel, file);
    if (childrenNamed(channel, 'Membership').length > 1) return;
    // A class of somebody else may encrypt too.
    if (all.some(({ name }) => name === undefined || name === 'EncryptInterceptor')) return;
    report({ path: file.path, span: valueSpanOf(component, PROVIDER), message: 'dns' });
  },
});

export const cloudRules: readonly Rule[] = [provider, encryption];
