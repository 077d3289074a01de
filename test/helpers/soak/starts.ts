import { resolve } from 'node:path';
import type { Deployment } from '../../../server/src/protocol';
import { Labs, planOf } from '../lab';

/** How the nodes of a cluster find each other; `stock` is the commented-out Cluster of Tomcat's own server.xml, in use. */
export const MEMBERSHIPS = ['dns', 'static', 'multicast', 'stock'] as const;
export type MembershipKind = (typeof MEMBERSHIPS)[number];

const DNS = /<Membership className="org\.apache\.catalina\.tribes\.membership\.cloud\.[^>]*\/>/;

/** The demo with our server.xml, its membership replaced; for `stock` the story with the user's. */
export async function planWith(kind: MembershipKind, nodes: number): Promise<Deployment> {
  if (kind === 'stock') return await planOf(resolve('samples/story-fixed'), { nodes });
  const plan = await planOf(undefined, { nodes });
  if (kind === 'dns') return plan;
  const names = plan.tomcats.map(({ name }) => name);
  return {
    ...plan,
    tomcats: plan.tomcats.map((tomcat) => ({
      ...tomcat,
      files: tomcat.files.map((file) => {
        if (file.content.kind !== 'text' || !file.target.endsWith('/server.xml')) return file;
        const { text } = file.content;
        if (!DNS.test(text)) throw new Error("the demo's server.xml has no DNS membership");
        const membership = kind === 'static' ? staticMembership(tomcat.name, names) : MULTICAST;
        return { ...file, content: { kind: 'text' as const, text: text.replace(DNS, membership) } };
      }),
    })),
  };
}

const PACKAGE = 'org.apache.catalina.tribes.membership';
const MULTICAST = `<Membership className="${PACKAGE}.McastService" address="228.0.0.4" port="45564" frequency="500" dropTime="3000"/>`;

function staticMembership(own: string, names: readonly string[]): string {
  const member = (name: string): string => {
    const id = `uniqueId="{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,${names.indexOf(name) + 1}}"`;
    return name === own
      ? `<LocalMember className="${PACKAGE}.StaticMember" ${id}/>`
      : `<Member className="${PACKAGE}.StaticMember" host="${name}" port="4000" ${id}/>`;
  };
  return `<Membership className="${PACKAGE}.StaticMembershipService" expirationTime="5000" connectTimeout="500" rpcTimeout="1000" useThread="true" pingInterval="1000">${names.map(member).join('')}</Membership>`;
}

/** One start and its end: the milliseconds until every node was up and, as far as it did, the cluster had formed. */
export async function timedStart(
  kind: MembershipKind,
  nodes = 2,
): Promise<{ readonly milliseconds: number; readonly formed: boolean; readonly left: number }> {
  const plan = await planWith(kind, nodes);
  const labs = new Labs();
  try {
    let formed = true;
    const begun = performance.now();
    await labs.start(plan, {
      onStep: ({ message }) => {
        if (message.startsWith('The cluster has not formed')) formed = false;
      },
    });
    const milliseconds = performance.now() - begun;
    await labs.removeAll();
    return { milliseconds, formed, left: await labs.left(plan) };
  } finally {
    await labs.removeAll();
  }
}
