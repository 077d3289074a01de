import { isBefore } from '../../../languages/text/versions';
import type { ClusterModel, TomcatFile } from '../../../cluster/model';
import { childrenNamed, type Component } from '../../../languages/tomcat/components';
import { textOf } from '../../../languages/tomcat/values';
import { rule, type ContextOf } from '../../define';
import { setFix, valueSpanOf } from '../../support/tomcat';
import { synchronous } from '../../support/sendOptions';
import { BACKUP_MANAGER, DELTA_MANAGER } from './managers';
import { isClass, isCluster } from './parts';
import { BITS, readSendOptions, writeSendOptions, type SendOptions } from './sendOptionValue';

const messages = {
  unknown:
    '"{name}" is no send option, so Tomcat ignores the whole value, with a warning in its log, and uses its default. The names are byte, use_ack, sync, async, secure, udp and multicast, in lower case.',
  names:
    'Tomcat 8.5 knows send options as a number only: it ignores names, with a warning in its log, and uses its default. Write {value}.',
  number:
    'Tomcat 8.5 knows send options as a number only: it ignores this, with a warning in its log, and uses its default. Write a number, such as 6.',
  zero: 'Tomcat takes no send options below 1: it ignores "{value}", logs nothing, and uses its default. Use 2 (acknowledged) or 6 (acknowledged and worked off).',
  udp: 'With the option udp (32), with or without a udpPort of the Receiver, a node that starts gets no sessions: sending fails, and the application waits 60 seconds. Remove it.',
  sync: 'The option sync (4) has no effect without use_ack (2): Tomcat does not wait for the other nodes, and logs nothing. Use both, which is 6.',
  multicast:
    'The option multicast (64) sends changes as datagrams that nobody acknowledges, and of at most 64 KB: larger sessions are not replicated. Remove it.',
  secure:
    'The option secure (16) has no effect in any Tomcat: nothing is encrypted by it, and nothing is logged. Remove it; an EncryptInterceptor encrypts.',
  async:
    'Asynchronous: a request is answered before the other nodes have what it wrote, and what a new session got first may never arrive (48 of 300 sessions, measured). With 6 each request waits for the other nodes, and nothing is lost.',
} as const;

/** Options of SimpleTcpCluster for DeltaManager, and of BackupManager's map. */
export const sendOptions = rule({
  meta: { id: 'tomcat/send-options', severity: 'hint', refusedBy: 'none', fix: 'unsafe', messages },
  elements: ['Cluster', 'Manager'],
  component(component, context) {
    const { file, model } = context;
    if (component.name === 'Manager') {
      if (isClass(component, file, BACKUP_MANAGER))
        check(component, 'mapSendOptions', { isDelta: false, isLossy: true }, context);
      return;
    }
    if (!isCluster(component, file)) return;
    const isDelta = hasDeltaManager(component, file);
    check(
      component,
      'channelSendOptions',
      { isDelta, isLossy: isDelta && !isAffinityTold(component, model) },
      context,
    );
  },
});

type Told = ContextOf<typeof messages> & { readonly file: TomcatFile };

/** Whether sessions go by these options in a DeltaManager's way, and whether an asynchronous one is worth a word. */
interface Use {
  readonly isDelta: boolean;
  readonly isLossy: boolean;
}

function check(
  component: Component,
  attribute: string,
  { isDelta, isLossy }: Use,
  { file, report }: Told,
): void {
  const text = textOf(component, attribute, file.properties);
  const options = text === undefined ? undefined : readSendOptions(text);
  if (text === undefined || !options) return;
  const place = { path: file.path, span: valueSpanOf(component, attribute) };
  const isOld = isBefore(file.version, '9');
  if ('unknown' in options) {
    const { unknown } = options;
    const lower = text.trim().toLowerCase();
    const isCase = !('unknown' in (readSendOptions(lower) ?? options));
    // What is no word, or in capitals, may be filled in.
    const isWord = /^[\s\w-]*$/.test(unknown) && /[a-z]/.test(unknown);
    if (!(isCase || isWord)) return;
    const fixes = isCase ? [setFix(file, component, attribute, lower, false)] : [];
    if (isOld) report({ ...place, message: 'number', severity: 'error' });
    else report({ ...place, message: 'unknown', data: { name: unknown }, severity: 'error', fixes });
    return;
  }
  const { value, isNamed } = options;
  const use = (other: number, from: SendOptions = options) => [
    setFix(file, component, attribute, writeSendOptions(from, other), false),
  ];
  const asNumber = { value, isNamed: false };
  if (isNamed && isOld)
    report({ ...place, message: 'names', data: { value }, severity: 'error', fixes: use(value, asNumber) });
  else if (value < 1) {
    if (isOld === false)
      report({ ...place, message: 'zero', data: { value }, severity: 'warning', fixes: use(6) });
  } else if ((value & BITS.udp) !== 0 && isDelta)
    report({ ...place, message: 'udp', severity: 'error', fixes: use(without(value, BITS.udp)) });
  else if ((value & BITS.sync) !== 0 && (value & BITS.ack) === 0)
    report({ ...place, message: 'sync', severity: 'warning', fixes: use(value | BITS.ack) });
  else if ((value & BITS.multicast) !== 0)
    report({
      ...place,
      message: 'multicast',
      severity: 'warning',
      fixes: use(without(value, BITS.multicast)),
    });
  else if ((value & BITS.secure) !== 0)
    report({ ...place, message: 'secure', severity: 'warning', fixes: use(without(value, BITS.secure)) });
  else if ((value & BITS.async) !== 0 && isLossy)
    report({ ...place, message: 'async', fixes: use(synchronous(value)) });
}

/** The rest of the options; where none is left, those that lose nothing. */
const without = (value: number, bit: number): number => value & ~bit || 6;

function hasDeltaManager(cluster: Component, file: TomcatFile): boolean {
  const manager = childrenNamed(cluster, 'Manager').at(-1);
  return manager ? isClass(manager, file, DELTA_MANAGER) : file.isWhole;
}

/** cluster/affinity says it where nginx takes turns over the nodes. */
const isAffinityTold = ({ element }: Component, { clusters }: ClusterModel): boolean =>
  clusters.some(({ groups }) =>
    groups.some(
      ({ nodes, roundRobin, intent }) =>
        intent && roundRobin.length > 0 && nodes.some(({ cluster }) => cluster?.element === element),
    ),
  );
