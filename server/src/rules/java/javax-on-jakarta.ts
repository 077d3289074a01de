import { t } from '@vscode/l10n';
import { isDeployedAs } from '../../cluster/groups';
import type { App, ClusterModel, TomcatNode } from '../../cluster/model';
import type { JavaImport } from '../../languages/java/tree';
import { isBefore } from '../../languages/text/versions';
import type { Span } from '../../languages/text/span';
import { rule } from '../define';
import { isTestSource } from './support';

/** Tomcat 10 has jakarta.servlet in place of javax.servlet (migration-10.html). */
const JAKARTA = '10.0';

/** What turns javax into jakarta, or tells Tomcat to: the migration tool, Eclipse Transformer, OpenRewrite, legacyAppBase. */
const migrates =
  /jakartaee-migration|jakarta-?transformer|transformer\.jakarta|JavaxMigrationToJakarta|legacyAppBase|webapps-javaee/i;

export const javaxOnJakarta = rule({
  meta: {
    id: 'java/javax-on-jakarta',
    severity: 'error',
    refusedBy: 'none',
    fix: 'none',
    versions: 'where the version is known',
    messages: {
      javax:
        'Tomcat {version} has no {name}: since Tomcat 10 it is called jakarta.servlet, so the class is not loaded and its pages are answered 404 or 500. Import jakarta.servlet, deploy the WAR in webapps-javaee, which converts it, or run Tomcat 9.',
      jakarta:
        'Tomcat {version} has no {name}: up to Tomcat 9 it is called javax.servlet, so the class is not loaded and its pages are answered 404 or 500. Import javax.servlet, or run Tomcat 10.1.',
    },
  },
  app(app, context) {
    const { model } = context;
    const javax = importIn(app, 'javax', model);
    const jakarta = importIn(app, 'jakarta', model);
    const found = javax ?? jakarta;
    // One that has both is built for each of them, or on its way.
    if (!found || (javax && jakarta)) return;
    const nodes = model.nodes.filter((node) => isOn(node, app));
    const wrong = nodes.find(({ version }) => version !== undefined && isBefore(version, JAKARTA) === !javax);
    if (!wrong?.version || nodes.some(({ version }) => version === undefined) || isMigrated(model)) return;
    const { path, span, name } = found;
    const place = wrong.service && {
      path: wrong.service.composeFile,
      span: wrong.service.image?.span ?? wrong.service.nameSpan,
    };
    context.report({
      path,
      span,
      message: javax ? 'javax' : 'jakarta',
      data: { version: wrong.version, name },
      related: place ? [{ ...place, message: t('{node} runs it', { node: wrong.name }) }] : [],
    });
  },
});

/** The first source of an app that needs a servlet API. */
function importIn(
  { sources }: App,
  root: 'javax' | 'jakarta',
  { files }: ClusterModel,
): { readonly path: string; readonly span: Span; readonly name: string } | undefined {
  const isOfServlet = ({ name }: JavaImport): boolean =>
    name === `${root}.servlet` || name.startsWith(`${root}.servlet.`);
  for (const path of sources) {
    const file = files.get(path);
    if (file?.kind !== 'java' || isTestSource(path)) continue;
    const found = file.document.imports.find(isOfServlet);
    if (found) return { path, span: found.span, name: `${root}.servlet` };
  }
  return undefined;
}

/** Deployed where Tomcat takes it as it is. */
const isOn = ({ deployments }: TomcatNode, app: App): boolean =>
  deployments.some((one) => isDeployedAs(one, app) && !/-javaee(?:\/|$)/.test(one.target));

const isMigrated = ({ files }: ClusterModel): boolean => {
  for (const { kind, language } of files.values()) {
    if (kind !== 'java' && kind !== 'nginx' && migrates.test(language.text)) return true;
  }
  return false;
};
