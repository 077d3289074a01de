import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { type Component, childrenNamed } from '../../../languages/tomcat/components';
import { attributeOf, textOf } from '../../../languages/tomcat/values';
import { rule } from '../../define';
import { nameSpanOf, setFix, valueSpanOf } from '../../support/tomcat';
import { channelOf, interceptorsOf, MEMBERSHIP, membershipOf, saysAll, starts } from './channel';

/** The bytes of a domain: `{1,2}` as numbers, else one a character (Arrays.fromString, Arrays.convert). */
function bytesOf(text: string): string {
  const numbers = text.startsWith('{')
    ? text.split(/[{},]/).flatMap((part) => (part === '' ? [] : [Number(part)]))
    : Array.from(text, (one) => one.charCodeAt(0));
  return numbers.map((one) => one & 0xff).join(',');
}

/** Of a list of numbers only what Tomcat reads as one counts here. */
const isReadable = (text: string): boolean =>
  !text.startsWith('{') || /^\{(?:-?\d{1,3}(?:,|\}$))*$/.test(text);

/** The domain that is written for a component, empty where none is; undefined where it is not known. */
const domainOf = (component: Component, { properties }: TomcatFile): string | undefined =>
  attributeOf(component, 'domain') ? textOf(component, 'domain', properties) : '';

/** DomainFilterInterceptor.memberAdded refuses a member of any other domain, and one of none. */
export const domain = rule({
  meta: {
    id: 'tomcat/membership-domain',
    severity: 'error',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      other:
        'DomainFilterInterceptor takes only members of the domain "{wanted}", and this node says that it is of "{own}": nodes configured like this one refuse each other, which is logged as information only, and no session is replicated. Write the same domain in both.',
      none: 'DomainFilterInterceptor takes only members of the domain "{wanted}", and the Membership has no domain: nodes configured like this one refuse each other, which is logged as information only, and no session is replicated. Set the domain of the Membership.',
      unwanted:
        'The Membership has the domain "{own}", and DomainFilterInterceptor has none, so it takes only members without a domain: nodes configured like this one refuse each other, which is logged as information only, and no session is replicated. Write the same domain in both.',
    },
  },
  elements: ['Interceptor'],
  component(component, { file, report }) {
    const channel = channelOf(component, file);
    if (!channel || !saysAll(channel, file) || starts(channel, MEMBERSHIP, file) !== true) return;
    const all = interceptorsOf(channel, file);
    const self = all.find((one) => one.component === component);
    // Members of an interceptor come with domains of their own, and one of somebody else may do anything.
    if (self?.name !== 'DomainFilterInterceptor') return;
    if (all.some(({ name }) => name === undefined || name === 'StaticMembershipInterceptor')) return;
    const [membership, another] = childrenNamed(channel, 'Membership');
    if (another || (membership && membershipOf(membership, file) !== 'McastService')) return;
    const wanted = domainOf(component, file);
    const own = membership ? domainOf(membership, file) : '';
    if (wanted === undefined || own === undefined || !isReadable(wanted) || !isReadable(own)) return;
    if (bytesOf(wanted) === bytesOf(own)) return;
    const place = {
      path: file.path,
      span: attributeOf(component, 'domain')
        ? valueSpanOf(component, 'domain')
        : valueSpanOf(component, 'className'),
      related: membership
        ? [{ path: file.path, span: nameSpanOf(membership, 'domain'), message: t('the Membership') }]
        : [],
      fixes: membership && wanted !== '' ? [setFix(file, membership, 'domain', wanted, false)] : [],
    };
    if (own === '') report({ ...place, message: 'none', data: { wanted } });
    else if (wanted === '') report({ ...place, message: 'unwanted', data: { own } });
    else report({ ...place, message: 'other', data: { wanted, own } });
  },
});
