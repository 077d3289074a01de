import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { sendOptionsOf } from '../../../cluster/serverXml';
import { type Component, childrenNamed } from '../../../languages/tomcat/components';
import { insertChild } from '../../../languages/xml/edit';
import { type Fix, rule } from '../../define';
import { isAsynchronous } from '../../support/sendOptions';
import { fixIn } from '../../support/tomcat';
import {
  channelOf,
  INTERCEPTORS,
  interceptorsOf,
  MEMBERSHIP,
  membershipOf,
  SENDER,
  saysAll,
  starts,
} from './channel';

/** SimpleTcpCluster.checkDefaults adds both only where the Channel has no interceptor at all. */
export const interceptorMissing = rule({
  meta: {
    id: 'tomcat/interceptor-missing',
    severity: 'hint',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      dispatch:
        'With interceptors of your own, Tomcat no longer adds MessageDispatchInterceptor: asynchronous sending (channelSendOptions 8, the default) becomes synchronous, and nothing is logged. Add it, if requests are not to wait for the other nodes.',
      detector:
        'With interceptors of your own, Tomcat no longer adds TcpFailureDetector: a node whose multicast packets are late is taken for dead, and one that is dead is sent to until dropTime is over. Add it.',
    },
  },
  elements: ['Interceptor'],
  component(component, { file, report }) {
    const channel = channelOf(component, file);
    if (!channel || !saysAll(channel, file)) return;
    const all = interceptorsOf(channel, file);
    // Said once, at the first; a class of somebody else may be a subclass of either.
    if (all[0]?.component !== component || all.some(({ name }) => name === undefined)) return;
    const lacks = (name: string): boolean => all.every((one) => one.name !== name);
    const place = { path: file.path, span: channel.element.nameSpan };
    if (lacks('MessageDispatchInterceptor') && sendsAsynchronously(channel, file))
      report({ ...place, message: 'dispatch', fixes: [addFix(channel, 'MessageDispatchInterceptor', file)] });
    if (lacks('TcpFailureDetector') && hasMulticast(channel, file))
      report({ ...place, message: 'detector', fixes: [addFix(channel, 'TcpFailureDetector', file)] });
  },
});

function sendsAsynchronously(channel: Component, file: TomcatFile): boolean {
  const options = channel.parent && sendOptionsOf(channel.parent.element);
  return options !== undefined && isAsynchronous(options) && starts(channel, SENDER, file) === true;
}

function hasMulticast(channel: Component, file: TomcatFile): boolean {
  const memberships = childrenNamed(channel, 'Membership');
  return (
    starts(channel, MEMBERSHIP, file) === true &&
    memberships.every((membership) => membershipOf(membership, file) === 'McastService')
  );
}

const addFix = (channel: Component, name: string, file: TomcatFile): Fix =>
  fixIn(
    file,
    t('Add {names}', { names: name }),
    false,
    insertChild(file.document, channel.element, `<Interceptor className="${INTERCEPTORS}${name}"/>`, {
      after: ['Interceptor'],
    }),
  );
