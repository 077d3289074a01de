import type { TomcatFile } from '../../../cluster/model';
import type { Component } from '../../../languages/tomcat/components';
import { attributeOf, numberOf, valueOf } from '../../../languages/tomcat/values';
import { type Rule, rule } from '../../define';
import { setFix, valueSpanOf } from '../../support/tomcat';
import { channelOf, MEMBERSHIP, membershipOf, starts } from './channel';

/** Whether this is the multicast membership of a channel that takes part in it. */
function isMulticasting(component: Component, file: TomcatFile): boolean {
  const channel = channelOf(component, file);
  return (
    channel !== undefined &&
    membershipOf(component, file) === 'McastService' &&
    starts(channel, MEMBERSHIP, file) === true
  );
}

/** Whether an address is one of a multicast group; undefined for what is no address, such as a name. */
function isMulticast(address: string): boolean | undefined {
  if (/^[\da-f:.]*:[\da-f:.]*$/i.test(address)) return /^ff/i.test(address);
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  const [first] = parts ?? [];
  if (!parts || first === undefined || parts.some((part) => part > 255)) return undefined;
  return first >= 224 && first <= 239;
}

/** McastServiceImpl.start joins the group. */
const address = rule({
  meta: {
    id: 'tomcat/membership-address',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      wrong:
        '{address} is not a multicast address, so Tomcat cannot join the group ("Not a multicast address") and exits. Use the same address from 224.0.0.0 to 239.255.255.255 on every node; to name the nodes themselves, use static membership.',
    },
  },
  elements: ['Membership'],
  component(component, { file, report }) {
    const value = valueOf(component, 'address', file.properties);
    if (!value || value === 'unknown' || !isMulticasting(component, file)) return;
    if (isMulticast(value.text) !== false) return;
    report({
      path: file.path,
      span: valueSpanOf(component, 'address'),
      message: 'wrong',
      data: { address: value.text },
      fixes: [setFix(file, component, value.attribute.name, '228.0.0.4', false)],
    });
  },
});

/** McastService.setDefaults, in milliseconds. */
const FREQUENCY = 500;
const DROP_TIME = 3000;
const DROP_TIMES = ['dropTime', 'mcastDropTime'];

const dropTime = rule({
  meta: {
    id: 'tomcat/membership-drop-time',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      short:
        'A node says every {frequency} ms that it is alive, and is given up after {dropTime} ms without a word: healthy nodes leave the cluster and come back with every heartbeat, unless TcpFailureDetector finds each of them alive in between. Make dropTime several times as long as frequency; the defaults are 3000 and 500.',
    },
  },
  elements: ['Membership'],
  component(component, { file, report }) {
    if (!isMulticasting(component, file)) return;
    const name = DROP_TIMES.find((one) => attributeOf(component, one));
    const frequency = written(component, 'frequency', FREQUENCY, file);
    const after = name === undefined ? DROP_TIME : written(component, name, DROP_TIME, file);
    if (frequency === undefined || after === undefined || after > frequency || frequency <= 0) return;
    report({
      path: file.path,
      span: valueSpanOf(component, name ?? 'frequency'),
      message: 'short',
      data: { frequency, dropTime: after },
      fixes: [
        setFix(
          file,
          component,
          attributeOf(component, name ?? '')?.name ?? 'dropTime',
          String((frequency * DROP_TIME) / FREQUENCY),
          false,
        ),
      ],
    });
  },
});

/** The number that is written, or the default where none is; undefined where it is not known. */
function written(
  component: Component,
  name: string,
  fallback: number,
  { properties }: TomcatFile,
): number | undefined {
  return attributeOf(component, name) ? numberOf(component, name, properties) : fallback;
}

export const membershipRules: readonly Rule[] = [address, dropTime];
