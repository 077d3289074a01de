import { t } from '@vscode/l10n';
import type { App, ClusterModel } from '../../cluster/model';
import { isTomcats } from '../../cluster/groups';
import { descendants, localName } from '../../languages/xml/query';
import { rule, type Fix, type Related } from '../define';
import { fixValue } from '../java/support';
import { insertDistributable } from '../support/tomcat';

/** Without it StandardContext.startInternal makes a StandardManager, Cluster or not, and logs nothing. */
export const distributableMissing = rule({
  meta: {
    id: 'cluster/distributable-missing',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      missing:
        'This web app is not distributable, so Tomcat does not replicate its sessions and logs nothing about it. Add <distributable/>.',
      noWebXml:
        'The web app "{app}" keeps data in its sessions but has no web.xml that makes it distributable, so Tomcat does not replicate its sessions and logs nothing about it. Create WEB-INF/web.xml with <distributable/>.',
    },
  },
  group(group, context) {
    if (!group.intent) return;
    const isActive = group.nodes.some(({ cluster }) => cluster);
    const related: readonly Related[] = group.intent.evidence.map(({ path, span, says }) => ({
      path,
      span,
      message: says,
    }));
    const severity = isActive ? ({ severity: 'error' } as const) : {};
    for (const app of group.apps) {
      if (app.distributable || !isTomcats(app) || !needsSessions(app, isActive)) continue;
      if (app.webXml && (app.webXml.document.faults.length > 0 || isMisplaced(app.webXml))) continue;
      if (app.webXml) {
        const { path, root } = app.webXml;
        context.report({
          path,
          span: root.nameSpan,
          message: 'missing',
          ...severity,
          related,
          fixes: [fixOf(app.webXml, !isRefusedThen(app, context.model))],
        });
      } else if (app.sessionUse && app.hasNoWebXml) {
        context.report({
          ...app.sessionUse,
          message: 'noWebXml',
          data: { app: app.name },
          ...severity,
          related,
        });
      }
    }
  },
});

/** It is there, and tomcat/distributable-misplaced says that Tomcat does not see it. */
const isMisplaced = ({ root }: NonNullable<App['webXml']>): boolean =>
  [...descendants(root)].some((element) => localName(element) === 'distributable');

/** An app without sources may well be JSP, which makes sessions by itself; then a live Cluster is evidence enough. */
const needsSessions = (app: App, isActive: boolean): boolean =>
  app.usesSessions || (isActive && app.sources.length === 0);

/** Whether the app keeps in its sessions what Tomcat refuses from then on, and what "fix all" does not mend with it. */
const isRefusedThen = (app: App, { files }: ClusterModel): boolean =>
  app.sources.some((path) => {
    const file = files.get(path);
    if (file?.kind !== 'java') return false;
    return file.document.sessionWrites.some((write) => {
      const { serializable, qualifiedName } = app.verdictOf(write, file.document);
      if (serializable !== false || qualifiedName === undefined) return false;
      const known = app.types.get(qualifiedName);
      return !known || !fixValue(known, app).some(({ safe }) => safe);
    });
  });

const fixOf = ({ path, document, root }: NonNullable<App['webXml']>, safe: boolean): Fix => ({
  title: t('Add <distributable/>'),
  safe,
  edits: new Map([[path, insertDistributable(document, root)]]),
});
