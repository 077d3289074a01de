import { t } from '@vscode/l10n';
import type { TomcatNode } from '../../cluster/model';
import { imageVersion } from '../../languages/compose/image';
import { isBefore } from '../../languages/text/versions';
import { rule } from '../define';
import { isSaidElsewhere } from '../support/compose';

/** The official images have nothing in `webapps` since December 2019: what Tomcat ships is in `webapps.dist`. */
export const appNotDeployed = rule({
  meta: {
    id: 'cluster/app-not-deployed',
    severity: 'information',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      empty:
        'nginx sends requests to {node}, where nothing is deployed: the image comes with an empty webapps, and nothing here puts an app into it, so every request is answered 404. Mount or copy an app into /usr/local/tomcat/webapps.',
    },
  },
  group({ links, apps }, { model, report }) {
    // An app of the workspace may be brought there by hand.
    if (apps.length > 0) return;
    const told = new Set<string>();
    for (const { node, server } of links) {
      const { service } = node;
      if (!service || told.has(service.name) || !isEmpty(node) || isSaidElsewhere(service, model)) continue;
      told.add(service.name);
      report({
        path: service.composeFile,
        span: service.nameSpan,
        message: 'empty',
        data: { node: service.name },
        related: [
          {
            path: server.placement.path,
            span: server.placement.directive.span,
            message: t('nginx sends requests there'),
          },
        ],
      });
    }
  },
});

/** An official image that Compose starts as it is, with nothing put where Tomcat looks for apps. */
const isEmpty = ({ service, image = '', hasApps, deployments, isWhole }: TomcatNode): boolean =>
  service !== undefined &&
  isWhole &&
  !hasApps &&
  deployments.length === 0 &&
  service.command === undefined &&
  !service.environment.has('CATALINA_BASE') &&
  /^(?:docker\.io\/)?(?:library\/)?tomcat(?::|@|$)/.test(image) &&
  isEmptied(imageVersion(image).version);

/** The first releases of December 2019; a tag without a patch level is the newest of its line. */
function isEmptied(version: string | undefined): boolean {
  if (version === undefined || !version.includes('.')) return isBefore(version, '8') !== true;
  if (isBefore(version, '8.5') !== false) return false;
  const first = isBefore(version, '9.0') === true ? '8.5.50' : '9.0.30';
  return version.split('.').length < 3 || isBefore(version, first) === false;
}
