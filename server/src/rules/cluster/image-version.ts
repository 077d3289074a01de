import { t } from '@vscode/l10n';
import type { TomcatNode } from '../../cluster/model';
import { all } from '../../languages/text/suggest';
import { majorOf } from '../../languages/text/versions';
import { rule } from '../define';
import { circlesOf } from './circles';

/** Tomcat 10 has the packages jakarta.*, where 9 has javax.*. */
const FIRST_WITH_JAKARTA = 10;

/** A session that one release writes is read by the other; what differs is what the application finds there. */
export const imageVersion = rule({
  meta: {
    id: 'cluster/image-version',
    severity: 'information',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      packages:
        'Tomcat {version} runs on {nodes} and {other} on {others}: nginx takes one for the other, but an application for javax.servlet only runs on the older, and one for jakarta.servlet only on the newer. Use the same image on all nodes.',
      differs:
        'Tomcat {version} runs on {nodes} and {other} on {others}: nginx takes one for the other, though their defaults differ. Use the same image on all nodes.',
    },
  },
  group(group, { report }) {
    for (const { nodes, isOfNginx } of circlesOf(group)) {
      const known = nodes.filter(
        ({ service, image, version }) => service?.image && image !== undefined && version !== undefined,
      );
      const [first] = known;
      const others = known.filter(({ version }) => first && version !== first.version);
      const [second] = others;
      if (!isOfNginx || !first?.service || !second?.service?.image || !first.version || !second.version)
        continue;
      const own = known.filter(({ version }) => version === first.version);
      const { composeFile, image } = second.service;
      const text = first.image ?? '';
      report({
        path: composeFile,
        span: image.span,
        message: crosses(first, second) ? 'packages' : 'differs',
        ...(crosses(first, second) ? { severity: 'warning' } : {}),
        data: {
          nodes: namesOf(own),
          version: first.version,
          others: namesOf(others.filter(({ version }) => version === second.version)),
          other: second.version,
        },
        related: first.service.image
          ? [
              {
                path: first.service.composeFile,
                span: first.service.image.span,
                message: t('the other image'),
              },
            ]
          : [],
        fixes: [
          {
            title: t('Use {image} here, too', { image: text }),
            safe: false,
            edits: new Map([[composeFile, [{ span: image.span, text }]]]),
          },
        ],
      });
    }
  },
});

const namesOf = (nodes: readonly TomcatNode[]): string => all(nodes.map(({ name }) => name));

function crosses({ version: a = '' }: TomcatNode, { version: b = '' }: TomcatNode): boolean {
  const [one, other] = [a, b].map((version) => Number(majorOf(version)) >= FIRST_WITH_JAKARTA);
  return one !== other;
}
