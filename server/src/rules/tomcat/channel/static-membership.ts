import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { type Component, childrenNamed } from '../../../languages/tomcat/components';
import { attributeOf, classOf, numberOf, textOf, valueOf } from '../../../languages/tomcat/values';
import { type Rule, rule } from '../../define';
import { replaceFix, valueSpanOf } from '../../support/tomcat';
import { channelOf, membershipOf, type Ports, RECEIVER, receiverOf, saysAll, starts } from './channel';

const isIn = ({ first, last }: Ports, port: number): boolean => port >= first && port <= last;

const isAddress = (host: string): boolean => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || host.includes(':');

/** StaticMembershipService.findLocalMember: which of the members this node is. */
const noLocal = rule({
  meta: {
    id: 'tomcat/membership-static-no-local',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'none',
    messages: {
      noMember:
        'No Member has the address and the port of the Receiver here ({receiver}), so Tomcat does not know which one it is ("There is no localMember in static member list") and exits. Add this node as Member or LocalMember, with the port of its Receiver.',
      none: 'This Membership has no members, not even this node, so Tomcat exits ("There is no localMember in static member list"). Add every node as Member, this one too.',
    },
  },
  elements: ['Membership'],
  component(component, { file, report }) {
    const channel = channelOf(component, file);
    if (!channel || membershipOf(component, file) !== 'StaticMembershipService') return;
    if (starts(channel, RECEIVER, file) !== true || childrenNamed(component, 'LocalMember').length > 0)
      return;
    const receiver = receiverOf(channel, file);
    if (!receiver || !saysAll(component, file)) return;
    const { path } = file;
    const span = valueSpanOf(component, 'className');
    const { element } = component;
    const members = childrenNamed(component, 'Member');
    if (members.length === 0) {
      // An empty list with a comment in it waits for a script that writes the members there.
      if (element.children.some(({ kind }) => kind === 'comment')) return;
      report({ path, span, message: 'none' });
      return;
    }
    const address = receiver.component && textOf(receiver.component, 'address', file.properties);
    if (members.some((member) => mayBe(member, address, receiver.ports, file))) return;
    const { first, last } = receiver.ports;
    const host = address !== undefined && isAddress(address) ? address : 'auto';
    report({
      path,
      span,
      message: 'noMember',
      data: { receiver: `${host}:${first === last ? first : `${first}-${last}`}` },
      related: receiver.component
        ? [{ path, span: valueSpanOf(receiver.component, 'port'), message: t('the Receiver') }]
        : [],
    });
  },
});

/** Whether a member may be where the Receiver listens, for all that is known. */
function mayBe(member: Component, address: string | undefined, ports: Ports, file: TomcatFile): boolean {
  const port = attributeOf(member, 'port') ? numberOf(member, 'port', file.properties) : 0;
  if (port !== undefined && !isIn(ports, port)) return false;
  const host = valueOf(member, 'host', file.properties);
  if (host === 'unknown' || host === undefined || address === undefined) return true;
  const isKnown = isAddress(host.text) && isAddress(address);
  return !isKnown || host.text === address;
}

/** As StaticMember.setUniqueId reads it: Byte.parseByte of what is between `{`, `,` and `}`. */
function idOf(text: string): 'shape' | number | { readonly id: string } | undefined {
  if (!text.startsWith('{')) return 'shape';
  const parts = text.split(/[{},]/).filter((part) => part !== '');
  const numbers = parts.map((part) => (/^\s*[+-]?\d+\s*$/.test(part) ? Number(part) : NaN));
  if (numbers.some((one) => Number.isNaN(one) || one < -128 || one > 255)) return 'shape';
  if (numbers.length !== 16) return numbers.length;
  const isRead = parts.every((part) => part.trim() === part) && numbers.every((one) => one < 128);
  const id = numbers.map((one) => (one > 127 ? one - 256 : one)).join(',');
  return isRead ? undefined : { id: `{${id}}` };
}

const staticId = rule({
  meta: {
    id: 'tomcat/membership-static-id',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'safe',
    messages: {
      length:
        'A uniqueId has 16 bytes and this one has {count}, so Tomcat logs a warning and leaves it out: all 16 bytes are 0. Write 16 numbers from -128 to 127, other ones for each node and the same ones wherever the node is named.',
      shape:
        'Tomcat cannot read this uniqueId, so it logs a warning and leaves it out: all 16 bytes are 0. Write it as 16 numbers from -128 to 127 without blanks, such as {example}.',
      numbers:
        'Tomcat takes only numbers from -128 to 127 here, without blanks between them: it logs a warning and leaves the uniqueId out, so all 16 bytes are 0. Write {id}.',
    },
  },
  elements: ['Member', 'LocalMember'],
  component(component, { file, report }) {
    const { parent } = component;
    if (!parent || !channelOf(parent, file)) return;
    if (classOf(component, file.properties) !== 'org.apache.catalina.tribes.membership.StaticMember') return;
    const value = valueOf(component, 'uniqueId', file.properties);
    if (!value || value === 'unknown') return;
    const found = idOf(value.text);
    if (found === undefined) return;
    const place = { path: file.path, span: valueSpanOf(component, 'uniqueId') };
    if (found === 'shape') {
      report({ ...place, message: 'shape', data: { example: '{0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15}' } });
    } else if (typeof found === 'number') {
      report({ ...place, message: 'length', data: { count: found } });
    } else {
      const fixes = [replaceFix(file, place.span, found.id, file.isWhole)];
      report({ ...place, message: 'numbers', data: { id: found.id }, fixes });
    }
  },
});

export const staticMembershipRules: readonly Rule[] = [noLocal, staticId];
